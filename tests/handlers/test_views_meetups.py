"""Meetups in words."""

import html
import re
from datetime import UTC, date, datetime, time

import pytest

from domain.groups import Group
from domain.meetups import Answer, Meetup, MeetupState, Rsvp, Series
from domain.people import Person
from domain.recurrence import Rule
from handlers.views_card import card, utf16
from handlers.views_meetups import full_words, repetition, series_words, soon
from handlers.words import words

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
GROUP = Group(id=1, chat_id=-1, title="Parents", zone="Europe/London", created_at=NOW)


def meetup(**fields: object) -> Meetup:
    given = {
        "id": 1,
        "series_id": 1,
        "group_id": 1,
        "key": date(2026, 12, 1),
        "day": date(2026, 12, 1),
        "local_time": time(10),
        "starts_at": datetime(2026, 12, 1, 10, tzinfo=UTC),
        "minutes": 90,
        "title": "Coffee",
    }
    return Meetup.model_validate({**given, **fields})


def series(rule: Rule) -> Series:
    return Series(
        group_id=1,
        title="Coffee",
        rule=rule,
        starts_on=date(2026, 12, 3),
        local_time=time(10),
        created_by=1,
        created_at=NOW,
    )


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule(frequency="weekly", weekday=1), "Every Tuesday"),
        (Rule(frequency="weekly", weekday=3, interval=2), "Every 2 weeks on Thursday"),
        (Rule(frequency="monthly", weekday=1, nth=1), "Every month on the first Tuesday"),
        (Rule(frequency="monthly", weekday=4, nth=-1, interval=3), "Every 3 months on the last Friday"),
        (Rule(frequency="once"), "Once, on Thursday 3 December,"),
    ],
)
def test_how_often_is_said_in_words(rule: Rule, said: str) -> None:
    assert repetition(words("en"), series(rule)) == said


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 12, 1, 0, 5, tzinfo=UTC), "today at 10:00"),
        (datetime(2026, 11, 30, 23, 55, tzinfo=UTC), "tomorrow, Tuesday 1 December, at 10:00"),
        (datetime(2026, 11, 29, 23, 55, tzinfo=UTC), "on Tuesday 1 December at 10:00"),
    ],
)
def test_what_is_near_is_said_as_people_do(now: datetime, said: str) -> None:
    assert soon(words("en"), meetup(), GROUP, now) == said


def test_an_end_after_midnight_is_the_time_on_the_clock() -> None:
    late = meetup(local_time=time(23), starts_at=datetime(2026, 12, 1, 23, tzinfo=UTC))
    assert "Tuesday 1 December, 23:00–00:30 (London time)" in full_words(words("en"), late, GROUP)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (MeetupState.SKIPPED, "There is none this time"),
        (MeetupState.CANCELLED, "This meetup is called off. Why: &lt;snow&gt;"),
    ],
)
def test_a_card_of_a_meetup_that_is_off_says_so_and_has_no_buttons(state: MeetupState, line: str) -> None:
    reason = "<snow>" if state is MeetupState.CANCELLED else None
    drawing = card(words("en"), meetup(state=state, reason=reason), GROUP, [], {}, NOW)
    assert line in drawing.text
    assert drawing.buttons == []
    assert not drawing.pin


def test_no_name_lets_the_card_grow_over_telegrams_limit() -> None:
    full = meetup(title="😀" * 50, place="<" * 200, link="https://x.y/" + "a" * 480, topic="&" * 200, places=500)
    people = {n: Person(id=n, first_name="😀" * 32, last_name="<" * 64, seen_at=NOW) for n in range(300)}
    answers = [Answer.GOING, Answer.MAYBE, Answer.GOING]
    rsvps = [
        Rsvp(
            meetup_id=1,
            person_id=n,
            answer=answers[n % 3],
            children=9 if n % 3 == 0 else 0,
            waiting_since=NOW if n % 3 == 2 else None,
            changed_at=NOW,
        )
        for n in people
    ]

    text = card(words("en"), full, GROUP, rsvps, people, NOW).text
    assert utf16(html.unescape(re.sub(r"<[^>]*>", "", text))) <= 4096
    assert "Going: 100" in text
    assert text.count(" more") == 3


def test_every_sentence_is_in_the_catalogue() -> None:
    t = words("qps")
    rsvps = [Rsvp(meetup_id=1, person_id=1, answer=Answer.GOING, children=2, changed_at=NOW)]
    drawing = card(t, meetup(place="X", topic="X"), GROUP, rsvps, {}, NOW)
    texts = [drawing.text, series_words(t, series(Rule(frequency="weekly", weekday=1)), GROUP, [])]
    for line in "\n".join(texts).splitlines():
        bare = line.replace("<b>", "").replace("</b>", "")
        assert not bare or bare == "Coffee" or (bare.startswith("⟦") and bare.endswith("⟧"))
    assert all(button.text.startswith("⟦") for row in drawing.buttons for button in row)
