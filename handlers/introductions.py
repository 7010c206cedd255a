"""`/buddy`: offer to be a buddy or ask for one, in taps; change it or stop at any time."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.buddies import Ages, Buddy, Topic
from domain.errors import Gone, NotYours
from domain.groups import Group
from domain.introductions import choose, join_in, keep_apart, let_together, stop
from handlers.callbacks import Payload
from handlers.choices import language_name, named_group
from handlers.context import Act
from handlers.doors import ToBuddy
from handlers.keyboards import Rows, columns, press
from handlers.privately import as_themselves, private_chat
from handlers.routing import Router, Who
from handlers.views_introductions import SPOKEN, age, profile, topic
from handlers.which_group import LONGEST_TITLE, MOST_GROUPS
from handlers.words import Words, languages

router = Router("introductions")

APART = "buddy_apart"  # the draft that waits for who was picked
MOST_PICKED = 10


class Part(StrEnum):
    """What the buddy message shows."""

    MAIN = "m"
    AGES = "a"
    TOPICS = "t"
    LANGUAGES = "l"


@dataclass(frozen=True)
class JoinIn(Payload, code="wi"):
    """Offer, or ask."""

    group_id: int
    offers: bool


@dataclass(frozen=True)
class ShowBuddy(Payload, code="wp"):
    """Show this part."""

    group_id: int
    part: Part


@dataclass(frozen=True)
class PickAge(Payload, code="wA"):
    """An age, chosen or not any more."""

    group_id: int
    age: Ages


@dataclass(frozen=True)
class PickTopic(Payload, code="wC"):
    """A topic, chosen or not any more."""

    group_id: int
    topic: Topic


@dataclass(frozen=True)
class PickLanguage(Payload, code="wL"):
    """A language, chosen or not any more."""

    group_id: int
    language: str


@dataclass(frozen=True)
class StopBuddy(Payload, code="wx"):
    """No buddy any more."""

    group_id: int


@dataclass(frozen=True)
class RatherNot(Payload, code="wr"):
    """Somebody they would rather not be introduced to; forget: all of those are taken back."""

    group_id: int
    forget: bool


@router.command("buddy")
@router.press(ToBuddy)
def buddy(act: Act) -> None:
    """In private; of the one group, or of which."""
    as_themselves(act)
    asked = act.payload.group_id if isinstance(act.payload, ToBuddy) else None
    groups = act.tx.people.groups_of(act.person.id)
    here = asked or (act.group.id if act.group is not None else None)
    groups = [group for group in groups if here in (None, group.id)]
    chat_id = private_chat(act)
    if chat_id is None:
        return
    if len(groups) == 1:
        act.send(chat_id, *_main(act.t, act, groups[0]))
    elif groups:
        rows = [[press(group.title[:LONGEST_TITLE], ToBuddy(group.id))] for group in groups[-MOST_GROUPS:]]
        act.send(chat_id, act.t("Which group?"), rows)
    else:
        act.send(chat_id, act.t("I don’t know yet which group you belong to. Tap a button on a card in your group."))


def _group(act: Act) -> Group:
    """The group of this press; only its members take part, in private."""
    group = act.tx.groups.get(getattr(act.payload, "group_id", 0))
    if group is None or group.resting:
        raise Gone
    if not act.private or group.id not in act.present:
        raise NotYours
    return group


def _main(t: Words, act: Act, group: Group) -> tuple[str, Rows]:
    known = act.tx.introductions.buddy(group.id, act.user.id)
    title = t("<b>A buddy in {group}</b>", group=group.title)
    if known is None:
        how = t(
            "A buddy is another parent who has been there. You can ask for one, or be one. A facilitator looks who may "
            "go well together and sees what you choose here. I ask you both first, without a name. Only when both say "
            "yes you hear each other’s name. You can stop at any time."
        )
        ask = press(t.plain("I’d like a buddy"), JoinIn(group.id, offers=False))
        offer = press(t.plain("I can be a buddy"), JoinIn(group.id, offers=True))
        return f"{title}\n\n{how}", [[ask], [offer]]
    said = t("You offer to be a buddy.") if known.offers else t("You are looking for a buddy.")
    apart = sum(1 for person_id, _ in act.tx.introductions.apart(group.id) if person_id == act.user.id)
    lines = [title, "", said, profile(t, known)]
    if apart:
        lines.append(t.many("Kept apart from {count} person.", "Kept apart from {count} people.", apart))
    return "\n".join(lines), _doors(t, group, known, apart)


def _doors(t: Words, group: Group, known: Buddy, apart: int) -> Rows:
    other = t.plain("I’d rather look for one") if known.offers else t.plain("I can be a buddy")
    rows = [
        [
            press(t.plain("Children"), ShowBuddy(group.id, Part.AGES)),
            press(t.plain("Topics"), ShowBuddy(group.id, Part.TOPICS)),
            press(t.plain("Languages"), ShowBuddy(group.id, Part.LANGUAGES)),
        ],
        [press(t.plain("Somebody I’d rather not meet"), RatherNot(group.id, forget=False))],
        [press(other, JoinIn(group.id, offers=not known.offers)), press(t.plain("Stop"), StopBuddy(group.id))],
    ]
    if apart:
        rows[1].append(press(t.plain("Take these back"), RatherNot(group.id, forget=True)))
    return rows


@router.press(JoinIn, who=Who.KNOWN, candidates=named_group)
def joins_in(act: Act) -> None:
    """Offers, or asks; then the children's ages are asked for."""
    group = _group(act)
    if not isinstance(act.payload, JoinIn):
        raise Gone
    join_in(act.tx, group, act.person, act.now, offers=act.payload.offers)
    act.answer(act.t.plain("Thank you. Now tap what fits you."))
    act.edit_here(*_main(act.t, act, group))


