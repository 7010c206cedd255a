"""Changes of a meetup in words: what would change, what has changed, and what the people who come are told."""

import html
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from domain.changes import News
from domain.groups import Group
from domain.meetups import ChangeKind, Meetup, MeetupState
from domain.people import Person
from domain.telling import Telling
from handlers.names import safe_name
from handlers.views_card import utf16
from handlers.views_meetups import bold, full_words, when, where
from handlers.words import Words

LONGEST = 4000  # UTF-16 units; Telegram takes 4096
_TAG = re.compile(r"<[^>]*>")
MOST_NAMES = 50  # in one message; Telegram counts at most 100 links


def what_changes(t: Words, kind: ChangeKind, before: Meetup, after: Meetup, group: Group) -> str:
    """The change in full words, for the facilitator who is about to confirm it."""
    match kind:
        case ChangeKind.MOVED:
            return f"{t('{title} moves.', title=before.title)}\n{_times(t, before, after, group)}"
        case ChangeKind.PLACE:
            return f"{bold(before.title)}\n{when(t, before, group)}\n\n{_places(t, before, after)}"
        case ChangeKind.SKIPPED:
            note = t("This one is skipped: there is none then. The series goes on as planned.")
        case ChangeKind.CANCELLED:
            note = t("This one is called off.")
            if after.reason:
                note += "\n" + t("Why: {reason}", reason=after.reason)
        case _:
            note = t("It takes place after all.")
    return f"{full_words(t, before, group)}\n\n{note}"


def _times(t: Words, before: Meetup, after: Meetup, group: Group) -> str:
    return f"{t('Before:')} {when(t, before, group)}\n{t('Now:')} {when(t, after, group)}"


def _places(t: Words, before: Meetup, after: Meetup) -> str:
    lines = [t("Before:"), *(where(t, before.place, before.link) or [t("No place is known.")])]
    return "\n".join([*lines, t("Now:"), *(where(t, after.place, after.link) or [t("No place is known.")])])


def who_is_told(t: Words, count: int, *, at_once: bool, again: bool, on_card: bool) -> str:
    """Who hears of it and when, for the preview. on_card: whether a card stands there already."""
    if not count:
        nobody = t("Nobody has said that they come, so nobody needs to be told.")
        return f"{nobody} {t('The card shows it.')}" if on_card else nobody
    said = t.many(
        "{count} person said that they come or may come.", "{count} people said that they come or may come.", count
    )
    if at_once:
        told = t("It is soon, so they will be told at once.")
    else:
        told = t("They will be told in two minutes. Until then you can undo it.")
    if again:
        told += " " + t("They will be asked again if they come.")
    return f"{said} {told}"


def shift_words(t: Words, minutes: int) -> str:
    """A simple move, for its button."""
    named = {
        -60: t.plain("An hour earlier"),
        60: t.plain("An hour later"),
        -1440: t.plain("A day earlier"),
        1440: t.plain("A day later"),
    }
    return named[minutes]


def moved_by(meetup: Meetup, minutes: int) -> tuple[date, time]:
    """Day and time after so many minutes of the clock on the wall."""
    moment = datetime.combine(meetup.day, meetup.local_time) + timedelta(minutes=minutes)
    return moment.date(), moment.time()


def confirmed(t: Words, meetup: Meetup, group: Group, status: str) -> str:
    """A change that was made: the meetup as it is now, and who knows."""
    return "\n\n".join([t("<b>Done.</b>"), now_is(t, meetup, group), status])


def now_is(t: Words, meetup: Meetup, group: Group) -> str:
    """The meetup as it stands, called off or not."""
    lines = [full_words(t, meetup, group)]
    if meetup.state is MeetupState.SKIPPED:
        lines.append(t("Skipped: there is none then."))
    if meetup.state is MeetupState.CANCELLED:
        lines.append(t("Called off."))
    if meetup.reason:
        lines.append(t("Why: {reason}", reason=meetup.reason))
    return "\n".join(lines)


def waits(t: Words, count: int, *, at_once: bool) -> str:
    """What a fresh change says of those who will be told."""
    if not count:
        return t("Nobody had said that they come, so nobody is told.")
    if at_once:
        return t.many("{count} person is being told now.", "{count} people are being told now.", count)
    return t.many("{count} person will be told in two minutes.", "{count} people will be told in two minutes.", count)


