"""What questions bring later: the facilitators' weekly digest, and the answer for those who waited for it."""

from datetime import timedelta

from domain.agenda import Promise
from domain.entries import Entry
from domain.entries_editing import IS_PUBLISHED
from domain.groups import Group
from domain.outbox import Lane
from domain.planning import zone_of
from domain.ports import Tx
from domain.question import Unanswered
from domain.questions import ASKED_OFTEN, DIGEST, WITHIN, answered, asked_since, tell_often
from domain.share import Share, ShareState
from domain.shares import AGREED, published
from handlers.ask_words import whole
from handlers.context import Due
from handlers.doors import ToUnanswered
from handlers.keyboards import press
from handlers.routing import Router
from handlers.to_facilitators import Said, tell_facilitators
from handlers.unanswered_buttons import OpenShare, OpenUnanswered, WriteAnswer
from handlers.unanswered_views import LISTED, line, quoted
from handlers.words import Words

router = Router("unanswered telling")

COVERED = WITHIN + timedelta(days=1)  # by a digest, which quiet hours may have held up


def _group_named(tx: Tx, promise: Promise) -> Group | None:
    return tx.groups.get(int(promise.subject))


def _group_of_question(tx: Tx, promise: Promise) -> Group | None:
    known = tx.questions.get(int(promise.subject))
    return tx.groups.get(known.group_id) if known is not None else None


def _group_of_share(tx: Tx, promise: Promise) -> Group | None:
    share = tx.shares.get(int(promise.subject))
    return tx.groups.get(share.group_id) if share is not None else None


@router.promise(DIGEST, administrators_of=_group_named)
def digest(due: Due) -> None:
    """Once a week, only where something was asked; in private."""
    group = due.tx.groups.get(int(due.promise.subject))
    if group is None or group.resting:
        return
    found = asked_since(due.tx, group, due.now - COVERED)
    if found:
        tell_facilitators(
            due,
            group,
            lambda t: _digest(t, found, group),
            door=lambda t: t("There are questions in {group} that I could not answer.", group=group.title),
            opens=ToUnanswered(group.id),
        )


def _digest(t: Words, found: list[Unanswered], group: Group) -> Said:
    head = t("In {group} I was asked this, and did not know the answer:", group=group.title)
    lines = [line(t, one, group) for one in found[:LISTED]]
    tail = t("If you write an answer, I know it from then on.")
    return "\n\n".join([head, *lines, tail]), [[press(t.plain("All questions"), ToUnanswered(group.id))]]


@router.promise(ASKED_OFTEN, administrators_of=_group_of_question)
def often(due: Due) -> None:
    """Three people asked alike within a week: the facilitators hear at once."""
    known = tell_often(due.tx, int(due.promise.subject), due.now)
    group = due.tx.groups.get(known.group_id) if known is not None else None
    if known is None or group is None or group.resting:
        return
    tell_facilitators(
        due,
        group,
        lambda t: _often(t, known, group),
        door=lambda t: t("Several people of {group} asked the same, and I don’t know it.", group=group.title),
        opens=OpenUnanswered(known.id),
    )


def _often(t: Words, known: Unanswered, group: Group) -> Said:
    text = t("Several people of {group} asked this within a week, and I don’t know it:", group=group.title)
    rows = [
        [press(t.plain("Write the answer"), WriteAnswer(known.id))],
        [press(t.plain("All questions"), ToUnanswered(group.id))],
    ]
    return f"{text}\n\n{t('“{words}”', words=quoted(known.words))}", rows


@router.promise(AGREED, administrators_of=_group_of_share)
def shared(due: Due) -> None:
    """The author agreed: the facilitators hear of it, at night without a sound."""
    share = due.tx.shares.get(int(due.promise.subject))
    group = due.tx.groups.get(share.group_id) if share is not None else None
    if share is None or group is None or group.resting or share.state is not ShareState.AGREED:
        return
    tell_facilitators(
        due,
        group,
        lambda t: _shared(t, share, group),
        door=lambda t: t("A helpful message of {group} may be kept as an answer.", group=group.title),
        opens=OpenShare(share.id),
        silent=group.quiet.contains(due.now, zone_of(group)),
    )


def _shared(t: Words, share: Share, group: Group) -> Said:
    text = t("A helpful message of {group} may be kept as an answer; whoever wrote it agrees.", group=group.title)
    return text, [[press(t.plain("Look at it"), OpenShare(share.id))]]


@router.promise(IS_PUBLISHED)
def tell(due: Due) -> None:
    """Each who wished to hear the answer gets it in private, once; whose words it has is thanked."""
    entry = due.tx.entries.get(int(due.promise.subject))
    if entry is None:
        return
    for person_id in answered(due.tx, entry.id):
        _tell(due, entry, person_id)
    for share in published(due.tx, entry.id):
        _thank(due, entry, share)


def _tell(due: Due, entry: Entry, person_id: int) -> None:
    person, group = due.tx.people.get(person_id), _group_of(due, entry, person_id)
    if person is None or group is None or not person.private_open:
        return
    t = due.words_for(person, group)
    text, buttons = whole(due, t, entry, 0, group.id)
    head = t("You wanted to know something that I did not know. Now there is an answer:")
    open_at = group.quiet.next_open(due.now, zone_of(group))
    due.send(person.id, f"{head}\n\n{text}", buttons, lane=Lane.REMINDER, not_before=open_at)


def _thank(due: Due, entry: Entry, share: Share) -> None:
    person, group = due.tx.people.get(share.author_id), due.tx.groups.get(share.group_id)
    if person is None or group is None or not person.private_open:
        return
    t = due.words_for(person, group)
    text = t("What you wrote helps others now. Thank you, from {group}:", group=group.title)
    shown, buttons = whole(due, t, entry, 0, group.id)
    open_at = group.quiet.next_open(due.now, zone_of(group))
    due.send(person.id, f"{text}\n\n{shown}", buttons, lane=Lane.REMINDER, not_before=open_at)


def _group_of(due: Due, entry: Entry, person_id: int) -> Group | None:
    """The group that they belong to still, of which the entry is."""
    return next((g for g in due.tx.people.groups_of(person_id) if entry.group_id in (None, g.id)), None)