@router.press(ShowBuddy, who=Who.KNOWN, candidates=named_group)
def show_part(act: Act) -> None:
    """One part."""
    group = _group(act)
    _show(act, group, act.payload.part if isinstance(act.payload, ShowBuddy) else Part.MAIN)


def _show(act: Act, group: Group, part: Part) -> None:
    t, known = act.t, act.tx.introductions.buddy(group.id, act.user.id)
    if part is Part.MAIN or known is None:
        act.edit_here(*_main(t, act, group))
        return
    match part:
        case Part.AGES:
            text = t("How old are your children? Tap all that fit.")
            chosen = [press(_tick(age(t, a), on=a in known.ages), PickAge(group.id, a)) for a in Ages]
        case Part.TOPICS:
            text = t("What would you like to talk about? Tap what fits, or nothing: then anything goes.")
            chosen = [press(_tick(topic(t, one), on=one in known.topics), PickTopic(group.id, one)) for one in Topic]
        case _:
            text = t("Which languages do you speak? Tap all that fit.")
            codes = dict.fromkeys([*languages(), *SPOKEN, *known.languages])
            chosen = [
                press(_tick(language_name(code), on=code in known.languages), PickLanguage(group.id, code))
                for code in codes
            ]
    back = [press(t.plain("Back"), ShowBuddy(group.id, Part.MAIN))]
    act.edit_here(text, [*columns(chosen, 2), back])


def _tick(text: str, *, on: bool) -> str:
    return f"✓ {text}" if on else text


@router.press(PickAge, who=Who.KNOWN, candidates=named_group)
def pick_age(act: Act) -> None:
    """An age more or less."""
    if isinstance(act.payload, PickAge):
        _pick(act, act.payload.age, Part.AGES)


@router.press(PickTopic, who=Who.KNOWN, candidates=named_group)
def pick_topic(act: Act) -> None:
    """A topic more or less."""
    if isinstance(act.payload, PickTopic):
        _pick(act, act.payload.topic, Part.TOPICS)


@router.press(PickLanguage, who=Who.KNOWN, candidates=named_group)
def pick_language(act: Act) -> None:
    """A language more or less."""
    if isinstance(act.payload, PickLanguage) and act.payload.language in (*languages(), *SPOKEN):
        _pick(act, act.payload.language, Part.LANGUAGES)


def _pick(act: Act, what: Ages | Topic | str, part: Part) -> None:
    group = _group(act)
    choose(act.tx, group, act.user.id, what, act.now)
    _show(act, group, part)


@router.press(StopBuddy)
def stopped(act: Act) -> None:
    """At once; open for who has left the group, too."""
    group_id = act.payload.group_id if isinstance(act.payload, StopBuddy) else 0
    if not act.private:
        raise NotYours
    known = stop(act.tx, group_id, act.user.id, act.now)
    act.answer(act.t.plain("Stopped.") if known else act.t.plain("You take no part already."))
    act.edit_here(act.t("Stopped. What you chose is erased. /buddy begins again whenever you like."))


@router.press(RatherNot, who=Who.KNOWN, candidates=named_group)
def rather_not(act: Act) -> None:
    """Picked with Telegram's own picker: a bot cannot look names up."""
    group, t = _group(act), act.t
    if isinstance(act.payload, RatherNot) and act.payload.forget:
        let_together(act.tx, group, act.user.id)
        act.answer(t.plain("Taken back."))
        act.edit_here(*_main(t, act, group))
        return
    draft = act.begin(APART, group_id=group.id)
    asked = {"request_id": draft.id, "user_is_bot": False, "max_quantity": MOST_PICKED}
    keyboard = {"keyboard": [[{"text": t.plain("Choose people"), "request_users": asked}]], "resize_keyboard": True}
    text = t(
        "Tap “Choose people” below, and pick whom you would rather not be introduced to. Nobody but you sees it, "
        "the facilitators neither."
    )
    act.reply(text, keyboard=keyboard | {"one_time_keyboard": True})


@router.event(f"users_shared {APART}")
def picked(act: Act) -> None:
    """They are kept apart from now on, and nobody hears of it."""
    gone: dict[str, Any] = {"remove_keyboard": True}
    shared = act.message.users_shared if act.message is not None else None
    draft = act.tx.drafts.get(shared.request_id) if shared is not None else None
    group = act.tx.groups.get(draft.group_id or 0) if draft is not None else None
    if shared is None or draft is None or group is None or draft.person_id != act.user.id:
        act.reply(act.t("I did not expect that just now. /buddy begins again."), keyboard=gone)
        return
    for user in shared.users[:MOST_PICKED]:
        keep_apart(act.tx, group, act.person.id, user.user_id, act.now)
    act.tx.drafts.remove(draft.id)
    act.reply(act.t("Noted. You will not be introduced to them, and nobody hears of it."), keyboard=gone)
    act.reply(*_main(act.t, act, group))
