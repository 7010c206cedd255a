"""Going, Maybe, Can't make it: answered at once in words, and shown on the card."""

from tests.circle import Circle
from tests.flows.meetups import buttons, card, cards, schedule


async def person(circle: Circle, name: str, **more: str) -> int:
    """Somebody else in the group."""
    found = await circle.client.person(name, language_code="en", **more)
    await circle.client.act(circle.fay, "add", chat=circle.group, user=found["id"])
    return int(found["id"])


async def test_a_tap_counts_for_somebody_who_never_started_the_bot(circle: Circle) -> None:
    await schedule(circle)
    assert await circle.press(circle.mara, "Going") == "You’re going. See you on Tuesday."
    assert "Going: 1\nMara Okafor" in await card(circle)
    assert await circle.from_bot(circle.mara) == []


async def test_pressing_again_takes_back_and_another_changes(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    assert await circle.press(circle.mara, "Maybe") == "Noted as maybe. You can change that at any time."
    assert "Maybe: 1\nMara Okafor" in await card(circle)
    assert "Going" not in await card(circle)
    await circle.travel(seconds=30)
    assert await circle.press(circle.mara, "Maybe") == "Taken back. You are not down for anything."
    assert "Mara" not in await card(circle)


async def test_two_quick_taps_count_once(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    assert "Going already" in await circle.press(circle.mara, "Going")
    assert "Going: 1\nMara Okafor" in await card(circle)


async def test_two_taps_while_the_bot_is_off_count_once(circle: Circle) -> None:
    await schedule(circle)
    message = (await cards(circle))[-1]["message_id"]
    await circle.stop()
    tap = {"person": circle.mara, "do": "press", "chat": circle.group, "message_id": message, "button": "Going"}
    await circle.client.acts([tap, tap])
    await circle.client.advance(60)
    await circle.boot()
    await circle.settle()
    assert "Going: 1\nMara Okafor" in await card(circle)


async def test_the_same_answer_takes_back_on_the_card_only(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "+1 child")
    await circle.say(circle.tom, "/next")
    copy = (await circle.last())["message_id"]
    await circle.travel(minutes=5)
    assert "Going already" in await circle.press(circle.mara, "Going", message_id=copy)
    assert "Mara Okafor with 1 child" in await card(circle)
    await circle.press(circle.mara, "Maybe", message_id=copy)
    await circle.travel(minutes=5)
    assert "Maybe already" in await circle.press(circle.mara, "Maybe", message_id=copy)
    first = (await cards(circle))[0]["message_id"]
    assert "Taken back" in await circle.press(circle.mara, "Maybe", message_id=first)


async def test_going_in_the_message_about_a_free_place_keeps_the_place(circle: Circle) -> None:
    await schedule(circle, places="6")
    await circle.start(circle.tom)
    for _ in range(5):
        await circle.press(circle.mara, "+1 child")
    await circle.press(circle.tom, "Going")
    await circle.press(circle.mara, "Can't make it")
    await circle.travel(minutes=5)
    assert "Going already" in await circle.press(circle.tom, "Going", chat=circle.tom)
    assert "Going: 1 (1 of 6 places taken)\nTom" in await card(circle)


async def test_who_says_maybe_hears_that_the_children_are_not_counted(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "+1 child")
    await circle.press(circle.mara, "+1 child")
    assert "2 children are not down any more" in await circle.press(circle.mara, "Maybe")
    assert "children" not in await card(circle)
    await circle.press(circle.mara, "Going")
    assert await circle.press(circle.mara, "Maybe") == "Noted as maybe. You can change that at any time."


async def test_who_cannot_make_it_is_thanked_and_never_listed(circle: Circle) -> None:
    await schedule(circle)
    assert await circle.press(circle.tom, "Can't make it") == "Thank you for saying so. See you another time."
    assert "Tom" not in await card(circle)
    assert "1" not in (await card(circle)).replace("Tuesday 1 December, 10:00–11:30", "")


async def test_children_come_along_and_bringing_one_means_going(circle: Circle) -> None:
    await schedule(circle)
    assert await circle.press(circle.tom, "+1 child") == "You’re going with 1 child. See you on Tuesday."
    assert await circle.press(circle.tom, "+1 child") == "You’re going with 2 children. See you on Tuesday."
    assert "Going: 1 and 2 children\nTom with 2 children" in await card(circle)
    await circle.press(circle.tom, "−1 child")
    await circle.press(circle.tom, "−1 child")
    assert await circle.press(circle.tom, "−1 child") == "You have no children down for this one."
    assert "Going: 1\nTom" in await card(circle)


async def test_the_waiting_list_moves_up_by_itself_and_tells_the_person(circle: Circle) -> None:
    lu = await person(circle, "Lu")
    await schedule(circle, places="6")
    await circle.start(circle.tom)
    for _ in range(5):
        await circle.press(circle.mara, "+1 child")
    toast = await circle.press(circle.tom, "Going")
    assert toast == "All places are taken. You are on the waiting list, and I’ll tell you when one is free."
    assert "I’ll tell you" not in await circle.press(lu, "Going")
    assert "6 of 6 places taken" in await card(circle)
    assert "Waiting for a place: 2\nTom, Lu" in await card(circle)
    group_before = len(await circle.from_bot())
    await circle.press(circle.mara, "−1 child")
    assert "Waiting for a place: 1\nLu" in await card(circle)
    told = (await circle.texts(circle.tom))[-1]
    assert "A place is free now, and it is yours. You are going: tomorrow, Tuesday 1 December, at 10:00." in told
    await circle.press(circle.mara, "Can't make it")
    assert "Waiting" not in await card(circle)
    assert "Tom, Lu" in await card(circle)
    assert len(await circle.from_bot()) == group_before
    assert await circle.from_bot(lu) == []


async def test_who_was_told_can_give_the_place_back_in_private(circle: Circle) -> None:
    await schedule(circle, places="6")
    await circle.start(circle.tom)
    for _ in range(5):
        await circle.press(circle.mara, "+1 child")
    await circle.press(circle.tom, "Going")
    await circle.press(circle.mara, "Can't make it")
    assert "See you another time" in await circle.press(circle.tom, "Can't make it", chat=circle.tom)
    assert "Tom" not in await card(circle)


async def test_who_waits_with_a_child_hears_of_too_few_places_and_can_come_without(circle: Circle) -> None:
    await schedule(circle, places="6")
    await circle.start(circle.mara)
    for _ in range(5):
        await circle.press(circle.tom, "+1 child")
    toast = await circle.press(circle.mara, "+1 child")
    assert "You are on the waiting list with 1 child (2 places). I’ll tell you when it is your turn." in toast
    said = len(await circle.texts(circle.mara))
    await circle.press(circle.tom, "−1 child")
    told = await circle.texts(circle.mara)
    assert len(told) == said + 1
    assert "1 place is free now, and you wait for 2: tomorrow, Tuesday 1 December, at 10:00." in told[-1]
    assert "Waiting for a place: 1\nMara Okafor with 1 child" in await card(circle)
    await circle.press(circle.fay, "Maybe")
    assert len(await circle.texts(circle.mara)) == said + 1
    toast = await circle.press(circle.mara, "Come without the children", chat=circle.mara)
    assert toast == "You’re going. See you on Tuesday."
    assert "Waiting" not in await card(circle)
    assert "6 of 6 places taken" in await card(circle)


async def test_a_free_place_that_is_taken_again_is_not_promised_to_who_waits_with_a_child(circle: Circle) -> None:
    await schedule(circle, places="6")
    await circle.start(circle.mara)
    for _ in range(4):
        await circle.press(circle.tom, "+1 child")
    assert "Only 1 place is free. You are on the waiting list" in await circle.press(circle.mara, "+1 child")
    await circle.press(circle.fay, "Going")
    toast = await circle.press(circle.mara, "Come without the children", chat=circle.mara)
    assert toast == "That place is taken again. You stay on the waiting list."
    assert "Mara Okafor with 1 child" in await card(circle)


async def test_one_child_too_many_is_refused_in_words(circle: Circle) -> None:
    await schedule(circle, places="6")
    for _ in range(5):
        await circle.press(circle.mara, "+1 child")
    assert "no place left for one more child" in await circle.press(circle.mara, "+1 child")
    assert "Mara Okafor with 5 children" in await card(circle)


async def test_names_of_every_kind_stand_on_the_card(circle: Circle) -> None:
    await schedule(circle)
    long = "<b>&" * 16
    for name in ("שרה", long, "Müller-O'Hara"):
        await circle.press(await person(circle, name), "Going")
    text = await card(circle)
    assert "\u2068שרה\u2069" in text
    assert long in text
    assert "Müller-O'Hara" in text


async def test_a_name_can_neither_turn_the_card_nor_link_from_it_nor_be_empty(circle: Circle) -> None:
    await schedule(circle)
    names = ("\u202eevil", "\u3164", "@everyone /schedule")
    for name in names:
        await circle.press(await person(circle, name), "Going")
    text = await card(circle)
    assert "evil, Somebody, @\u2060everyone /\u2060schedule" in text
    assert not any(name in text for name in names)


async def test_a_hidden_name_is_counted(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.press(circle.tom, "Going")
    await circle.start(circle.mara)
    await circle.private(circle.mara, "/settings")
    await circle.press(circle.mara, "My name", chat=circle.mara)
    await circle.press(circle.mara, "Hidden: only count me", chat=circle.mara)
    assert "Mara" not in await card(circle)
    assert "Going: 2\nTom, and one more" in await card(circle)


async def test_where_the_group_prefers_counts_no_name_is_shown(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "Going")

    def counts_only(tx: object) -> None:
        group = tx.groups.by_chat(circle.group)
        tx.groups.save(group.changed(names_shown=False))

    await circle.app.store.transact(counts_only)
    await circle.press(circle.tom, "Maybe")
    text = await card(circle)
    assert "Going: 1" in text
    assert "Maybe: 1" in text
    assert "Mara" not in text
    assert "Tom" not in text


async def test_a_hundred_long_names_fit_into_the_card(circle: Circle) -> None:
    await schedule(circle, f"every tue 10:00 {'T&' * 50} @ {'P<' * 100}")
    taps = []
    message = (await cards(circle))[-1]["message_id"]
    for number in range(60):
        found = await circle.client.person(f"{number} {'😀&' * 20}", language_code="en")
        await circle.client.act(circle.fay, "add", chat=circle.group, user=found["id"])
        taps.append(
            {"person": found["id"], "do": "press", "chat": circle.group, "message_id": message, "button": "Going"}
        )
    await circle.client.acts(taps)
    await circle.settle()
    text = await card(circle)
    assert "Going: 60" in text
    assert "more" in text.splitlines()[-1]
    assert len(text.encode("utf-16-le")) // 2 <= 4096


async def deleted_card(circle: Circle) -> int:
    """A series whose card somebody has deleted."""
    await schedule(circle)
    first = int((await cards(circle))[-1]["message_id"])
    await circle.client.act(circle.fay, "delete", chat=circle.group, message_id=first)
    return first


async def test_a_card_that_was_deleted_is_posted_again_when_it_changes(circle: Circle) -> None:
    first = await deleted_card(circle)
    await circle.say(circle.mara, "/next")
    await circle.press(circle.mara, "Going")
    again = (await cards(circle))[-1]
    assert again["message_id"] != first
    assert again["pinned"]
    assert "Mara" in again["text"]


async def test_a_card_that_was_deleted_is_posted_again_when_somebody_asks_for_it(circle: Circle) -> None:
    first = await deleted_card(circle)
    await circle.say(circle.tom, "/next")
    found = await cards(circle)
    assert len([one for one in found if one.get("pinned")]) == 1
    assert found[-1]["message_id"] != first
    await circle.say(circle.tom, "/next")
    assert len(await cards(circle)) == len(found)


async def test_an_answer_holds_for_one_meetup_only(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.travel("2026-12-01T11:30:00Z")
    assert "Tuesday 8 December" in await card(circle)
    assert "Mara" not in await card(circle)


async def test_a_meetup_that_is_over_takes_no_answer(circle: Circle) -> None:
    await schedule(circle)
    old = (await cards(circle))[-1]
    press = old["buttons"][0][0]["data"]
    await circle.travel("2026-12-01T13:00:00Z")
    update = {
        "callback_query": {
            "id": "4711",
            "from": {"id": circle.mara, "is_bot": False, "first_name": "Mara"},
            "chat_instance": "1",
            "data": press,
            "message": {
                "message_id": old["message_id"],
                "date": 1796029200,
                "chat": {"id": circle.group, "type": "supergroup", "title": "Calderwood parents"},
            },
        }
    }
    await circle.client.inject(update)
    await circle.settle()
    answer = (await circle.client.calls(method="answerCallbackQuery"))[-1]["params"]["text"]
    assert answer == "This meetup is over. The next card takes your answer."
    assert "Mara" not in (await cards(circle))[0]["text"]


async def test_another_groups_meetup_cannot_be_answered_from_here(circle: Circle) -> None:
    await schedule(circle)
    other = await circle.client.group("Other parents", circle.tom, bot="administrator")
    await circle.settle()
    update = {
        "callback_query": {
            "id": "4712",
            "from": {"id": circle.tom, "is_bot": False, "first_name": "Tom"},
            "chat_instance": "1",
            "data": (await cards(circle))[-1]["buttons"][0][0]["data"],
            "message": {
                "message_id": 1,
                "date": 1796029200,
                "chat": {"id": other["id"], "type": "supergroup", "title": "Other parents"},
            },
        }
    }
    await circle.client.inject(update)
    await circle.settle()
    answer = (await circle.client.calls(method="answerCallbackQuery"))[-1]["params"]["text"]
    assert "somebody else" in answer
    assert "Tom" not in await card(circle)


async def test_who_has_left_the_group_hears_so_when_they_press_in_private(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.start(circle.mara)
    await circle.private(circle.mara, "/next")
    await circle.client.act(circle.mara, "leave", chat=circle.group)
    await circle.settle()
    toast = await circle.press(circle.mara, "Going", chat=circle.mara)
    assert toast == "You are no longer in that group, so this button does nothing any more."
    assert "Mara" not in await card(circle)


async def test_here_is_on_the_card_from_15_minutes_before_until_30_after(circle: Circle) -> None:
    await schedule(circle)
    await circle.travel("2026-12-01T09:44:00Z")
    assert "I'm here" not in buttons((await cards(circle))[0])
    await circle.travel("2026-12-01T09:45:00Z")
    assert await circle.press(circle.mara, "I'm here") == "Good to have you here."
    assert await circle.press(circle.mara, "I'm here") == "I have noted already that you are here."
    assert "Mara" not in await card(circle)
    await circle.travel("2026-12-01T11:59:00Z")
    assert buttons((await cards(circle))[0]) == ["I'm here"]
    await circle.press(circle.tom, "I'm here")
    await circle.travel("2026-12-01T12:00:00Z")
    assert buttons((await cards(circle))[0]) == []


async def test_answers_are_kept_through_a_restart(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.restart()
    await circle.press(circle.tom, "Maybe")
    assert "Going: 1\nMara Okafor\nMaybe: 1\nTom" in await card(circle)
    assert len(await cards(circle)) == 1


async def test_an_answer_far_ahead_names_the_day(circle: Circle) -> None:
    await schedule(circle, "every month first tue 10:00 Coffee")
    await circle.travel("2026-12-01T13:00:00Z")
    assert await circle.press(circle.mara, "Going") == "You’re going. See you on Tuesday 5 January."
