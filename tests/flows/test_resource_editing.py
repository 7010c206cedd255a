"""`/resource`: facilitators add, change, check and retire local help, and nobody's change is lost."""

import asyncio
import json
from datetime import UTC, date, datetime

from bot.importing_resources import Choices, import_resources
from domain.resource_use import judge
from domain.resources import ResourceState, Verdict
from storage.transaction import Transaction
from tests.circle import Circle
from tests.flows.local_help import group_id, resource, said, seed, the
from tests.flows.managing import press_again

CROSS = "<b>&amp;</b> <script>"


async def open_one(circle: Circle, words: str = "club", person: int = 0) -> None:
    """A facilitator finds it by its name and opens it."""
    person = person or circle.fay
    await circle.private(person, f"/resource {words}")
    (first, *_) = await circle.buttons(person)
    await circle.press(person, first, person)


async def edit(circle: Circle, field: str, words: str, person: int = 0) -> None:
    person = person or circle.fay
    await circle.press(person, field, person)
    await circle.private(person, words)


async def test_a_facilitator_adds_a_resource_step_by_step_and_parents_find_it_in_their_group_only(circle: Circle):
    await circle.private(circle.fay, "/resource")
    assert "Nothing waits to be checked." in await said(circle, circle.fay)
    await circle.press(circle.fay, "Add one", circle.fay)
    steps = ("Saturday club", "Ball games", "Autism, Sports", "Phone before 12", "01632 960 123 office", "example.org")
    for words in (*steps, "Hall, 5 Mill Road, Calderwood, G74 1AB"):
        await circle.private(circle.fay, words)
    assert "Send the place" in await said(circle, circle.fay)
    await circle.client.act(circle.fay, "location", chat=circle.fay, latitude=55.761, longitude=-4.171)
    await circle.settle()
    for words in ("sat 10:00-12:00; first tue 18:00-19:00", "5-11"):
        await circle.private(circle.fay, words)
    await circle.press(circle.fay, "Free", circle.fay)
    preview = await said(circle, circle.fay)
    assert "This is how parents will see it:" in preview
    assert preview.index("Phone before 12") < preview.index("Ball games")
    assert "Opens tomorrow: 18:00–19:00." in preview
    assert await circle.press(circle.fay, "Save", circle.fay) == "Saved."
    (kept,) = await circle.app.store.look(lambda tx: tx.resources.of_group(1))
    assert (kept.group_id, kept.free, kept.kinds) == (await group_id(circle), True, ("Autism", "Sports"))
    assert (kept.minimum_age, kept.maximum_age, kept.assured_date) == (5, 11, date(2026, 11, 30))
    assert (kept.locations[0].latitude, kept.locations[0].postal_code) == (55.761, "G74 1AB")
    assert "Only Calderwood parents sees this." in await said(circle, circle.fay)


async def test_steps_can_be_skipped_and_nothing_is_kept_before_save(circle: Circle):
    await circle.private(circle.fay, "/resource")
    await circle.press(circle.fay, "Add one", circle.fay)
    await circle.private(circle.fay, "Just a name")
    for _ in range(10):
        await circle.press(circle.fay, "Skip", circle.fay)
    assert "Just a name" in await said(circle, circle.fay)
    assert await circle.app.store.look(lambda tx: tx.resources.of_group(1)) == []
    assert await circle.press(circle.fay, "Never mind", circle.fay) == "Nothing was changed."
    assert await circle.app.store.look(lambda tx: tx.resources.of_group(1)) == []


async def test_what_cannot_be_read_is_said_with_an_example_and_nothing_is_lost(circle: Circle):
    (club,) = await seed(circle, resource())
    await open_one(circle)
    await circle.press(circle.fay, "Change", circle.fay)
    for field, wrong, quoted in (
        ("Opening times", "blursday 10:00-12:00", "“blursday”"),
        ("Phone", "call us", "01632 960 123"),
        ("Page", "javascript:alert(1)", "https://example.org"),
        ("Ages", "children", "5-11"),
        ("Place on the map", "over there", "paper clip"),
    ):
        await edit(circle, field, wrong)
        assert quoted in await said(circle, circle.fay)
        await circle.press(circle.fay, "Back", circle.fay)
    await edit(circle, "Next step", "Just come by")
    assert "Just come by" in await said(circle, circle.fay)
    await circle.press(circle.fay, "Save", circle.fay)
    assert (await the(circle, club.id)).application_process == "Just come by"


