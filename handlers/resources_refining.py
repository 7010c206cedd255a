"""A plain line right after local help was shown: it narrows that search down, or looks for something else."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.asking import gives_thanks, greets, has_words, looks_asked
from domain.danger import points_to_danger
from domain.drafts import Draft
from domain.resource_finding import Filters, ResourceQuery
from domain.resource_use import SEARCH
from domain.resource_words import Wanted, understand
from handlers.context import Act
from handlers.doors import ToResources, human
from handlers.keyboards import press
from handlers.resources_results import answer_with
from handlers.resources_state import LONGEST_WORDS, Once, begin, found_by, query_of, sketch, went_on
from handlers.routing import Router

router = Router("resources refined")

SOON = timedelta(minutes=10)  # after it was shown; later a line is about something else
SHORT = 4  # words of something new to look for; a longer line tells something
LONGEST = 100  # characters
NEAR = "near"
# Who writes of somebody tells something, and is not looking for a club.
TELLING = frozenset(
    {"i", "im", "ive", "id", "me", "my", "mine", "we", "us", "our", "he", "hes", "she", "shes", "they", "his", "her"}
)


def _line(act: Act) -> str:
    """What was written just now in private, if it answers nothing and is no edit."""
    message = act.message
    plain = message is not None and act.update.edited_message is None and message.reply_to_message is None
    text = (message.text or "") if message is not None and plain and message.via_bot is None else ""
    return text.strip() if len(text) <= LONGEST else ""


def _just_shown(act: Act) -> Draft | None:
    """The search whose help they looked at a moment ago, if they have begun nothing since."""
    every = [draft for draft in act.tx.drafts.of_person(act.user.id) if draft.chat_id == act.chat.id]
    shown = [draft for draft in every if draft.kind == SEARCH and "shown" in draft.data]
    newest = max(shown, key=_shown_at, default=None)
    if newest is None or not timedelta(0) <= act.now - _shown_at(newest) <= SOON:
        return None
    return None if any(draft.created_at > _shown_at(newest) for draft in every) else newest


def _shown_at(draft: Draft) -> datetime:
    return datetime.fromisoformat(draft.data["shown"])


def _wanted(act: Act, draft: Draft | None) -> bool:
    """Nothing else waits for their words, nobody talks with them, and the line reads like a search."""
    line = _line(act) if draft is None else ""
    if not has_words(line) or greets(line) or gives_thanks(line) or points_to_danger(line, act.t.language):
        return False
    talks = act.tx.requests.open_of(act.user.id) or act.tx.requests.held_by(act.user.id)
    if talks or act.tx.requests.ended_since(act.user.id, act.now - SOON) or _just_shown(act) is None:
        return False
    return _narrows(line) or _reads_like_a_search(line)


def _narrows(line: str) -> bool:
    """Whether it says nothing but a place, a day, an age or the like."""
    read = _read(line)
    return not read.words and (read.unknown_place is not None or read.filters != Filters())


def _read(line: str) -> Wanted:
    return understand(line, lambda _: False)


def _reads_like_a_search(line: str) -> bool:
    words = re.findall(r"\w+", line.lower().replace("’", "").replace("'", ""))
    return len(words) <= SHORT and TELLING.isdisjoint(words) and not looks_asked(line)


def _meant(act: Act) -> Draft:
    """The search as it goes on, or the new one; kept by neither."""
    line, before = _line(act), _just_shown(act)
    if before is None or not _narrows(line):
        return sketch(act, line)
    # What is said last counts: it is read first.
    text = f"{line} {before.data.get('text', '')}"[:LONGEST_WORDS]
    named = {*_named(_read(line))}
    data = before.data | {"text": text, "unread": sorted(set(before.data.get("unread", ())) - named)}
    return before.changed(data=data | ({"near": None, "anywhere": False} if NEAR in named else {}))


def _named(read: Wanted) -> Iterator[str]:
    if read.unknown_place is not None:
        yield NEAR
    yield from (name for name, value in vars(read.filters).items() if value not in (None, False))


def _sought(act: Act) -> ResourceQuery:
    return query_of(act, _meant(act))


@router.listens(_wanted, seeks=_sought)
def refined(act: Act) -> None:
    """What fits now. Where nothing does, it may have been no search at all."""
    draft, t = _meant(act), act.t
    if draft.id:
        answer_with(act, went_on(act, draft), Once(), anew=True)
    elif found_by(act).hits:
        answer_with(act, begin(act, str(draft.data["text"])), Once(), anew=True)
    else:
        text = t("I’m a bot. I took that for a search in the list of local help, and found nothing that fits.")
        act.reply(text, [[press(t.plain("Local help"), ToResources())], [human(t, draft.group_id)]])
