"""At most two lines, one that is open now first."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.helplines import read
from domain.helplines import Helplines, Hours, Line, Whom, choose
from handlers.views_helplines import helpline_lines
from handlers.words import words

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
NIGHT = datetime(2026, 11, 30, 2, tzinfo=UTC)
COUNTRIES = ("GB", "IE", "US", "CA", "AU", "NZ", "ES", "UA", "PL", "DE", "FR", "IN")
OFFICE = Hours(days=(0, 1, 2, 3, 4), opens=time(10), closes=time(16))
EN = words("en")


def line(name: str = "Listening", **more: object) -> Line:
    given = {"country": "GB", "name": name, "number": "116 123", "zone": "Europe/London", "free": True}
    return Line.model_validate({**given, "languages": ("en",), "source": "https://example.org", **more})


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_country_has_at_any_hour_a_free_line_that_is_open_and_an_emergency_number(country: str) -> None:
    held = read()
    assert held.emergency[country]
    for now in (MONDAY + timedelta(hours=hour) for hour in range(0, 168, 5)):
        shown = choose(held.lines, country, "en", now)
        assert 1 <= len(shown) <= 2
        assert (shown[0].is_open(now), shown[0].free, shown[0].whom) == (True, True, Whom.EVERYONE)
        assert shown[0].number


def test_what_comes_along_says_when_it_was_known_and_claims_no_check() -> None:
    for found in read().lines:
        assert (found.known_at is None, found.source == "", found.verified_at) == (False, False, None)
    assert len(read().unchecked(MONDAY.date())) == len(read().lines)


def test_open_goes_before_free_and_free_before_the_rest() -> None:
    shut = line("Shut", hours=(OFFICE,))
    paid = line("Paid", free=False)
    assert [found.name for found in choose((shut, paid), "GB", "en", NIGHT)] == ["Paid", "Shut"]
    assert [found.name for found in choose((paid, line("Free")), "GB", "en", NIGHT)] == ["Free", "Paid"]


def test_among_equals_the_one_that_speaks_the_language_goes_first() -> None:
    spanish = line("Spanish", languages=("es",))
    assert choose((line(), spanish), "GB", "es-MX", MONDAY)[0].name == "Spanish"


def test_the_second_line_is_for_other_people_than_the_first() -> None:
    lines = (line("One"), line("Two"), line("Hurt", whom=Whom.ABUSE))
    assert [found.name for found in choose(lines, "GB", "en", MONDAY)] == ["One", "Hurt"]


def test_another_country_s_lines_are_never_shown() -> None:
    assert choose((line(country="IE"),), "GB", "en", MONDAY) == []
    assert choose((line(),), None, "en", MONDAY) == []


def test_hours_follow_the_line_s_own_clock_and_go_past_midnight() -> None:
    assert not line(hours=(OFFICE,)).is_open(MONDAY)
    assert line(hours=(OFFICE,)).is_open(MONDAY + timedelta(hours=1))
    assert not line(hours=(OFFICE,)).is_open(MONDAY + timedelta(days=5, hours=2))
    assert line(hours=(OFFICE,)).next_open(MONDAY) == MONDAY + timedelta(hours=1)
    late = line(hours=(Hours(days=(6,), opens=time(20), closes=time(4)),))
    assert late.is_open(NIGHT)
    assert not late.is_open(NIGHT + timedelta(hours=2))
    new_york = line(zone="America/New_York", hours=(Hours(opens=time(4), closes=time(5)),))
    assert new_york.is_open(MONDAY + timedelta(minutes=30))


def test_a_year_after_its_check_a_line_is_no_longer_current() -> None:
    checked = line(verified_at=date(2025, 11, 30))
    assert checked.is_current(date(2026, 11, 30))
    assert not checked.is_current(date(2026, 12, 1))
    assert not line().is_current(date(2026, 1, 1))


def test_what_people_read_says_free_open_and_that_the_number_should_be_checked() -> None:
    held = Helplines(emergency={"GB": ("999", "112")}, lines=(line(), line("Day", whom="parents", hours=(OFFICE,))))
    assert helpline_lines(EN, held, "GB", NIGHT).splitlines() == [
        "If somebody is in danger right now, call 999 or 112.",
        "• Listening: <b>116 123</b> (free, open now, from example.org, please check the number)",
        (
            "• Day: <b>116 123</b> (for parents, free, opens Monday 30 November at 10:00, London time, "
            "from example.org, please check the number)"
        ),
    ]
    checked = Helplines(lines=(line(verified_at=date(2026, 11, 1)),))
    assert "please check" not in helpline_lines(EN, checked, "GB", NIGHT)
    assert "example.org" not in helpline_lines(EN, checked, "GB", NIGHT)


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"known_at": date(2025, 1, 1)}, "from listening.org, last looked at on 1 January 2025"),
        (
            {"known_at": date(2020, 1, 1), "verified_at": date(2024, 3, 5)},
            "from listening.org, last looked at on 5 March 2024",
        ),
        ({}, "from listening.org"),
    ],
)
def test_an_unchecked_line_says_where_it_comes_from_and_when_it_was_last_looked_at(
    about: dict[str, date], told: str
) -> None:
    held = Helplines(lines=(line(source="https://www.listening.org/us", **about),))
    assert f"(free, open now, {told}, please check the number)" in helpline_lines(EN, held, "GB", NIGHT)


def test_without_a_country_nothing_is_guessed() -> None:
    text = helpline_lines(EN, read(), None, MONDAY)
    assert "local emergency number" in text
    assert "https://findahelpline.com" in text
    assert "999" not in text
    assert text.count("\n") == 1


def test_a_name_in_the_file_cannot_bring_markup() -> None:
    assert "&lt;b&gt;" in helpline_lines(EN, Helplines(lines=(line("<b>&"),)), "GB", MONDAY)


@pytest.mark.parametrize(
    ("words_of_file", "said"),
    [
        ("emergency =", "TOML"),
        ('[[lines]]\ncountry = "GB"', "lines 1 name"),
        (
            '[[lines]]\ncountry = "Britain"\nname="x"\nnumber="1"\nzone="Europe/London"\nlanguages=["en"]\nsource="x"',
            "GB",
        ),
        (
            '[[lines]]\ncountry = "GB"\nname="x"\nnumber="1"\nzone="London"\nlanguages=["en"]\nsource="x"',
            "Europe/London",
        ),
        ('[[lines]]\ncountry = "GB"\nname="x"\nzone="Europe/London"\nlanguages=["en"]\nsource="x"', "number or a link"),
    ],
)
def test_a_wrong_file_is_one_sentence_that_says_where(tmp_path: Path, words_of_file: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(words_of_file, encoding="utf-8")
    with pytest.raises(ValueError, match=said) as error:
        read(path)
    assert "\n" not in str(error.value)
