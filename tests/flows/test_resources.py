"""`/resources`: parents find local help by kind, place and words; always in private, a shared location never kept."""

import sqlite3
from datetime import date, timedelta

from domain.resources import ResourceState, Verdict
from tests.circle import Circle
from tests.flows.local_help import SPOT, TOWN, resource, said, seed, the
from tests.flows.managing import press_again


async def look(circle: Circle, words: str = "") -> str:
    """Mara asks in private; what she is told."""
    await circle.private(circle.mara, f"/resources {words}".strip())
    return await said(circle, circle.mara)


async def tap(circle: Circle, button: str, person: int = 0) -> str:
    """Mara taps in private; what stands there then."""
    person = person or circle.mara
    await circle.press(person, button, person)
    return await said(circle, person)


async def area(circle: Circle, words: str) -> None:
    """Where the group lives."""
    await circle.app.store.transact(lambda tx: tx.groups.save(tx.groups.by_chat(circle.group).changed(area=words)))


def everything_in(circle: Circle) -> str:
    """All that the database holds, as it lies on the disk, its log included."""
    files = circle.folder.glob("circle.db*")
    return b"".join(file.read_bytes() for file in files if file.suffix != ".lock").decode("latin-1")


async def test_without_a_list_it_says_so_and_offers_a_human(circle: Circle):
    assert "no list of local help yet" in await look(circle)
    assert await circle.buttons(circle.mara) == ["Ask a facilitator"]


async def test_a_list_in_which_nothing_has_a_kind_is_shown_and_not_denied(circle: Circle):
    await seed(circle, resource(kinds=()), resource("Toddler singing", 2, kinds=()))
    assert "Saturday sports club" in await look(circle)
    assert "Ask a facilitator" in await circle.buttons(circle.mara)
    await circle.start(circle.mara)
    await circle.press(circle.mara, "Local help", chat=circle.mara)
    text = (await circle.last(circle.mara))["text"]
    assert "Saturday sports club" in text
    assert "no list" not in text


async def test_the_kinds_of_the_data_are_buttons_most_used_first_then_near_what_then_a_card(circle: Circle):
    await seed(circle, *TOWN)
    assert "What are you looking for?" in await look(circle)
    assert (await circle.buttons(circle.mara))[0] == "Autism"
    assert {"Play groups", "Sports", "Ask a facilitator"} <= set(await circle.buttons(circle.mara))
    assert "Near where?" in await tap(circle, "Autism")
    assert "Near me, or another place" in await circle.buttons(circle.mara)
    card = await tap(circle, "Anywhere")
    assert card.startswith("1 of 2")
    assert "Saturday sports club" in card
    assert card.index("Next step: Phone before 12") < card.index("Ball games")
    assert "Opens next on Saturday 5 December: 10:00–12:00." in card
    assert "Toddler singing" not in card


async def test_pictures_and_signs_alone_look_for_nothing_and_are_asked_again(circle: Circle):
    await seed(circle, *TOWN)
    assert "What are you looking for?" in await look(circle, "😀")
    await circle.private(circle.mara, "?! 🙏")
    assert "What are you looking for?" in await said(circle, circle.mara)
    await circle.private(circle.mara, "toddler")
    assert "Toddler singing" in await said(circle, circle.mara)


async def test_the_groups_own_area_is_offered_where_the_data_knows_it(circle: Circle):
    await seed(circle, *TOWN)
    await circle.say(circle.mara, "/next")
    await area(circle, "Calderwood")
    await look(circle)
    await tap(circle, "Autism")
    assert "Near Calderwood" in await circle.buttons(circle.mara)
    assert "near Calderwood" in await tap(circle, "Near Calderwood")
    await area(circle, "Narnia")
    await look(circle)
    await tap(circle, "Autism")
    assert not any("Narnia" in button for button in await circle.buttons(circle.mara))


async def test_words_are_understood_with_place_and_day(circle: Circle):
    await seed(circle, *TOWN)
    await circle.say(circle.mara, "/next")
    card = await look(circle, "autism saturday club near g74 1ab")
    assert "Saturday sports club" in card
    assert "near G74 1AB" in card
    assert "on Saturday" in card
    assert "less than a mile away" in card


async def test_words_can_be_typed_after_the_kinds_were_shown(circle: Circle):
    await seed(circle, *TOWN)
    await look(circle)
    await circle.private(circle.mara, "toddler singing")
    assert "Toddler singing" in await said(circle, circle.mara)


