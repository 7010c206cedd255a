"""Groups: who is in, what the bot hears of it, privacy, anonymity, topics and moving to a supergroup."""

from typing import Any

import pytest

from sandbox import Client
from sandbox.client import Refused
from tests.sandbox.local_bot import Bot, Circle, buttons, kinds, make_circle

Json = dict[str, Any]


async def test_the_bot_hears_that_it_was_added(telegram: Client, bot: Bot) -> None:
    circle = await make_circle(telegram, bot="administrator", bot_rights={"can_pin_messages": False})
    member, service = await bot.updates()
    change = member["my_chat_member"]
    assert (change["from"]["id"], change["chat"]["id"]) == (circle.finn, circle.id)
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "administrator")
    assert change["new_chat_member"]["can_pin_messages"] is False
    assert change["new_chat_member"]["can_delete_messages"] is True
    assert service["message"]["new_chat_members"][0]["id"] == 42


async def test_members_come_and_go_with_service_messages(telegram: Client, bot: Bot, circle: Circle) -> None:
    tom = (await telegram.person("Tom"))["id"]
    await telegram.act(tom, "join", chat=circle.id)
    await telegram.act(circle.finn, "remove", chat=circle.id, user=tom)
    joined, left = await bot.updates()
    assert [user["id"] for user in joined["message"]["new_chat_members"]] == [tom]
    assert left["message"]["left_chat_member"]["id"] == tom
    assert left["message"]["from"]["id"] == circle.finn
    assert (await bot("getChatMember", chat_id=circle.id, user_id=tom))["status"] == "left"
    assert await telegram.transcript(circle.id, tom) == [], "who was put out sees nothing any more"
    await telegram.act(circle.finn, "ban", chat=circle.id, user=tom)
    with pytest.raises(Refused, match="banned"):
        await telegram.act(tom, "join", chat=circle.id)
    await telegram.act(circle.finn, "unban", chat=circle.id, user=tom)
    await telegram.act(tom, "join", chat=circle.id)
    assert (await bot("getChatMember", chat_id=circle.id, user_id=tom))["status"] == "member"
    assert await bot("getChatMemberCount", chat_id=circle.id) == 5


async def test_administrators_and_their_changes(telegram: Client, bot: Bot, circle: Circle) -> None:
    found = await bot("getChatAdministrators", chat_id=circle.id)
    assert [(m["user"]["id"], m["status"]) for m in found] == [
        (circle.finn, "creator"),
        (circle.ada, "administrator"),
    ]
    await telegram.act(circle.finn, "promote", chat=circle.id, user=42)
    await bot("getUpdates", allowed_updates=["chat_member", "my_chat_member"])
    await bot.updates()
    await telegram.act(circle.finn, "promote", chat=circle.id, user=circle.mara, rights={"can_promote_members": True})
    await telegram.act(circle.finn, "demote", chat=circle.id, user=circle.ada)
    await telegram.act(circle.finn, "transfer", chat=circle.id, user=circle.mara)
    changes = [update["chat_member"] for update in await bot.updates()]
    told = [(c["new_chat_member"]["user"]["id"], c["new_chat_member"]["status"]) for c in changes]
    assert told == [
        (circle.mara, "administrator"),
        (circle.ada, "member"),
        (circle.mara, "creator"),
        (circle.finn, "administrator"),
    ]
    with pytest.raises(Refused, match="no right"):
        await telegram.act(circle.ada, "remove", chat=circle.id, user=circle.finn)


async def test_the_bot_bans_only_with_the_right(telegram: Client, bot: Bot, circle: Circle) -> None:
    where = {"chat_id": circle.id, "user_id": circle.mara}
    assert await bot.refused("banChatMember", **where) == (
        "Bad Request: not enough rights to restrict/unrestrict chat member"
    )
    await telegram.act(circle.finn, "promote", chat=circle.id, user=42)
    assert await bot.refused("banChatMember", chat_id=circle.id, user_id=circle.ada) == (
        "Bad Request: user is an administrator of the chat"
    )
    assert await bot("banChatMember", **where) is True
    assert (await bot("getChatMember", **where))["status"] == "kicked"
    assert await bot("unbanChatMember", **where) is True
    assert (await bot("getChatMember", **where))["status"] == "left"


async def test_join_requests(telegram: Client, bot: Bot, circle: Circle) -> None:
    await telegram.act(circle.finn, "promote", chat=circle.id, user=42)
    await bot.updates()
    tom, eva = [(await telegram.person(name))["id"] for name in ("Tom", "Eva")]
    for person in (tom, eva):
        await telegram.act(person, "join_request", chat=circle.id)
    assert [u["chat_join_request"]["user_chat_id"] for u in await bot.updates()] == [tom, eva]
    await bot("sendMessage", chat_id=tom, text="Welcome, who invited you?")
    assert await bot("approveChatJoinRequest", chat_id=circle.id, user_id=tom) is True
    assert await bot("declineChatJoinRequest", chat_id=circle.id, user_id=eva) is True
    assert await bot.refused("approveChatJoinRequest", chat_id=circle.id, user_id=eva) == (
        "Bad Request: HIDE_REQUESTER_MISSING"
    )
    assert await bot.refused("sendMessage", chat_id=eva, text="x") == (
        "Forbidden: bot can't initiate conversation with a user"
    )
    statuses = [(await bot("getChatMember", chat_id=circle.id, user_id=user))["status"] for user in (tom, eva)]
    assert statuses == ["member", "left"]


