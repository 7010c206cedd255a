"""/knowledge: a part of an entry is written anew; who did what, and having it back."""

from typing import Any

from telegram import Message

from domain.change_words import is_nothing
from domain.drafts import Draft
from domain.entries import Entry, EntryFile, FileKind
from domain.entries_editing import EditedMeanwhile, change, history_of, of_group, put_back
from domain.entries_fields import NEEDED, Field, Problem, Unfit, name_of, read, write
from domain.entries_marks import Mark, marked
from domain.errors import Done, Gone, Unchanged
from domain.groups import Group
from handlers.context import Act
from handlers.doors import ToKnowledgeEntry
from handlers.keyboards import press
from handlers.knowledge_buttons import (
    KIND,
    ChangeEntry,
    EditField,
    History,
    PutBack,
    SeeChange,
    UseMine,
    here,
    of_draft,
    the_entry,
)
from handlers.knowledge_views import asks_for, change_menu, history, opened
from handlers.managing import pressed, stop_expecting, the_draft
from handlers.routing import Router, Who
from handlers.views_entries import entry_text

router = Router("knowledge editing")

WRITE = "knowledge_write*"  # a picture or PDF can come as well
PDF = "application/pdf"


@router.press(ChangeEntry, who=Who.FACILITATOR, candidates=here)
def choose(act: Act) -> None:
    """What of it can be changed."""
    stop_expecting(act)
    entry, group = the_entry(act)
    act.edit_here(*change_menu(act.t, group, entry))


@router.press(EditField, who=Who.FACILITATOR, candidates=here)
def ask(act: Act) -> None:
    """Ask for it anew. The entry as it is now is remembered, so that nobody else's change is lost."""
    entry, group = the_entry(act)
    field = pressed(act, EditField).field
    if field is Field.STATE:
        raise Gone
    stop_expecting(act)
    seen = {"entry": entry.id, "version": entry.version, "field": field.value}
    act.begin(KIND, group_id=group.id, expects=WRITE, **seen)
    back = [press(act.t.plain("Back"), ToKnowledgeEntry(group.id, entry.id))]
    act.edit_here(asks_for(act.t, entry, field), [back])


@router.expecting(WRITE, who=Who.FACILITATOR, candidates=of_draft)
def typed(act: Act) -> None:
    """The part, in words or as a file. What does not fit is said, and the words are still awaited."""
    draft, group = _drafted(act), act.groups[0]
    field = Field(draft.data["field"])
    value = _value(act, field)
    entry = of_group(act.tx, group, int(draft.data["entry"]))
    try:
        _save(act, draft, entry, group, field, value)
    except EditedMeanwhile:
        _show_both(act, draft, entry, group, field, value)
    except Unchanged:
        act.tx.drafts.remove(draft.id)
        act.reply(*opened(act.t, group, entry, act.now, note=act.t("<b>It is like that already.</b>")))


def _value(act: Act, field: Field) -> Any:
    """What was typed or sent; Unfit where it cannot stand there."""
    if is_nothing(act.args, act.t.language):
        if field in NEEDED:
            raise Unfit(field, Problem.MISSING)
        return read(field, "")
    if field is Field.FILE:
        return _file_of(act)
    if not act.args:  # a picture or a voice, where words are awaited
        raise Unfit(field, Problem.MISSING)
    return read(field, with_marks(act) if field is Field.ANSWER else act.args)


def with_marks(act: Act) -> str:
    """As it was typed, with what was made bold or a link."""
    message = act.message
    if message is None:
        return ""
    return marked(message.text or "", [Mark(e.type, e.offset, e.length, e.url) for e in message.entities])


def _file_of(act: Act) -> str:
    """Keep the picture or PDF that was sent; its name. Unfit for anything else."""
    found = _sent_file(act.message) if act.message is not None else None
    if found is None:
        raise Unfit(Field.FILE, Problem.NO_FILE)
    act.tx.entries.save_file(found)
    return found.name


def _sent_file(message: Message) -> EntryFile | None:
    if message.photo:
        largest = message.photo[-1]
        name = f"t{largest.file_unique_id}.jpg"
        return EntryFile(name=name, kind=FileKind.PICTURE, telegram_file=largest.file_id)
    if message.document is not None and message.document.mime_type == PDF:
        name = f"t{message.document.file_unique_id}.pdf"
        return EntryFile(name=name, kind=FileKind.PDF, telegram_file=message.document.file_id)
    return None


