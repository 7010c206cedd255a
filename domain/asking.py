"""Asking: what reads like a question, how fast one person may ask, and which answers somebody may see."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from domain.drafts import Draft
from domain.entries import Entry, State
from domain.ports import Tx

ASKED = "asked"  # drafts: what somebody asked and was offered, for the buttons under it
PACE = "ask_pace"  # drafts: how often somebody asked just now
AT_ONCE = 6  # questions of one person within …
MINUTE = timedelta(minutes=1)
OFFERED_FOR = timedelta(days=1)  # so long a question that has an answer is remembered
FEW = 3  # words: less than that in a chat is hardly a question

MARKS = re.compile(r"[?؟？;⁇⁈⁉]\s*(?:$|\W)")  # the Greek one too
SENTENCE = re.compile(r"[.!\n]+")
WORD = re.compile(r"[^\W\d_][\w’'-]*")
STARTS = frozenset(
    {
        "how", "what", "whats", "what’s", "what's", "when", "where", "wheres", "who", "whom", "whose", "which", "why",
        "can", "could", "do", "does", "did", "is", "are", "was", "will", "would", "should", "may", "any", "anyone",
        "anybody", "has", "have",
    }
)  # fmt: skip

ENDS = frozenset({"how", "what", "when", "where", "who", "which", "why"})  # “blue badge how”
BEFORE = frozenset(
    {
        "and", "but", "so", "also", "ok", "okay", "well", "hi", "hello", "hey", "hiya", "please", "pls", "plz", "sorry",
        "excuse", "anyway", "just", "then", "or", "thanks", "ty", "the", "for", "in", "at", "on", "to", "from", "about",
    }
)  # fmt: skip  # what stands before a question's first word; “I could …” and “Tom is …” are none
ASKING = ENDS | {"whats", "what’s", "what's", "wheres", "whom", "whose", "any", "anyone", "anybody"}
THANKS = frozenset({"thank", "thanks", "thankyou", "thx", "ty", "cheers"})
COURTESY = THANKS | {
    "you", "so", "very", "much", "a", "lot", "many", "again", "for", "your", "the", "help", "that", "great", "lovely",
    "perfect", "brilliant", "ok", "okay",
}  # fmt: skip
GREETINGS = frozenset({"hi", "hello", "hey", "hiya", "heya", "morning", "good morning", "good evening"})
GREETED = frozenset({"there", "all", "everyone", "everybody", "again", "good", "morning", "evening"})


class Turn(StrEnum):
    """Whether it is somebody's turn."""

    GO = "go"
    SLOWER = "slower"  # told once
    SILENT = "silent"


def has_words(text: str) -> bool:
    """Whether anything can be looked up in it at all."""
    return WORD.search(text) is not None


def more_than_signs(text: str) -> bool:
    """Whether there is a letter or a digit in it; pictures and signs alone say nothing that can be kept or found."""
    return any(sign.isalnum() for sign in text)


def looks_asked(text: str) -> bool:
    """Whether it reads like a question: a question mark, or its first or last sentence begins or ends like one."""
    if MARKS.search(text + " "):
        return True
    sentences = [found for piece in SENTENCE.split(text.lower()) if (found := WORD.findall(piece))]
    begun = any(_begins_asked(words) for words in (sentences[:1] + sentences[-1:]))
    return begun or any(words[-1] in ENDS for words in sentences[-1:])


def _begins_asked(words: Sequence[str]) -> bool:
    """“Can we come”, “so can we come”, “anyone”, but not “I can come”, which tells something."""
    first, second = words[0], next(iter(words[1:2]), "")
    return first in STARTS or (second in STARTS and (first in BEFORE or second in ASKING))


def gives_thanks(text: str) -> bool:
    """Whether it says thank you, perhaps to somebody by name, and nothing else."""
    words = WORD.findall(text.lower())
    return bool(THANKS & set(words[:2])) and len([one for one in words if one not in COURTESY]) <= 1


def greets(text: str) -> bool:
    """Whether it is a hello, perhaps to somebody by name, and nothing else."""
    words = WORD.findall(text.lower())
    begun = bool(GREETINGS & {" ".join(words[:1]), " ".join(words[:2])})
    return begun and len([one for one in words if one not in GREETINGS | GREETED]) <= 1


def more_than_a_few(text: str) -> bool:
    """Long enough to be a question without looking like one."""
    return len(WORD.findall(text)) >= FEW or len(text) > 40  # some languages have no blanks


def too_fast(tx: Tx, person_id: int, now: datetime) -> bool:
    """Whether they have asked so often in this minute that they have to wait; only reads."""
    known = _pace_of(tx, person_id, now)
    return known is not None and int(known.data["count"]) >= AT_ONCE


def take_turn(tx: Tx, person_id: int, chat_id: int, now: datetime) -> Turn:
    """One more question. Some at once are fine; then they are told once to ask one at a time, for a minute."""
    known = _pace_of(tx, person_id, now)
    if known is None:
        for old in _of_kind(tx, person_id, PACE):
            tx.drafts.remove(old.id)
        tx.drafts.add(Draft(kind=PACE, person_id=person_id, chat_id=chat_id, data={"count": 1}, created_at=now))
        return Turn.GO
    count = int(known.data["count"]) + 1
    if count <= AT_ONCE + 1:
        tx.drafts.save(known.changed(data={"count": count}))
    if count <= AT_ONCE:
        return Turn.GO
    return Turn.SLOWER if count == AT_ONCE + 1 else Turn.SILENT


def _pace_of(tx: Tx, person_id: int, now: datetime) -> Draft | None:
    found = (one for one in _of_kind(tx, person_id, PACE) if timedelta(0) <= now - one.created_at < MINUTE)
    return next(found, None)


def forget_asked(tx: Tx, person_id: int, chat_id: int) -> None:
    """What they asked here before is done with, as they ask something new."""
    for old in _of_kind(tx, person_id, ASKED):
        if old.chat_id == chat_id:
            tx.drafts.remove(old.id)


def _of_kind(tx: Tx, person_id: int, kind: str) -> list[Draft]:
    return [one for one in tx.drafts.of_person(person_id) if one.kind == kind]


def visible(tx: Tx, entry_ids: Sequence[int], group_ids: Sequence[int]) -> list[Entry]:
    """Those of them that are published now and shared or of these groups, in the order given.

    Where each of the groups has its own in place of a shared one, that counts instead, also when it is retired.
    """
    known = tx.entries.many(entry_ids)
    found = [_as_they_have_it(tx, known[one], group_ids) for one in entry_ids if one in known]
    return list({entry.id: entry for entry in found if is_visible(entry, group_ids)}.values())


def _as_they_have_it(tx: Tx, entry: Entry, group_ids: Sequence[int]) -> Entry:
    if entry.group_id is not None or not group_ids:
        return entry
    own = [tx.entries.by_key(group_id, entry.key) for group_id in group_ids]
    instead = next((one for one in own if one is not None and one.state is State.PUBLISHED), None)
    if instead is None and all(one is not None and one.state is State.RETIRED for one in own):
        instead = own[0]
    return instead or entry


def is_visible(entry: Entry | None, group_ids: Sequence[int]) -> bool:
    """Whether it is an answer that may be shown to people of these groups."""
    published = entry is not None and entry.state is State.PUBLISHED
    return published and (entry.group_id is None or entry.group_id in group_ids)  # type: ignore[union-attr]
