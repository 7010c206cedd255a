"""What is kept for a while is gone after it, with the clock; figures keep only counts."""

import json
import sqlite3
from datetime import date, time
from pathlib import Path
from typing import Any

from bot.backups import backup, restore
from domain.attendance import Attended, Entry, Mark, What
from domain.nudge import Nudge, NudgeState
from domain.planning import CARD
from domain.turns import Slot, Swap, Wishes
from tests.circle import Circle
from tests.flows.meetups import schedule
from tests.flows.newcomers import join, kept, newcomer, person
from tests.flows.test_introductions import introduced


def rows_with(circle: Circle, *needles: object) -> list[str]:
    """Every table that holds any of these anywhere."""
    with sqlite3.connect(circle.database) as base:
        tables = [row[0] for row in base.execute("select name from sqlite_master where type = 'table'")]
        return sorted(
            table
            for table in tables
            for row in base.execute(f"select * from {table}")
            if any(str(needle) in str(row) for needle in needles)
        )


async def held(circle: Circle) -> int:
    """A meetup took place: Mara came, Tom and a guest too, Fay saved it; a nudge went to Mara. Its id."""
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.press(circle.tom, "Going")
    await circle.travel(to="2026-12-01T10:05:00Z")
    await circle.press(circle.mara, "I'm here")
    await circle.travel(to="2026-12-01T12:30:00Z")
    now = await circle.now()

    def save(tx: Any) -> int:
        meetup = tx.meetups.last_ended(tx.groups.by_chat(circle.group).id)
        line = {"meetup_id": meetup.id, "marked_by": circle.fay, "marked_at": now}
        for who in ({"person_id": circle.mara}, {"person_id": circle.tom}, {"guest_name": "Guest-Canary"}):
            tx.attendance.mark(Attended(**line, **who, mark=Mark.CAME))
            tx.attendance.note(Entry(meetup_id=meetup.id, **who, what=What.CAME, by=circle.fay, at=now))
        tx.meetups.save(meetup.changed(attendance_saved_at=now))
        nudge = {"group_id": meetup.group_id, "meetup_id": meetup.id, "person_id": circle.mara, "send_at": now}
        tx.nudges.add([Nudge(**nudge, state=NudgeState.SENT, sent_at=now, wording=0)])
        return int(meetup.id)

    return int(await circle.app.store.transact(save))


async def rest(circle: Circle) -> None:
    """The group's series ends, so that a year can pass quickly."""
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    await circle.app.store.transact(lambda tx: tx.groups.save(group.changed(resting=True)))


async def pass_days(circle: Circle, days: int) -> None:
    """The clock moves on, and what is tidied every six hours is."""
    await circle.travel(days=days)
    await circle.travel(hours=7)


async def marks(circle: Circle, meetup_id: int) -> list[Attended]:
    return list(await kept(circle, lambda tx: tx.attendance.marks(meetup_id)))


async def test_attendance_is_kept_by_person_for_twelve_months_and_then_only_as_counts(circle: Circle) -> None:
    meetup_id = await held(circle)
    await rest(circle)
    await pass_days(circle, 360)
    assert {line.person_id for line in await marks(circle, meetup_id)} == {circle.mara, circle.tom, None}
    assert await kept(circle, lambda tx: tx.attendance.log(meetup_id))
    assert (await kept(circle, lambda tx: tx.meetups.rsvp(meetup_id, circle.mara))).here_at is not None
    await pass_days(circle, 7)
    found = await marks(circle, meetup_id)
    assert [(line.person_id, line.guest_name, line.mark, line.marked_by) for line in found] == [
        (None, None, Mark.CAME, 0)
    ] * 3
    assert await kept(circle, lambda tx: tx.attendance.log(meetup_id)) == []
    assert (await kept(circle, lambda tx: tx.meetups.rsvp(meetup_id, circle.mara))).here_at is None
    assert rows_with(circle, "Guest-Canary") == []


async def test_nudges_are_kept_six_months(circle: Circle) -> None:
    await held(circle)
    await rest(circle)
    await pass_days(circle, 180)
    assert (await kept(circle, lambda tx: tx.facts(circle.mara)))["nudges"]
    await pass_days(circle, 5)
    assert (await kept(circle, lambda tx: tx.facts(circle.mara)))["nudges"] == []


async def test_that_somebody_is_new_is_kept_ninety_days_and_a_request_to_join_thirty(circle: Circle) -> None:
    ann, ben = await person(circle, "Ann"), await person(circle, "Ben")
    await join(circle, ann)
    await circle.client.act(ben, "join_request", chat=circle.group)
    await circle.settle()
    await pass_days(circle, 29)
    assert "join_requests" in rows_with(circle, ben)
    await pass_days(circle, 2)
    assert rows_with(circle, ben) == []
    await pass_days(circle, 50)
    assert "newcomers" in rows_with(circle, ann)
    await pass_days(circle, 15)
    assert rows_with(circle, ann) == []


async def test_who_was_introduced_to_whom_is_gone_a_year_after_it_ended(circle: Circle) -> None:
    await introduced(circle)
    await circle.private(circle.tom, "/buddy")
    await circle.press(circle.tom, "Stop", chat=circle.tom)
    await rest(circle)
    await pass_days(circle, 360)
    assert (await kept(circle, lambda tx: tx.facts(circle.tom)))["matches"]
    await pass_days(circle, 7)
    assert (await kept(circle, lambda tx: tx.facts(circle.tom)))["matches"] == []


