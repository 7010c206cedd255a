"""`/facilitators`: who may plan in a group besides its administrators; added and removed by these alone."""

from dataclasses import dataclass
from typing import Any

from telegram import SharedUser, User

from domain.attendance_lists import take_away
from domain.errors import Gone, NotAdministrator, NotYours
from domain.facilitators import appoint, appointed, dismiss
from domain.groups import Group
from domain.members import see_person
from domain.people import Person
from handlers.callbacks import Payload
from handlers.choices import named_group
from handlers.context import Act
from handlers.keyboards import Rows, press
from handlers.names import cleaned, isolated, safe_name
from handlers.privately import STAND_INS, privately
from handlers.routing import Router, Who
from handlers.which_group import the_group
from handlers.words import Words

router = Router("facilitators")

KIND = "facilitators"
REMOVE = "remove"
MOST_AT_ONCE = 10  # people picked in Telegram's picker, which allows 10


@dataclass(frozen=True)
class PickPeople(Payload, code="pP"):
    """Open Telegram's own people picker."""

    group_id: int


@dataclass(frozen=True)
class Appoint(Payload, code="pA"):
    """Yes, make those who were picked facilitators."""

    group_id: int
    draft_id: int


@dataclass(frozen=True)
class Dismiss(Payload, code="pD"):
    """This person is a facilitator no longer."""

    group_id: int
    person_id: int


@router.command("facilitators", who=Who.FACILITATOR)
def facilitators(act: Act) -> None:
    """The list; or, as a reply to somebody's message in the group, that person added or removed."""
    group = the_group(act, "facilitators")
    if group is None:
        return
    person = _replied_to(act)
    if person is None:
        privately(act, *_list(act.t, act, group))
    elif act.args.strip().lower() == REMOVE:
        _remove(act, group, person.id)
        privately(
            act,
            act.t(
                "{name} no longer plans meetups in {group}.", name=safe_name(act.t, _called(person)), group=group.title
            ),
        )
    else:
        _add(act, group, person)


def _replied_to(act: Act) -> User | None:
    message = act.message
    replied = message.reply_to_message if message is not None and act.query is None and not act.private else None
    user = replied.from_user if replied is not None and replied.forum_topic_created is None else None
    return user if user is not None and not user.is_bot and user.id not in STAND_INS else None


def _add(act: Act, group: Group, user: User) -> None:
    _administrators_only(act, group)
    person = see_person(
        act.tx,
        user.id,
        first_name=user.first_name,
        last_name=user.last_name,
        private_open=None,
        now=act.now,
    )
    if appoint(act.tx, group, person, act.user.id, act.now):
        act.reply(act.t("Done. They can plan meetups here from now on."))  # no name: it could not go again
    else:
        act.reply(act.t("They can plan meetups here already."))


def _remove(act: Act, group: Group, person_id: int) -> None:
    if person_id != act.user.id:
        _administrators_only(act, group)
    dismiss(act.tx, group, person_id, act.now)
    take_away(act.tx, group.id, person_id, act.now)


def _administrators_only(act: Act, group: Group) -> None:
    if group.id not in act.administers:
        raise NotAdministrator


def _called(person: User | Person) -> str:
    return cleaned(" ".join(filter(None, (person.first_name, person.last_name))))


def _list(t: Words, act: Act, group: Group) -> tuple[str, Rows]:
    people = appointed(act.tx, group)
    lines = [
        t("<b>Who plans in {group}</b>", group=group.title),
        t("• The administrators of the group at Telegram"),
        *(t("• {name}", name=safe_name(t, _called(person))) for person in people),
    ]
    rows: list[Any] = []
    if group.id in act.administers:
        lines.append(
            t(
                "\nTo add somebody, reply to a message of theirs in the group with /facilitators, or pick them here. "
                "To remove somebody, tap their name."
            )
        )
        rows = [
            [press(t.plain("Remove {name}", name=safe_name(t, _called(one)[:40])), Dismiss(group.id, one.id))]
            for one in people
        ]
        rows.append([press(t.plain("Pick somebody"), PickPeople(group.id))])
    elif any(person.id == act.user.id for person in people):
        rows = [[press(t.plain("Step down"), Dismiss(group.id, act.user.id))]]
    return "\n".join(lines), rows