async def test_a_change_is_shown_before_it_counts_and_stands_in_the_history(circle: Circle):
    (club,) = await seed(circle, resource())
    await open_one(circle)
    await circle.press(circle.fay, "Change", circle.fay)
    await edit(circle, "Cost", "£3 a visit")
    assert "changes for all of them" in await said(circle, circle.fay)
    assert (await the(circle, club.id)).fees_description is None
    await circle.press(circle.fay, "Change more", circle.fay)
    assert "✓ Cost" in await circle.buttons(circle.fay)
    await edit(circle, "Ages", "6+")
    await circle.press(circle.fay, "Save", circle.fay)
    changed = await the(circle, club.id)
    assert (changed.fees_description, changed.minimum_age, changed.maximum_age) == ("£3 a visit", 6, None)
    await circle.press(circle.fay, "Who changed it", circle.fay)
    assert "30 November 2026: changed: Cost, Ages – Fay Lindqvist" in await said(circle, circle.fay)


async def test_two_facilitators_who_edit_at_once_both_see_it_and_nothing_is_lost_silently(circle: Circle):
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom)
    (club,) = await seed(circle, resource())
    for person, words in ((circle.fay, "Fay’s step"), (circle.tom, "Tom’s step")):
        await circle.start(person)
        await open_one(circle, person=person)
        await circle.press(person, "Change", person)
        await edit(circle, "Next step", words, person)
    await circle.press(circle.fay, "Save", circle.fay)
    assert "changed it meanwhile" in await circle.press(circle.tom, "Save", circle.tom)
    shown = await said(circle, circle.tom)
    assert "Fay Lindqvist changed it meanwhile." in shown
    assert "Next step: “Fay’s step”" in shown
    assert "Tom’s step" in shown
    assert (await the(circle, club.id)).application_process == "Fay’s step"
    await circle.press(circle.tom, "Save", circle.tom)
    assert (await the(circle, club.id)).application_process == "Tom’s step"
    history = await circle.app.store.look(lambda tx: tx.resources.history(club.id))
    assert [one.before["application_process"] for one in history] == [
        "Fay’s step",
        "Phone before 12 and bring a letter",
    ]


async def test_different_fields_changed_at_once_are_both_kept(circle: Circle):
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom)
    (club,) = await seed(circle, resource())
    for person, field, words in ((circle.fay, "Ages", "6-9"), (circle.tom, "Cost", "£1")):
        await circle.start(person)
        await open_one(circle, person=person)
        await circle.press(person, "Change", person)
        await edit(circle, field, words, person)
    await circle.press(circle.fay, "Save", circle.fay)
    await circle.press(circle.tom, "Save", circle.tom)
    await circle.press(circle.tom, "Save", circle.tom)
    kept = await the(circle, club.id)
    assert (kept.minimum_age, kept.maximum_age, kept.fees_description) == (6, 9, "£1")


async def test_a_report_comes_before_the_facilitators_and_still_right_settles_it(circle: Circle):
    (club,) = await seed(circle, resource(assured_date=date(2025, 10, 1)))
    await circle.start(circle.mara, None)
    await circle.app.store.transact(lambda tx: _report(tx, club.id, circle.mara))
    await circle.private(circle.fay, "/resource")
    assert {"Reported as out of date: 1", "Due for a check: 1"} <= set(await circle.buttons(circle.fay))
    await circle.press(circle.fay, "Reported as out of date: 1", circle.fay)
    await circle.press(circle.fay, "Saturday sports club", circle.fay)
    assert "1 person says that it is out of date." in await said(circle, circle.fay)
    assert "checked today" in await circle.press(circle.fay, "Still right", circle.fay)
    kept = await the(circle, club.id)
    assert (kept.assured_date, kept.outdated) == (date(2026, 11, 30), 0)
    await circle.press(circle.fay, "Back", circle.fay)
    assert "Nothing waits to be checked." in await said(circle, circle.fay)


