"""When somebody may be in danger: each line of what care asks for is a test."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.helplines import read
from domain.danger.rules import BY_LANGUAGE
from handlers.danger import Barrier, answer_to
from handlers.words import words
from tests.circle import Circle
from tests.flows.requesting import ask, ready

SAID = "I want to die"
LINE = "here are people who can help"
ASKED = "What makes it hard to call?"
TAPS = (
    "I don’t know what to say",
    "I’m afraid of what happens then",
    "It’s not bad enough for that",
    "I can’t talk out loud",
)


async def lines(circle: Circle, person: int) -> list[str]:
    """The messages about danger in this person's private chat."""
    return [text for text in await circle.texts(person, person) if LINE in text]


async def test_words_in_private_bring_a_free_line_that_is_open_now_and_a_human_in_one_message(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, SAID)
    (text,) = await lines(circle, circle.mara)
    assert "I’m a bot, and Telegram is not made for emergencies." in text
    assert "call 999 or 112" in text
    seen = "from samaritans.org, last looked at on 1 January 2025"
    assert f"Samaritans: 116 123 (free, open now, {seen}, please check the number)" in text
    assert text.count("•") == 2
    assert ASKED in text
    found = next(m for m in await circle.from_bot(circle.mara) if m["text"] == text)
    assert [button["text"] for row in found["buttons"] for button in row] == ["Ask a facilitator", *TAPS]


async def test_the_line_comes_first_and_what_the_person_wanted_comes_all_the_same(circle: Circle) -> None:
    await ready(circle)
    for said, wanted in (
        (SAID, ""),
        (f"/ask {SAID}, when is the next meetup", ""),
        (f"/facilitator {SAID}", "By name"),
        (f"/away 2w {SAID}", ""),
    ):
        before = len(await circle.from_bot(circle.mara))
        await circle.private(circle.mara, said)
        since = (await circle.from_bot(circle.mara))[before:]
        assert LINE in since[0]["text"], said
        assert len(since) >= 2, said
        assert LINE not in since[-1]["text"], said
        assert wanted in str(since[-1].get("buttons")), said


@pytest.mark.parametrize("command", ["ask", "facilitator"])
async def test_asked_in_the_group_the_answer_comes_in_private_and_the_group_sees_nothing(
    circle: Circle, command: str
) -> None:
    await ready(circle)
    await circle.say(circle.mara, f"/{command} {SAID}")
    assert len(await lines(circle, circle.mara)) == 1
    assert LINE not in str(await circle.transcript(circle.group))
    assert await lines(circle, circle.fay) == []
    assert "want to die" not in str(
        [m for m in await circle.transcript(circle.group) if m["from"]["id"] == circle.mara]
    )


@pytest.mark.parametrize("words", [f"/ask {SAID}", f"/ask {SAID}, who helps?", f"@circle_bot {SAID} and what helps"])
async def test_in_the_group_nothing_is_guessed_after_such_words_and_nothing_said(circle: Circle, words: str) -> None:
    await ready(circle)
    before = await circle.from_bot()
    await circle.say(circle.mara, words)
    assert len(await lines(circle, circle.mara)) == 1
    assert await circle.from_bot() == before


async def test_a_mention_in_the_group_is_a_question_to_the_bot(circle: Circle) -> None:
    await ready(circle)
    await circle.say(circle.mara, f"@circle_bot {SAID}, what helps")
    assert len(await lines(circle, circle.mara)) == 1
    assert LINE not in str(await circle.transcript(circle.group))


@pytest.mark.parametrize("command", ["ask", "facilitator"])
async def test_before_the_private_chat_is_open_the_group_shows_one_neutral_line_and_the_rest_waits(
    circle: Circle, command: str
) -> None:
    await circle.say(circle.tom, f"/{command} {SAID}")
    shown = [text for text in await circle.texts() if "continue in private" in text]
    assert shown == ["Let’s continue in private."]
    assert LINE not in str(await circle.transcript(circle.group))
    line = next(m for m in await circle.from_bot() if "continue in private" in m["text"])
    url = line["buttons"][0][0]["url"]
    await circle.start(circle.tom, url.partition("start=")[2])
    assert LINE in (await circle.texts(circle.tom))[0]
    assert len(await circle.texts(circle.tom)) >= 2


async def test_it_never_runs_over_group_chat(circle: Circle) -> None:
    await ready(circle)
    await circle.say(circle.mara, SAID)
    await circle.say(circle.mara, f"/next {SAID}")
    hello = (await circle.from_bot())[0]
    await circle.say(circle.mara, SAID, reply_to=hello["message_id"])
    assert await lines(circle, circle.mara) == []


@pytest.mark.parametrize(
    "said", ["this kid is killing me", "I could murder a coffee", "dying to see you", "وين اللقاء؟"]
)
async def test_everyday_words_bring_nothing(circle: Circle, said: str) -> None:
    await ready(circle)
    await circle.private(circle.mara, said)
    assert await lines(circle, circle.mara) == []


async def test_nothing_is_kept_about_the_person(circle: Circle, caplog: pytest.LogCaptureFixture) -> None:
    await ready(circle)
    await circle.private(circle.mara, "hello there")
    before = contents(circle)
    await circle.private(circle.mara, f"/next {SAID} canary")
    assert len(await lines(circle, circle.mara)) == 1
    assert contents(circle) == before
    assert "canary" not in caplog.text
    assert LINE not in caplog.text


