"""/knowledge: facilitators find, add, publish, review and put away answers."""

from datetime import date
from typing import Any

import pytest

from domain.entries import State
from domain.synonyms import add_synonym
from tests.circle import Circle
from tests.flows.knowing import an_entry, every, kept, look, tap

INJECTION = "<b>Bold?</b> & <a href='tg://user?id=1'>me</a>"


@pytest.fixture
async def open_circle(circle: Circle) -> Circle:
    await circle.start(circle.fay)
    return circle


async def add(circle: Circle, *words: str) -> None:
    """Go through the steps; "Skip" is tapped."""
    await circle.private(circle.fay, "/knowledge")
    await tap(circle, "Add")
    for typed in words:
        await (tap(circle, "Skip") if typed == "Skip" else circle.private(circle.fay, typed))


async def test_an_answer_is_added_step_by_step_previewed_and_published(open_circle: Circle) -> None:
    circle = open_circle
    before = await circle.texts()
    await add(circle, "Is there parking?", "where can i park\nParking?", "Yes, **behind** the hall.")
    assert "Where does it come from" in await look(circle)
    await circle.private(circle.fay, "The hall https://example.org/hall")
    preview = await look(circle)
    assert "This is how parents will see it" in preview
    assert "Is there parking?" in preview
    assert "Yes, behind the hall." in preview
    assert "Source: The hall" in preview
    (entry,) = await every(circle)
    assert (entry.state, entry.phrasings, entry.source_link) == (
        State.DRAFT, ("where can i park", "Parking?"), "https://example.org/hall",
    )  # fmt: skip
    assert await tap(circle, "Publish") == "Saved."
    assert "Parents get it from now on" in await look(circle)
    published = await kept(circle, entry.id)
    assert published.state is State.PUBLISHED
    assert (published.checked_on, published.review_by) == (date(2026, 11, 30), date(2027, 11, 30))
    assert published.group_id is not None
    assert await circle.texts() == before  # the group hears nothing of it


async def test_the_steps_survive_a_restart_and_can_be_taken_back_and_skipped(open_circle: Circle) -> None:
    circle = open_circle
    await add(circle, "Is there parking?")
    await circle.restart()
    await circle.travel(hours=30)
    await tap(circle, "Step back")
    await circle.private(circle.fay, "Where can I park?")
    await tap(circle, "Skip")
    await circle.private(circle.fay, "Behind the hall.")
    await tap(circle, "Skip")
    (entry,) = await every(circle)
    assert (entry.question, entry.phrasings, entry.source_name) == ("Where can I park?", (), None)


async def test_what_does_not_fit_is_said_and_asked_again_with_nothing_lost(open_circle: Circle) -> None:
    circle = open_circle
    await add(circle, "x" * 201)
    assert "At most 200 characters" in await look(circle)
    await circle.private(circle.fay, "Is there parking?")
    await tap(circle, "Skip")
    await circle.private(circle.fay, "y" * 3601)
    assert "At most 3600 characters" in await look(circle)
    await circle.private(circle.fay, "Yes.")
    await tap(circle, "Skip")
    assert [(e.question, e.answer) for e in await every(circle)] == [("Is there parking?", "Yes.")]


async def test_a_draft_can_be_thrown_away_and_what_was_published_cannot(open_circle: Circle) -> None:
    circle = open_circle
    await add(circle, "Is there parking?", "Skip", "Yes.", "Skip")
    assert await tap(circle, "Throw away") == "Thrown away."
    assert await every(circle) == []
    await add(circle, "Is there parking?", "Skip", "Yes.", "Skip")
    preview = (await circle.last(circle.fay))["message_id"]
    await tap(circle, "Publish")
    await circle.travel(seconds=15)
    assert "Throw away" not in await circle.buttons(circle.fay, preview)
    assert len(await every(circle)) == 1