@router.press(Dismiss, who=Who.FACILITATOR, candidates=named_group)
def dismiss_pressed(act: Act) -> None:
    """Somebody is a facilitator no longer."""
    if isinstance(act.payload, Dismiss):
        _remove(act, act.groups[0], act.payload.person_id)
        act.answer(act.t.plain("Removed."))
        act.edit_here(*_list(act.t, act, act.groups[0]))


@router.press(PickPeople, who=Who.FACILITATOR, candidates=named_group)
def pick_people(act: Act) -> None:
    """Telegram's own picker opens in private only: a bot cannot look names up."""
    group, t = act.groups[0], act.t
    _administrators_only(act, group)
    if not act.private:
        act.answer(t.plain("That works in our private chat: send me /facilitators there."), alert=True)
        return
    draft = act.begin(KIND, group_id=group.id)
    asked = {"request_id": draft.id, "user_is_bot": False, "max_quantity": MOST_AT_ONCE, "request_name": True}
    button = {"text": t.plain("Choose people"), "request_users": asked}
    keyboard = {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    text = t("Tap “Choose people” below, and pick who may plan in {group}.", group=group.title)
    act.reply(text, keyboard=keyboard)


@router.event("users_shared")
def picked(act: Act) -> None:
    """Somebody was picked. Nothing happens before a press, whose right is checked live."""
    shared = act.message.users_shared if act.message is not None else None
    draft = act.tx.drafts.get(shared.request_id) if shared is not None else None
    if shared is None or draft is None or draft.kind != KIND or draft.person_id != act.user.id:
        act.reply(act.t("I did not expect that just now. /facilitators begins again."), keyboard=_no_keyboard())
        return
    people = [_kept(user) for user in shared.users[:MOST_AT_ONCE]]
    act.tx.drafts.save(draft.changed(data={"people": people}))
    group = act.tx.groups.get(draft.group_id or 0)
    names = ", ".join(isolated(_name(one)) for one in people)
    act.reply(act.t("Thank you."), keyboard=_no_keyboard())
    yes = press(act.t.plain("Confirm"), Appoint(draft.group_id or 0, draft.id))
    text = act.t("May {names} plan meetups in {group} from now on?", names=names, group=group.title if group else "")
    act.reply(text, [[yes]])


def _no_keyboard() -> dict[str, Any]:
    return {"remove_keyboard": True}


def _kept(user: SharedUser) -> dict[str, Any]:
    return {"id": user.user_id, "first_name": user.first_name or "", "last_name": user.last_name}


def _name(one: dict[str, Any]) -> str:
    return cleaned(" ".join(filter(None, (one["first_name"], one["last_name"])))) or str(one["id"])


@router.press(Appoint, who=Who.FACILITATOR, candidates=named_group)
def appoint_pressed(act: Act) -> None:
    """Those who were picked are facilitators from now on."""
    group = act.groups[0]
    _administrators_only(act, group)
    draft = act.tx.drafts.get(act.payload.draft_id) if isinstance(act.payload, Appoint) else None
    if draft is None or "people" not in draft.data:
        raise Gone
    if draft.person_id != act.user.id or draft.group_id != group.id or draft.kind != KIND:
        raise NotYours
    for one in draft.data["people"]:
        names = {"first_name": one["first_name"] or "?", "last_name": one["last_name"]}
        person = act.tx.people.get(one["id"]) or see_person(act.tx, one["id"], **names, private_open=None, now=act.now)
        appoint(act.tx, group, person, act.user.id, act.now)
    act.tx.drafts.remove(draft.id)
    act.answer(act.t.plain("Done."))
    act.edit_here(*_list(act.t, act, group))
