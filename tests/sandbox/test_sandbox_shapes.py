"""Everything the sandbox emits is what a real client library understands, with nothing left over."""

from typing import Any

import aiohttp
import pytest
import telegram as ptb

from sandbox import Client
from sandbox.methods.table import METHODS
from sandbox.pictures import plain
from tests.sandbox.local_bot import Bot, buttons, make_circle

Json = dict[str, Any]
ALL_KINDS = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "message_reaction",
]


@pytest.fixture(autouse=True)
def durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library warns about durations unless told that they are time deltas."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


def leftovers(item: Any, path: str = "") -> list[str]:
    """Fields that the library did not know, at any depth."""
    found: list[str] = []
    if isinstance(item, ptb.TelegramObject):
        found += [f"{path}.{name}" for name in item.api_kwargs]
        for name in item.to_dict(recursive=False):
            found += leftovers(getattr(item, name, None), f"{path}.{name}")
    elif isinstance(item, list | tuple):
        for each in item:
            found += leftovers(each, path)
    return found


#: Newer than the library.
NEWER = {"can_send_welcome_messages", "can_manage_tags", "can_react_to_messages", "can_edit_tag"}


def understood(kind: type[Any], raw: Json) -> Any:
    """The library's object, which knew every field and gives the same back."""
    made = kind.de_json(raw, None)
    unknown = [name for name in leftovers(made, kind.__name__) if name.rpartition(".")[2] not in NEWER]
    assert unknown == []
    assert without_defaults(made.to_dict()) == without_defaults(raw)
    return made


DEFAULTS = {"channel_chat_created", "delete_chat_photo", "group_chat_created", "supergroup_chat_created"}


def without_defaults(item: Any) -> Any:
    """The library says of every message that it created no channel, and leaves out empty lists."""
    if isinstance(item, dict):
        kept = {name: without_defaults(value) for name, value in item.items()}
        return {name: value for name, value in kept.items() if value or not (name in DEFAULTS or value == [])}
    return [without_defaults(each) for each in item] if isinstance(item, list | tuple) else item


async def live(telegram: Client, bot: Bot) -> list[int]:
    """People do everything they can; the ids of the chats."""
    await bot("getUpdates", allowed_updates=ALL_KINDS)
    circle = await make_circle(telegram, bot="administrator", forum=True)
    small = await make_circle_small(telegram, circle.finn, circle.mara)
    tom = (await telegram.person("Tom", last_name="T", language_code="en"))["id"]
    await telegram.start(circle.mara, "deep")
    for what, more in (
        ("photo", {"caption": "a photo for @sandbox_bot"}),
        ("document", {}),
        ("voice", {}),
        ("location", {"latitude": 1.5, "longitude": 2.5}),
        ("contact", {}),
    ):
        await telegram.act(circle.mara, what, chat=circle.mara, **more)
    said = await telegram.send(circle.mara, "/a https://x.org a@b.org #tag +49 30 1234567", circle.id)
    await telegram.act(circle.mara, "edit", chat=circle.id, message_id=said, text="changed")
    await telegram.act(circle.mara, "react", chat=circle.id, message_id=said, emoji="👍")
    await telegram.act(circle.mara, "forward", chat=circle.mara, from_chat=circle.id, message_id=said)
    await telegram.act(circle.finn, "pin", chat=circle.id, message_id=said)
    await telegram.act(circle.finn, "title", chat=circle.id, title="Round")
    thread = (await telegram.act(circle.finn, "topic", chat=circle.id, name="Sleep"))["thread"]
    await telegram.send(circle.mara, "inside", circle.id, thread=thread)
    await telegram.act(circle.finn, "close_topic", chat=circle.id, thread=thread)
    await telegram.act(circle.finn, "reopen_topic", chat=circle.id, thread=thread)
    await telegram.act(tom, "join_request", chat=circle.id)
    await bot("approveChatJoinRequest", chat_id=circle.id, user_id=tom)
    await telegram.act(circle.finn, "restrict", chat=circle.id, user=tom, rights={"can_send_photos": False})
    await telegram.act(circle.finn, "promote", chat=circle.id, user=circle.ada, anonymous=True)
    await telegram.send(circle.ada, "for the group", circle.id)
    await telegram.act(circle.finn, "ban", chat=circle.id, user=tom)
    await telegram.act(circle.finn, "unban", chat=circle.id, user=tom)
    await telegram.act(circle.finn, "transfer", chat=circle.id, user=circle.mara)
    sent = await bot("sendMessage", chat_id=circle.id, text="?", reply_markup=buttons("Yes"))
    await telegram.press(circle.mara, sent["message_id"], "Yes", circle.id, wait=0)
    keyboard = {"keyboard": [[{"text": "P", "request_users": {"request_id": 1}}],
                             [{"text": "C", "request_chat": {"request_id": 2, "chat_is_channel": False}}]]}  # fmt: skip
    await bot("sendMessage", chat_id=circle.mara, text="?", reply_markup=keyboard)
    await telegram.act(circle.mara, "share_users", chat=circle.mara, request_id=1, users=[tom])
    await telegram.act(circle.mara, "share_chat", chat=circle.mara, request_id=2, shared=circle.id)
    inline = (await telegram.act(circle.mara, "inline", query="q"))["inline_id"]
    result = {"type": "article", "id": "1", "title": "T", "input_message_content": {"message_text": "x"}}
    await bot("answerInlineQuery", inline_query_id=inline, results=[result])
    await telegram.act(circle.mara, "choose", inline_id=inline, result="1", chat=circle.id)
    new = (await telegram.act(circle.finn, "migrate", chat=small))["chat"]
    await telegram.act(circle.mara, "block")
    await telegram.act(circle.mara, "unblock")
    await telegram.act(circle.finn, "remove", chat=new, user=42)
    return [circle.id, circle.mara, new]


