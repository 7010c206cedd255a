"""Whatever comes in the place of an update is answered or ignored, and the next one works."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sandbox.botapi
from bot.intake import UNREADABLE, is_for_bot, lane_of, without_others_words
from bot.web import LARGEST_UPDATE, _is_real, _update
from tests.circle import Circle, a_circle
from tests.faults.conftest import Small, fetch
from tests.samples import messages, updates

SECRET = "s3cret-of-the-webhook"
HUGE = 10**30


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[Circle]:
    async with a_circle(tmp_path, timezone="Europe/London") as circle:
        yield circle


async def troubles(circle: Circle) -> list[str]:
    """What stands in the way of the next update, which should be answered, and what was set aside."""
    before = len(await circle.texts(circle.tom))
    await circle.private(circle.tom, "/help")
    answers = len(await circle.texts(circle.tom)) - before
    counted = circle.app.metrics.page().decode().splitlines()
    found = [line for line in counted if 'outcome="set_aside"' in line]
    return found if answers == 1 else [*found, f"{answers} answers"]


async def test_one_of_every_kind_of_update_is_answered_or_ignored(circle: Circle) -> None:
    for update in updates().values():
        await circle.client.inject(update)
    assert await troubles(circle) == []


@pytest.mark.parametrize("where", ["private", "group"])
async def test_one_of_every_kind_of_message_is_answered_or_ignored(circle: Circle, where: str) -> None:
    me = {"id": circle.mara, "is_bot": False, "first_name": "Mara"}
    bot = {"id": circle.app.me.id, "is_bot": True, "first_name": "Circle"}
    chat = {"id": circle.mara, "type": "private"} if where == "private" else {"id": circle.group, "type": "supergroup"}
    answered = {"message_id": 2, "date": 1796029200, "chat": chat, "from": bot, "text": "…"}
    for name, message in messages().items():
        if name == "migrate_to_chat_id":
            continue  # in tests/storage/test_moving_house.py: nobody is in the group any more after it
        sent = message | {"chat": chat, "from": me}
        await circle.client.inject({"message": {"reply_to_message": answered} | sent})
        await circle.client.inject({"edited_message": sent})
    assert await troubles(circle) == []


ODD: list[Any] = [
    {"message": {"no": "chat"}},
    {"message": "words"},
    {"message": []},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": HUGE, "type": "private"}, "text": "/help"}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": "5", "type": "private"}, "text": 5}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": "five", "type": "private"}, "text": "/help"}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": None, "type": None}}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "half \ud83d a sign"}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "group"}, "text": "x", "entities": [5]}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "group"}, "text": ["/x"], "entities": [{}]}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "group"}, "reply_to_message": "x"}},
    {"callback_query": {"id": "1"}},
    {"callback_query": {"id": "1", "from": {"id": 5}, "message": {"chat": {}}, "data": {}}},
    {"callback_query": None},
    {"inline_query": {"from": 5}},
    {"my_chat_member": {"chat": 5}},
    {"chat_join_request": []},
    {"telepathy": {"words": "hello"}},
    {},
]


async def test_updates_of_no_shape_of_telegrams_are_left_out_and_the_others_are_taken(circle: Circle) -> None:
    good = {"message_id": 9, "date": 1796029200, "chat": {"id": circle.mara, "type": "private"}, "text": "/help"}
    good |= {"from": {"id": circle.mara, "is_bot": False, "first_name": "Mara"}}
    good |= {"entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
    await circle.start(circle.mara)
    before = len(await circle.texts(circle.mara))
    batch = [{"update_id": number} | one for number, one in enumerate(ODD, 900)]
    batch += [{"update_id": HUGE, "message": good}, {"update_id": "x", "message": good}, {"message": good}, 5, None, []]
    await circle.app.intake.take([*batch, {"update_id": 999, "message": good}])  # type: ignore[list-item]
    await circle.settle()
    assert len(await circle.texts(circle.mara)) == before + 1
    assert await troubles(circle) == []


NO_ANSWERS = [
    b"",
    b"not json",
    b'{"ok":true,"result":',
    b"[]",
    b"5",
    b'{"ok":true}',
    b'{"ok":true,"result":5}',
    b'{"ok":true,"result":{"update_id":5}}',
    b'{"ok":true,"result":[5,null,"x"]}',
    b'{"ok":true,"result":[{"update_id":"x"},{"no":"id"}]}',
    b"[" * 100_000,
    b"\xff\xfe\x00",
]


async def test_an_answer_that_is_none_of_telegrams_ends_no_polling(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The update that it stood in for comes with the next one."""
    spoilt, accepted = [b""], sandbox.botapi._accepted

    def spoil(result: Any) -> bytes:
        return spoilt.pop() if spoilt and isinstance(result, list) and result else accepted(result)

    monkeypatch.setattr("bot.intake.LONGEST_PAUSE", 0.01)
    monkeypatch.setattr(sandbox.botapi, "_accepted", spoil)
    for answer in NO_ANSWERS:
        spoilt[:] = [answer]
        assert await troubles(circle) == []
        assert spoilt == []