async def test_pages_turn_within_one_message_and_a_list_leads_to_each_card(circle: Circle):
    await seed(circle, *(resource(f"Club {number}", number) for number in range(1, 8)))
    await look(circle, "club")
    message_id = (await circle.last(circle.mara))["message_id"]
    first = await said(circle, circle.mara)
    assert first.startswith("1 of 7")
    assert "Previous" not in await circle.buttons(circle.mara)
    second = await tap(circle, "Next")
    assert second.startswith("2 of 7")
    assert await tap(circle, "Previous") == first
    listed = await tap(circle, "As a list")
    assert listed.startswith("7 places")
    names = [button for button in await circle.buttons(circle.mara) if "Club" in button]
    assert len(names) == 5
    await tap(circle, "Next")
    last = [button for button in await circle.buttons(circle.mara) if "Club" in button][-1]
    assert (await tap(circle, last)).startswith("7 of 7")
    assert "Next" not in await circle.buttons(circle.mara)
    assert (await circle.last(circle.mara))["message_id"] == message_id


async def test_a_shared_location_is_used_once_and_kept_nowhere(circle: Circle):
    await seed(circle, *TOWN)
    await look(circle)
    await tap(circle, "Autism")
    await circle.press(circle.mara, "Near me, or another place", circle.mara)
    assert "don’t keep it" in await said(circle, circle.mara)
    assert (await circle.last(circle.mara))["keyboard"] == [[{"text": "Send where I am", "request_location": True}]]
    await circle.client.act(circle.mara, "location", chat=circle.mara, **SPOT)
    await circle.settle()
    thanks, card = (await circle.texts(circle.mara))[-2:]
    assert "use this once and don’t keep it" in thanks
    assert "near you" in card
    assert "away)" in card
    assert "away)" in await tap(circle, "Next")
    await circle.travel(minutes=1)
    await circle.stop()
    kept = everything_in(circle)
    for trace in ("55.7641", "-4.1761", "55.76,-4.18", 'latitude": 55.764'):
        assert trace not in kept
    with sqlite3.connect(circle.database) as connection:
        rows = str(connection.execute("SELECT data, expects FROM drafts").fetchall())
    assert "55." not in rows
    await circle.boot()


async def test_a_place_that_nobody_knows_is_said_and_can_be_written_again(circle: Circle):
    await seed(circle, *TOWN)
    await look(circle)
    await tap(circle, "Autism")
    await circle.press(circle.mara, "Near me, or another place", circle.mara)
    await circle.private(circle.mara, "<b>Xyzzy</b>")
    answer = await said(circle, circle.mara)
    assert "I don’t know a place “<b>Xyzzy</b>”" in answer
    assert "For example:" in answer
    await circle.client.act(circle.mara, "voice", chat=circle.mara)
    await circle.settle()
    assert "Please write a place" in await said(circle, circle.mara)
    await circle.private(circle.mara, "g74 3ab")
    thanks, card = (await circle.texts(circle.mara))[-2:]
    assert "G74 3AB" in thanks
    assert "near G74 3AB" in card


async def test_filters_are_tapped_on_and_off(circle: Circle):
    await seed(circle, *TOWN)
    assert (await look(circle, "calderwood")).startswith("1 of")
    assert "4 places fit." in await tap(circle, "Filters")
    assert "2 places fit." in await tap(circle, "Wheelchair")
    assert "✓ Wheelchair" in await circle.buttons(circle.mara)
    assert "1 place fits." in await tap(circle, "Free")
    card = await tap(circle, "Show them")
    assert "free · good for wheelchairs" in card
    assert "Autism family advice" in card
    await tap(circle, "Filters")
    assert "2 places fit." in await tap(circle, "✓ Free")
    assert "4 places fit." in await tap(circle, "✓ Wheelchair")
    await tap(circle, "Language")
    assert "1 place fits." in await tap(circle, "Polish")
    assert "Toddler singing" in await tap(circle, "Show them")


async def test_open_today_is_a_filter(circle: Circle):
    await seed(circle, *TOWN)
    await look(circle, "calderwood")
    await tap(circle, "Filters")
    await tap(circle, "Open today")
    card = await tap(circle, "Show them")
    assert "Toddler singing" in card
    assert "Saturday sports club" not in card


