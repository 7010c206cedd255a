"""`@bot words` in any chat: answers shared by all groups, to choose from; nothing of it is kept."""

from typing import Any

from domain.asking import has_words, visible
from domain.entries import Entry
from domain.entries_pages import pages
from domain.finding import Finding, Outcome, Question
from domain.outbox import Lane
from handlers.ask_answer import asker_language
from handlers.context import HELLO, Act
from handlers.doors import ToEntry
from handlers.keyboards import link, markup
from handlers.routing import Router
from handlers.views_entries import beginning, entry_text
from handlers.words import Words, words

router = Router("ask inline")

CACHED = 30  # seconds, for the one who asked
LONGEST_BUTTON = 64  # characters, Telegram's
DESCRIBED = 100  # characters of the answer in the list


def sought(act: Act) -> Question | None:
    """Of the shared entries only: where it will be posted, nobody knows."""
    query = act.update.inline_query
    if query is None or not has_words(query.query):
        return None
    return Question(query.query, asker_language(act))


@router.event("inline_query", seeks=sought)
def asked(act: Act) -> None:
    """A list while they type; nobody becomes known by it."""
    query = act.update.inline_query
    if query is None:
        return
    t = words(asker_language(act))
    found = act.found if isinstance(act.found, Finding) else Finding(Outcome.UNKNOWN)
    top = found.top if found.outcome is not Outcome.UNKNOWN else ()
    entries = visible(act.tx, [entry_id for entry_id, _ in top], ())
    body: dict[str, Any] = {
        "inline_query_id": query.id,
        "results": [_article(act, t, entry) for entry in entries],
        "cache_time": CACHED,
        "is_personal": True,
    }
    if not entries and act.found is not None:
        body["button"] = {
            "text": t.plain("I don’t know that one. Ask me in private")[:LONGEST_BUTTON],
            "start_parameter": HELLO,
        }
    act.call("answerInlineQuery", None, Lane.ANSWER, body, effect={"kind": "ignore"})


def _article(act: Act, t: Words, entry: Entry) -> dict[str, Any]:
    article: dict[str, Any] = {
        "type": "article",
        "id": str(entry.id),
        "title": entry.question,
        "description": beginning(entry, DESCRIBED),
        "input_message_content": {
            "message_text": entry_text(t, entry, act.now),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
    }
    if len(pages(entry.answer)) > 1 or entry.file:
        address = act.me.link(ToEntry(entry.id).deep_link())
        article["reply_markup"] = markup([[link(t.plain("Read in private"), address)]])
    return article
