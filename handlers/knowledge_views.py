"""The shared knowledge as facilitators see it: lists, an entry with what can be done to it, its history."""

from collections.abc import Sequence
from datetime import datetime

from domain.entries import Entry, EntryChange, State, What
from domain.entries_editing import today_of
from domain.entries_fields import Field, write
from domain.entries_pages import pages
from domain.groups import Group
from domain.people import Person
from handlers.doors import ToKnowledgeEntry
from handlers.keyboards import Button, columns, press
from handlers.knowledge_buttons import (
    Abbreviations,
    AddEntry,
    ChangeEntry,
    Do,
    Doing,
    EditField,
    Find,
    History,
    Home,
    Listing,
    ReadOn,
    SeeChange,
    SeeFile,
    Which,
)
from handlers.names import safe_name, whole
from handlers.views_entries import entry_text
from handlers.views_unfit import field_name
from handlers.words import Words

Shown = tuple[str, list[list[Button]]]

ON_A_PAGE = 8
LONGEST = 48  # of a question on a button


def home(t: Words, group: Group, counts: dict[Which, int]) -> Shown:
    """What there is, and the ways into it."""
    published = counts[Which.PUBLISHED]
    parts = [
        t("<b>What we know in {group}</b>", group=group.title),
        t.many("{count} answer is ready for parents.", "{count} answers are ready for parents.", published),
    ]
    if counts[Which.DUE]:
        due = counts[Which.DUE]
        parts.append(t.many("{count} is due for another look.", "{count} are due for another look.", due))
    rows = [
        [press(t.plain("Find"), Find(group.id)), press(t.plain("Add"), AddEntry(group.id))],
        [press(t.plain("All answers"), Listing(group.id, Which.PUBLISHED, 0))],
    ]
    for which, count, name in (
        (Which.DUE, counts[Which.DUE], t.plain("Due for a look")),
        (Which.DRAFTS, counts[Which.DRAFTS], t.plain("Drafts")),
        (Which.RETIRED, counts[Which.RETIRED], t.plain("Put away")),
    ):
        if count:
            rows.append([press(name, Listing(group.id, which, 0))])
    rows.append([press(t.plain("Abbreviations"), Abbreviations(group.id, 0))])
    return "\n".join(parts), rows