async def test_the_age_of_a_child_is_used_and_not_kept_unless_wished(circle: Circle):
    await seed(circle, *TOWN)
    await look(circle, "calderwood")
    await tap(circle, "Filters")
    assert "don’t keep it, unless you wish so" in await tap(circle, "Age of my child")
    await tap(circle, "3")
    assert "Age of my child: 3" in " ".join(await circle.buttons(circle.mara))
    assert "Toddler singing" in await tap(circle, "Show them")
    drafts = await circle.app.store.look(lambda tx: tx.drafts.of_person(circle.mara))
    assert all("age" not in str(draft.data.get("filters", {})) for draft in drafts)
    assert await circle.app.store.look(lambda tx: tx.resources.child_age(circle.mara)) is None
    await tap(circle, "Filters")
    assert "remember it" in await circle.press(circle.mara, "Remember the age", circle.mara)
    assert (await circle.app.store.look(lambda tx: tx.resources.child_age(circle.mara))).age == 3
    await look(circle, "calderwood")
    await tap(circle, "Filters")
    await tap(circle, "Age of my child")
    await tap(circle, "Age 3, as you told me")
    assert await circle.press(circle.mara, "Forget the age", circle.mara) == "Forgotten."
    assert await circle.app.store.look(lambda tx: tx.resources.child_age(circle.mara)) is None


async def test_nothing_found_is_honest_and_says_what_could_matter_less(circle: Circle):
    await seed(circle, *TOWN)
    answer = await look(circle, "free toddler singing for age 9")
    assert "I found nothing that fits, and I won’t guess." in answer
    assert "You asked for: free, for age 9." in answer
    assert {"It may cost something", "Any age", "Ask a facilitator"} <= set(await circle.buttons(circle.mara))
    assert "nothing that fits" in await tap(circle, "Any age")
    assert "Toddler singing" in await tap(circle, "It may cost something")
    assert "I found nothing" in await look(circle, "xylophone quux")
    assert "Ask a facilitator" in await circle.buttons(circle.mara)


async def test_a_map_pin_leads_to_the_place(circle: Circle):
    await seed(circle, *TOWN)
    await look(circle, "saturday sports club")
    await circle.press(circle.mara, "Map", circle.mara)
    (call,) = await circle.client.calls(method="sendVenue")
    assert (round(call["params"]["latitude"], 5), call["params"]["longitude"]) == (55.77, -4.17)
    assert call["params"]["title"] == "Saturday sports club"
    await look(circle, "autism family advice")
    await seed(circle, resource("Helpline for sleep", 9, locations=()))
    await look(circle, "helpline for sleep")
    assert "Map" not in await circle.buttons(circle.mara)


async def test_save_for_me_keeps_a_private_list_that_forgetme_erases(circle: Circle):
    club, *_ = await seed(circle, *TOWN)
    await look(circle, "saturday sports club")
    assert "Only you see it" in await circle.press(circle.mara, "Save for me", circle.mara)
    assert "already" in await circle.press(circle.mara, "Save for me", circle.mara)
    assert "Your list" in await look(circle, "saved")
    assert (await circle.buttons(circle.mara))[0] == "Saturday sports club"
    await circle.private(circle.tom, "/resources saved")
    assert "Your list is empty." in await said(circle, circle.tom)
    assert "Ball games" in await tap(circle, "Saturday sports club")
    assert await circle.press(circle.mara, "Take off my list", circle.mara) == "It is off your list."
    assert await circle.app.store.look(lambda tx: tx.resources.kept(circle.mara)) == []
    await look(circle, "saturday sports club")
    await circle.press(circle.mara, "Save for me", circle.mara)
    await circle.press(circle.mara, "It helped", circle.mara)
    facts = await circle.app.store.look(lambda tx: tx.facts(circle.mara))
    assert facts["saved_resources"][0]["resource_id"] == club.id
    await circle.private(circle.mara, "/forgetme")
    await circle.press(circle.mara, "Yes, forget me", circle.mara)
    assert await circle.app.store.look(lambda tx: tx.resources.kept(circle.mara)) == []


async def test_each_persons_word_counts_once_and_reports_come_before_facilitators(circle: Circle):
    club, *_ = await seed(circle, *TOWN)
    await look(circle, "saturday sports club")
    assert "helps others" in await circle.press(circle.mara, "It helped", circle.mara)
    assert "already" in await circle.press(circle.mara, "It helped", circle.mara)
    assert (await the(circle, club.id)).helped == 1
    assert "facilitators will see" in await circle.press(circle.mara, "It’s out of date", circle.mara)
    kept = await the(circle, club.id)
    assert (kept.helped, kept.outdated) == (0, 1)
    await circle.private(circle.fay, "/resource")
    assert "Reported as out of date: 1" in await circle.buttons(circle.fay)