async def test_a_turn_that_was_given_away_is_known_two_weeks_and_a_weekly_time_stays(circle: Circle) -> None:
    await circle.start(circle.fay)
    await circle.say(circle.fay, "/rota")
    day = date(2026, 12, 1)

    def give_away(tx: Any) -> None:
        here = {"group_id": tx.groups.by_chat(circle.group).id, "person_id": circle.fay}
        slot = tx.rota.add_slot(Slot(**here, weekday=day.weekday(), starts=time(18), ends=time(22)))
        now = circle.app.clock.now()
        tx.rota.add_swap(Swap(**here, slot_id=slot.id, day=day, taken_by=circle.fay, offered_at=now))
        tx.rota.save_wishes(Wishes(**here, break_until=day))

    await circle.app.store.transact(give_away)
    await circle.travel("2026-12-15T00:00:00Z")
    await circle.travel(hours=7)
    assert len(await kept(circle, lambda tx: tx.rota.swaps(1))) == 1
    await circle.travel("2026-12-16T00:00:00Z")
    await circle.travel(hours=7)
    assert await kept(circle, lambda tx: tx.rota.swaps(1)) == []
    assert len(await kept(circle, lambda tx: tx.rota.slots(1))) == 1
    await circle.private(circle.fay, "/forgetme")
    await circle.press(circle.fay, "Yes, forget me", chat=circle.fay)
    assert await kept(circle, lambda tx: [*tx.rota.slots(1), *tx.rota.wishes_of(1)]) == []


async def test_privacy_says_the_periods_that_hold(circle: Circle) -> None:
    await circle.private(circle.mara, "/privacy")
    text = (await circle.last(circle.mara))["text"]
    for words in ("12 months; then only how many came", "6 months; then only numbers", "90 days", "30 days", "/buddy"):
        assert words in text


async def everything(circle: Circle) -> int:
    """Ann is new, has come, is a buddy, agreed; Tom is introduced; a meetup was held."""
    await introduced(circle)
    meetup_id = await held(circle)
    ann = await newcomer(circle)
    await circle.press(ann, "That’s all right for me", chat=ann)
    return meetup_id


async def test_mydata_holds_all_of_it_and_nothing_of_others(circle: Circle) -> None:
    await everything(circle)
    facts = await kept(circle, lambda tx: tx.facts(circle.mara))
    for table in ("attendance", "attendance_log", "nudges", "buddies", "matches", "members", "rsvps"):
        assert facts[table], table
    assert str(circle.tom) not in json.dumps(facts)
    match = facts["matches"][0]
    assert (match["as"], match["said"], match["state"]) == ("offers", True, "introduced")


async def test_forgetme_erases_all_of_it_and_the_figures_keep_their_counts(circle: Circle) -> None:
    meetup_id = await everything(circle)
    await circle.private(circle.mara, "/forgetme")
    await circle.press(circle.mara, "Yes, forget me", chat=circle.mara)
    assert rows_with(circle, circle.mara) == []
    assert [line.mark for line in await marks(circle, meetup_id)] == [Mark.CAME] * 3
    assert await kept(circle, lambda tx: tx.people.get(circle.tom)) is not None
    await circle.travel(days=20)  # nothing that was promised about her fails or speaks of her
    assert not any("Mara" in text for text in (await circle.texts(circle.tom))[-2:] if "Two weeks" in text)


async def test_who_waited_for_somebody_who_is_forgotten_hears_that_it_is_not_this_time(circle: Circle) -> None:
    await introduced(circle)
    await circle.private(circle.mara, "/buddy")
    await circle.press(circle.mara, "Stop", chat=circle.mara)
    ann = await newcomer(circle)
    await circle.private(ann, "/buddy")
    await circle.press(ann, "I can be a buddy", chat=ann)
    await circle.travel(minutes=12)
    await circle.press(circle.fay, "Confirm", chat=circle.fay)
    await circle.press(circle.tom, "Yes, please", chat=circle.tom)
    await circle.private(ann, "/forgetme")
    await circle.press(ann, "Yes, forget me", chat=ann)
    assert "will not be this time" in (await circle.last(circle.tom))["text"]
    assert rows_with(circle, ann) == []


async def test_who_only_joined_or_asked_to_join_can_be_forgotten_too(circle: Circle) -> None:
    ann = await person(circle, "Ann-Canary")
    await circle.client.act(ann, "join_request", chat=circle.group)
    await circle.settle()
    await circle.private(ann, "/forgetme")
    await circle.press(ann, "Yes, forget me", chat=ann)
    assert rows_with(circle, ann, "Ann-Canary") == []


async def test_a_restored_backup_forgets_again_and_takes_the_name_from_its_cards(
    circle: Circle, tmp_path: Path
) -> None:
    meetup_id = await everything(circle)
    await circle.stop()
    backup(circle.database, tmp_path / "kept.db")
    await circle.boot()
    await circle.travel(minutes=1)
    await circle.private(circle.mara, "/forgetme")
    await circle.press(circle.mara, "Yes, forget me", chat=circle.mara)
    await circle.stop()
    restore(circle.bot_settings(), tmp_path / "kept.db")
    assert rows_with(circle, circle.mara) == []
    before = len(await circle.client.calls(method="editMessageText"))
    await circle.boot()
    await circle.settle()
    edits = (await circle.client.calls(method="editMessageText"))[before:]
    card = await kept(circle, lambda tx: tx.cards.of(CARD, meetup_id))
    drawn = [c for c in edits if int(c["params"]["message_id"]) == card.message_id]
    assert drawn
    assert "Mara" not in drawn[-1]["params"]["text"]
    assert not any("Mara" in text for text in await circle.texts())
