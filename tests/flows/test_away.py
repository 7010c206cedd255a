"""A time of peace."""

from datetime import date

from tests.circle import Circle


async def person(circle: Circle, person_id: int):
    return await circle.app.store.look(lambda tx: tx.people.get(person_id))


async def test_away_for_two_weeks_is_confirmed_with_the_last_day(circle):
    await circle.private(circle.mara, "/away 2w")
    assert "until Sunday 13 December" in (await circle.last(circle.mara))["text"]
    assert (await person(circle, circle.mara)).away_until == date(2026, 12, 13)


async def test_away_until_a_date(circle):
    await circle.private(circle.mara, "/away until 2026-12-20")
    assert (await person(circle, circle.mara)).away_until == date(2026, 12, 20)


async def test_without_words_weeks_can_be_tapped_and_taken_back(circle):
    await circle.private(circle.mara, "/away")
    assert await circle.buttons(circle.mara) == ["1 week", "2 weeks", "4 weeks", "8 weeks"]
    assert "27 December" in await circle.press(circle.mara, "4 weeks", chat=circle.mara)
    assert (await person(circle, circle.mara)).away_until == date(2026, 12, 27)
    await circle.press(circle.mara, "I’m back", chat=circle.mara)
    assert (await person(circle, circle.mara)).away_until is None


async def test_back_ends_it_and_says_so(circle):
    await circle.private(circle.mara, "/away 2w")
    await circle.private(circle.mara, "/back")
    assert "Good to have you back" in (await circle.last(circle.mara))["text"]
    assert (await person(circle, circle.mara)).away_until is None


async def test_words_that_cannot_be_read_are_quoted_and_change_nothing(circle):
    await circle.private(circle.mara, "/away until florbday")
    text = (await circle.last(circle.mara))["text"]
    assert "florbday" in text
    assert "/away until 20 dec" in text
    assert (await person(circle, circle.mara)).away_until is None


async def test_away_concerns_only_the_one_who_asked(circle):
    await circle.private(circle.tom, "/start")
    await circle.private(circle.mara, "/away 2w")
    assert (await person(circle, circle.tom)).away_until is None
