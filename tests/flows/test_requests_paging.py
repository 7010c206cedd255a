"""A request is carried to somebody: the rota, then everybody and the room, then the truth. Empty steps are skipped."""

from datetime import time
from typing import Any

from domain.turns import Slot, Wishes
from tests.circle import Circle
from tests.flows.newcomers import a_room, kept, person
from tests.flows.requesting import ask, ready, said, steps, the_request

PAGE = "somebody would like to talk to a facilitator"
NOBODY = "nobody of the facilitators"


async def facilitator(circle: Circle, name: str, *, opened: bool = True) -> int:
    """Somebody else who runs the group, and whom the bot knows."""
    someone = await person(circle, name)
    await circle.client.act(someone, "join", chat=circle.group)
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=someone)
    if opened:
        await circle.start(someone)
    await circle.say(someone, "/meetups")
    return someone


async def on_rota(circle: Circle, *people: int) -> None:
    """They have the whole of each Monday."""

    def serve(tx: Any) -> None:
        group = tx.groups.by_chat(circle.group)
        for one in people:
            tx.rota.add_slot(Slot(group_id=group.id, person_id=one, weekday=0, starts=time(0), ends=time(0)))

    await circle.app.store.transact(serve)


async def pages(circle: Circle, *people: int) -> list[int]:
    """How many pages each of them has before them now."""
    return [len(await said(circle, one, PAGE)) for one in people]