def news(t: Words, telling: Telling, person_id: int | None = None) -> str:
    """What the people who come are told, without any name; in private (person_id) asked only what is open."""
    before, after, group = telling.before, telling.after, telling.group
    if News.OFF in telling.news:
        return _off(t, before, after, group)
    question = _question(t, telling, person_id)
    if News.ON in telling.news:
        said = t("It takes place after all:") + "\n" + full_words(t, after, group)
        return said + "\n\n" + (question or t("If you can’t make it now, please say so below."))
    lines = [bold(after.title)]
    if News.TITLE in telling.news:
        lines = [t("{before} has another name now: {after}", before=before.title, after=after.title)]
    if News.TIME in telling.news:
        lines += [t("The time has changed."), _times(t, before, after, group)]
    else:
        lines.append(when(t, after, group))
    if News.PLACE in telling.news:
        lines += [t("The place has changed."), *(where(t, after.place, after.link) or [t("No place is known yet.")])]
    return "\n".join(lines + (["", question] if question else []))


def _question(t: Words, telling: Telling, person_id: int | None) -> str | None:
    """What is asked of those whose answer was for another time; None where nobody's was."""
    if not (telling.asked if person_id is None else person_id in telling.asked):
        return None
    if News.TIME in telling.news:
        return t("Are you still coming? Please answer again, as the time is another one.")
    if person_id is None:
        return t("Who has not answered since the time changed: are you still coming?")
    return t("Your answer was for another time. Are you still coming?")


def _off(t: Words, before: Meetup, after: Meetup, group: Group) -> str:
    if after.state is MeetupState.SKIPPED:
        line = t("There is none this time. The next one comes as usual.")
    else:
        line = t("It is called off.")
    if after.reason:
        line += "\n" + t("Why: {reason}", reason=after.reason)
    return f"{bold(before.title)}\n{when(t, before, group)}\n{line}"


def portions(t: Words, text: str, people: Sequence[Person], *, named: bool) -> list[tuple[str, Sequence[Person], int]]:
    """The same news for a group as so many messages as the names need: words, whom it names, for how many it is.

    named: whether the group shows names. Who chose not to be named is only counted, with the last message.
    """
    shown = [person for person in people if person.name] if named else []
    if not shown:
        return [(text, [], len(people))]
    messages: list[tuple[str, Sequence[Person], int]] = []
    head = text
    for batch in _batches(t, shown, LONGEST - utf16(html.unescape(text))):
        messages.append((head, batch, len(batch)))
        head = t("For you as well: see the message above.")
    last, those, count = messages[-1]
    messages[-1] = last, those, count + len(people) - len(shown)
    return messages


def addressed(t: Words, text: str, people: Sequence[Person], count: int) -> str:
    """News with whom it is for: these by name, and so many altogether."""
    for_whom = f"{t('For')} {', '.join(_mention(t, person) for person in people)}"
    if count > len(people):
        for_whom += " " + t.many("and one more", "and {count} more", count - len(people))
    said = f"{text}\n\n{for_whom}"
    if not people or utf16(html.unescape(_TAG.sub("", said))) > LONGEST:  # names became longer since
        return f"{text}\n\n{t.many('For {count} person who comes.', 'For {count} people who come.', count)}"
    return said


def changed_since(t: Words, text: str) -> str:
    """News that something newer has been told after."""
    return f"<b>{t('This has changed again since.')}</b>\n\n<s>{text}</s>"


def _mention(t: Words, person: Person) -> str:
    name = html.escape(safe_name(t, person.name), quote=False)
    return f'<a href="tg://user?id={person.id}">{name}</a>'


def _batches(t: Words, people: Sequence[Person], room: int) -> list[list[Person]]:
    """Split, so that each message stays within Telegram's limits; the address of a link does not count."""
    batches: list[list[Person]] = [[]]
    left = room
    for person in people:
        width = utf16(html.unescape(_TAG.sub("", _mention(t, person)))) + 2
        if batches[-1] and (width > left or len(batches[-1]) == MOST_NAMES):
            batches.append([])
            left = room
        batches[-1].append(person)
        left -= width
    return batches