async def test_old_ones_are_marked_and_those_unchecked_for_two_years_are_not_shown(circle: Circle):
    old, older = date(2026, 11, 30) - timedelta(days=500), date(2026, 11, 30) - timedelta(days=800)
    await seed(circle, resource("Knitting old", 1, assured_date=old), resource("Knitting older", 2, assured_date=older))
    card = await look(circle, "knitting")
    assert card.startswith("1 of 1")
    assert "over a year ago – please phone first" in card


async def test_asked_in_the_group_it_is_answered_in_private_only(circle: Circle):
    await seed(circle, *TOWN)
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/resources autism")
    assert (await said(circle, circle.mara)).startswith("1 of 2")
    assert "autism" not in " ".join(await circle.texts()).lower()
    assert not any(m.get("text") == "/resources autism" for m in await circle.transcript())
    assert (await tap(circle, "Next")).startswith("2 of")


async def test_without_a_private_chat_the_group_shows_the_neutral_line_and_the_answer_waits(circle: Circle):
    await seed(circle, *TOWN)
    await circle.say(circle.tom, "/resources toddler singing")
    assert (await circle.texts())[-1] == "Let’s continue in private."
    await circle.press(circle.tom, "Continue in private")
    assert "Toddler singing" in await said(circle, circle.tom)


async def test_in_a_topic_the_same_holds(circle: Circle):
    await seed(circle, *TOWN)
    forum = (await circle.client.group("Forum", circle.fay, members=[circle.mara], bot="administrator", forum=True))[
        "id"
    ]
    thread = (await circle.client.act(circle.fay, "topic", chat=forum, name="Help"))["thread"]
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/resources autism", chat=forum, thread=thread)
    assert (await said(circle, circle.mara)).startswith("1 of 2")
    assert not any("utism" in text for text in await circle.texts(forum))


async def test_another_groups_own_is_never_shown(circle: Circle):
    other = (await circle.client.group("Other parents", circle.tom, bot="administrator"))["id"]
    await circle.settle()
    theirs = await circle.app.store.look(lambda tx: tx.groups.by_chat(other).id)
    secret, _ = await seed(circle, resource("Secret knitting", group_id=theirs), resource("Knitting for all", 2))
    await circle.say(circle.mara, "/next")
    await circle.start(circle.mara)
    assert "Knitting for all" in await look(circle, "knitting")
    assert (await said(circle, circle.mara)).startswith("1 of 1")
    shown = (await circle.last(circle.mara))["message_id"]
    for data in (
        f"lc:{secret.id}",
        f"lm:{secret.id}",
        f"ls:{secret.id}:1",
        f"lg:{secret.id}",
        f"lv:{secret.id}:helped",
    ):
        assert "no longer there" in await press_again(circle, circle.mara, (shown, data), circle.mara, forged=True)
    await circle.client.start(circle.mara, f"o_lc_{secret.id}")
    await circle.settle()
    assert "Secret" not in str(await circle.transcript(circle.mara))
    await circle.say(circle.tom, "/next", chat=other)
    await circle.start(circle.tom)
    await circle.private(circle.tom, "/resources knitting")
    assert (await said(circle, circle.tom)).startswith("1 of 2")


async def test_somebody_elses_search_cannot_be_turned(circle: Circle):
    await seed(circle, *TOWN)
    await look(circle, "autism")
    await circle.private(circle.tom, "/help")
    shown = (await circle.last(circle.tom))["message_id"]
    (draft,) = await circle.app.store.look(lambda tx: tx.drafts.of_person(circle.mara))
    said_ = await press_again(circle, circle.tom, (shown, f"lp:{draft.id}:1:"), circle.tom, forged=True)
    assert "for somebody else" in said_
    for once in ("91.00,0.00,", "x", "1,2,3,4", "0,0,99"):
        answer = await press_again(circle, circle.mara, (shown, f"lp:{draft.id}:1:{once}"), circle.mara, forged=True)
        assert answer is not None


async def test_what_was_retired_meanwhile_is_not_offered_and_an_old_card_says_so(circle: Circle):
    club, *_ = await seed(circle, *TOWN)
    await look(circle, "saturday sports club")
    await circle.press(circle.mara, "Save for me", circle.mara)
    await circle.app.store.transact(
        lambda tx: tx.resources.save(tx.resources.get(club.id).changed(state=ResourceState.RETIRED))
    )
    assert "no longer there" in await circle.press(circle.mara, "It helped", circle.mara)
    await look(circle, "saved")
    assert "This is no longer offered." in await tap(circle, "Saturday sports club")
    assert "Share" not in await circle.buttons(circle.mara)
    assert "Saturday sports club" not in await look(circle, "saturday sports club")