async def test_unclaimed_it_goes_to_the_next_then_to_all_and_the_room_then_the_truth_is_told(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    dan = await facilitator(circle, "Dan")
    await ready(circle)
    room = await a_room(circle)
    await on_rota(circle, lu, dan)
    await ask(circle, named=False)
    assert await pages(circle, lu, dan, circle.fay) == [1, 0, 0]
    assert "Lu is on call" not in str(await circle.texts(circle.mara))  # it has reached them by now, which says more
    assert "Your message has reached Lu." in (await circle.last(circle.mara))["text"]
    assert "2 more steps before I say that nobody could." in (await circle.texts(room))[-1]
    await circle.travel(minutes=9, seconds=59)
    assert await pages(circle, lu, dan, circle.fay) == [1, 0, 0]
    await circle.travel(seconds=1)
    assert await pages(circle, lu, dan, circle.fay) == [1, 1, 0]
    assert "has reached Lu, Dan." in (await circle.last(circle.mara))["text"]
    await circle.travel(minutes=10)
    assert await pages(circle, lu, dan, circle.fay) == [1, 1, 1]
    card = (await circle.texts(room))[-1]
    assert "All of you are asked now." in card
    assert all(name in card for name in ("Lu", "Dan", "Fay"))
    assert "Mara" not in card
    assert await said(circle, circle.mara, NOBODY) == []
    await circle.travel(minutes=10)
    (truth,) = await said(circle, circle.mara, NOBODY)
    assert "If it cannot wait:" in truth
    await circle.travel(hours=5)
    assert len(await said(circle, circle.mara, NOBODY)) == 1
    assert (await steps(circle)).count("everybody") == 1


async def test_each_step_comes_once_through_a_restart_and_a_clock_that_jumps(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await on_rota(circle, lu)
    await ask(circle)
    await circle.restart()
    assert await pages(circle, lu, circle.fay) == [1, 0]
    await circle.stop()
    await circle.client.advance(3600)
    await circle.boot()
    await circle.settle()
    assert (await steps(circle)).count("everybody") == 1
    assert await said(circle, circle.mara, NOBODY) == []
    await circle.travel(minutes=-30)
    await circle.travel(minutes=39)
    assert await said(circle, circle.mara, NOBODY) == []
    await circle.travel(minutes=2)
    await circle.restart()
    assert len(await said(circle, circle.mara, NOBODY)) == 1
    whats = await steps(circle)
    assert [whats.count(one) for one in ("offered", "everybody", "told")] == [1, 1, 1]


async def test_who_is_away_on_a_break_in_quiet_hours_or_unreachable_is_skipped_at_once(circle: Circle) -> None:
    away, resting, asleep, blocked = [await facilitator(circle, name) for name in ("Ada", "Bea", "Cy", "Di")]
    await ready(circle)
    await on_rota(circle, away, resting, asleep, blocked)
    await circle.private(away, "/away 2w")

    def wish(tx: Any) -> None:
        here = {"group_id": tx.groups.by_chat(circle.group).id}
        today = circle.app.clock.now().date()
        tx.rota.save_wishes(Wishes(**here, person_id=resting, break_until=today))
        tx.rota.save_wishes(Wishes(**here, person_id=asleep, quiet_start=time(8), quiet_end=time(20)))

    await circle.app.store.transact(wish)
    await circle.client.fault(
        "error", "sendMessage", chat=blocked, error_code=403, description="Forbidden: bot was blocked"
    )
    await ask(circle)
    assert await pages(circle, away, resting, asleep, blocked) == [0, 0, 0, 0]
    assert await pages(circle, circle.fay) == [1]  # all in the same moment
    await circle.travel(minutes=10)
    (truth,) = await said(circle, circle.mara, NOBODY)
    assert "If it cannot wait:" in truth


async def test_quiet_hours_of_the_group_do_not_silence_a_request(circle: Circle) -> None:
    await ready(circle)
    await circle.travel("2026-12-01T02:00:00Z")
    await ask(circle)
    assert await pages(circle, circle.fay) == [1]


async def test_who_chose_quiet_hours_is_left_in_peace_and_then_the_truth_is_told_at_once(
    circle: Circle,
) -> None:
    await ready(circle)

    def wish(tx: Any) -> None:
        here = {"group_id": tx.groups.by_chat(circle.group).id}
        tx.rota.save_wishes(Wishes(**here, person_id=circle.fay, quiet_start=time(8), quiet_end=time(20)))

    await circle.app.store.transact(wish)
    await ask(circle)
    assert await pages(circle, circle.fay) == [0]
    (truth,) = await said(circle, circle.mara, "could not reach a facilitator")
    assert "I ask again from 20:00 on." in truth
    assert (await circle.texts())[-1] == "Let’s continue in private."
    await circle.travel("2026-11-30T19:59:00Z")
    assert await pages(circle, circle.fay) == [0]
    await circle.travel("2026-11-30T20:00:00Z")
    assert await pages(circle, circle.fay) == [1]
    assert "Your message has reached Fay Lindqvist." in (await circle.last(circle.mara))["text"]
    assert await said(circle, circle.mara, "could not reach a facilitator") == []  # that is over
    await circle.travel(minutes=30)
    await circle.travel(minutes=30)
    assert len(await said(circle, circle.mara, NOBODY)) == 1


async def test_after_a_break_a_facilitator_is_asked_for_who_still_waits(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.fay, "/away until 2026-12-02")
    await ask(circle)
    assert len(await said(circle, circle.mara, "could not reach a facilitator")) == 1
    await circle.travel("2026-12-02T23:00:00Z")
    assert await pages(circle, circle.fay) == [0]
    await circle.travel("2026-12-03T00:00:00Z")
    assert await pages(circle, circle.fay) == [1]


async def test_nobody_on_call_is_said_with_when_somebody_will_be_who_is_then_asked(circle: Circle) -> None:
    await ready(circle)

    def serve(tx: Any) -> None:
        group = tx.groups.by_chat(circle.group)
        tx.groups.save(group.changed(zone="Europe/London"))
        tx.rota.add_slot(Slot(group_id=group.id, person_id=circle.fay, weekday=1, starts=time(18), ends=time(22)))

    await circle.app.store.transact(serve)
    await ask(circle)
    edits = await circle.client.calls(method="editMessageText", chat=circle.mara, limit=1000)
    receipt = edits[0]["params"]["text"]
    assert "Nobody is on call just now; I ask them all the same." in receipt
    assert "Somebody is on call from Tuesday 1 December at 18:00 on." in receipt
    await circle.travel(minutes=10)
    await circle.travel(minutes=10)
    (truth,) = await said(circle, circle.mara, NOBODY)
    assert "Somebody is on call from Tuesday 1 December at 18:00 on." in truth
    before = len(await circle.client.calls(method="sendMessage", chat=circle.fay, limit=1000))
    await circle.travel("2026-12-01T17:59:00Z")
    assert len(await circle.client.calls(method="sendMessage", chat=circle.fay, limit=1000)) == before
    await circle.travel("2026-12-01T18:00:00Z")
    assert len(await circle.client.calls(method="sendMessage", chat=circle.fay, limit=1000)) == before + 1
    assert (await steps(circle))[-2:] == ["again", "offered"]


async def test_with_nobody_on_the_rota_the_administrators_are_one_step(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await ask(circle)
    assert await pages(circle, lu, circle.fay) == [1, 1]
    assert (await the_request(circle)).offered_to is None
    await circle.travel(minutes=10)
    assert await pages(circle, lu, circle.fay) == [
        1,
        1,
    ]  # asked once more, in a message that takes the first one's place
    await circle.travel(minutes=10)
    assert len(await said(circle, circle.mara, NOBODY)) == 1


async def test_an_administrator_whom_nobody_ever_saw_in_the_group_is_found_live(circle: Circle) -> None:
    await circle.start(circle.mara)
    await circle.start(circle.fay)
    await circle.say(circle.mara, "/next")
    await ask(circle)
    assert await pages(circle, circle.fay) == [1]


async def test_without_a_room_and_with_every_private_chat_closed_the_group_has_the_neutral_line(circle: Circle) -> None:
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/next")
    await ask(circle, "please")
    last = await circle.last()
    assert last["text"] == "Let’s continue in private."
    assert "left a door" in (await circle.last(circle.mara))["text"]
    word = last["buttons"][0][0]["url"].partition("start=")[2]
    await circle.start(circle.tom, word)
    assert "for facilitators" in (await circle.last(circle.tom))["text"]
    assert "please" not in str(await circle.texts(circle.tom))
    await circle.start(circle.fay, word)
    assert "Let’s continue in private." in await circle.texts()
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await the_request(circle)).claimed_by == circle.fay
    assert "Let’s continue in private." not in await circle.texts()  # nobody is looked for any more


async def test_with_a_room_and_no_private_chat_the_card_is_the_way_and_names_nobody(circle: Circle) -> None:
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/next")
    room = await a_room(circle)
    await ask(circle, "please")
    card = (await circle.texts(room))[-1]
    assert "Calderwood parents: somebody would like to talk to a facilitator. Waiting since" in card
    assert "Mara" not in card
    assert "please" not in card
    assert await circle.buttons(room) == ["Claim", "Open in private"]
    toast = await circle.press(circle.fay, "Claim", chat=room)
    assert "Open in private" in (toast or "")
    assert not (await the_request(circle)).held
    await circle.press(circle.fay, "Open in private", chat=room)
    assert "please" in await circle.texts(circle.fay)
    assert await circle.press(circle.fay, "Claim", chat=room) == "You have it."
    assert "Fay Lindqvist has it." in (await circle.texts(room))[-1]


async def test_a_room_of_two_groups_shows_each_with_its_own_name_to_its_own_facilitators(circle: Circle) -> None:
    await ready(circle)
    room = await a_room(circle)
    other = await circle.client.group("Harbour parents", circle.fay, members=[circle.tom], bot="administrator")
    await circle.settle()
    await circle.say(circle.tom, "/next", chat=other["id"])
    await circle.say(circle.fay, "/room", chat=room)
    await circle.press(circle.fay, "Harbour parents", chat=room)
    lu = await person(circle, "Lu")
    await circle.client.act(circle.fay, "add", chat=other["id"], user=lu)
    await circle.client.act(circle.fay, "promote", chat=other["id"], user=lu)
    await circle.client.act(circle.fay, "add", chat=room, user=lu)
    await circle.start(lu)
    await circle.start(circle.tom)
    await ask(circle, "from Calderwood", named=False)
    await ask(circle, "from Harbour", named=False, who=circle.tom)
    cards = [text for text in await circle.texts(room) if "somebody would like" in text]
    assert [card.split(":")[0] for card in cards] == ["Calderwood parents", "Harbour parents"]
    request = await the_request(circle)
    for chat in (room, lu):
        message = (await circle.from_bot(room))[-2]["message_id"]
        if chat == room:
            assert "for facilitators" in (await circle.press(lu, "Claim", chat=room, message_id=message) or "")
    assert await the_request(circle) == request
    assert "from Calderwood" not in str(await circle.texts(lu))


async def test_the_group_chooses_after_how_many_minutes_the_next_is_asked(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await on_rota(circle, circle.fay, lu)
    await circle.private(circle.fay, "/settings")
    await circle.press(circle.fay, "Settings of Calderwood parents", chat=circle.fay)
    await circle.press(circle.fay, "Requests for a facilitator", chat=circle.fay)
    await circle.press(circle.fay, "2 minutes", chat=circle.fay)
    assert "The next is asked after 2 minutes." in (await circle.last(circle.fay))["text"]
    await ask(circle)
    before = await pages(circle, circle.fay, lu)
    await circle.travel(minutes=2)
    assert sum(before) == 1
    assert await pages(circle, circle.fay, lu) == [1, 1]


async def test_the_usual_wait_is_shown_from_five_requests_on(circle: Circle) -> None:
    await ready(circle)
    for number in range(6):
        await ask(circle)
        receipts = await said(circle, circle.mara, "Someone usually answers within")
        assert len(receipts) == (1 if number == 5 else 0)
        await circle.travel(minutes=4)
        await circle.press(circle.fay, "Claim", chat=circle.fay)
        await circle.press(circle.fay, "Close", chat=circle.fay)
        await circle.press(circle.fay, "We talked", chat=circle.fay)
    assert "Someone usually answers within 4 minutes." in receipts[0]


async def test_nobody_for_a_week_ends_it_and_says_so(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.travel(days=6)
    assert (await the_request(circle)).open
    await circle.travel(days=1)
    assert (await the_request(circle)).state == "expired"
    assert "A week has passed and nobody in Calderwood parents" in (await circle.last(circle.mara))["text"]
    assert "Ask a facilitator" in await circle.buttons(circle.mara)
    assert await pages(circle, circle.fay) == [0]


async def test_the_asker_who_facilitates_too_is_not_asked_themselves(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await ask(circle, who=lu)
    assert await pages(circle, lu, circle.fay) == [0, 1]
    await circle.travel(minutes=10)
    assert await pages(circle, lu) == [0]


async def test_words_of_a_request_and_names_never_stand_in_the_log(circle: Circle, capsys: Any) -> None:
    await ready(circle)
    await ask(circle, "a-canary-of-words", named=False)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    shown = "".join(capsys.readouterr())
    assert "canary-of-words" not in shown
    assert "Okafor" not in shown
    assert await kept(circle, lambda tx: len(tx.requests.words(1))) == 1


async def test_where_everybody_has_been_asked_already_nobody_is_asked_again_and_the_truth_is_told(
    circle: Circle,
) -> None:
    await ready(circle)
    await ask(circle, named=False)
    assert await pages(circle, circle.fay) == [1]
    await circle.travel(minutes=9, seconds=59)
    assert await said(circle, circle.mara, NOBODY) == []
    await circle.travel(seconds=1)
    assert len(await said(circle, circle.mara, NOBODY)) == 1
    assert await pages(circle, circle.fay) == [1]
