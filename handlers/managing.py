"""What facilitators see of a meetup when they manage it: the list, the one they opened, and its buttons."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from domain.changes import OFF, audience
from domain.drafts import Draft
from domain.errors import Done, Gone, NotYours
from domain.groups import Group
from domain.meetups import ChangeKind, Meetup, MeetupState, Series
from domain.ports import Tx
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.keyboards import Button, press
from handlers.routing import Asked, groups_here
from handlers.views_card import state_line
from handlers.views_meetups import full_words
from handlers.words import Words

P = TypeVar("P", bound=Payload)

KIND = "change"  # of drafts
MOST = 10  # meetups in the list
LONGEST_TITLE = 24  # of a meetup's title on a button


@dataclass(frozen=True)
class Listing(Payload, code="cl"):
    """All coming meetups of the group."""

    group_id: int


@dataclass(frozen=True)
class Open(Payload, code="co"):
    """This one, with what can be done to it."""

    meetup_id: int


@dataclass(frozen=True)
class Begin(Payload, code="cb"):
    """Begin a change of this kind: ask for what it needs, or show the preview."""

    meetup_id: int
    kind: ChangeKind


@dataclass(frozen=True)
class Topic(Payload, code="ct"):
    """Set this meetup's topic."""

    meetup_id: int


@dataclass(frozen=True)
class Places(Payload, code="cp"):
    """Set how many can come to this meetup."""

    meetup_id: int


@dataclass(frozen=True)
class ChangeSeries(Payload, code="cs"):
    """Let the series go on differently from this meetup on."""

    meetup_id: int


@dataclass(frozen=True)
class EndSeries(Payload, code="ce"):
    """End the series with this meetup; without: it goes as well."""

    meetup_id: int
    without: bool


def listed(act: Act, group: Group) -> tuple[str, list[list[Button]]]:
    """The coming meetups of the group, a button for each."""
    t, coming = act.t, act.tx.meetups.coming(group.id, act.now, limit=MOST)
    if not coming:
        example = "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall"
        return t("No meetup is planned. To plan one: <code>{example}</code>", example=example), []
    text = t("<b>The next meetups of {group}</b>\nTap one to change it.", group=group.title)
    return text, [[press(_label(t, meetup), Open(meetup.id))] for meetup in coming]


def _label(t: Words, meetup: Meetup) -> str:
    title = meetup.title if len(meetup.title) <= LONGEST_TITLE else meetup.title[: LONGEST_TITLE - 1] + "…"
    day, clock = t.short_day(meetup.day), t.clock(meetup.local_time)
    if meetup.state is MeetupState.SKIPPED:
        return t.plain("{day} {time} {title} (skipped)", day=day, time=clock, title=title)
    if meetup.state is MeetupState.CANCELLED:
        return t.plain("{day} {time} {title} (called off)", day=day, time=clock, title=title)
    return t.plain("{day} {time} {title}", day=day, time=clock, title=title)


def opened(act: Act, meetup: Meetup, group: Group) -> tuple[str, list[list[Button]]]:
    """One meetup, who counts on it, and what can be done to it."""
    t = act.t
    lines = [full_words(t, meetup, group)]
    if note := state_line(t, meetup):
        lines.append(note)
    elif meetup.ends_at <= act.now:
        lines.append(t("This meetup is over."))
    else:
        lines += _coming(act, meetup)
        if meetup.places is not None:
            lines.append(t.many("Room for {count} person.", "Room for {count} people.", meetup.places))
    return "\n".join(lines), _buttons(t, meetup, act.tx.meetups.series(meetup.series_id), group, act.now)


def _coming(act: Act, meetup: Meetup) -> list[str]:
    t, people = act.t, audience(act.tx, meetup)
    asked = len({r.person_id for r in act.tx.meetups.rsvps(meetup.id) if r.asked_at} & {p.id for p in people})
    count, lines = len(people) - asked, []
    if count:
        lines.append(
            t.many(
                "{count} person said that they come or may come.", "{count} people said they come or may come.", count
            )
        )
    if asked:
        lines.append(
            t.many(
                "{count} person was asked again, as the time changed.",
                "{count} people were asked again, as the time changed.",
                asked,
            )
        )
    return lines or [t("Nobody has said yet that they come.")]


def _buttons(t: Words, meetup: Meetup, series: Series | None, group: Group, now: datetime) -> list[list[Button]]:
    back = [press(t.plain("All meetups"), Listing(group.id))]
    repeats = series is not None and series.rule.frequency != "once"
    if meetup.ends_at <= now or meetup.state in (MeetupState.ENDED, MeetupState.NOT_HELD):
        return [back]
    if meetup.state in OFF:
        return [[press(t.plain("It takes place after all"), Begin(meetup.id, ChangeKind.RESTORED))], back]
    skip = press(t.plain("Skip this one"), Begin(meetup.id, ChangeKind.SKIPPED))
    move = press(t.plain("Move"), Begin(meetup.id, ChangeKind.MOVED))
    place = press(t.plain("Another place"), Begin(meetup.id, ChangeKind.PLACE))
    cancel = press(t.plain("Cancel it"), Begin(meetup.id, ChangeKind.CANCELLED))
    rows = [[skip, move] if repeats else [move], [place, cancel]]
    rows.append([press(t.plain("Topic"), Topic(meetup.id)), press(t.plain("Places"), Places(meetup.id))])
    if repeats and meetup.starts_at > now:
        rows.append([press(t.plain("Change the series from here on"), ChangeSeries(meetup.id))])
        rows.append([press(t.plain("End the series"), EndSeries(meetup.id, without=False))])
    return [*rows, back]