def _report(tx: Transaction, resource_id: int, person_id: int) -> None:
    judge(tx, resource_id, person_id, Verdict.OUTDATED, datetime(2026, 11, 30, 9, tzinfo=UTC))


async def test_retiring_asks_first_and_can_be_taken_back(circle: Circle):
    (club,) = await seed(circle, resource())
    await open_one(circle)
    await circle.press(circle.fay, "Retire", circle.fay)
    assert "goes from all of them" in await said(circle, circle.fay)
    assert (await the(circle, club.id)).state is ResourceState.SHOWN
    await circle.press(circle.fay, "Yes, retire it", circle.fay)
    assert (await the(circle, club.id)).state is ResourceState.RETIRED
    assert await circle.buttons(circle.fay) == ["Offer it again", "Who changed it", "Back"]
    await circle.press(circle.fay, "Offer it again", circle.fay)
    assert (await the(circle, club.id)).state is ResourceState.SHOWN


async def test_a_button_of_an_older_card_does_nothing_to_what_was_changed_since(circle: Circle):
    (club,) = await seed(circle, resource())
    await open_one(circle)
    await circle.app.store.transact(
        lambda tx: tx.resources.save(tx.resources.get(club.id).changed(name="Renamed club"))
    )
    assert "changed it meanwhile" in await circle.press(circle.fay, "Still right", circle.fay)
    assert (await the(circle, club.id)).assured_date == club.assured_date
    assert "Renamed club" in await said(circle, circle.fay)


async def test_parents_and_those_who_are_no_longer_facilitators_change_nothing(circle: Circle):
    (club,) = await seed(circle, resource())
    await circle.private(circle.mara, "/resource club")
    assert "for facilitators" in await said(circle, circle.mara)
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom)
    await circle.start(circle.tom)
    await open_one(circle, person=circle.tom)
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=circle.tom)
    assert "for facilitators" in await circle.press(circle.tom, "Still right", circle.tom)
    assert (await the(circle, club.id)).assured_date == club.assured_date


async def test_a_facilitator_of_another_group_reaches_nothing_of_this_one(circle: Circle):
    other = (await circle.client.group("Other parents", circle.tom, bot="administrator"))["id"]
    await circle.settle()
    mine = await group_id(circle)
    await seed(circle, resource("Ours alone", group_id=mine), resource("Everybody’s", 2))
    await circle.say(circle.tom, "/resource ours", chat=other)
    await circle.start(circle.tom)
    await circle.private(circle.tom, "/resource alone")
    assert "None bears “alone”" in await said(circle, circle.tom)
    await circle.private(circle.tom, "/resource every")
    assert "Everybody’s" in await circle.buttons(circle.tom)
    # A changed app can press whatever it likes: another group's resource in a payload of one's own group.
    theirs = await circle.app.store.look(lambda tx: tx.groups.by_chat(other).id)
    shown = await circle.last(circle.tom)
    for forged, refused in ((f"lQ:{theirs}:1", "no longer there"), (f"lQ:{mine}:1", "for facilitators")):
        pressed = (shown["message_id"], forged)
        assert refused in await press_again(circle, circle.tom, pressed, circle.tom, forged=True)
    assert "Ours alone" not in str(await circle.transcript(circle.tom))


async def test_in_the_group_nothing_shows_of_it(circle: Circle):
    await seed(circle, resource())
    await circle.start(circle.fay)
    await circle.say(circle.fay, "/resource club")
    assert await circle.texts() == [] or all("club" not in text for text in await circle.texts())
    assert "These bear “club”." in await said(circle, circle.fay)


async def test_words_that_look_like_markup_stay_words(circle: Circle):
    await circle.private(circle.fay, "/resource")
    await circle.press(circle.fay, "Add one", circle.fay)
    await circle.private(circle.fay, CROSS)
    await circle.private(circle.fay, "مرحبا @mara /forgetme tg://resolve?domain=x " + CROSS)
    await circle.press(circle.fay, "Skip", circle.fay)
    await circle.private(circle.fay, CROSS)
    for _ in range(7):
        await circle.press(circle.fay, "Skip", circle.fay)
    await circle.press(circle.fay, "Save", circle.fay)
    shown = await circle.last(circle.fay)
    assert CROSS in shown["text"]
    kinds = {entity["type"] for entity in shown["entities"]}
    assert kinds <= {"bold", "italic", "code"}


