"""Asking for a human, from wherever it begins: what it is about waits as a draft, and one tap sends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.drafts import Draft
from domain.groups import Group
from domain.requests import Kind, Request, RequestWords
from domain.requests_asking import add_words, open_in
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.keyboards import Rows, press
from handlers.views_requests import answerer, take_back
from handlers.which_group import MOST_GROUPS
from handlers.words import Words

KIND = "request"
EXPECTS = "request*"
LONGEST_TITLE = 40  # of a group's title on a button


@dataclass(frozen=True)
class Send(Payload, code="qs"):
    """Send it, by name or unnamed."""

    draft_id: int
    named: bool


@dataclass(frozen=True)
class InGroup(Payload, code="qg"):
    """Of this group's facilitators."""

    draft_id: int
    group_id: int


@dataclass(frozen=True)
class DontSend(Payload, code="qn"):
    """Put it aside."""

    draft_id: int


def ask(act: Act, groups: Sequence[Group], words: Sequence[RequestWords]) -> tuple[str, Rows]:
    """What to say, in private, to somebody who asks for a human of one of these groups (there is one at least)."""
    if len(groups) == 1:
        mine = open_in(act.tx, groups[0].id, act.user.id)
        if mine is not None:
            return _known_already(act, mine, words)
    draft = keep(act, groups[0] if len(groups) == 1 else None, words)
    return choice(act, draft, groups[0]) if len(groups) == 1 else which(act, draft, groups)


def keep(act: Act, group: Group | None, words: Sequence[RequestWords]) -> Draft:
    """One draft a person, in their private chat; what they had written for an earlier one is not lost."""
    kept: list[dict[str, Any]] = []
    for draft in act.tx.drafts.of_person(act.person.id):
        if draft.kind == KIND:
            kept += draft.data["words"]
            act.tx.drafts.remove(draft.id)
    known = [(one.get("text"), one.get("file")) for one in kept]
    kept += [one.model_dump(mode="json") for one in words if (one.text, one.file) not in known]
    draft = Draft(
        kind=KIND,
        person_id=act.user.id,
        chat_id=act.user.id,
        group_id=group.id if group is not None else None,
        expects=EXPECTS,
        data={"words": kept},
        created_at=act.now,
    )
    return act.tx.drafts.add(draft)


def words_of(draft: Draft) -> list[RequestWords]:
    """What was written for it so far."""
    return [RequestWords.model_validate(one) for one in draft.data["words"]]


def kept_of(act: Act) -> list[Draft]:
    """The drafts in which a message that they have changed just now waits to be sent."""
    if act.update.edited_message is None or act.message is None:
        return []
    drafts = (one for one in act.tx.drafts.of_person(act.user.id) if one.kind == KIND)
    return [one for one in drafts if act.message.message_id in {words["message_id"] for words in one.data["words"]}]


def joined_of(act: Act) -> list[tuple[Request, RequestWords]]:
    """The same in requests that nobody has yet."""
    if act.update.edited_message is None or act.message is None:
        return []
    open_ones = (one for one in act.tx.requests.open_of(act.user.id) if not one.held)
    words = ((request, one) for request in open_ones for one in act.tx.requests.words(request.id))
    return [(request, one) for request, one in words if one.message_id == act.message.message_id]


def change_words(act: Act, found: RequestWords) -> None:
    """What waits says what their message says now, without the command that it may begin with."""
    if (found.text or "").startswith("/"):
        found = found.changed(text=(found.text or "").partition(" ")[2].strip(), entities=())
    if found.kind is Kind.TEXT and not found.text:
        return
    changed = {"kind": found.kind, "text": found.text, "entities": found.entities, "file": found.file}
    for _, one in joined_of(act):
        act.tx.requests.save_words(one.changed(**changed))
    for draft in kept_of(act):
        words = [one.changed(**changed) if one.message_id == found.message_id else one for one in words_of(draft)]
        act.tx.drafts.save(draft.changed(data=draft.data | {"words": [one.model_dump(mode="json") for one in words]}))


def choice(act: Act, draft: Draft, group: Group) -> tuple[str, Rows]:
    """By name or unnamed; the one exception is told before anything is sent."""
    t = act.t
    rows = [
        [press(t.plain("By name"), Send(draft.id, named=True)), press(t.plain("Unnamed"), Send(draft.id, named=False))],
        [press(t.plain("Don’t send it"), DontSend(draft.id))],
    ]
    parts = [
        t(
            "I’m a bot, and I can fetch a person for you: a facilitator of {group}. Only they see it; the group does "
            "not.",
            group=group.title,
        ),
        _what_about(t, draft),
        t(
            "By name or unnamed? Unnamed means: they see another name instead of yours, and so does everybody else. In "
            "a voice note your voice can be known."
        ),
        t(
            "One exception: if a facilitator says that somebody is in danger, and a second one agrees, these two see "
            "your name. Where there is only one, they have to say yes twice and write down why. I tell you if that "
            "happens."
        ),
    ]
    return "\n\n".join(parts), rows


def _what_about(t: Words, draft: Draft) -> str:
    if draft.data["words"]:
        return t("I have your words. Nothing is sent before you tap. You can write more here.")
    return t("If you like, write here what it is about: words, a voice note, a photo. Or just tap; that is enough.")


def which(act: Act, draft: Draft, groups: Sequence[Group]) -> tuple[str, Rows]:
    """Somebody who belongs to several groups says which one's facilitators are meant."""
    rows = [[press(_short(group.title), InGroup(draft.id, group.id))] for group in groups[-MOST_GROUPS:]]
    rows.append([press(act.t.plain("Don’t send it"), DontSend(draft.id))])
    asked = act.t("The facilitators of which group?")
    if len(groups) > MOST_GROUPS:
        asked += " " + act.t("If it is none of these, write /facilitator in that group.")
    return asked, rows


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _known_already(act: Act, request: Request, words: Sequence[RequestWords]) -> tuple[str, Rows]:
    """They have asked: more words join it; those for a facilitator who has it were passed on before."""
    t, rows = act.t, [[take_back(act.t, request)]]
    fit = [one for one in words if request.named or one.kind is not Kind.DOCUMENT]
    if request.held:
        name = answerer(t, act.tx.people.get(request.claimed_by or 0))
        return t("{name} has your message. Just write to me here, and I pass it on.", name=name), rows
    if fit:
        add_words(act.tx, request, fit, act.now)
        return t("I have added it to what you asked. I’m still looking for somebody."), rows
    return t(
        "You have asked already, and I’m still looking for somebody. What you write here goes along with it."
    ), rows


def no_files(act: Act) -> str:
    """Why a file does not go along."""
    return act.t("I left out the file: its name could show who you are. A photo or words I can pass on unnamed.")
