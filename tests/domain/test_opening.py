"""Open now, or when next: in the place's zone, around clock changes, with exceptions."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from domain.opening import days_of, hours_on, open_today, opening, place_zone, timetable, weekdays_of
from domain.opening_weeks import DAY, Week, week_of
from domain.resources import Location, Resource, Schedule

LONDON = "Europe/London"
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def schedule(byday: str = "TU", opens: str = "10:00", closes: str = "12:00", **more: Any) -> Schedule:
    given = {"freq": "WEEKLY", "byday": tuple(byday.split(",")) if byday else ()}
    given |= {"opens_at": opens or None, "closes_at": closes or None}
    return Schedule.model_validate(given | more)


def place(*schedules: Schedule, **more: Any) -> Resource:
    return Resource(name="Toy library", added_on=date(2026, 1, 1), schedules=schedules, **more)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NIGHT = schedule("FR", "22:00", "02:00")
FIRST_TUESDAY = schedule("1TU", freq="MONTHLY")
FORTNIGHT = schedule("TU", interval=2, dtstart=date(2026, 11, 3))
TERM = schedule("TU", valid_from=date(2026, 9, 1), valid_to=date(2026, 12, 15))
SHUT = schedule("", "", "", freq=None, closed=True, valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 1))
SHUT_AT_NOON = schedule("", "11:00", "11:30", freq=None, closed=True, dtstart=date(2026, 12, 1))

# 1 December 2026 is a Tuesday.
MOMENTS: list[tuple[str, tuple[Schedule, ...], str, str | None, str | None]] = [
    ("within the hours", (schedule(),), "2026-12-01T10:30", "12:00", "2026-12-08T10:00"),
    ("as it opens", (schedule(),), "2026-12-01T10:00", "12:00", "2026-12-08T10:00"),
    ("as it closes", (schedule(),), "2026-12-01T12:00", None, "2026-12-08T10:00"),
    ("before the hours", (schedule(),), "2026-12-01T09:59", None, "2026-12-01T10:00"),
    ("past midnight, of the day before", (NIGHT,), "2026-12-05T01:00", "02:00", "2026-12-11T22:00"),
    ("two schedules that meet are one", (schedule(), schedule(opens="12:00", closes="14:00")), "2026-12-01T11:00",
     "14:00", "2026-12-08T10:00"),
    ("shorter hours within longer ones", (schedule(opens="09:00", closes="17:00"), schedule()), "2026-12-01T11:00",
     "17:00", "2026-12-08T09:00"),
    ("the first Tuesday of a month", (FIRST_TUESDAY,), "2026-12-01T13:00", None, "2027-01-05T10:00"),
    ("every second week, not this one", (FORTNIGHT,), "2026-11-24T10:30", None, "2026-12-01T10:00"),
    ("every second week, this one", (FORTNIGHT,), "2026-12-01T10:30", "12:00", "2026-12-15T10:00"),
    ("only in term", (TERM,), "2026-12-15T13:00", None, None),
    ("closed for a day", (schedule(), SHUT), "2026-12-01T10:30", None, "2026-12-08T10:00"),
    ("the day before it is closed for a day", (schedule(), SHUT), "2026-11-30T10:30", None, "2026-12-08T10:00"),
    ("closed for half an hour", (schedule(), SHUT_AT_NOON), "2026-12-01T11:10", None, "2026-12-01T11:30"),
    ("round the clock", (schedule(",".join(WEEK), "00:00", "00:00"),), "2026-12-01T03:00", "00:00", None),
    ("on one day only", (schedule("", freq=None, dtstart=date(2026, 12, 24)),), "2026-12-01T10:30", None,
     "2026-12-24T10:00"),
    ("half a year ahead", (schedule("TU", valid_from=date(2027, 6, 1)),), "2026-12-01T10:30", None, "2027-06-01T10:00"),
    ("a rule that never comes true", (schedule("TU", bymonthday=(31,), byyearday=(1,)),), "2026-12-01T10:30", None,
     None),
    ("counted, and over", (schedule(dtstart=date(2026, 11, 3), count=3),), "2026-12-01T10:30", None, None),
    ("both an end and a count", (schedule(dtstart=date(2026, 11, 3), count=9, until=date(2026, 12, 1)),),
     "2026-12-01T10:30", "12:00", None),
]  # fmt: skip


@pytest.mark.parametrize(("what", "schedules", "now", "until", "following"), MOMENTS, ids=[row[0] for row in MOMENTS])
def test_open_now_and_when_next(
    what: str, schedules: tuple[Schedule, ...], now: str, until: str | None, following: str | None
) -> None:
    found = opening(place(*schedules), LONDON, at(now))
    assert found.known
    assert (f"{found.now.end:%H:%M}" if found.now else None) == until
    assert (f"{found.next.start:%Y-%m-%dT%H:%M}" if found.next else None) == following


@pytest.mark.parametrize(
    "schedules",
    [(), (schedule("TU", "", ""),), (schedule("TU", "10:00", ""),), (SHUT,)],
    ids=["none", "no times", "no end", "only closed"],
)
def test_without_times_nothing_is_claimed(schedules: tuple[Schedule, ...]) -> None:
    found = opening(place(*schedules), LONDON, at("2026-12-01T10:30"))
    assert (found.known, found.now, found.next) == (False, None, None)


@pytest.mark.parametrize(
    ("day", "hours", "first", "last"),
    [
        ("2026-06-02", ("10:00", "12:00"), "09:00", "11:00"),  # summer time
        ("2026-12-01", ("10:00", "12:00"), "10:00", "12:00"),
        ("2026-03-29", ("01:30", "03:00"), "01:30", "02:00"),  # half past one does not exist: half past two it is
        ("2026-10-25", ("01:30", "03:00"), "00:30", "03:00"),  # half past one comes twice: the first
    ],
)
def test_hours_follow_the_clocks_of_the_place(day: str, hours: tuple[str, str], first: str, last: str) -> None:
    on = date.fromisoformat(day)
    (found,) = hours_on(timetable(place(schedule(WEEK[on.weekday()], *hours))), LONDON, on)
    assert [f"{moment.astimezone(UTC):%H:%M}" for moment in (found.start, found.end)] == [first, last]


def test_a_place_that_never_closes_is_open_on_each_of_its_days() -> None:
    day_and_night = timetable(place(schedule("MO,TU", "00:00", "00:00")))
    assert [len(hours_on(day_and_night, LONDON, date(2026, 11, 29) + timedelta(n))) for n in range(4)] == [0, 1, 1, 0]


def test_an_offset_that_the_place_keeps_in_winter_or_in_summer_means_the_place() -> None:
    """HSDS can only say hours from UTC; a British feed says 0 or 1, and means British time all the year round."""
    for offset in (0, 1):
        for day, opens in ((date(2026, 6, 2), "2026-06-02T09:00"), (date(2026, 12, 1), "2026-12-01T10:00")):
            (found,) = hours_on(timetable(place(schedule(timezone=offset))), LONDON, day)
            assert found.start == at(opens)
    elsewhere = hours_on(timetable(place(schedule(timezone=5.5))), LONDON, date(2026, 6, 2))
    assert elsewhere[0].start == at("2026-06-02T04:30")


def test_a_place_in_another_country_keeps_its_own_time() -> None:
    polish = place(locations=(Location(id="a", country="PL", schedules=(schedule(),)),))
    assert opening(polish, LONDON, at("2026-12-01T09:30")).now is not None
    assert opening(polish, LONDON, at("2026-12-01T11:30")).now is None
    assert place_zone("US", LONDON) == LONDON  # it has many zones: nobody can say
    assert place_zone(None, LONDON) == place_zone("GB", LONDON) == LONDON
    assert place_zone("nowhere", "Mars/Phobos") == "Mars/Phobos"


def test_today_is_what_is_still_to_come_today() -> None:
    library = timetable(place(schedule()))
    assert open_today(library, LONDON, at("2026-12-01T07:00"))
    assert open_today(library, LONDON, at("2026-12-01T11:59"))
    assert not open_today(library, LONDON, at("2026-12-01T12:00"))
    assert not open_today(library, LONDON, at("2026-11-30T23:00"))
    assert open_today(timetable(place(NIGHT)), LONDON, at("2026-12-05T01:00"))  # since yesterday


def test_a_rule_that_nobody_can_read_gives_no_days() -> None:
    assert days_of(schedule(""), date(2026, 12, 1), date(2026, 12, 31)) == []
    assert days_of(schedule("XX"), date(2026, 12, 1), date(2026, 12, 31)) == []


DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 1))


RULES = st.one_of(
    st.fixed_dictionaries(
        {
            "byday": st.lists(st.sampled_from(WEEK), unique=True, max_size=3),
            "bymonthday": st.lists(st.integers(-31, 31).filter(bool), unique=True, max_size=2),
            "interval": st.integers(1, 7),
        }
    ),
    st.fixed_dictionaries(
        {
            "byday": st.lists(st.sampled_from(["1TU", "-1MO", "3SU"]), min_size=1, max_size=2),
            "interval": st.integers(1, 7),
        }
    ),
    # Every second of these may never come, and the other calendar looks for one until the year 9999.
    # It also overlooks those days of a year's first week that lie in the year before, where that week is named by -52.
    st.fixed_dictionaries({"byweekno": st.lists(st.integers(-51, 52).filter(bool), min_size=1, max_size=2)}),
    st.fixed_dictionaries({"byyearday": st.lists(st.integers(-365, 365).filter(bool), min_size=1, max_size=2)}),
)


@given(
    freq=st.sampled_from(["WEEKLY", "MONTHLY"]),
    rule=RULES,
    wkst=st.sampled_from(WEEK),
    count=st.none() | st.integers(1, 100),
    began=DAYS,
)
def test_an_independent_calendar_finds_the_same_days(
    freq: Any, rule: dict[str, Any], wkst: Any, count: int | None, began: date
) -> None:
    item = Schedule.model_validate({**rule, "freq": freq, "wkst": wkst, "dtstart": began, "count": count})
    first, last = date(2026, 11, 1), date(2027, 1, 31)
    named = [rrule.weekday(WEEK.index(day[-2:]), int(day[:-2] or 0) or None) for day in rule.get("byday", ())]
    others = {name: values or None for name, values in rule.items() if name not in ("byday", "interval")}
    whole = rrule.rrule(
        {"WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY}[freq],
        dtstart=datetime.combine(began, time()),
        interval=rule.get("interval", 1),
        wkst=WEEK.index(wkst),
        byweekday=named or None,
        **others,
    )
    until = datetime.combine(last, time(23))
    dates = [moment.date() for moment in islice(takewhile(until.__gt__, whole), count)]
    assert days_of(item, first, last) == [day for day in dates if day >= first]


def test_weekdays_with_and_without_a_number_stand_side_by_side() -> None:
    item = schedule("MO,1TU", freq="MONTHLY")
    assert [day.day for day in days_of(item, date(2026, 12, 1), date(2026, 12, 31))] == [1, 7, 14, 21, 28]


@pytest.mark.timeout(2)
def test_a_rule_that_never_comes_true_ends_at_once() -> None:
    for never in (schedule("TU", byyearday=(1,), bymonthday=(31,)), schedule("MO", byweekno=(1,), bymonthday=(15,))):
        assert days_of(never.changed(count=3, dtstart=date(2020, 1, 1)), date(2026, 1, 1), date(2027, 1, 1)) == []
        assert days_of(never, date(2026, 1, 1), date(2027, 1, 1)) == []


def test_a_long_span_of_days_ends_where_it_says() -> None:
    item = schedule("", freq=None, valid_from=date(2026, 12, 1))
    assert days_of(item, date(2026, 11, 1), date(2026, 12, 3)) == [date(2026, 12, 1) + timedelta(n) for n in range(3)]


def test_weekdays_are_known_without_working_out_any_day() -> None:
    assert weekdays_of(timetable(place())) is None
    assert weekdays_of(timetable(place(SHUT))) is None
    assert weekdays_of(timetable(place(schedule("MO,SU"), schedule("TU")))) == 0b1000011
    assert weekdays_of(timetable(place(schedule("", dtstart=date(2026, 12, 1))))) == 0b10
    for monthly in ({"freq": "MONTHLY"}, {"freq": "MONTHLY", "bymonthday": (1,)}, {"bymonthday": (1,)}):
        assert weekdays_of(timetable(place(schedule("", dtstart=date(2026, 12, 1), **monthly)))) == 0b1111111


def test_an_ordinary_week_is_seven_closing_times_and_what_is_not_ordinary_has_none() -> None:
    all_day = schedule("WE", "00:00", "00:00")
    week = week_of(timetable(place(schedule("MO", "18:00", "20:30"), schedule("MO,SU"), all_day, NIGHT)))
    assert week == Week((20 * 60 + 30, 0, DAY, 0, DAY + 2 * 60, 0, 12 * 60), None, None, None)
    term = week_of(timetable(place(TERM)))
    assert term is not None
    assert (term.first, term.last) == (date(2026, 9, 1), date(2026, 12, 15))
    for other in (FIRST_TUESDAY, FORTNIGHT, TERM, SHUT, schedule("TU", count=3), schedule(timezone=0)):
        assert week_of(timetable(place(schedule(), other))) is None
    assert week_of(timetable(place())) is None