words = st.text(max_size=20) | st.sampled_from(["private", "group", "/help", "x" * 5_000])
numbers = st.integers() | st.floats() | st.booleans() | st.none()
IN_UPDATES = """
update_id message callback_query chat from id type text entities offset length reply_to_message inline_query
my_chat_member edited_message caption new_chat_title
"""
names = st.sampled_from(IN_UPDATES.split())
shapes = st.recursive(
    words | numbers, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=4), max_leaves=8
)
TRIED = settings(deadline=None, database=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


@TRIED
@given(update=st.dictionaries(names, shapes, max_size=4))
def test_any_shape_is_read_or_fails_in_a_way_that_intake_knows(update: dict[str, Any]) -> None:
    try:
        if not is_for_bot(update, 7, "circle_bot"):
            return
        kept, lane = json.loads(json.dumps(without_others_words(update, 7))), lane_of(update)
    except UNREADABLE:
        return
    assert kept.keys() == update.keys()
    assert type(lane) is int


@TRIED
@given(body=st.binary(max_size=200) | shapes.map(lambda value: json.dumps(value).encode()))
def test_any_body_of_the_webhook_is_an_update_or_none(body: bytes) -> None:
    update = _update(body)
    assert update is None or type(update["update_id"]) is int
    assert _is_real(update) in (True, False)


@pytest.fixture
async def hooked(bare: Small) -> tuple[Small, str]:
    await bare.boot(webhook_url="http://127.0.0.1:9/telegram", webhook_secret=SECRET)
    await bare.client.drop()
    return bare, f"http://127.0.0.1:{bare.app.port}/telegram"


async def post(url: str, body: bytes, secret: str = SECRET) -> int:
    headers = {"X_Telegram_Bot_Api_Secret_Token": secret}
    return (await asyncio.to_thread(fetch, url, body, **headers))[0]


def a_long_answer(person: int) -> dict[str, Any]:
    """As long as Telegram lets people be, in an alphabet that it escapes, with a hundred marks."""
    chat = {"id": person, "type": "private", "first_name": "Mara"}
    mark = {"type": "custom_emoji", "length": 1, "custom_emoji_id": "5368324170671202286"}
    marks = [mark | {"offset": 2 * number} for number in range(100)]
    sender = {"id": person, "is_bot": False, "first_name": "Mara"}
    long = {"date": 1, "chat": chat, "from": sender, "text": "я" * 4096, "entities": marks}
    return {"message_id": 2, "reply_to_message": {"message_id": 1} | long} | long


async def test_the_longest_answer_that_can_be_written_is_taken_and_no_other_large_body(hooked: Any) -> None:
    small, url = hooked
    real = a_long_answer(small.mara)
    body = json.dumps({"update_id": 50, "message": real}).encode()
    assert 64 * 1024 < len(body) < 128 * 1024
    assert await post(url, body) == 200
    assert small.query("SELECT 1 FROM inbox WHERE update_id = 50")
    refused = [
        json.dumps({"update_id": 51, "message": real | {"text": "x" * 70_000}}).encode(),
        json.dumps({"update_id": 51, "padding": ["x"] * 70_000}).encode(),
        b'{"update_id": 51, "message": ' + b"[" * 70_000,
        b"x" * 70_000,
        b" " * LARGEST_UPDATE + body,
    ]
    assert [await post(url, each) for each in refused] == [413] * len(refused)
    assert await post(url, body, "wrong") == 403
    assert small.query("SELECT 1 FROM inbox WHERE update_id = 51") == []


async def test_no_body_makes_the_webhook_fail(hooked: Any) -> None:
    small, url = hooked
    odd = [json.dumps({"update_id": 60 + number} | one).encode() for number, one in enumerate(ODD)]
    odd += [json.dumps({"update_id": HUGE, "message": a_long_answer(5)}).encode(), b"[" * 60_000, b'{"update_id":1e9}']
    statuses = {await post(url, each) for each in odd}
    assert statuses <= {200, 400, 413}
    await small.settle()
    assert small.state("inbox")["set_aside"] <= 2  # what only looks like a message
