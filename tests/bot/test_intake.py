"""Which updates are for the bot, and what of them is kept."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake import ALLOWED, is_for_bot, lane_of, without_others_words

BOT, OTHER = 7, 8
NAME = "circle_bot"


def said(text: str, *entities: tuple[str, int, int], chat: str = "supergroup", **more: Any) -> dict[str, Any]:
    found = [{"type": kind, "offset": offset, "length": length} for kind, offset, length in entities]
    message = {"message_id": 1, "chat": {"id": -5, "type": chat}, "from": {"id": 9}, "text": text, "entities": found}
    return {"update_id": 1, "message": {**message, **more}}


def reply_to(sender: int, **more: Any) -> dict[str, Any]:
    return {"message_id": 3, "from": {"id": sender}, "chat": {"id": -5}, "text": "somebody's words", **more}


MENTION = {"type": "mention", "offset": 0, "length": 11}
TABLE = [
    ("group talk", said("hello all"), False),
    ("a link", said("https://x.test", ("url", 0, 14)), False),
    ("a command", said("/next", ("bot_command", 0, 5)), True),
    ("our command", said("/next@circle_bot", ("bot_command", 0, 16)), True),
    ("our command in capitals", said("/next@Circle_BOT", ("bot_command", 0, 16)), True),
    ("a channel's post that Telegram brought", said("/next", ("bot_command", 0, 5), is_automatic_forward=True), False),
    ("another bot's command", said("/next@other_bot", ("bot_command", 0, 15)), False),
    ("a bot whose name ends like ours", said("/next@my_circle_bot", ("bot_command", 0, 19)), False),
    ("another's command that names us", said("/x@y_bot @circle_bot", ("bot_command", 0, 8), ("mention", 9, 11)), False),
    ("a command within talk", said("try /next", ("bot_command", 4, 5)), False),
    ("the look of a command without being one", said("/next"), False),
    ("our name", said("hey @circle_bot help", ("mention", 4, 11)), True),
    ("our name behind an emoji", said("👩‍👧 @circle_bot", ("mention", 6, 11)), True),
    ("another's name", said("hey @mara", ("mention", 4, 5)), False),
    ("our name without being a mention", said("circle_bot"), False),
    ("our name in a caption", said("", caption="@circle_bot", caption_entities=[MENTION]), True),
    ("a photo", said("", photo=[]), False),
    ("a reply to us", said("yes", reply_to_message=reply_to(BOT)), True),
    ("a reply to another", said("yes", reply_to_message=reply_to(OTHER)), False),
    ("talk in a topic that we made", said("yes", reply_to_message=reply_to(BOT, forum_topic_created={})), False),
    ("private talk", said("hello", chat="private"), True),
    ("somebody joined", said("", new_chat_members=[{"id": 9}]), True),
    ("somebody left", said("", left_chat_member={"id": 9}), True),
    ("the group moved", said("", migrate_to_chat_id=-9), True),
    ("a pinned message", said("", pinned_message={"text": "words"}), False),
    ("a press", {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 9}}}, True),
    ("our rights", {"update_id": 1, "my_chat_member": {"chat": {"id": -5}}}, True),
    ("an edit", {"update_id": 1, "edited_message": said("/next", ("bot_command", 0, 5))["message"]}, False),
    ("a channel's post", {"update_id": 1, "channel_post": said("/next")["message"]}, False),
    ("a kind of tomorrow", {"update_id": 1, "telepathy": {}}, False),
]  # fmt: skip


@pytest.mark.parametrize(("what", "update", "ours"), TABLE, ids=[row[0] for row in TABLE])
def test_only_what_is_for_the_bot_is_taken(what: str, update: dict[str, Any], ours: bool) -> None:
    if "caption" in update.get("message", {}):
        del update["message"]["text"], update["message"]["entities"]
    assert is_for_bot(update, BOT, NAME) is ours


@given(st.text(max_size=200))
def test_talk_without_entities_is_never_taken(text: str) -> None:
    assert not is_for_bot(said(text), BOT, NAME)


@given(st.text(max_size=50), st.integers(0, 60), st.integers(0, 60))
def test_entities_that_point_anywhere_break_nothing(text: str, offset: int, length: int) -> None:
    assert is_for_bot(said(text, ("mention", offset, length)), BOT, NAME) in (True, False)


def test_the_words_of_the_message_that_was_answered_are_not_kept() -> None:
    update = said(
        "/note",
        reply_to_message=reply_to(9, caption="cap", photo=[1], entities=[], quote={"text": "more"}),
        quote={"text": "quoted words"},
        external_reply={"chat": {"title": "elsewhere"}},
        pinned_message={"text": "pinned words"},
    )
    kept = without_others_words(update, BOT)
    text = json.dumps(kept)
    for words in ("somebody's words", "cap", "quoted words", "elsewhere", "pinned words"):
        assert words not in text
    assert kept["message"]["text"] == "/note"
    assert kept["message"]["reply_to_message"] == {"message_id": 3, "from": {"id": 9}, "chat": {"id": -5}}
    assert "quote" in update["message"]  # what was given is left alone


SHARED = reply_to(9, entities=[{"type": "bold", "offset": 0, "length": 4}], photo=[1], quote={"text": "more"})


@pytest.mark.parametrize("command", ["/share", "/share@circle_bot", "/SHARE"])
def test_only_share_brings_the_words_it_answers_to_and_nothing_else_of_that_message(command: str) -> None:
    update = said(command, ("bot_command", 0, len(command)), reply_to_message=SHARED)
    reply = without_others_words(update, BOT)["message"]["reply_to_message"]
    assert reply["text"] == "somebody's words"
    assert set(reply) == {"message_id", "from", "chat", "text", "entities"}


@pytest.mark.parametrize("text", ["/note", "/shared", "please /share", "/ask /share"])
def test_no_other_command_brings_them(text: str) -> None:
    at = text.index("/")
    length = len(text[at:].split()[0])
    update = said(text, ("bot_command", at, length), reply_to_message=SHARED)
    assert "somebody's words" not in json.dumps(without_others_words(update, BOT))


def test_of_our_own_message_only_the_buttons_are_kept() -> None:
    markup = {"inline_keyboard": [[{"text": "Not quite", "callback_data": "aq:1:1"}]]}
    ours = said("what about buses?", reply_to_message=reply_to(BOT, reply_markup=markup))
    reply = without_others_words(ours, BOT)["message"]["reply_to_message"]
    assert reply["reply_markup"] == markup
    assert "text" not in reply
    theirs = said("/next", ("bot_command", 0, 5), reply_to_message=reply_to(9, reply_markup=markup))
    assert "reply_markup" not in without_others_words(theirs, BOT)["message"]["reply_to_message"]


def test_in_private_everything_is_said_to_the_bot() -> None:
    update = said("yes", chat="private", reply_to_message=reply_to(BOT), quote={"text": "x"})
    assert without_others_words(update, BOT) == update


def test_a_press_brings_no_words_of_others_either() -> None:
    message = {
        "message_id": 4,
        "chat": {"id": -5, "type": "supergroup"},
        "reply_to_message": reply_to(9),
        "text": "ours",
    }
    kept = without_others_words(
        {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 9}, "message": message}}, BOT
    )
    assert "somebody's words" not in json.dumps(kept)
    assert kept["callback_query"]["message"]["message_id"] == 4


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        (said("x"), -5),
        ({"callback_query": {"from": {"id": 9}, "message": {"chat": {"id": -5}}}}, -5),
        ({"callback_query": {"from": {"id": 9}, "inline_message_id": "x"}}, 9),
        ({"my_chat_member": {"chat": {"id": -5}, "from": {"id": 9}}}, -5),
        ({"inline_query": {"from": {"id": 9}}}, 9),
        ({"chat_join_request": {"chat": {"id": -5}, "from": {"id": 9}}}, -5),
    ],
)
def test_each_chat_is_a_lane(update: dict[str, Any], lane: int) -> None:
    assert lane_of(update) == lane


def test_reactions_are_not_even_asked_for_and_edits_count_in_private_only() -> None:
    assert not {"channel_post", "edited_channel_post", "message_reaction"} & set(ALLOWED)
    edited = {"message_id": 1, "from": {"id": 5}, "text": "/next @circle_bot"}
    assert is_for_bot({"edited_message": edited | {"chat": {"id": 5, "type": "private"}}}, 1, "circle_bot")
    assert not is_for_bot({"edited_message": edited | {"chat": {"id": -5, "type": "supergroup"}}}, 1, "circle_bot")
