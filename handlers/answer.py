"""/answer words, as a reply to a parent's message: a facilitator picks the entry that answers it."""

from dataclasses import dataclass

from domain import opinions
from domain.drafts import Draft
from domain.entries import Entry, State
from domain.entries_editing import of_group
from domain.entries_search import search
from domain.errors import Done, Gone
from domain.finding import Finding, Outcome, Question
from domain.groups import Group
from handlers.ask_words import brief
from handlers.callbacks import Payload
from handlers.context import Act, Sent
from handlers.keyboards import Button, press
from handlers.managing import of_draft, pressed, the_draft
from handlers.privately import privately
from handlers.replays import replied_to
from handlers.routing import Router, Who
from handlers.which_group import the_group
from handlers.words import best_language, words

router = Router("answer")

KIND = "answer"
GIVEN = "answer_given"
MOST, LONGEST = 5, 48


@dataclass(frozen=True)
class GiveAnswer(Payload, code="kg"):
    """This entry is the answer."""

    draft_id: int
    entry_id: int


@dataclass(frozen=True)
class TakeBack(Payload, code="kt"):
    """The answer that was given was not the right one."""

    draft_id: int


def sought(act: Act) -> Question | None:
    """What the facilitator's words mean to the finder."""
    if not act.args:
        return None
    groups = [act.group] if act.group is not None else act.tx.people.groups_of(act.user.id)
    language = best_language(*(group.language for group in groups))
    return Question(text=act.args, language=language, group_ids=tuple(group.id for group in groups))


@router.command("answer", who=Who.FACILITATOR, seeks=sought)
def answer(act: Act) -> None:
    """Which entries could answer it; only the facilitator sees that."""
    replied = replied_to(act)
    if replied is None or not act.args:
        _explain(act)
        return
    group = act.group or the_group(act, "answer")
    if group is None:
        return
    message, thread = replied
    draft = act.begin(KIND, group_id=group.id, message=message, thread=thread, words=act.args)
    privately(act, *_choice(act, group, draft, act.args))


def _explain(act: Act) -> None:
    text = act.t("Reply to the message that you want to answer with a few words, like this:")
    text += " " + act.t("<code>{example}</code>", example="/answer first time")
    privately(act, text + "\n" + act.t("I look for an answer, you choose, and it goes there as a reply."))


def _choice(act: Act, group: Group, draft: Draft, words: str) -> tuple[str, list[list[Button]]]:
    t, entries = act.t, _candidates(act, group, words)
    if not entries:
        text = t("I found no answer for “{words}”. Try other words, or write one with /knowledge.", words=words[:60])
        return text, []
    rows = [[press(_short(entry.question), GiveAnswer(draft.id, entry.id))] for entry in entries]
    return t("Which one shall I give? It goes to the group as a reply to that message."), rows


def _candidates(act: Act, group: Group, words: str) -> list[Entry]:
    """What the finder knows first, then what bears the words; published, as this group has it."""
    sure = isinstance(act.found, Finding) and act.found.outcome is not Outcome.UNKNOWN
    top = [entry_id for entry_id, _ in act.found.top] if sure else []
    known = act.tx.entries.many(top)
    every = [*act.tx.entries.of(group.id, State.PUBLISHED), *act.tx.entries.of(None, State.PUBLISHED)]
    found = [known[one] for one in top if one in known and known[one].group_id in (None, group.id)]
    found += search(every, words, MOST)
    as_here = [of_group(act.tx, group, entry.id) for entry in found]
    return list({e.id: e for e in as_here if e.state is State.PUBLISHED}.values())[:MOST]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


@router.press(GiveAnswer, who=Who.FACILITATOR, candidates=of_draft)
def give(act: Act) -> None:
    """The entry goes to the group, as a reply to the parent's message."""
    asked = pressed(act, GiveAnswer)
    draft, group, t = the_draft(act, asked.draft_id), act.groups[0], act.t
    if draft.kind != KIND or draft.data.get("given"):
        raise Done
    entry = of_group(act.tx, group, asked.entry_id)
    if entry.state is not State.PUBLISHED:
        raise Gone
    message, thread = int(draft.data["message"]), draft.data["thread"]
    there = words(best_language(group.language))
    more = {"thread_id": thread, "reply_to": message, "effect": {"kind": GIVEN, "draft_id": draft.id}}
    # Short, as all that stands in a group. It is nobody's question to the bot, so its buttons belong to no draft.
    act.send(group.chat_id, *brief(act, there, entry, 0, group.id), **more)
    opinions.given(act.tx, entry.id, group.id, act.now)
    act.tx.drafts.save(draft.changed(data={**draft.data, "given": entry.id}))
    text = t("Done. I gave this answer: {question}", question=entry.question)
    act.edit_here(text, [[press(t.plain("Take it back"), TakeBack(draft.id))]])


@router.effect(GIVEN)
def given(sent: Sent) -> None:
    """It stands in the group: remember which message it is, so that it can be taken back."""
    draft = sent.tx.drafts.get(int(sent.data["draft_id"]))
    if draft is None or not isinstance(sent.result, dict):
        return
    message_id = int(sent.result["message_id"])
    if draft.data.get("given"):
        sent.tx.drafts.save(draft.changed(message_id=message_id))
    else:
        sent.delete(draft.chat_id, message_id)  # it was taken back before it left


@router.press(TakeBack, who=Who.FACILITATOR, candidates=of_draft)
def take_back(act: Act) -> None:
    """The answer goes from the group, and another one can be chosen."""
    draft, group = the_draft(act, pressed(act, TakeBack).draft_id), act.groups[0]
    if draft.kind != KIND or not draft.data.get("given"):
        raise Done
    if draft.message_id is not None:
        act.delete(group.chat_id, draft.message_id)
    draft = draft.changed(message_id=None, data={**draft.data, "given": None})
    act.tx.drafts.save(draft)
    text, rows = _choice(act, group, draft, str(draft.data["words"]))
    act.edit_here(act.t("I took it back.") + " " + text, rows)