def ask(act: Act, meetup: Meetup, expects: str, text: str, buttons: list[list[Button]]) -> None:
    """Ask for words about a meetup in place of what was pressed; in a group they have to be a reply."""
    stop_expecting(act)
    if not act.private:
        text += "\n" + act.t("Please write it as a reply to this message.")
    draft = act.begin(KIND, group_id=meetup.group_id, expects=expects, meetup=meetup.id)
    if act.query is not None and act.message is not None:
        act.tx.drafts.save(draft.changed(message_id=act.message.message_id))
    act.edit_here(text, [*buttons, [press(act.t.plain("Back"), Open(meetup.id))]])


def typed_about(act: Act) -> tuple[Meetup, Group]:
    """The meetup that the typed words are about."""
    if act.draft is None:
        raise Done
    return the_meetup(act, int(act.draft.data["meetup"]))


def answered(act: Act) -> None:
    """The words that were asked for have come: the question goes, and the draft with it."""
    if act.draft is not None:
        if act.draft.message_id is not None:
            act.delete(act.chat.id, act.draft.message_id)
        act.tx.drafts.remove(act.draft.id)


def stop_expecting(act: Act) -> None:
    """Words that come now are no longer for what this person began earlier in this chat."""
    for draft in act.tx.drafts.of_person(act.user.id):
        if draft.chat_id == act.chat.id and draft.expects is not None:
            act.tx.drafts.save(draft.changed(expects=None))


def the_meetup(act: Act, meetup_id: int) -> tuple[Meetup, Group]:
    """The meetup and its group, which must be one that this facilitator serves. Gone or NotYours where it is not."""
    meetup = act.tx.meetups.get(meetup_id)
    if meetup is None:
        raise Gone
    group = next((group for group in act.groups if group.id == meetup.group_id), None)
    if group is None:
        raise NotYours
    return meetup, group


def the_draft(act: Act, draft_id: int) -> Draft:
    """What this person began. Done where it is finished, NotYours where somebody else began it."""
    draft = act.tx.drafts.get(draft_id)
    if draft is None:
        raise Done
    if draft.person_id != act.user.id:
        raise NotYours
    return draft


def pressed(act: Act, kind: type[P]) -> P:
    """What the button carried, as this kind of payload."""
    if not isinstance(act.payload, kind):
        raise Gone
    return act.payload


def of_meetup(tx: Tx, asked: Asked) -> list[Group]:
    """Candidates: the group of the meetup that a payload is about."""
    meetup = tx.meetups.get(getattr(asked.payload, "meetup_id", 0))
    return _here(tx, asked, meetup.group_id if meetup else None)


def of_draft(tx: Tx, asked: Asked) -> list[Group]:
    """Candidates: the group that a draft is about."""
    draft_id = getattr(asked.payload, "draft_id", 0) if asked.draft_id is None else asked.draft_id
    draft = tx.drafts.get(draft_id)
    return _here(tx, asked, draft.group_id if draft else None)


def of_group(tx: Tx, asked: Asked) -> list[Group]:
    """Candidates: the group that a payload names."""
    return _here(tx, asked, getattr(asked.payload, "group_id", None))


def of_change(tx: Tx, asked: Asked) -> list[Group]:
    """Candidates: the group of the meetup that was changed."""
    kept = tx.meetups.change(getattr(asked.payload, "change_id", 0))
    meetup = tx.meetups.get(kept.meetup_id) if kept else None
    return _here(tx, asked, meetup.group_id if meetup else None)


def of_series_change(tx: Tx, asked: Asked) -> list[Group]:
    """Candidates: the group of the series that was changed."""
    kept = tx.meetups.series_change(getattr(asked.payload, "change_id", 0))
    series = tx.meetups.series(kept.series_id) if kept else None
    return _here(tx, asked, series.group_id if series else None)


def in_private(tx: Tx, asked: Asked, group_id: int | None) -> list[Group]:
    """Candidates: this group, while the bot is in it; in private only. None: the thing is gone, as in `_here`."""
    group = tx.groups.get(group_id) if group_id is not None else None
    if not asked.private or (group is not None and group.resting):
        return []
    return [group] if group is not None else groups_here(tx, asked)


def _here(tx: Tx, asked: Asked, group_id: int | None) -> list[Group]:
    """The group where this may be talked of: in private, in its own chat, in its room.

    Where the thing is gone, any group of this place: who serves one of them is told that it is gone.
    """
    group = tx.groups.get(group_id) if group_id is not None else None
    if group is None:
        return groups_here(tx, asked)
    return [group] if asked.private or asked.chat_id in (group.chat_id, group.room_chat_id) else []
