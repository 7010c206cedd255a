"""One turn is given away for once: offered to one or all, taken by the first tap."""

from dataclasses import dataclass
from datetime import date

from domain.errors import Gone, NotYours
from domain.groups import Group
from domain.outbox import Lane
from domain.people import Person
from domain.rota import suggested
from domain.rota_changes import keep_turn, offer, take_turn, turns_to_give
from domain.turns import Swap, Turn
from handlers.callbacks import Payload
from handlers.choices import named_group
from handlers.context import Act
from handlers.keyboards import press
from handlers.managing import pressed
from handlers.rota_buttons import GiveTurn, ShowRota, of_slot, of_swap, serving
from handlers.routing import Router, Who
from handlers.views_rota import name, turn_time
from handlers.words import Words

router = Router("turns of the rota")

MOST = 8  # turns, and people, that are shown
LONGEST_NAME = 30  # on a button


@dataclass(frozen=True)
class WhomToAsk(Payload, code="ow"):
    """Give this turn away, by the local date on which it begins: to whom?"""

    slot_id: int
    day: str


@dataclass(frozen=True)
class Offer(Payload, code="oo"):
    """Ask this facilitator, or all (0)."""

    slot_id: int
    day: str
    person_id: int


@dataclass(frozen=True)
class TakeTurn(Payload, code="oy"):
    """I can, or not this time."""

    swap_id: int
    yes: bool


@dataclass(frozen=True)
class KeepTurn(Payload, code="ok"):
    """I serve it myself after all."""

    swap_id: int


@router.press(GiveTurn, who=Who.FACILITATOR, candidates=named_group)
def give_turn(act: Act) -> None:
    """The turns of the next two weeks, and what is offered already."""
    group, t = serving(act, pressed(act, GiveTurn).group_id), act.t
    found = turns_to_give(act.tx, group, act.user.id, act.now)[:MOST]
    rows = [[press(turn_time(t, group, turn), WhomToAsk(turn.slot.id, turn.day.isoformat()))] for turn in found]
    offered = [one for one in act.tx.rota.swaps(group.id) if one.person_id == act.user.id and one.taken_by is None]
    rows += [[press(t.plain("Keep {day} after all", day=t.short_day(one.day)), KeepTurn(one.id))] for one in offered]
    text = t("Which turn?") if rows else t("You have no turn in the next two weeks that you could give away.")
    act.edit_here(text, [*rows, [press(t.plain("Back"), ShowRota(group.id))]])


@router.press(WhomToAsk, who=Who.FACILITATOR, candidates=of_slot)
def whom_to_ask(act: Act) -> None:
    """The fairest first."""
    payload, t = pressed(act, WhomToAsk), act.t
    slot = act.tx.rota.slot(payload.slot_id)
    if slot is None:
        raise Gone
    group = serving(act, slot.group_id)
    if slot.person_id != act.user.id:
        raise NotYours
    others = [one for one in suggested(act.tx, group, act.now) if one != act.user.id][:MOST]
    if not others:
        text = t("Nobody else of {group} can be asked here now. It stays your turn.", group=group.title)
        act.edit_here(text, [[press(t.plain("Back"), ShowRota(group.id))]])
        return
    names = {one: name(t, act.tx, one)[:LONGEST_NAME] for one in others}
    rows = [[press(t.plain("Ask {name}", name=names[one]), Offer(slot.id, payload.day, one))] for one in others]
    everybody = [press(t.plain("Ask everybody"), Offer(slot.id, payload.day, 0))]
    text = t(
        "Whom shall I ask? It would be fair to ask {name} next. It stays your turn until somebody takes it.",
        name=names[others[0]],
    )
    act.edit_here(text, [*rows, everybody, [press(t.plain("Back"), ShowRota(group.id))]])


@router.press(Offer, who=Who.FACILITATOR, candidates=of_slot)
def offer_turn(act: Act) -> None:
    """Each who is asked hears in private."""
    payload, t = pressed(act, Offer), act.t
    slot = act.tx.rota.slot(payload.slot_id)
    if slot is None:
        raise Gone
    group, day = serving(act, slot.group_id), _day(payload.day)
    asked = [one for one in suggested(act.tx, group, act.now) if one != act.user.id]
    asked = [one for one in asked if payload.person_id in (0, one)]
    turn = next(
        (t for t in turns_to_give(act.tx, group, act.user.id, act.now) if (t.slot.id, t.day) == (slot.id, day)), None
    )
    swap = offer(act.tx, slot.id, day, act.user.id, act.now)
    if not asked or turn is None:
        raise Gone
    for person in act.tx.people.many(asked).values():
        _ask(act, group, swap, turn, person)
    act.answer(t.plain("Asked."))
    text = t("I asked. Until somebody takes {turn} it stays yours; I tell you.", turn=turn_time(t, group, turn))
    act.edit_here(text, [[press(t.plain("Back"), ShowRota(group.id))]])


def _ask(act: Act, group: Group, swap: Swap, turn: Turn, person: Person) -> None:
    t = act.words_for(person, group)
    text = t(
        "{name} cannot be on call for {group} on {turn}. Can you take this turn? Both answers are fine.",
        name=name(t, act.tx, swap.person_id),
        group=group.title,
        turn=turn_time(t, group, turn),
    )
    rows = [
        [
            press(t.plain("I take it"), TakeTurn(swap.id, True)),
            press(t.plain("Not this time"), TakeTurn(swap.id, False)),
        ]
    ]
    act.send(person.id, text, rows, lane=Lane.REMINDER)


@router.press(TakeTurn, who=Who.FACILITATOR, candidates=of_swap)
def take_turn_pressed(act: Act) -> None:
    """The first yes has it; whoever gave it away hears so."""
    payload, t = pressed(act, TakeTurn), act.t
    swap = act.tx.rota.swap(payload.swap_id)
    if swap is None:
        raise Gone
    group = serving(act, swap.group_id)
    if not payload.yes:
        act.answer(t.plain("That is fine."))
        act.edit_here(t("Not this time. That is fine."))
        return
    swap = take_turn(act.tx, swap.id, act.person, act.now)
    act.answer(t.plain("It is yours. Thank you."))
    act.edit_here(t("You are on call for {group} on {day}. Thank you.", group=group.title, day=t.day(swap.day)))
    giver = act.tx.people.get(swap.person_id)
    if giver is not None and giver.private_open:
        act.send(giver.id, _taken(act.words_for(giver, group), act, swap), lane=Lane.REMINDER)


def _taken(t: Words, act: Act, swap: Swap) -> str:
    return t("{name} takes your turn on {day}.", name=name(t, act.tx, act.user.id), day=t.day(swap.day))


@router.press(KeepTurn, who=Who.FACILITATOR, candidates=of_swap)
def keep(act: Act) -> None:
    """The offer is taken back."""
    swap = act.tx.rota.swap(pressed(act, KeepTurn).swap_id)
    if swap is None:
        raise Gone
    group = serving(act, swap.group_id)
    keep_turn(act.tx, swap.id, act.user.id)
    act.answer(act.t.plain("It stays your turn."))
    act.edit_here(act.t("It stays your turn."), [[press(act.t.plain("Back"), ShowRota(group.id))]])


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise Gone from None
