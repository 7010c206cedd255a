"""Telegram's refusals, in Telegram's words, and what passes beside them."""

from typing import Any

import pytest

from sandbox import Client
from sandbox.entities import units
from tests.sandbox.local_bot import Bot, Circle, buttons

Json = dict[str, Any]


@pytest.fixture
async def mara(telegram: Client) -> int:
    person: int = (await telegram.person("Mara"))["id"]
    await telegram.start(person)
    return person


HTML_BROKEN = [
    ("<b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
    ("ä <foo>x</foo>", 'Unsupported start tag "foo" at byte offset 3'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<a href='x", "Unclosed start tag at byte offset 0"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("source", "problem"), HTML_BROKEN)
async def test_broken_html_is_refused_where_it_breaks(bot: Bot, mara: int, source: str, problem: str) -> None:
    told = await bot.refused("sendMessage", chat_id=mara, text=source, parse_mode="HTML")
    assert told == f"Bad Request: can't parse entities: {problem}"
    assert (await bot("sendMessage", chat_id=mara, text=source))["text"] == source.strip()


HTML_READ = [
    ("<b>a</b> &lt;b&gt; &amp; &#x41;&quot;", 'a <b> & A"', [("bold", 0, 1)]),
    ("😀<i>x<u>y</u></i>", "😀xy", [("italic", 2, 2), ("underline", 3, 1)]),
    ('<a href="https://x.org/?a=1&amp;b=2">go</a>', "go", [("text_link", 0, 2)]),
    ("<pre><code class='language-python'>x</code></pre>", "x", [("pre", 0, 1)]),
    ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
    ("  <b> padded </b> ", "padded", [("bold", 0, 6)]),
    ("&nbsp;&copy;", "&nbsp;&copy;", []),
]


@pytest.mark.parametrize(("source", "text", "entities"), HTML_READ)
async def test_html_is_read_as_words_and_entities(
    bot: Bot, mara: int, source: str, text: str, entities: list[Any]
) -> None:
    sent = await bot("sendMessage", chat_id=mara, text=source, parse_mode="HTML")
    assert sent["text"] == text
    assert [(e["type"], e["offset"], e["length"]) for e in sent.get("entities", [])] == entities
    assert "&amp;" not in str(sent.get("entities"))


LENGTHS = [
    ("x" * 4096, None),
    ("x" * 4097, "Bad Request: message is too long"),
    ("😀" * 2048, None),
    ("😀" * 2048 + "x", "Bad Request: message is too long"),
    ("<b>" + "x" * 4096 + "</b>", None),
    ("", "Bad Request: message text is empty"),
    (" \n ", "Bad Request: message text is empty"),
    ("<b> </b>", "Bad Request: message text is empty"),
]


@pytest.mark.parametrize(("text", "problem"), LENGTHS)
async def test_texts_are_measured_in_utf16_after_reading(bot: Bot, mara: int, text: str, problem: str | None) -> None:
    told = await bot.ask("sendMessage", chat_id=mara, text=text, parse_mode="HTML")
    assert told.get("description") == problem
    assert told["ok"] == (problem is None)
    if told["ok"]:
        assert units(told["result"]["text"]) == 4096


def keyboard(**button: Any) -> Json:
    return {"inline_keyboard": [[button]]}


BUTTONS = [
    (keyboard(text="a", callback_data="x" * 64), None),
    (keyboard(text="a", callback_data="x" * 65), "Bad Request: BUTTON_DATA_INVALID"),
    (keyboard(text="a", callback_data="ä" * 32), None),
    (keyboard(text="a", callback_data="ä" * 33), "Bad Request: BUTTON_DATA_INVALID"),
    (
        keyboard(text="a"),
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        keyboard(text="a", callback_data=""),
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (keyboard(callback_data="x"), "Bad Request: can't parse inline keyboard button: Can't find field \"text\""),
    (keyboard(text=" ", callback_data="x"), "Bad Request: inline keyboard button text must be non-empty"),
    (keyboard(text="a", url="https://example.org"), None),
    (
        keyboard(text="a", url="ftp://example.org"),
        "Bad Request: inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
    ),
    (keyboard(text="a", url="nowhere"), "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    ("{broken", "Bad Request: can't parse reply keyboard markup JSON object"),
    ({"keyboard": [["Yes"], [{"text": "No"}]]}, None),
    ({"keyboard": [[{"text": ""}]]}, "Bad Request: keyboard button text must be non-empty"),
]


@pytest.mark.parametrize(("markup", "problem"), BUTTONS)
async def test_keyboards(bot: Bot, telegram: Client, mara: int, markup: Any, problem: str | None) -> None:
    before = len(await telegram.transcript(mara))
    told = await bot.ask("sendMessage", chat_id=mara, text="x", reply_markup=markup)
    assert told.get("description") == problem
    assert len(await telegram.transcript(mara)) == before + (problem is None)


async def test_only_who_started_and_did_not_block_can_be_written_to(bot: Bot, telegram: Client) -> None:
    tom = (await telegram.person("Tom"))["id"]
    assert await bot.refused("sendMessage", chat_id=tom, text="x") == (
        "Forbidden: bot can't initiate conversation with a user"
    )
    await telegram.start(tom)
    await bot("sendMessage", chat_id=tom, text="x")
    sent = (await bot("sendMessage", chat_id=tom, text="z"))["message_id"]
    await telegram.act(tom, "block")
    edit = {"message_id": sent, "text": "x"}
    for method, more in (("sendMessage", edit), ("sendChatAction", {"action": "typing"}), ("editMessageText", edit)):
        assert await bot.refused(method, chat_id=tom, **more) == "Forbidden: bot was blocked by the user"
    await telegram.act(tom, "unblock")
    await bot("sendMessage", chat_id=tom, text="y")
    assert [m["text"] for m in await telegram.transcript(tom, tom)] == ["/start", "x", "z", "y"]


async def test_chats_that_are_not_the_bots(bot: Bot, telegram: Client, circle: Circle) -> None:
    assert await bot.refused("sendMessage", chat_id=999, text="x") == "Bad Request: chat not found"
    assert await bot.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"
    elsewhere = await telegram.group("Elsewhere", circle.finn)
    assert await bot.refused("sendMessage", chat_id=elsewhere["id"], text="x") == "Bad Request: chat not found"
    await bot("leaveChat", chat_id=circle.id)
    left = "Forbidden: bot is not a member of the supergroup chat"
    assert await bot.refused("sendMessage", chat_id=circle.id, text="x") == left
    await telegram.act(circle.finn, "add", chat=circle.id, user=42)
    await bot("sendMessage", chat_id=circle.id, text="back")
    await telegram.act(circle.finn, "remove", chat=circle.id, user=42)
    kicked = "Forbidden: bot was kicked from the supergroup chat"
    assert await bot.refused("sendMessage", chat_id=circle.id, text="x") == kicked
    assert await bot.refused("getChat", chat_id=circle.id) == kicked
    small = await telegram.group("Small", circle.finn, type="group", bot="member")
    await telegram.act(circle.finn, "remove", chat=small["id"], user=42)
    assert await bot.refused("sendMessage", chat_id=small["id"], text="x") == (
        "Forbidden: bot was kicked from the group chat"
    )


async def test_a_restricted_bot_may_not_write(bot: Bot, telegram: Client, circle: Circle) -> None:
    await telegram.act(circle.finn, "restrict", chat=circle.id, user=42, rights={"can_send_messages": False})
    assert await bot.refused("sendMessage", chat_id=circle.id, text="x") == (
        "Bad Request: not enough rights to send text messages to the chat"
    )
    await telegram.act(circle.finn, "restrict", chat=circle.id, user=42, rights={})
    await bot("sendMessage", chat_id=circle.id, text="x")


async def test_edits(bot: Bot, telegram: Client, mara: int) -> None:
    sent = await bot("sendMessage", chat_id=mara, text="one", reply_markup=buttons("Yes"))
    where = {"chat_id": mara, "message_id": sent["message_id"]}
    same = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    assert await bot.refused("editMessageText", **where, text=" one ", reply_markup=buttons("Yes")) == same
    assert await bot.refused("editMessageReplyMarkup", **where, reply_markup=buttons("Yes")) == same
    changed = await bot("editMessageText", **where, text="two", reply_markup=buttons("Yes"))
    assert (changed["text"], "edit_date" in changed, "reply_markup" in changed) == ("two", True, True)
    assert "reply_markup" not in await bot("editMessageText", **where, text="three"), "buttons go with an edit"
    await bot("editMessageReplyMarkup", **where, reply_markup=buttons("No"))
    assert await bot.refused("editMessageCaption", **where, caption="x") == (
        "Bad Request: there is no caption in the message to edit"
    )
    assert await bot.refused("editMessageText", chat_id=mara, message_id=999, text="x") == (
        "Bad Request: message to edit not found"
    )
    theirs = await telegram.send(mara, "mine")
    assert await bot.refused("editMessageText", chat_id=mara, message_id=theirs, text="x") == (
        "Bad Request: message can't be edited"
    )
    assert (await telegram.transcript(mara))[1]["buttons"] == [[{"text": "No", "data": "no"}]]


async def test_presses_are_answered_once_and_in_time(bot: Bot, telegram: Client, mara: int) -> None:
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    sent = await bot("sendMessage", chat_id=mara, text="?", reply_markup=buttons("Yes"))

    async def press() -> str:
        told = await telegram.press(mara, sent["message_id"], "Yes", wait=0)
        assert not told["answered"]
        return str(told["callback_id"])

    first = await press()
    assert await bot.refused("answerCallbackQuery", callback_query_id=first, text="x" * 201) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    await bot("answerCallbackQuery", callback_query_id=first, text="x" * 200, show_alert=True)
    told = await telegram.request("GET", f"callbacks/{first}")
    assert (told["answered"], told["text"], told["show_alert"]) == (True, "x" * 200, True)
    assert await bot.refused("answerCallbackQuery", callback_query_id=first) == old
    assert await bot.refused("answerCallbackQuery", callback_query_id="123") == old
    second = await press()
    await telegram.advance(151)
    assert await bot.refused("answerCallbackQuery", callback_query_id=second) == old


async def test_deleting(bot: Bot, telegram: Client, circle: Circle) -> None:
    own = (await bot("sendMessage", chat_id=circle.id, text="own"))["message_id"]
    aged = (await bot("sendMessage", chat_id=circle.id, text="aged"))["message_id"]
    theirs = await telegram.send(circle.mara, "theirs", circle.id)
    cannot = "Bad Request: message can't be deleted"
    assert await bot.refused("deleteMessage", chat_id=circle.id, message_id=theirs) == cannot
    assert await bot("deleteMessage", chat_id=circle.id, message_id=own) is True
    gone = "Bad Request: message to delete not found"
    assert await bot.refused("deleteMessage", chat_id=circle.id, message_id=own) == gone
    await telegram.advance(48 * 3600 + 1)
    assert await bot.refused("deleteMessage", chat_id=circle.id, message_id=aged) == cannot
    await telegram.act(circle.finn, "promote", chat=circle.id, user=42)
    assert await bot("deleteMessages", chat_id=circle.id, message_ids=[own, aged, theirs, 999]) is True
    left = [m for m in await telegram.transcript(circle.id) if "service" not in m]
    assert left == []
    shown = await telegram.request("GET", "transcript", chat=circle.id, deleted="true")
    assert [m["text"] for m in shown if m["deleted"]] == ["own", "aged", "theirs"]


async def test_pinning_needs_the_right(bot: Bot, telegram: Client, circle: Circle) -> None:
    sent = (await bot("sendMessage", chat_id=circle.id, text="card"))["message_id"]
    where = {"chat_id": circle.id, "message_id": sent}
    refusal = "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await bot.refused("pinChatMessage", **where) == refusal
    await telegram.act(circle.finn, "promote", chat=circle.id, user=42, rights={"can_pin_messages": False})
    assert await bot.refused("pinChatMessage", **where) == refusal
    await telegram.act(circle.finn, "promote", chat=circle.id, user=42)
    await bot.updates()
    assert await bot("pinChatMessage", **where, disable_notification=True) is True
    assert (await bot.updates())[0]["message"]["pinned_message"]["message_id"] == sent
    assert (await bot("getChat", chat_id=circle.id))["pinned_message"]["text"] == "card"
    assert (await telegram.chat(circle.id))["pinned"] == [sent]
    assert await bot("unpinChatMessage", **where) is True
    assert (await telegram.chat(circle.id))["pinned"] == []
    assert await bot.refused("pinChatMessage", chat_id=circle.id, message_id=99) == (
        "Bad Request: message to pin not found"
    )


async def test_replies_to_what_is_gone(bot: Bot, telegram: Client, mara: int) -> None:
    asked = await telegram.send(mara, "question")
    sent = await bot("sendMessage", chat_id=mara, text="x", reply_parameters={"message_id": asked})
    assert sent["reply_to_message"]["text"] == "question"
    await telegram.act(mara, "delete", chat=mara, message_id=asked)
    assert await bot.refused("sendMessage", chat_id=mara, text="x", reply_parameters={"message_id": asked}) == (
        "Bad Request: message to be replied not found"
    )
    lenient = {"message_id": asked, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await bot("sendMessage", chat_id=mara, text="y", reply_parameters=lenient)


async def test_other_parse_modes_and_entities(bot: Bot, mara: int) -> None:
    assert "not supported by the sandbox" in await bot.refused(
        "sendMessage", chat_id=mara, text="*x*", parse_mode="MarkdownV2"
    )
    assert await bot.refused("sendMessage", chat_id=mara, text="x", parse_mode="BBCode") == (
        "Bad Request: unsupported parse_mode"
    )
    given = [{"type": "bold", "offset": 0, "length": 2}]
    assert (await bot("sendMessage", chat_id=mara, text="hi /go", entities=given))["entities"] == [
        *given,
        {"type": "bot_command", "offset": 3, "length": 3},
    ]
    assert "ends after the end" in await bot.refused("sendMessage", chat_id=mara, text="x", entities=given)