SAID = [
    ("hello all", False),
    ("/next", True),
    ("/next@sandbox_bot", True),
    ("/next@other_bot", False),
    ("well, /next", False),
    ("thanks @Sandbox_Bot!", True),
    ("thanks @mara_k", False),
]


@pytest.mark.parametrize(("text", "seen"), SAID)
async def test_privacy_mode(telegram: Client, bot: Bot, circle: Circle, text: str, seen: bool) -> None:
    await telegram.send(circle.mara, text, circle.id)
    assert bool(await bot.updates()) == seen
    await telegram.bot(can_read_all_group_messages=True)
    await telegram.send(circle.mara, text, circle.id)
    assert len(await bot.updates()) == 1


async def test_replies_to_the_bot_are_seen_and_an_administrator_sees_all(
    telegram: Client, bot: Bot, circle: Circle
) -> None:
    sent = (await bot("sendMessage", chat_id=circle.id, text="?"))["message_id"]
    theirs = await telegram.send(circle.mara, "to nobody", circle.id)
    await telegram.send(circle.ada, "to mara", circle.id, reply_to=theirs)
    await telegram.send(circle.ada, "to the bot", circle.id, reply_to=sent)
    assert [u["message"]["text"] for u in await bot.updates()] == ["to the bot"]
    await telegram.act(circle.finn, "promote", chat=circle.id, user=42)
    await bot.updates()
    await telegram.send(circle.mara, "hello all", circle.id)
    await telegram.act(circle.mara, "edit", chat=circle.id, message_id=theirs, text="changed")
    assert kinds(await bot.updates()) == ["message", "edited_message"]


async def test_reactions_are_for_administrators_that_ask(telegram: Client, bot: Bot, circle: Circle) -> None:
    sent = (await bot("sendMessage", chat_id=circle.id, text="?"))["message_id"]
    await bot("getUpdates", allowed_updates=["message_reaction"])
    await telegram.act(circle.mara, "react", chat=circle.id, message_id=sent, emoji="👍")
    assert await bot.updates() == []
    await telegram.act(circle.finn, "promote", chat=circle.id, user=42)
    await telegram.act(circle.mara, "react", chat=circle.id, message_id=sent, emoji=None)
    change = (await bot.updates())[0]["message_reaction"]
    assert (change["old_reaction"], change["new_reaction"]) == ([{"type": "emoji", "emoji": "👍"}], [])


async def test_anonymous_administrators_write_as_the_group_and_press_as_themselves(
    telegram: Client, bot: Bot, circle: Circle
) -> None:
    await telegram.act(circle.finn, "promote", chat=circle.id, user=circle.ada, anonymous=True)
    await telegram.send(circle.ada, "/schedule", circle.id)
    message = (await bot.updates())[-1]["message"]
    assert (message["from"]["id"], message["from"]["username"]) == (1087968824, "GroupAnonymousBot")
    assert message["sender_chat"]["id"] == circle.id
    found = await bot("getChatAdministrators", chat_id=circle.id)
    assert {m["user"]["id"]: m["is_anonymous"] for m in found} == {circle.finn: False, circle.ada: True}
    sent = (await bot("sendMessage", chat_id=circle.id, text="?", reply_markup=buttons("Me")))["message_id"]
    await telegram.press(circle.ada, sent, "Me", circle.id, wait=0)
    assert (await bot.updates())[-1]["callback_query"]["from"]["id"] == circle.ada
    shown = await telegram.transcript(circle.id)
    assert [m["from"]["name"] for m in shown if m.get("text") == "/schedule"] == ["Circle"]
    await telegram.send(circle.finn, "/schedule", circle.id)
    assert (await bot.updates())[-1]["message"]["from"]["id"] == circle.finn


