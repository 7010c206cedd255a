"""What is kept, all of it, and gone for good."""

import json
import sqlite3

from domain.rsvps import set_places
from tests.circle import Circle


async def test_privacy_is_told_in_private(circle):
    await circle.private(circle.mara, "/privacy")
    text = (await circle.last(circle.mara))["text"]
    assert "What I keep about you" in text
    assert "/mydata" in text
    assert "/forgetme" in text


async def test_mydata_is_a_file_with_all_that_is_kept_and_nothing_of_others(circle):
    await circle.private(circle.tom, "/start")
    await circle.say(circle.mara, "/help")
    await circle.private(circle.mara, "/away 2w")
    await circle.private(circle.mara, "/mydata")
    calls = [call for call in await circle.client.request("GET", "calls") if call["method"] == "sendDocument"]
    assert calls
    assert calls[-1]["params"]["chat_id"] in (circle.mara, str(circle.mara))
    facts = await circle.app.store.look(lambda tx: tx.facts(circle.mara))
    assert facts["people"][0]["first_name"] == "Mara"
    assert facts["members"]
    assert str(circle.tom) not in json.dumps(facts)


async def test_nothing_is_erased_without_a_second_yes(circle):
    await circle.private(circle.mara, "/forgetme")
    await circle.press(circle.mara, "No, keep it", chat=circle.mara)
    assert await circle.app.store.look(lambda tx: tx.people.get(circle.mara)) is not None


def rows_with(circle: Circle, person_id: int) -> list[str]:
    """Every table that still holds the id anywhere."""
    with sqlite3.connect(circle.database) as base:
        tables = [row[0] for row in base.execute("select name from sqlite_master where type = 'table'")]
        return [t for t in tables if any(str(person_id) in str(row) for row in base.execute(f"select * from {t}"))]


async def test_a_second_yes_erases_every_trace_at_once(circle):
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/away 2w")
    await circle.say(circle.mara, "/settings")
    await circle.private(circle.mara, "/settings")
    await circle.press(circle.mara, "My name", chat=circle.mara)
    await circle.press(circle.mara, "Call me something else", chat=circle.mara)
    assert "people" in rows_with(circle, circle.mara)
    await circle.private(circle.mara, "/forgetme")
    assert await circle.press(circle.mara, "Yes, forget me", chat=circle.mara) == "You are forgotten."
    assert rows_with(circle, circle.mara) == []
    assert "erased" in (await circle.last(circle.mara))["text"]


async def test_a_facilitator_who_is_forgotten_leaves_no_id_behind_and_the_series_stays(circle):
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall")
    await circle.press(circle.fay, "Confirm")
    await circle.press(circle.fay, "Going")
    await circle.start(circle.fay)
    await circle.private(circle.fay, "/forgetme")
    await circle.press(circle.fay, "Yes, forget me", chat=circle.fay)
    assert rows_with(circle, circle.fay) == []
    card = next(text for text in await circle.texts() if "Coffee and chat" in text and "Fay" not in text)
    assert "Calderwood Hall" in card
    assert "Fay Lindqvist" not in " ".join(await circle.texts())


async def test_being_forgotten_concerns_only_the_one_who_pressed(circle):
    await circle.start(circle.tom)
    await circle.private(circle.mara, "/forgetme")
    await circle.press(circle.mara, "Yes, forget me", chat=circle.mara)
    assert await circle.app.store.look(lambda tx: tx.people.get(circle.tom)) is not None


async def test_whoever_is_forgotten_can_begin_anew(circle):
    await circle.private(circle.mara, "/forgetme")
    await circle.press(circle.mara, "Yes, forget me", chat=circle.mara)
    await circle.start(circle.mara)
    assert "Hello Mara" in (await circle.last(circle.mara))["text"]


async def test_the_name_goes_from_finished_cards_too_and_the_others_stay(circle):
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall")
    await circle.press(circle.fay, "Confirm")
    await circle.press(circle.mara, "Going")
    await circle.press(circle.tom, "Going")
    await circle.travel(to="2026-12-01T13:00:00Z")
    card = next(text for text in await circle.texts() if "Mara Okafor" in text)
    assert "Tom" in card
    await circle.start(circle.mara)
    await circle.private(circle.mara, "/forgetme")
    await circle.press(circle.mara, "Yes, forget me", chat=circle.mara)
    shown = " ".join(await circle.texts())
    assert "Mara" not in shown
    assert "Tom" in shown


async def test_who_waited_for_a_place_gets_that_of_somebody_who_is_forgotten_and_hears_of_it(circle):
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall")
    await circle.press(circle.fay, "Confirm")
    now = await circle.now()

    def one_place(tx):
        meetup = tx.meetups.coming(tx.groups.by_chat(circle.group).id, now)[0]
        set_places(tx, meetup, 1, now)

    await circle.app.store.transact(one_place)
    await circle.start(circle.tom)
    await circle.start(circle.mara)
    await circle.press(circle.mara, "Going")
    await circle.press(circle.tom, "Going")
    assert "place is free" not in (await circle.last(circle.tom))["text"]
    await circle.private(circle.mara, "/forgetme")
    await circle.press(circle.mara, "Yes, forget me", chat=circle.mara)
    assert "A place is free now, and it is yours" in (await circle.last(circle.tom))["text"]
