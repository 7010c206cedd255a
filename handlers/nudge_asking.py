"""Facilitators who asked to be asked first: a list of whom the bot would write to, with three answers for each."""

from dataclasses import dataclass
from typing import ClassVar

from domain.agenda import Promise
from domain.errors import Done, Gone
from domain.facilitators import facilitators_of, reachable
from domain.groups import Group
from domain.meetups import Meetup
from domain.nudge import Nudge, NudgeState, Verdict
from domain.nudge_asking import listed, say, set_asks_first
from domain.nudge_sending import undecided, until_of
from domain.nudges import ASK, place_of
from domain.outbox import Lane
from domain.people import Person
from domain.planning import zone_of
from domain.ports import Tx
from handlers.callbacks import Payload
from handlers.choices import named_group
from handlers.context import Act, Due
from handlers.doors import AsksFirst, ToGroupSettings
from handlers.keyboards import Button, Rows, link, press
from handlers.names import cleaned, safe_name
from handlers.nudge_telling import group_of_meetup
from handlers.nudge_views import Decide
from handlers.nudge_words import mention
from handlers.routing import Asked, Router, Who
from handlers.words import Words

router = Router("nudge asking")

PAGE = 8  # people in a list
SHOWN_NAME = 20  # characters of a name on a button


@dataclass(frozen=True)
class ShowList(Payload, code="nl"):
    """Whom the bot would write to after this meetup."""

    linked: ClassVar[bool] = True
    meetup_id: int
    page: int


def _group_of_promise(tx: Tx, promise: Promise) -> Group | None:
    meetup = tx.meetups.get(int(promise.subject))
    return tx.groups.get(meetup.group_id) if meetup is not None else None


def _group_of_nudge(tx: Tx, asked: Asked) -> list[Group]:
    nudge = tx.nudges.get(getattr(asked.payload, "nudge_id", 0))
    group = tx.groups.get(nudge.group_id) if nudge is not None else None
    return [group] if group is not None and asked.private else []


@router.press(AsksFirst, who=Who.FACILITATOR, candidates=named_group)
def asks_first(act: Act) -> None:
    """Chosen in the group's settings."""
    group = set_asks_first(act.tx, act.groups[0], asked=isinstance(act.payload, AsksFirst) and act.payload.asked)
    act.answer(act.t.plain("Saved."))
    if group.asks_first:
        text = act.t(
            "Before I tell anybody that they were missed, each of you who can be reached gets a list in private: "
            "send, not this time, or I’ll call myself. What nobody has decided by the evening is not sent."
        )
    else:
        text = act.t("“We missed you” messages go by themselves again, only to people who usually come or said Going.")
    act.edit_here(text, [[press(act.t.plain("Back"), ToGroupSettings(group.id))]])


@router.promise(ASK, administrators_of=_group_of_promise)
def ask(due: Due) -> None:
    """Each facilitator who can be reached gets the list in private; else the room shows a door to it."""
    place = place_of(due.tx, int(due.promise.subject))
    if place is None or not undecided(due.tx, place[0].id):
        return
    meetup, group = place
    until = until_of(meetup, group, due.now)
    hearing = reachable(facilitators_of(due.tx, group, due.administrators))
    for facilitator in hearing:
        text, rows = _list(due.words_for(facilitator, group), due.tx, meetup, group, 0)
        due.send(facilitator.id, text, rows, lane=Lane.REMINDER, not_after=until)
    if not hearing and group.room_chat_id is not None:
        t = due.words(group.language)
        text = t("{group}: before I write to people who were missed, please have a look.", group=group.title)
        button = link(t.plain("Open in private"), due.me.link(ShowList(meetup.id, 0).deep_link()))
        due.send(group.room_chat_id, text, [[button]], lane=Lane.REMINDER, not_after=until)


def _list(t: Words, tx: Tx, meetup: Meetup, group: Group, page: int) -> tuple[str, Rows]:
    found = listed(tx, meetup.id)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    asked = t(
        "{group}: at “{title}” on {day} these people were missed. Shall I write to them?",
        group=group.title,
        title=meetup.title,
        day=t.weekday(meetup.day.weekday()),
    )
    until = until_of(meetup, group, meetup.ends_at)
    limit = t("What nobody has decided by {when} is not sent.", when=t.moment(until, zone_of(group)))
    lines = [f"• {mention(t, person)}{_state(t, nudge)}" for nudge, person in shown]
    rows = [row for nudge, person in shown if _is_open(nudge) for row in _choices(t, nudge, person)]
    return "\n".join([asked, *lines, "", limit]), [*rows, *_pages(t, meetup, page, pages)]


def _is_open(nudge: Nudge) -> bool:
    return nudge.state is NudgeState.PLANNED and nudge.verdict is None


def _state(t: Words, nudge: Nudge) -> str:
    said = {
        Verdict.SEND: t("I write to them."),
        Verdict.NOT: t("Not this time."),
        Verdict.CALL: t("A facilitator calls."),
    }
    return f": {said[nudge.verdict]}" if nudge.verdict is not None else ""


def _choices(t: Words, nudge: Nudge, person: Person) -> list[list[Button]]:
    name = safe_name(t, cleaned(person.called or person.first_name)[:SHOWN_NAME])
    return [
        [press(t.plain("Send: {name}", name=name), Decide(nudge.id, Verdict.SEND))],
        [
            press(t.plain("Not this time"), Decide(nudge.id, Verdict.NOT)),
            press(t.plain("I’ll call myself"), Decide(nudge.id, Verdict.CALL)),
        ],
    ]


def _pages(t: Words, meetup: Meetup, page: int, pages: int) -> list[list[Button]]:
    row = []
    if page > 0:
        row.append(press(t.plain("Back"), ShowList(meetup.id, page - 1)))
    if page < pages - 1:
        row.append(press(t.plain("More"), ShowList(meetup.id, page + 1)))
    return [row] if row else []


@router.press(ShowList, who=Who.FACILITATOR, candidates=group_of_meetup)
def show(act: Act) -> None:
    """The list as it stands now, only in private."""
    meetup = act.tx.meetups.get(act.payload.meetup_id) if isinstance(act.payload, ShowList) else None
    if meetup is None or not act.private or not isinstance(act.payload, ShowList):
        raise Gone
    act.edit_here(*_list(act.t, act.tx, meetup, act.groups[0], act.payload.page))


@router.press(Decide, who=Who.FACILITATOR, candidates=_group_of_nudge)
def decide(act: Act) -> None:
    """One word settles it, whoever of the facilitators says it first."""
    if not isinstance(act.payload, Decide):
        raise Gone
    nudge = act.tx.nudges.get(act.payload.nudge_id)
    meetup = act.tx.meetups.get(nudge.meetup_id) if nudge is not None else None
    if nudge is None or meetup is None:
        raise Gone
    try:
        say(act.tx, nudge.id, act.payload.verdict, act.now)
    except Done:
        act.answer(act.t.plain("That is settled already, or it is too late for it."), alert=True)
    else:
        act.answer(_thanks(act.t, act.payload.verdict))
    position = [one.id for one, _ in listed(act.tx, meetup.id)]
    page = position.index(nudge.id) // PAGE if nudge.id in position else 0
    act.edit_here(*_list(act.t, act.tx, meetup, act.groups[0], page))


def _thanks(t: Words, verdict: Verdict) -> str:
    match verdict:
        case Verdict.SEND:
            return t.plain("I write to them between 10:00 and 19:00.")
        case Verdict.NOT:
            return t.plain("Not this time, then.")
        case Verdict.CALL:
            return t.plain("Thank you. I leave it to you.")
