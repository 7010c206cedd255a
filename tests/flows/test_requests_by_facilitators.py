"""A facilitator can need a human as well: nothing tells the others who asked, and nobody waits for who cannot."""

from datetime import date
from typing import Any

from domain.turns import Wishes
from tests.circle import Circle
from tests.flows.newcomers import a_room
from tests.flows.requesting import ask, ready, said, steps, the_request
from tests.flows.test_requests_paging import NOBODY, PAGE, facilitator, pages


async def on_a_break(circle: Circle, person: int) -> None:
    """Nothing is to be asked of them this year."""

    def wish(tx: Any) -> None:
        group = tx.groups.by_chat(circle.group)
        tx.rota.save_wishes(Wishes(group_id=group.id, person_id=person, break_until=date(2026, 12, 31)))

    await circle.app.store.transact(wish)


async def test_the_room_s_card_calls_all_so_that_who_is_missing_tells_nothing(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    room = await a_room(circle)
    await ask(circle, who=lu, named=False)
    await circle.travel(minutes=10)
    card = (await circle.texts(room))[-1]
    assert "All of you are asked now." in card
    assert "Lu" in card
    assert "Fay" in card
    assert await pages(circle, lu) == [0]


async def test_who_takes_a_break_is_not_called_in_the_room_either(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    room = await a_room(circle)
    await on_a_break(circle, lu)
    await ask(circle)
    await circle.travel(minutes=10)
    card = (await circle.texts(room))[-1]
    assert "Fay" in card
    assert "Lu" not in card


async def test_with_a_room_and_everybody_on_a_break_nobody_is_kept_waiting_for_the_truth(circle: Circle) -> None:
    await ready(circle)
    room = await a_room(circle)
    await on_a_break(circle, circle.fay)
    await ask(circle)
    assert len(await said(circle, circle.mara, "I can reach none of the facilitators")) == 1
    assert "Nobody has answered yet, and whoever asked knows that." in (await circle.texts(room))[-1]
    assert "Let’s continue in private." not in await circle.texts()


async def test_handing_over_the_asker_stands_in_the_list_like_the_others_and_is_never_asked(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await facilitator(circle, "Dan")
    await ready(circle)
    await ask(circle, who=lu, named=False)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.press(circle.fay, "Hand over", chat=circle.fay)
    shown = await circle.buttons(circle.fay, await circle.with_button("Whoever is next", circle.fay))
    assert {"Dan", "Lu"} <= set(shown)
    assert await circle.press(circle.fay, "Lu", chat=circle.fay) == "Thank you. It goes on."
    assert await pages(circle, lu) == [0]
    assert (await the_request(circle)).offered_to != lu


async def test_when_all_who_are_asked_together_cannot_the_next_step_comes_at_once(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await ask(circle)
    await circle.press(lu, "I can’t, next please", chat=lu)
    assert await said(circle, circle.mara, NOBODY) == []  # Fay is asked still
    assert len(await said(circle, circle.fay, PAGE)) == 1
    await circle.press(circle.fay, "I can’t, next please", chat=circle.fay)
    assert len(await said(circle, circle.mara, NOBODY)) == 1
    assert (await steps(circle)).count("told") == 1
    await circle.travel(minutes=30)
    assert len(await said(circle, circle.mara, NOBODY)) == 1