async def test_topics(telegram: Client, bot: Bot) -> None:
    circle = await make_circle(telegram, forum=True)
    thread = (await telegram.act(circle.finn, "topic", chat=circle.id, name="Sleep"))["thread"]
    await bot.updates()
    await telegram.send(circle.mara, "/next", circle.id, thread=thread)
    await telegram.send(circle.mara, "/next", circle.id)
    inside, general = [update["message"] for update in await bot.updates()]
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (thread, True)
    assert inside["reply_to_message"]["forum_topic_created"]["name"] == "Sleep"
    assert "message_thread_id" not in general
    assert general["chat"]["is_forum"] is True
    sent = await bot("sendMessage", chat_id=circle.id, text="x", message_thread_id=thread)
    assert sent["is_topic_message"] is True
    for wrong in (1, 999):
        assert await bot.refused("sendMessage", chat_id=circle.id, text="x", message_thread_id=wrong) == (
            "Bad Request: message thread not found"
        )
    await telegram.act(circle.finn, "close_topic", chat=circle.id, thread=thread)
    assert await bot.refused("sendMessage", chat_id=circle.id, text="x", message_thread_id=thread) == (
        "Bad Request: TOPIC_CLOSED"
    )
    await telegram.act(circle.finn, "reopen_topic", chat=circle.id, thread=thread)
    await bot("sendMessage", chat_id=circle.id, text="y", message_thread_id=thread)
    shown = await telegram.transcript(circle.id, thread=thread)
    assert [m["text"] for m in shown if "text" in m] == ["/next", "x", "y"]
    await telegram.send(circle.mara, "to all", circle.id, thread=1)
    general = [m["text"] for m in await telegram.transcript(circle.id, thread=1) if "text" in m]
    assert general == ["/next", "to all"]
    await telegram.act(circle.finn, "delete_topic", chat=circle.id, thread=thread)
    assert await telegram.transcript(circle.id, thread=thread) == []
    assert (await telegram.chat(circle.id))["topics"] == []


async def test_the_bot_opens_topics_with_the_right(telegram: Client, bot: Bot) -> None:
    circle = await make_circle(telegram, forum=True)
    wish = {"chat_id": circle.id, "name": "Room"}
    assert await bot.refused("createForumTopic", **wish) == "Bad Request: not enough rights to create a topic"
    await telegram.act(circle.finn, "promote", chat=circle.id, user=42)
    thread = (await bot("createForumTopic", **wish))["message_thread_id"]
    where = {"chat_id": circle.id, "message_thread_id": thread}
    assert await bot("closeForumTopic", **where) is True
    assert await bot.refused("closeForumTopic", **where) == "Bad Request: TOPIC_NOT_MODIFIED"
    await bot("sendMessage", **where, text="the bot may write in its own closed topic")
    assert await bot("reopenForumTopic", **where) is True
    assert await bot("deleteForumTopic", **where) is True
    assert await bot.refused("reopenForumTopic", **where) == "Bad Request: TOPIC_ID_INVALID"
    plain = await make_circle(telegram)
    assert await bot.refused("createForumTopic", chat_id=plain.id, name="x") == ("Bad Request: the chat is not a forum")


async def test_threads_of_replies_in_a_group_without_topics(telegram: Client, bot: Bot, circle: Circle) -> None:
    first = await telegram.send(circle.mara, "/next", circle.id)
    await telegram.send(circle.ada, "/next", circle.id, reply_to=first)
    message = (await bot.updates())[-1]["message"]
    assert message["message_thread_id"] == first
    assert "is_topic_message" not in message
    await bot("sendMessage", chat_id=circle.id, text="x", message_thread_id=first)
    assert await bot.refused("sendMessage", chat_id=circle.mara, text="x", message_thread_id=first)


async def test_a_group_becomes_a_supergroup(telegram: Client, bot: Bot) -> None:
    circle = await make_circle(telegram, type="group", administrators=[])
    await bot("sendMessage", chat_id=circle.id, text="before")
    await bot.updates()
    new = (await telegram.act(circle.finn, "migrate", chat=circle.id))["chat"]
    away, here = [update["message"] for update in await bot.updates()]
    assert (away["chat"]["id"], away["migrate_to_chat_id"]) == (circle.id, new)
    assert (here["chat"]["id"], here["chat"]["type"], here["migrate_from_chat_id"]) == (new, "supergroup", circle.id)
    for method, more in (("sendMessage", {"text": "x"}), ("getChat", {}), ("getChatAdministrators", {})):
        told = await bot.ask(method, chat_id=circle.id, **more)
        assert told["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert told["parameters"] == {"migrate_to_chat_id": new}
    await bot("sendMessage", chat_id=new, text="after")
    assert [m["text"] for m in await telegram.transcript(new, circle.mara) if "text" in m] == ["after"]
    with pytest.raises(Refused, match="became the supergroup"):
        await telegram.send(circle.mara, "late", circle.id)
    assert (await telegram.chat(circle.id))["migrated_to"] == new


async def test_a_blocked_bot_hears_of_it(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara", language_code="de"))["id"]
    await telegram.start(mara, "hello")
    started = (await bot.updates())[0]["message"]
    assert started["text"] == "/start hello"
    assert started["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert started["from"]["language_code"] == "de"
    await telegram.act(mara, "block")
    await telegram.start(mara)
    blocked, back, again = await bot.updates()
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert back["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert again["message"]["text"] == "/start"