async def make_circle_small(telegram: Client, finn: int, mara: int) -> int:
    made = await telegram.group("Small", finn, members=[mara], type="group", bot="member")
    return int(made["id"])


async def test_every_update_is_understood(telegram: Client, bot: Bot) -> None:
    await live(telegram, bot)
    updates = await bot.updates()
    for raw in updates:
        made = understood(ptb.Update, raw)
        assert made.effective_user is not None or made.message_reaction is not None
    assert {next(key for key in raw if key != "update_id") for raw in updates} == set(ALL_KINDS)
    services = {key for raw in updates for key in raw.get("message", {})}
    assert services >= {
        "new_chat_members", "left_chat_member", "new_chat_title", "pinned_message", "migrate_to_chat_id",
        "migrate_from_chat_id", "forum_topic_created", "forum_topic_closed", "forum_topic_reopened", "users_shared",
        "chat_shared", "photo", "document", "voice", "location", "contact", "forward_origin", "via_bot",
    }  # fmt: skip


async def test_every_result_is_understood(telegram: Client, bot: Bot) -> None:
    group, mara, _ = await live(telegram, bot)
    for params in ({"chat_id": group}, {"chat_id": mara}):
        understood(ptb.ChatFullInfo, await bot("getChat", **params))
    people = [person["id"] for person in (await telegram.world())["people"]] + [42]
    for user in people:
        understood(ptb.ChatMember, await bot("getChatMember", chat_id=group, user_id=user))
    for member in await bot("getChatAdministrators", chat_id=group):
        understood(ptb.ChatMember, member)
    understood(ptb.User, await bot("getMe"))
    understood(ptb.ForumTopic, await bot("createForumTopic", chat_id=group, name="x"))
    understood(ptb.WebhookInfo, await bot("getWebhookInfo"))
    await bot("setMyCommands", commands=[{"command": "a", "description": "b"}])
    for command in await bot("getMyCommands"):
        understood(ptb.BotCommand, command)
    understood(ptb.BotName, await bot("getMyName"))
    assert ptb.UserProfilePhotos.de_json(await bot("getUserProfilePhotos", user_id=mara), None).total_count == 0


SENT: list[tuple[str, Json]] = [
    ("sendMessage", {"text": "<b>x</b> <a href='https://x.org'>y</a>", "parse_mode": "HTML"}),
    ("sendMessage", {"text": "https://x.org", "link_preview_options": {"is_disabled": True}}),
    ("sendLocation", {"latitude": 1.5, "longitude": 2.5}),
    ("sendVenue", {"latitude": 1.5, "longitude": 2.5, "title": "Hall", "address": "Road 1"}),
    ("sendContact", {"phone_number": "+1", "first_name": "Ann"}),
]


@pytest.mark.parametrize(("method", "params"), SENT)
async def test_every_sent_message_is_understood(telegram: Client, bot: Bot, method: str, params: Json) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await telegram.start(mara)
    sent = await bot(method, chat_id=mara, reply_markup=buttons("Yes"), protect_content=True, **params)
    assert understood(ptb.Message, sent).chat_id == mara


FILES = sorted(name for name in METHODS if name.startswith("send"))
NO_FILES = {"sendmessage", "sendlocation", "sendvenue", "sendcontact", "sendchataction"}


@pytest.mark.parametrize("method", [name for name in FILES if name not in NO_FILES])
async def test_every_sent_file_is_understood(telegram: Client, bot: Bot, method: str) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await telegram.start(mara)
    field = method.removeprefix("send")
    form = aiohttp.FormData({"chat_id": str(mara), "caption": "x"})
    form.add_field(field, plain(), filename="file.png")
    async with bot.http.post(f"{bot.url}/bot{bot.token}/{method}", data=form) as answer:
        told = await answer.json()
    assert told["ok"], told
    message = ptb.Message.de_json(told["result"], None)
    assert message.effective_attachment
    assert leftovers(message) == []
    file_id = told["result"][field][-1]["file_id"] if field == "photo" else told["result"][field]["file_id"]
    understood(ptb.File, await bot("getFile", file_id=file_id))
