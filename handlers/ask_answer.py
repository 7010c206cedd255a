"""What comes of a question: the answer, a few to choose from, or honestly that it is not known."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain import opinions
from domain.asking import ASKED, forget_asked, visible
from domain.danger import points_to_danger
from domain.drafts import Draft
from domain.entries import Entry
from domain.finding import Finding, Outcome
from domain.groups import Group
from domain.questions import keep
from handlers.ask_words import Shown, brief, did_you_mean, no_answer_to_danger, unknown, whole
from handlers.context import Act
from handlers.privately import is_anonymous
from handlers.words import best_language

MOST = 3  # questions to choose from


@dataclass(frozen=True)
class Asking:
    """What somebody asked, of which groups, and what was found that they may see, best first."""

    words: str
    groups: list[Group]
    outcome: Outcome
    entries: list[Entry]

    @property
    def group_id(self) -> int | None:
        """The group that this counts for, and whose facilitators are asked."""
        return self.groups[0].id if self.groups else None


def groups_of(act: Act) -> list[Group]:
    """Whose own answers count beside the shared ones: the group's here, those of a room, or the person's."""
    if act.private:
        return act.tx.people.groups_of(act.user.id)
    return [act.group] if act.group is not None else act.tx.groups.by_room(act.chat.id)


def asker_language(act: Act) -> str:
    """Their language, without getting to know somebody who takes no part yet."""
    person = act.tx.people.get(act.user.id)
    group = act.group.language if act.group is not None else act.me.language
    return best_language(person.language if person is not None else None, act.user.language_code, group)


def asking(act: Act, words: str) -> Asking:
    """What was found, as it may be shown now."""
    groups = groups_of(act)
    found = act.found if isinstance(act.found, Finding) else Finding(Outcome.UNKNOWN)
    ids, group_ids = [entry_id for entry_id, _ in found.top], [group.id for group in groups]
    entries = visible(act.tx, ids, group_ids)
    outcome = found.outcome if entries else Outcome.UNKNOWN
    if outcome is Outcome.ANSWER and not visible(act.tx, ids[:1], group_ids):
        outcome = Outcome.SUGGEST  # what was sure is there no more, or not for them
    return Asking(words, groups, outcome, entries)


def answer(act: Act, asked: Asking) -> None:
    """Say what there is to say."""
    forget_asked(act.tx, act.user.id, act.chat.id)
    if asked.outcome is not Outcome.ANSWER and not is_anonymous(act) and not may_be_kept(act, asked.words):
        if act.private:  # in the group the private message with the helplines is the answer
            say(act, no_answer_to_danger(act.t, asked.group_id))
        return
    if asked.outcome is Outcome.UNKNOWN:
        say(act, not_known(act, asked.words, asked.groups))
        return
    ids = [entry.id for entry in asked.entries]
    words = asked.words if may_be_kept(act, asked.words) else ""
    draft = act.begin(ASKED, group_id=asked.group_id, words=words, top=ids, tried=[])
    if asked.outcome is Outcome.ANSWER:
        say(act, give(act, asked.entries[0], draft.id, asked.group_id))
    else:
        say(act, did_you_mean(act.t, asked.entries[:MOST], draft.id, asked.group_id, private=act.private))


def say(act: Act, shown: Shown) -> None:
    """Where it was asked."""
    act.reply(*shown)


def give(act: Act, entry: Entry, draft_id: int, group_id: int | None) -> Shown:
    """The answer for this place; it counts as given."""
    opinions.given(act.tx, entry.id, group_id, act.now)
    if act.private:
        return whole(act, act.t, entry, draft_id, group_id)
    return brief(act, act.t, entry, draft_id, group_id)


def may_be_kept(act: Act, words: str) -> bool:
    """Nothing is kept of what somebody in danger may have said, not even without their name."""
    return not points_to_danger(words, act.t.language)


def not_known(act: Act, words: str, groups: Sequence[Group]) -> Shown:
    """The question is kept for the facilitators, without a name. Who hides behind the group is one of them."""
    group_id = groups[0].id if groups else None
    nobody = not groups or is_anonymous(act) or (act.group is None and not act.private)
    if nobody or not may_be_kept(act, words):
        return unknown(act.t, None, None, group_id, private=act.private)
    kept = keep(act.tx, groups, words, act.t.language, act.user.id, act.now)
    draft = remember(act, kept=[one.id for one in kept], words=words) if act.private else None
    return unknown(act.t, kept[0].unanswered_id, draft.id if draft else None, group_id, private=act.private)


def remember(act: Act, **data: object) -> Draft:
    """For the buttons under it; a day at most."""
    forget_asked(act.tx, act.user.id, act.chat.id)
    return act.begin(ASKED, **data)  # type: ignore[arg-type]