async def test_buttons_of_a_search_still_work_after_a_restart(circle: Circle):
    await seed(circle, *TOWN)
    first = await look(circle, "autism")
    await circle.restart()
    second = await tap(circle, "Next")
    assert second.startswith("2 of 2")
    assert second != first


async def test_arabic_words_and_markup_do_no_harm(circle: Circle):
    await seed(circle, resource("نادي السبت", 1, description="<b>&amp;</b> @mara /forgetme"), *TOWN)
    card = await look(circle, "نادي السبت")
    assert "نادي السبت" in card
    assert "<b>&amp;</b>" in card
    kinds = {entity["type"] for entity in (await circle.last(circle.mara))["entities"]}
    assert not kinds & {"mention", "bot_command", "text_link"}
    assert "nothing that fits" in await look(circle, "zz" + "x" * 3000)


async def test_the_door_from_elsewhere_opens_the_kinds(circle: Circle):
    await seed(circle, *TOWN)
    await circle.start(circle.mara)
    shown = (await circle.last(circle.mara))["message_id"]
    await press_again(circle, circle.mara, (shown, "lr:"), circle.mara)
    assert "What are you looking for?" in str(await circle.texts(circle.mara))


async def test_the_same_word_by_two_people_makes_two_reports(circle: Circle):
    club, *_ = await seed(circle, *TOWN)
    for person in (circle.mara, circle.tom):
        await circle.private(person, "/resources saturday sports club")
        await circle.press(person, "It’s out of date", person)
    assert await circle.app.store.look(lambda tx: tx.resources.said(club.id, Verdict.OUTDATED)) == 2


async def test_what_somebody_looked_for_is_forgotten_after_two_days(circle: Circle):
    await seed(circle, *TOWN)
    await look(circle, "autism")
    assert await circle.app.store.look(lambda tx: tx.drafts.of_person(circle.mara)) != []
    await circle.travel(days=2, hours=7)
    assert await circle.app.store.look(lambda tx: tx.drafts.of_person(circle.mara)) == []
    assert "no longer there" in await circle.press(circle.mara, "Next", circle.mara)
    await circle.private(circle.mara, "/privacy")
    assert "Where you are I use once and never keep." in await said(circle, circle.mara)


async def test_more_kinds_than_fit_are_on_further_pages(circle: Circle):
    await seed(circle, *(resource(f"Club {n}", n, kinds=(f"Kind {n:02}",)) for n in range(1, 14)))
    await look(circle)
    assert "Kind 11" not in await circle.buttons(circle.mara)
    await tap(circle, "More kinds")
    assert {"Kind 11", "Kind 13"} <= set(await circle.buttons(circle.mara))
    await tap(circle, "Kind 13")
    assert "Club 13" in await tap(circle, "Anywhere")


async def test_in_the_facilitators_room_the_answer_is_private_too(circle: Circle):
    await seed(circle, *TOWN)
    room = (await circle.client.group("The room", circle.fay, bot="administrator"))["id"]
    await circle.start(circle.fay)
    await circle.say(circle.fay, "/resources autism", chat=room)
    assert (await said(circle, circle.fay)).startswith("1 of 2")
    assert not any("utism" in text for text in await circle.texts(room))


async def test_a_question_that_nobody_wrote_an_answer_to_leads_to_local_help_for_its_words(circle: Circle):
    await seed(circle, *TOWN)
    await circle.say(circle.mara, "/next")
    await circle.private(circle.mara, "/ask where is there wheelchair basketball?")
    asked = await said(circle, circle.mara)
    assert "I don’t know that one." in asked
    found = await tap(circle, "Local help")
    assert found.startswith("1 of")
    assert "Ramp and roll" in found
    assert asked in await circle.texts(circle.mara)  # it stays, with its own buttons
    await circle.private(circle.mara, "/ask what about quantum zebras?")
    assert "What are you looking for?" in await tap(circle, "Local help")
    stranger = (await circle.client.person("Zed"))["id"]
    await circle.private(stranger, "/help")
    shown = (await circle.last(stranger))["message_id"]
    await press_again(circle, stranger, (shown, "lr:1"), stranger, forged=True)
    assert "What are you looking for?" in await said(circle, stranger)


async def test_a_place_is_for_the_search_that_asked_last_whatever_was_begun_in_between(circle: Circle):
    await seed(circle, *TOWN)
    await look(circle, "autism")
    shown = (await circle.last(circle.mara))["message_id"]
    await circle.private(circle.mara, "/ask")
    await circle.press(circle.mara, "Another place", circle.mara, shown)
    await circle.private(circle.mara, "G74 3AB")
    assert "near G74 3AB" in await said(circle, circle.mara)