async def test_an_entry_is_found_by_words_opened_retired_and_had_back(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True)
    await an_entry(circle, "lifts", question="Who gives lifts?", answer="Ask in the group.", phrasings=())
    await circle.private(circle.fay, "/knowledge")
    assert "2 answers are ready for parents." in await look(circle)
    await tap(circle, "Find")
    await circle.private(circle.fay, "claim dla")
    found = await circle.buttons(circle.fay)
    assert (found[0], found[-2:]) == ("What is DLA?", ["Find", "Back"])
    await tap(circle, "What is DLA?")
    assert "Checked on 22 November 2026." in await look(circle)
    assert "how do i claim dla for my lad" in await look(circle)
    await tap(circle, "Retire")
    assert (await kept(circle, entry.id)).state is State.RETIRED
    await circle.private(circle.fay, "/knowledge dla")
    await tap(circle, "What is DLA? (put away)", "Restore")
    assert (await kept(circle, entry.id)).state is State.PUBLISHED


async def test_nothing_found_says_so(open_circle: Circle) -> None:
    await open_circle.private(open_circle.fay, "/knowledge zzz 🙂")
    assert "I found nothing for that" in await look(open_circle)


async def test_what_has_all_of_the_words_comes_first_and_what_has_one_of_several_does_not_fit(
    open_circle: Circle,
) -> None:
    circle = open_circle
    await an_entry(circle, "trip", question="School trips", answer="Ask for the form.", phrasings=())
    await an_entry(circle, "meals", question="Free meals", answer="At school, with a form.", phrasings=())
    await an_entry(circle, "form", question="Forms", answer="School meals have one.", phrasings=())
    await circle.private(circle.fay, "/knowledge the school meal form")
    assert "This is what I found." in await look(circle)
    assert (await circle.buttons(circle.fay))[:3] == ["Free meals", "Forms", "Find"]
    await circle.private(circle.fay, "/knowledge school trips swimming")
    assert "nothing that has all of that. This comes nearest." in await look(circle)
    assert (await circle.buttons(circle.fay))[0] == "School trips"
    await circle.private(circle.fay, "/knowledge swimming galoshes")
    assert "I found nothing for that" in await look(circle)


async def test_what_is_due_is_listed_and_still_right_puts_it_off_for_a_year(open_circle: Circle) -> None:
    circle = open_circle
    entry = await an_entry(circle, own=True, review_by=date(2026, 11, 30))
    await an_entry(circle, "later")
    await circle.private(circle.fay, "/knowledge")
    assert "1 is due for another look." in await look(circle)
    await tap(circle, "Due for a look")
    assert (await circle.buttons(circle.fay))[0] == "What is DLA?"
    assert len(await circle.buttons(circle.fay)) == 2
    await tap(circle, "What is DLA?")
    assert "is it still right?" in await look(circle)
    assert await tap(circle, "Still right") == "Saved."
    after = await kept(circle, entry.id)
    assert (after.checked_on, after.review_by) == (date(2026, 11, 30), date(2027, 11, 30))
    assert "Still right" not in await circle.buttons(circle.fay)


async def test_a_long_list_has_pages(open_circle: Circle) -> None:
    circle = open_circle
    for number in range(10):
        await an_entry(circle, f"e{number}", question=f"Question {number}?")
    await circle.private(circle.fay, "/knowledge")
    await tap(circle, "All answers")
    assert (await circle.buttons(circle.fay))[-3:] == ["Question 7?", "›", "Back"]
    await tap(circle, "›")
    assert await circle.buttons(circle.fay) == ["Question 8?", "Question 9?", "‹", "Back"]


async def test_a_long_answer_has_pages(open_circle: Circle) -> None:
    circle = open_circle
    await an_entry(circle, answer="\n\n".join(f"Part {n}. " + "word " * 100 for n in range(4)))
    await circle.private(circle.fay, "/knowledge dla")
    await tap(circle, "What is DLA?")
    assert "Part 0" in await look(circle)
    assert "Page 1 of 4" in await look(circle)
    await tap(circle, "›")
    assert "Part 1" in await look(circle)
    assert "Part 0" not in await look(circle)