def listing(t: Words, group: Group, which: Which, entries: Sequence[Entry], page: int) -> Shown:
    """A page of entries, one to a button."""
    last = max(0, (len(entries) - 1) // ON_A_PAGE)
    page = min(max(page, 0), last)
    heads = {
        Which.PUBLISHED: t("<b>Answers for parents</b>"),
        Which.DRAFTS: t("<b>Drafts</b>"),
        Which.RETIRED: t("<b>Put away</b>"),
        Which.DUE: t("<b>Due for another look</b>\nIs it still right? Tap one to see."),
    }
    text = heads[which] if entries else heads[which] + "\n" + t("There is nothing here.")
    rows = entry_rows(t, group, entries[page * ON_A_PAGE : (page + 1) * ON_A_PAGE])
    turn = [press("‹", Listing(group.id, which, page - 1))] if page > 0 else []
    turn += [press("›", Listing(group.id, which, page + 1))] if page < last else []
    return text, [*rows, turn, [back_home(t, group)]]


def entry_rows(t: Words, group: Group, entries: Sequence[Entry]) -> list[list[Button]]:
    """A button for each."""
    return [[press(_label(t, entry), ToKnowledgeEntry(group.id, entry.id))] for entry in entries]


def back_home(t: Words, group: Group) -> Button:
    """The knowledge of the group."""
    return press(t.plain("Back"), Home(group.id))


def short(text: str) -> str:
    """For a button."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _label(t: Words, entry: Entry) -> str:
    if entry.state is State.DRAFT:
        return t.plain("{question} (draft)", question=short(entry.question))
    if entry.state is State.RETIRED:
        return t.plain("{question} (put away)", question=short(entry.question))
    return short(entry.question)


def opened(t: Words, group: Group, entry: Entry, now: datetime, page: int = 0, *, note: str = "") -> Shown:
    """The entry as parents see it, what else there is to it, and what can be done."""
    parts = [note, entry_text(t, entry, now, page), "— — —", _about(t, group, entry, now)]
    return "\n\n".join(part for part in parts if part), _buttons(t, group, entry, now, page)


def _about(t: Words, group: Group, entry: Entry, now: datetime) -> str:
    states = {
        State.DRAFT: t("A draft: parents don’t see it yet."),
        State.PUBLISHED: t("Parents get this answer."),
        State.RETIRED: t("Put away: parents don’t get it any more."),
    }
    lines = [states[entry.state]]
    if entry.group_id is None:
        lines.append(t("It is shared by all groups. What you change, you change for your group only."))
    if entry.phrasings:
        asked = " · ".join(entry.phrasings)
        lines.append(t("Other ways to ask: {phrasings}", phrasings=asked if len(asked) < 600 else asked[:600] + "…"))
    if entry.tags:
        lines.append(t("Tags: {tags}", tags=", ".join(entry.tags)))
    if is_due(group, entry, now):
        lines.append(t("It is due for another look: is it still right?"))
    elif entry.review_by is not None:
        lines.append(t("To be looked at again on {day}.", day=t.dated(entry.review_by)))
    return "\n".join(lines)


def is_due(group: Group, entry: Entry, now: datetime) -> bool:
    """Whether somebody should look at it again."""
    return entry.state is State.PUBLISHED and entry.review_by is not None and entry.review_by <= today_of(group, now)


def _buttons(t: Words, group: Group, entry: Entry, now: datetime, page: int) -> list[list[Button]]:
    def do(text: str, doing: Doing) -> Button:
        return press(text, Do(group.id, entry.id, entry.version, doing))

    count = len(pages(entry.answer))
    turn = [press("‹", ReadOn(group.id, entry.id, page - 1))] if page > 0 else []
    turn += [press("›", ReadOn(group.id, entry.id, page + 1))] if page < count - 1 else []
    change = press(t.plain("Change"), ChangeEntry(group.id, entry.id))
    right = [do(t.plain("Still right"), Doing.RIGHT)] if is_due(group, entry, now) else []
    main = {
        State.DRAFT: [do(t.plain("Publish"), Doing.PUBLISH), change, do(t.plain("Throw away"), Doing.DISCARD)],
        State.PUBLISHED: [*right, change, do(t.plain("Retire"), Doing.RETIRE)],
        State.RETIRED: [do(t.plain("Restore"), Doing.RESTORE), change],
    }[entry.state]
    more = [press(t.plain("History"), History(group.id, entry.id))]
    if entry.file:
        more.append(press(t.plain("See the picture or PDF"), SeeFile(group.id, entry.id)))
    return [turn, main, more, [back_home(t, group)]]


EDITABLE = (
    *(Field.QUESTION, Field.PHRASINGS, Field.ANSWER, Field.TAGS, Field.LANGUAGE, Field.SOURCE, Field.LINK),
    *(Field.CHECKED, Field.REVIEW, Field.WEBSITE, Field.PLACE, Field.PHONE, Field.FILE, Field.CREDIT),
)


def change_menu(t: Words, group: Group, entry: Entry) -> Shown:
    """Every part that can be written anew."""
    buttons = [press(field_name(t, field), EditField(group.id, entry.id, field)) for field in EDITABLE]
    back = [press(t.plain("Back"), ToKnowledgeEntry(group.id, entry.id))]
    text = t("<b>{question}</b>", question=entry.question) + "\n\n" + t("What would you like to change?")
    return text, [*columns(buttons, 2), back]


def asks_for(t: Words, entry: Entry, field: Field) -> str:
    """Asks for a part anew, and shows what stands there now, to be copied."""
    asks = {
        Field.PHRASINGS: t("Write the other ways to ask it, one on each line."),
        Field.TAGS: t("Write a few tags with commas between them, like: money, school"),
        Field.LANGUAGE: t("Write the language’s short form, like: en"),
        Field.ANSWER: t("Write the answer. Bold words and links stay as you make them."),
        Field.FILE: t("Send one picture or one PDF."),
        Field.CHECKED: t("When was it checked last? Like: 2026-11-30"),
        Field.REVIEW: t("When shall somebody look at it again? Like: 2027-11-30"),
        Field.PHONE: t("Write the number with its country, so that it can be tapped: +44 20 7946 0000"),
    }
    text = asks.get(field) or t("Write it anew.")
    if field not in (Field.QUESTION, Field.ANSWER, Field.LANGUAGE):
        text += " " + t("A dash takes it away.")
    now = write(entry, field)
    if now and field is not Field.FILE:
        text += "\n\n" + t("Now it says:") + "\n" + t("<code>{words}</code>", words=now)
    return t("<b>{field}</b>", field=field_name(t, field)) + "\n" + text


def history(t: Words, group: Group, entry: Entry, changes: Sequence[EntryChange], people: dict[int, Person]) -> Shown:
    """Who did what, the newest first."""
    lines = [t("<b>{question}</b>", question=entry.question)]
    rows = []
    for number, change in enumerate(changes, 1):
        who = people.get(change.by)
        name = safe_name(t, whole(who)) if who is not None else t.plain("Somebody")
        if change.by == 0 and change.what is What.IMPORTED:
            name = t.plain("The host, by a file")
        line = t("{number}. {day}, {name}: {what}", number=number, day=t.dated(change.at.date()), name=name,
                 what=_what(t, change.what))  # fmt: skip
        lines.append(line)
        rows.append(press(t.plain("See {number}", number=number), SeeChange(group.id, entry.id, change.id)))
    if not changes:
        lines.append(t("There is nothing here."))
    return "\n".join(lines), [*columns(rows, 4), [press(t.plain("Back"), ToKnowledgeEntry(group.id, entry.id))]]


def _what(t: Words, what: What) -> str:
    return {
        What.ADDED: t.plain("added"),
        What.CHANGED: t.plain("changed"),
        What.PUBLISHED: t.plain("published"),
        What.RETIRED: t.plain("put away"),
        What.RESTORED: t.plain("restored"),
        What.CHECKED: t.plain("still right"),
        What.IMPORTED: t.plain("taken from a file"),
        What.PUT_BACK: t.plain("put back"),
    }[what]
