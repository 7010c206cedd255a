"""/announce: a facilitator's words to the group, after a preview, signed and at once."""

import html
from dataclasses import dataclass

from domain.drafts import Draft
from domain.errors import Done, Gone, TooLong
from domain.groups import Group
from domain.planning import zone_of
from handlers.callbacks import Payload
from handlers.context import Act, Sent
from handlers.keyboards import press
from handlers.managing import answered, of_draft, pressed, stop_expecting, the_draft
from handlers.names import safe_name
from handlers.replays import anonymously
from handlers.routing import Router, Who
from handlers.views_card import utf16
from handlers.which_group import the_group
from handlers.words import Words

router = Router("announce")

KIND = "announce"
WORDS = "announce_words"
LONGEST = 3500  # UTF-16 units, so that the preview fits into one message as well
POSTED = "announced"


@dataclass(frozen=True)
class Post(Payload, code="ca"):
    """The preview is right."""

    draft_id: int


@dataclass(frozen=True)
class Drop(Payload, code="cd"):
    """Better not."""

    draft_id: int


@router.command("announce", who=Who.FACILITATOR)
def announce(act: Act) -> None:
    """The preview; without words they are asked for."""
    group = the_group(act, "announce")
    if group is None:
        return
    stop_expecting(act)
    if act.args:
        _show(act, group, act.args)
        return
    act.begin(KIND, group_id=group.id, expects=WORDS, anonymous=anonymously(act))
    act.reply(act.t("What shall I tell {group}? Write it as you want it to stand there.", group=group.title), ask=True)


@router.expecting(WORDS, who=Who.FACILITATOR, candidates=of_draft)
def typed(act: Act) -> None:
    """The words that were asked for."""
    group = _group(act, act.draft)
    _show(act, group, act.args)
    answered(act)


def _group(act: Act, draft: Draft | None) -> Group:
    found = next((group for group in act.groups if draft is not None and group.id == draft.group_id), None)
    if found is None:
        raise Gone
    return found


def _show(act: Act, group: Group, words: str) -> None:
    if utf16(words) > LONGEST:
        raise TooLong(limit=LONGEST)
    t = act.t
    thread_id = act.thread_id if act.chat.id == group.chat_id else group.thread_id
    draft = act.begin(KIND, group_id=group.id, words=words, thread_id=thread_id, anonymous=anonymously(act))
    head = t("This will stand in {group}, now:", group=group.title)
    if group.quiet.contains(act.now, zone_of(group)):
        head += " " + t("(It is quiet time there, and it is posted all the same.)")
    rows = [[press(t.plain("Confirm"), Post(draft.id)), press(t.plain("Never mind"), Drop(draft.id))]]
    act.reply(f"{head}\n\n{_signed(act, draft, group)}", rows)


def _signed(act: Act, draft: Draft, group: Group) -> str:
    """In the group's language, with the name that its facilitator chose to show; the group's where it was anonymous."""
    t: Words = act.words(group.language)
    words = str(draft.data["words"])
    name = group.title if draft.data.get("anonymous") else act.person.name
    head = t("<b>From {name}:</b>", name=safe_name(t, name)) if name else t("<b>From the facilitators:</b>")
    return f"{head}\n{html.escape(words, quote=False)}"


@router.press(Post, who=Who.FACILITATOR, candidates=of_draft)
def post(act: Act) -> None:
    """Post it, once."""
    draft = the_draft(act, pressed(act, Post).draft_id)
    if "words" not in draft.data:
        raise Done
    group = _group(act, draft)
    act.tx.drafts.remove(draft.id)
    effect = {"kind": POSTED, "chat_id": act.chat.id, "thread_id": act.thread_id, "person_id": act.user.id}
    text = _signed(act, draft, group)
    act.send(group.chat_id, text, thread_id=draft.data["thread_id"], effect=effect)
    if act.chat.id == group.chat_id and act.message is not None:
        act.delete(act.chat.id, act.message.message_id)
    else:
        act.edit_here(act.t("Posted in {group}:", group=group.title) + f"\n\n{text}")
    act.answer(act.t.plain("Posted."))


@router.press(Drop, who=Who.FACILITATOR, candidates=of_draft)
def drop(act: Act) -> None:
    """Put it aside."""
    draft = the_draft(act, pressed(act, Drop).draft_id)
    act.tx.drafts.remove(draft.id)
    act.edit_here(act.t("Put aside. Nothing was posted."))
    act.answer(act.t.plain("Nothing was posted."))


@router.effect(POSTED)
def posted(sent: Sent) -> None:
    """Where Telegram did not take it, whoever asked for it hears so."""
    person = sent.tx.people.get(int(sent.data["person_id"]))
    if sent.refusal is not None and person is not None:
        t = sent.words_for(person)
        text = t("Telegram did not let me post your announcement. Please look at my rights there.")
        sent.send(int(sent.data["chat_id"]), text, thread_id=sent.data["thread_id"])