async def test_abbreviations_are_added_taken_away_and_had_back(open_circle: Circle) -> None:
    circle = open_circle
    await circle.private(circle.fay, "/knowledge")
    await tap(circle, "Abbreviations", "Add")
    await circle.private(circle.fay, "no equals sign")
    assert "a short form and a long one" in await look(circle)
    await circle.private(circle.fay, "DLA = Disability  Living Allowance <b>")
    assert "dla = disability living allowance <b>" in await look(circle)
    await tap(circle, "Remove dla")
    assert await circle.app.store.look(lambda tx: tx.entries.synonyms()) == []
    await tap(circle, "Put dla back")
    assert [s.short for s in await circle.app.store.look(lambda tx: tx.entries.synonyms())] == ["dla"]
    await tap(circle, "Add")
    await circle.private(circle.fay, "dla = disability living allowance <b>")
    assert await look(circle) == "It is like that already."


async def test_it_is_for_facilitators_only(open_circle: Circle) -> None:
    circle = open_circle
    await circle.start(circle.mara)
    await an_entry(circle)
    await circle.private(circle.mara, "/knowledge dla")
    assert await look(circle, circle.mara) == "That one is for facilitators. /help shows what you can do here."
    await circle.say(circle.mara, "/knowledge dla")
    assert "What is DLA?" not in str(await circle.transcript())


async def test_in_the_group_it_is_answered_in_private_and_the_command_goes(open_circle: Circle) -> None:
    circle = open_circle
    before = await circle.texts()
    message_id = await circle.say(circle.fay, "/knowledge")
    assert "What we know in Calderwood parents" in await look(circle)
    assert await circle.texts() == before
    assert all(m["message_id"] != message_id for m in await circle.transcript())


async def test_somebody_who_is_no_facilitator_any_more_can_press_nothing(open_circle: Circle) -> None:
    circle = open_circle
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom)
    await circle.start(circle.tom)
    entry = await an_entry(circle, own=True)
    await circle.private(circle.tom, "/knowledge dla")
    await tap(circle, "What is DLA?", person=circle.tom)
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=circle.tom)
    assert "for facilitators" in str(await tap(circle, "Retire", person=circle.tom))
    assert (await kept(circle, entry.id)).state is State.PUBLISHED


async def test_tags_and_signs_that_people_type_stay_words(open_circle: Circle) -> None:
    circle = open_circle
    await add(circle, INJECTION, INJECTION, f"[me](tg://user?id=1) {INJECTION}", INJECTION)
    text = (await circle.last(circle.fay))["text"]
    assert text.count(INJECTION) == 4
    entities = (await circle.last(circle.fay)).get("entities") or []
    assert [e for e in entities if e["type"] in ("text_mention", "text_link")] == []
    await circle.private(circle.fay, f"/knowledge {INJECTION}")
    assert (await every(circle))[0].question == INJECTION


async def test_arabic_is_kept_and_found(open_circle: Circle) -> None:
    circle = open_circle
    await add(circle, "ما هو إعانة الإعاقة؟", "كيف أطلب", "اسأل الميسّر.", "المجلس")
    await tap(circle, "Publish")
    await circle.private(circle.fay, "/knowledge إعانة")
    assert (await circle.buttons(circle.fay))[0] == "ما هو إعانة الإعاقة؟"


async def test_many_abbreviations_have_pages_and_those_of_everybody_are_the_hosts(open_circle: Circle) -> None:
    circle = open_circle
    group = await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group))

    def add_many(tx: Any) -> None:
        add_synonym(tx, None, "everybody", "all of us")
        for number in range(21):
            add_synonym(tx, group.id, f"s{number:02}", "long")

    await circle.app.store.transact(add_many)
    await circle.private(circle.fay, "/knowledge")
    await tap(circle, "Abbreviations", "›")
    assert "everybody = all of us" in await look(circle)
    assert await circle.buttons(circle.fay) == ["Add", "Remove s20", "‹", "Back"]
