"""Cards of local help: what they lead with, what they say of trust, and that no words of others can start anything."""

import html
import re
from datetime import UTC, date, datetime, time

import pytest

from domain.resources import Location, Phone, Resource, ResourceState, Schedule, Status
from handlers.views_resources import card, distance_words, in_short, list_line, safe_text, web_address
from handlers.words import words
from tests.flows.local_help import resource

T = words("en")
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
LONDON = "Europe/London"
CROSS = "<b>&amp;</b><a href='tg://user?id=1'>x</a>"


def shown(one: Resource, now: datetime = MONDAY, **more: object) -> str:
    return card(T, one, now, LONDON, **more)


def test_a_card_leads_with_the_next_step_and_then_says_when_it_is_open() -> None:
    lines = shown(resource(required_documents=("a letter", "water"))).splitlines()
    assert lines[:2] == ["<b>Saturday sports club</b>", "Calderwood Leisure"]
    text = "\n".join(lines)
    order = [
        "Next step:</b> Phone before 12",
        "Bring: a letter, water",
        "Phone: 01632 960123",
        "Opens next on Saturday",
    ]
    order += ["Ball games", "Ages 5 to 11", "Free.", "Where: Hall 1, 1 Mill Road, Calderwood, G74 1AB", "Checked on 1"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


STEPS = {
    "phone them": {"application_process": None},
    "write to them": {"application_process": None, "phones": (), "email": "jo@example.org"},
    "look at their page": {"application_process": None, "phones": (), "url": "https://example.org"},
    "A facilitator may know": {"application_process": None, "phones": ()},
}


@pytest.mark.parametrize("said", STEPS)
def test_where_no_next_step_is_written_whatever_way_there_is_stands_there(said: str) -> None:
    assert said in shown(resource(**STEPS[said]))


OPEN = {
    "2026-12-05T10:30": "Open now, until 12:00.",
    "2026-12-05T09:00": "Opens today: 10:00–12:00.",
    "2026-12-04T20:00": "Opens tomorrow: 10:00–12:00.",
    "2026-12-05T12:00": "Opens next on Saturday 12 December: 10:00–12:00.",
}


@pytest.mark.parametrize("at", OPEN)
def test_open_now_or_when_next(at: str) -> None:
    assert OPEN[at] in shown(resource(), datetime.fromisoformat(at).replace(tzinfo=UTC))


def test_times_are_those_of_the_places_clocks() -> None:
    there = Location(id="x", address="1 Street", country="IE")
    summer = datetime(2026, 7, 4, 9, 30, tzinfo=UTC)
    assert "Open now, until 12:00." in card(T, resource(locations=(there,)), summer, "Europe/Berlin")


def test_without_times_nothing_is_said_of_them_but_what_somebody_wrote() -> None:
    remark = Schedule(description="By appointment")
    text = shown(resource(schedules=(remark,)))
    assert "By appointment" in text
    assert "Open" not in text


TRUST = {
    "Checked on 1 October 2026.": {},
    "over a year ago – please phone first": {"assured_date": date(2025, 10, 1)},
    "Nobody wrote down when this was last checked – please phone first": {"assured_date": None},
    "Some people said that this is out of date – please phone first": {"outdated": 3},
    "over a year ago – please ask first": {"assured_date": date(2025, 10, 1), "phones": ()},
}


@pytest.mark.parametrize("said", TRUST)
def test_how_far_it_can_be_relied_on_is_said(said: str) -> None:
    assert said in shown(resource(**TRUST[said]))


def test_what_is_closed_or_gone_says_so_at_the_top() -> None:
    assert "closed for now" in shown(resource(status=Status.CLOSED_FOR_NOW)).splitlines()[2]
    assert "no longer offered" in shown(resource(state=ResourceState.RETIRED)).splitlines()[2]
    assert "no longer offered" in shown(resource(status=Status.DEFUNCT)).splitlines()[2]
    assert "Please note:</b> No club in August" in shown(resource(alert="No club in August"))


AGES = {
    "Ages 5 to 11": (5, 11),
    "From age 8": (8, None),
    "Up to age 4": (0, 4),
    "From age 12": (12, 100),
}


@pytest.mark.parametrize("said", AGES)
def test_ages_are_said_simply(said: str) -> None:
    least, most = AGES[said]
    assert said in shown(resource(minimum_age=least, maximum_age=most)).splitlines()


COSTS = {
    "Free.": {"free": True},
    "Cost: £2 a visit": {"free": False, "fees_description": "£2 a visit"},
    "Cost: Free, gifts are welcome": {"free": True, "fees_description": "Free, gifts are welcome"},
    "Free. Cost: Bring a cake": {"free": True, "fees_description": "Bring a cake"},
    "It costs something; please ask how much.": {"free": False},
}


@pytest.mark.parametrize("said", COSTS)
def test_the_cost_is_said(said: str) -> None:
    assert said in shown(resource(**COSTS[said])).splitlines()


def test_distances_are_in_what_people_here_count_in() -> None:
    assert distance_words(T, 2.34, miles=False) == "2.3 km"
    assert distance_words(T, 2.34, miles=True) == "1.5 miles"
    assert distance_words(T, 0.4, miles=True) == "less than a mile"
    assert distance_words(T, 31.2, miles=False) == "31 km"
    assert "(1.5 miles away)" in shown(resource(), distance=2.34, miles=True)


def hostile(text: str) -> Resource:
    """The same words in every field."""
    where = Location(id="x", name=text, address=text, city=text, postal_code=text, transportation=text,
                     accessibility=(text,), schedules=(Schedule(description=text),))  # fmt: skip
    return resource(
        text, organization_name=text, description=text, application_process=text, required_documents=(text,),
        eligibility_description=text, fees_description=text, languages=(text,), accessibility=(text,), url=text,
        email=text, alert=text, service_areas=(text,), locations=(where,),
        phones=(Phone(number=text, extension=text, description=text),),
    )  # fmt: skip


def test_markup_in_any_field_stays_words() -> None:
    for text in (card(T, hostile(CROSS), MONDAY, LONDON), list_line(T, 1, hostile(CROSS), MONDAY, LONDON, None)):
        assert set(re.findall(r"</?(\w+)", text)) <= {"b"}
        assert "tg://" not in text


@pytest.mark.parametrize(
    "bait", ["@somebody", "/forgetme", "#tag", "$CASH", "tg://resolve?domain=x", "https://evil.example/x", "t.me/evil"]
)
def test_nothing_in_the_words_of_others_can_be_tapped(bait: str) -> None:
    text = html.unescape(shown(hostile(f"please {bait} now")))
    assert bait not in text


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://example.org", "https://me:you@example.org", "https://a b.org", "//x", "x" * 400],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) is None
    assert "<a " not in shown(resource(url=url))


def test_a_web_address_is_a_link_and_cannot_leave_its_quotes() -> None:
    assert '<a href="https://example.org/a?b=1&amp;c=2">Their page</a>' in shown(
        resource(url="https://example.org/a?b=1&c=2")
    )
    assert "<a " not in shown(resource(url='https://example.org/"><b>'))


def test_a_number_to_phone_stands_by_itself_and_holds_nothing_else() -> None:
    text = shown(resource(phones=(Phone(number='"+44 1234 234567"<b>', extension="12", description="office"),)))
    assert "Phone: +44 1234 234567, extension 12 – office" in text


def test_words_from_right_to_left_turn_nothing_around_them() -> None:
    text = shown(resource("نادي السبت", organization_name="a\u202eb"))
    assert "<b>\u2068نادي السبت\u2069</b>" in text
    assert "\u202e" not in text


def test_the_longest_of_everything_fits_into_one_message() -> None:
    text = html.unescape(re.sub(r"<[^>]+>", "", card(T, hostile("wörd 😀 " * 400), MONDAY, LONDON)))
    assert len(text.encode("utf-16-le")) // 2 <= 4096


def test_a_line_break_in_the_words_of_others_begins_no_line_of_ours() -> None:
    assert safe_text("one\n\nChecked on 1 May\r\n\x00two") == "one Checked on 1 May two"


def test_over_midnight_and_all_day_are_said() -> None:
    always = Schedule(
        freq="WEEKLY", byday=("MO", "TU", "WE", "TH", "FR", "SA", "SU"), opens_at=time(), closes_at=time()
    )
    assert "Open now." in shown(resource(schedules=(always,)))


def test_free_is_said_once() -> None:
    assert shown(resource(free=True, fees_description="Free.")).count("Free") == 1


def test_for_a_group_it_is_short_and_still_leads_with_the_next_step() -> None:
    text = in_short(T, resource(accessibility=("ramp",), languages=("Polish",)), MONDAY, LONDON)
    assert text.index("Phone before 12") < text.index("Opens next on Saturday") < text.index("Hall 1")
    assert not any(left_out in text for left_out in ("Ball games", "ramp", "Polish", "Checked on"))
    assert "please phone first" in in_short(T, resource(assured_date=date(2025, 10, 1)), MONDAY, LONDON)
    assert "tg://" not in in_short(T, hostile(CROSS), MONDAY, LONDON)