async def test_a_change_survives_a_restart_and_a_second_save_says_that_it_is_done(circle: Circle):
    (club,) = await seed(circle, resource())
    await open_one(circle)
    await circle.press(circle.fay, "Change", circle.fay)
    await edit(circle, "Name", "Sunday club")
    await circle.restart()
    saving = await circle.with_button("Save", circle.fay, circle.fay)
    await circle.press(circle.fay, "Save", circle.fay)
    assert (await the(circle, club.id)).name == "Sunday club"
    assert (await circle.last(circle.fay))["message_id"] == saving
    assert "done already" in await press_again(circle, circle.fay, (saving, "lW:2"), circle.fay)
    assert len(await circle.app.store.look(lambda tx: tx.resources.history(club.id))) == 1


async def test_who_looks_after_two_groups_is_asked_which_and_the_answer_is_private(circle: Circle):
    await circle.client.group("Other parents", circle.fay, bot="administrator")
    await circle.settle()
    await circle.private(circle.fay, "/resource")
    assert await said(circle, circle.fay) == "Which group?"
    await circle.press(circle.fay, "Other parents", circle.fay)
    assert "Local help of Other parents" in await said(circle, circle.fay)


async def bring_in(circle: Circle, **changes: object) -> None:
    """The host imports a service as its source says it, while the bot runs."""
    service = {"id": "club-1", "name": "Imported club", "description": "Ball games", "status": "active", **changes}
    path = circle.folder / "services.json"
    path.write_text(json.dumps([service]), encoding="utf-8")
    settings, now = circle.bot_settings(), await circle.now()
    heard: list[str] = []
    await asyncio.to_thread(import_resources, settings, path, now, Choices(), heard.append, lambda *_: None)
    assert not any("refused: " in line for line in heard)


async def test_what_a_host_brings_in_again_does_not_undo_what_a_facilitator_wrote(circle: Circle):
    await bring_in(circle)
    await open_one(circle)
    await circle.press(circle.fay, "Change", circle.fay)
    await edit(circle, "Next step", "Ask for Jo")
    await circle.press(circle.fay, "Save", circle.fay)
    assert "Changed here, and kept at the next import: Next step." in await said(circle, circle.fay)
    await bring_in(circle, description="Ball games and tea", application_process="Fill in a form")
    await circle.private(circle.mara, "/resources imported club")
    card = await said(circle, circle.mara)
    assert "Ask for Jo" in card
    assert "Ball games and tea" in card
    assert "Fill in a form" not in card
    await open_one(circle)
    await circle.press(circle.fay, "Retire", circle.fay)
    await circle.press(circle.fay, "Yes, retire it", circle.fay)
    await bring_in(circle, description="Ball games, tea and cake")
    await circle.private(circle.mara, "/resources imported club")
    assert "nothing that fits" in await said(circle, circle.mara)


async def test_a_voice_is_no_value_and_the_question_stays(circle: Circle):
    (club,) = await seed(circle, resource())
    await open_one(circle)
    await circle.press(circle.fay, "Change", circle.fay)
    await circle.press(circle.fay, "Cost", circle.fay)
    await circle.client.act(circle.fay, "voice", chat=circle.fay)
    await circle.settle()
    assert "only take words" in await said(circle, circle.fay)
    await circle.private(circle.fay, "£4")
    await circle.press(circle.fay, "Save", circle.fay)
    assert (await the(circle, club.id)).fees_description == "£4"


async def test_what_nobody_checked_for_two_years_comes_back_when_somebody_has(circle: Circle):
    await seed(circle, resource("Knitting", assured_date=date(2024, 10, 1)))
    await circle.private(circle.mara, "/resources knitting")
    assert "nothing that fits" in await said(circle, circle.mara)
    await circle.private(circle.fay, "/resource")
    await circle.press(circle.fay, "Due for a check: 1", circle.fay)
    await circle.press(circle.fay, "Knitting", circle.fay)
    assert "people don’t find it now" in await said(circle, circle.fay)
    await circle.press(circle.fay, "Still right", circle.fay)
    await circle.private(circle.mara, "/resources knitting")
    assert "Checked on 30 November 2026." in await said(circle, circle.mara)