def contents(circle: Circle) -> dict[str, list[tuple[object, ...]]]:
    """Every row, without the bookkeeping of what came in and when somebody was last seen."""
    with closing(sqlite3.connect(circle.database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
        columns = [row[1] for row in connection.execute("PRAGMA table_info(people)")]
    found["people"] = [tuple(v for c, v in zip(columns, row, strict=True) if c != "seen_at") for row in found["people"]]
    return {name: rows for name, rows in found.items() if name not in ("inbox", "sqlite_sequence")}


async def test_while_a_human_has_the_request_the_line_still_comes(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.private(circle.mara, SAID)
    assert len(await lines(circle, circle.mara)) == 1


async def test_each_tap_is_answered_in_the_same_message_and_the_lines_and_the_human_stay(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, SAID)
    count = len(await circle.from_bot(circle.mara))
    for tap, barrier in zip(TAPS, Barrier, strict=True):
        await circle.press(circle.mara, tap, chat=circle.mara)
        (text,) = await lines(circle, circle.mara)
        assert re.sub("<[^>]+>", "", answer_to(words("en"), barrier)) in text
        assert "Samaritans" in text
        assert "Ask a facilitator" in str(await circle.from_bot(circle.mara))
    assert len(await circle.from_bot(circle.mara)) == count


async def test_the_human_is_one_tap_away(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, SAID)
    found = next(m for m in await circle.from_bot(circle.mara) if LINE in m["text"])
    await circle.press(circle.mara, "Ask a facilitator", chat=circle.mara, message_id=found["message_id"])
    assert "By name" in await circle.buttons(circle.mara)


async def test_an_anonymous_administrator_is_nobody_to_write_to(circle: Circle) -> None:
    await ready(circle)
    rights = {"is_anonymous": True}
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom, anonymous=True, rights=rights)
    await circle.start(circle.tom)
    await circle.say(circle.tom, f"/ask {SAID}")
    assert await lines(circle, circle.tom) == []
    assert LINE not in str(await circle.transcript(circle.group))


async def test_without_a_known_country_no_number_is_guessed(circle_bare: Circle) -> None:
    await circle_bare.private(circle_bare.tom, SAID)
    (text,) = await lines(circle_bare, circle_bare.tom)
    assert "local emergency number" in text
    assert "findahelpline.com" in text


CHECKLIST = {
    "no diagnosis": r"depress|suicid|disorder|mental|\bill(ness)?\b|symptom|trauma|abus",
    "no minimising": r"\bonly\b|\bjust\b|calm down|cheer|not so bad|will pass|everything will|don’t worry|relax",
    "no promise asked": r"promise|swear",
    "no method": r"\bpill|overdose|knife|\bjump|cut\b|weapon|rope|die\b|dead|kill",
    "no shaming, no advice": r"should|must|why did|your fault|have to|need to|selfish|blame",
    "no exclamation mark": r"!",
}


@pytest.mark.parametrize("rule", CHECKLIST)
async def test_every_text_passes_the_checklist(circle: Circle, rule: str) -> None:
    await ready(circle)
    await circle.private(circle.mara, SAID)
    texts = [*await lines(circle, circle.mara), *(answer_to(words("en"), one) for one in Barrier), *TAPS]
    for line in read().lines:  # a helpline's name is its own
        texts = [text.replace(line.name, "").replace(line.source, "") for text in texts]
    assert [text for text in texts if re.search(CHECKLIST[rule], text, re.IGNORECASE)] == []


@pytest.mark.parametrize("barrier", Barrier)
def test_each_answer_is_two_short_sentences(barrier: Barrier) -> None:
    text = answer_to(words("en"), barrier)
    sentences = [part for part in re.split(r"[.;]\s+|\.$", text) if part]
    assert len(re.findall(r"\.(\s|$)", text)) == 2
    assert all(len(sentence.split()) <= 16 for sentence in sentences)


async def test_words_that_a_message_is_changed_into_bring_the_line_as_well(circle: Circle) -> None:
    await ready(circle)
    for before, after in (("hello", SAID), ("/facilitator hello", f"/facilitator {SAID}")):
        number = await circle.private(circle.mara, before)
        count = len(await lines(circle, circle.mara))
        await circle.client.act(circle.mara, "edit", chat=circle.mara, message_id=number, text=after)
        await circle.settle()
        assert len(await lines(circle, circle.mara)) == count + 1


async def test_a_change_of_other_words_is_answered_by_nothing(circle: Circle) -> None:
    await ready(circle)
    number = await circle.private(circle.mara, "hello")
    before = await circle.texts(circle.mara)
    await circle.client.act(circle.mara, "edit", chat=circle.mara, message_id=number, text="hello you")
    await circle.settle()
    assert await circle.texts(circle.mara) == before


async def test_a_caption_is_read_whatever_it_begins_with(circle: Circle) -> None:
    await ready(circle)
    await circle.client.act(circle.mara, "photo", chat=circle.mara, caption=f"/facilitator {SAID}")
    await circle.settle()
    assert len(await lines(circle, circle.mara)) == 1


async def test_facilitators_are_told_that_such_words_are_known_in_english_only(circle: Circle) -> None:
    assert set(BY_LANGUAGE) == {"en"}, "say in the settings and in docs/ which languages there are now"
    await ready(circle)
    await circle.private(circle.fay, "/settings")
    for button in ("Settings of Calderwood parents", "Requests for a facilitator"):
        await circle.press(circle.fay, button, chat=circle.fay)
    text = (await circle.last(circle.fay))["text"]
    assert "I know such words in English only and miss many, so please don’t rely on it." in text
    for page in ("danger", "facilitators", "hosts"):
        assert "English only" in (Path(__file__).parents[2] / f"docs/{page}.md").read_text(encoding="utf-8")