def _save(act: Act, draft: Draft, entry: Entry, group: Group, field: Field, value: Any) -> None:
    same = entry.id == int(draft.data["entry"])
    version = int(draft.data["version"]) if same else -1  # the group got its own copy meanwhile
    after = change(act.tx, group, entry, {name_of(field): value}, act.user.id, act.now, version=version)
    act.tx.drafts.remove(draft.id)
    act.edit_here(*opened(act.t, group, after, act.now, note=_saved(act, entry, after)))


def _saved(act: Act, before: Entry, after: Entry) -> str:
    if before.group_id is None:
        return act.t("<b>Saved</b> as your group’s own. Other groups keep the shared one.")
    if before.question != after.question or before.answer != after.answer:
        return act.t("<b>Saved.</b> What it said before is kept in the history.")
    return act.t("<b>Saved.</b>")


def _show_both(act: Act, draft: Draft, entry: Entry, group: Group, field: Field, value: Any) -> None:
    """Somebody else was faster: both are shown, and this person decides."""
    t = act.t
    mine = write(entry.changed(**{name_of(field): value}), field)
    seen = {"entry": entry.id, "version": entry.version}
    kept = draft.changed(expects=None, data={**draft.data, **seen, "typed": mine})
    act.tx.drafts.save(kept)
    text = "\n\n".join(
        [
            t("Somebody else changed this answer while you were writing. Nothing is lost."),
            t("Now it says:") + "\n" + t("<code>{words}</code>", words=_cut(write(entry, field)) or "–"),
            t("You wrote:") + "\n" + t("<code>{words}</code>", words=_cut(mine) or "–"),
        ]
    )
    theirs = press(t.plain("Leave it as it is"), ToKnowledgeEntry(group.id, entry.id))
    act.edit_here(text, [[press(t.plain("Use mine"), UseMine(draft.id)), theirs]])


def _cut(text: str) -> str:
    """Two of the longest answers and a few words more are too much for one message; all is kept in the draft."""
    return text if len(text) <= 1800 else text[:1799] + "…"


@router.press(UseMine, who=Who.FACILITATOR, candidates=of_draft)
def use_mine(act: Act) -> None:
    """What was typed counts; the other's words, which were shown, stay in the history."""
    draft, group = the_draft(act, pressed(act, UseMine).draft_id), act.groups[0]
    if "typed" not in draft.data:
        raise Done
    field = Field(draft.data["field"])
    entry, value = of_group(act.tx, group, int(draft.data["entry"])), read(field, str(draft.data["typed"]))
    try:
        _save(act, draft, entry, group, field, value)
    except EditedMeanwhile:
        _show_both(act, draft, entry, group, field, value)


@router.press(History, who=Who.FACILITATOR, candidates=here)
def show_history(act: Act) -> None:
    """Who changed what."""
    stop_expecting(act)
    entry, group = the_entry(act)
    changes = history_of(act.tx, entry)
    known = act.tx.people.many([change.by for change in changes])
    # What all groups share is changed in all of them, and another group's people are nobody's business.
    people = {one.id: one for one in known.values() if act.tx.people.member(group.id, one.id) is not None}
    act.edit_here(*history(act.t, group, entry, changes, people))


@router.press(SeeChange, who=Who.FACILITATOR, candidates=here)
def see_change(act: Act) -> None:
    """How it was then, as parents saw it."""
    entry, group = the_entry(act)
    found = next((c for c in history_of(act.tx, entry) if c.id == pressed(act, SeeChange).change_id), None)
    if found is None:
        raise Gone
    t = act.t
    text = t("<b>As it was on {day}</b>", day=t.dated(found.at.date()))
    again = press(t.plain("Put back"), PutBack(group.id, entry.id, found.id))
    back = press(t.plain("Back"), History(group.id, entry.id))
    act.edit_here(text + "\n\n" + entry_text(t, found.after, act.now), [[again, back]])


@router.press(PutBack, who=Who.FACILITATOR, candidates=here)
def back_again(act: Act) -> None:
    """As it was then; what it said until now stays in the history."""
    entry, group = the_entry(act)
    after = put_back(act.tx, group, entry, pressed(act, PutBack).change_id, act.user.id, act.now)
    note = act.t("<b>It is as it was.</b> What it said until now is kept in the history.")
    act.edit_here(*opened(act.t, group, after, act.now, note=note))


def _drafted(act: Act) -> Draft:
    if act.draft is None:
        raise Done
    return act.draft
