"""Each thing Telegram can say to a message, and what becomes of the message."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.refusals import Again, Decision, Done, GiveUp, NewChat, Why, WithoutTopic, decide
from domain.outbox import Lane, Outgoing

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
GROUP, PERSON, NEW = -100, 100, -1009


def message(chat_id: int | None = GROUP, **more: Any) -> Outgoing:
    given = {"lane": Lane.ANSWER, "method": "sendMessage", "chat_id": chat_id, "payload": {"chat_id": chat_id}}
    return Outgoing(**{**given, "created_at": NOW, **more})


IN_TOPIC = message(payload={"chat_id": GROUP, "message_thread_id": 7})
CARD = message(card_id=3, method="card")
QUICK = message(None, method="answerCallbackQuery")


def again(seconds: float, *, hold: bool = False) -> Again:
    return Again(NOW + timedelta(seconds=seconds), hold)


TABLE: list[tuple[TelegramError, Outgoing, Decision]] = [
    (RetryAfter(timedelta(seconds=17)), message(), again(17, hold=True)),
    (RetryAfter(timedelta(seconds=17)), message(once=True), again(17, hold=True)),
    (ChatMigrated(NEW), message(), NewChat(NEW)),
    (Forbidden("Forbidden: bot was blocked by the user"), message(PERSON), GiveUp(Why.BLOCKED)),
    (Forbidden("Forbidden: bot can't initiate conversation with a user"), message(PERSON), GiveUp(Why.BLOCKED)),
    (Forbidden("Forbidden: user is deactivated"), message(PERSON), GiveUp(Why.BLOCKED)),
    (Forbidden("Forbidden: bot was kicked from the supergroup chat"), message(GROUP), GiveUp(Why.REMOVED)),
    (BadRequest("Chat not found"), message(PERSON), GiveUp(Why.BLOCKED)),
    (BadRequest("Chat not found"), message(GROUP), GiveUp(Why.REMOVED)),
    (BadRequest("Message is not modified: specified new message content …"), message(), Done()),
    (BadRequest("Message thread not found"), IN_TOPIC, WithoutTopic()),
    (BadRequest("Message thread not found"), CARD, WithoutTopic()),
    (BadRequest("Topic_closed"), IN_TOPIC, WithoutTopic()),
    (BadRequest("TOPIC_DELETED"), IN_TOPIC, WithoutTopic()),
    (BadRequest("Topic_closed"), message(), GiveUp(Why.REFUSED)),
    (BadRequest("Message to edit not found"), CARD, GiveUp(Why.LOST)),
    (BadRequest("Message can't be edited"), CARD, GiveUp(Why.LOST)),
    (BadRequest("MESSAGE_ID_INVALID"), CARD, GiveUp(Why.LOST)),
    (BadRequest("Query is too old and response timeout expired or query id is invalid"), QUICK, GiveUp(Why.LATE)),
    (BadRequest("Can't parse entities: unsupported start tag"), message(), GiveUp(Why.REFUSED)),
    (BadRequest("Not enough rights to manage pinned messages in the chat"), message(), GiveUp(Why.REFUSED)),
    (InvalidToken(), message(), again(300)),
    (TimedOut(), message(), again(0.2)),
    (TimedOut(), message(tries=3), again(1.6)),
    (NetworkError("Bad Gateway"), message(), again(0.5)),
    (NetworkError("Bad Gateway"), message(tries=30), again(300)),
    (Conflict("two at once"), message(), again(0.5)),
    (TelegramError("unheard of"), message(), again(0.5)),
    (NetworkError("Bad Gateway"), message(created_at=NOW - timedelta(days=2)), again(0.5)),
    (NetworkError("Bad Gateway"), message(created_at=NOW - timedelta(days=4)), GiveUp(Why.LATE)),
    (RetryAfter(5), message(created_at=NOW - timedelta(days=4)), Again(NOW + timedelta(seconds=5), hold=True)),
    (TimedOut(), message(once=True), GiveUp(Why.UNKNOWN)),
    (NetworkError("Bad Gateway"), message(once=True), GiveUp(Why.UNKNOWN)),
    (NetworkError("Bad Gateway"), QUICK, again(0.5)),
    (NetworkError("Bad Gateway"), QUICK.changed(tries=2), GiveUp(Why.LATE)),
]


@pytest.mark.parametrize(
    ("error", "given_message", "decision"),
    TABLE,
    ids=[f"{type(error).__name__}-{str(error)[:30]}-{n}" for n, (error, _, _) in enumerate(TABLE)],
)
def test_each_refusal_has_its_decision(error: TelegramError, given_message: Outgoing, decision: Decision) -> None:
    assert decide(error, given_message, NOW) == decision


@given(st.integers(0, 100_000), st.sampled_from([TimedOut(), NetworkError("x")]))
def test_however_long_the_outage_it_is_tried_again_within_five_minutes(tries: int, error: TelegramError) -> None:
    decision = decide(error, message(tries=tries), NOW)
    assert isinstance(decision, Again)
    assert timedelta(0) < decision.at - NOW <= timedelta(minutes=5)
    assert not decision.hold


@given(st.sampled_from(TABLE))
def test_what_must_not_come_twice_is_only_repeated_when_telegram_surely_did_not_take_it(row: Any) -> None:
    error, given_message, _ = row
    decision = decide(error, given_message.changed(once=True), NOW)
    assert isinstance(decision, GiveUp | Done | NewChat | WithoutTopic) or isinstance(error, RetryAfter | InvalidToken)
