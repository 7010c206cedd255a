"""Questions that nobody could answer, shared messages and what could be better, in words for facilitators."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from domain.groups import Group
from domain.opinions import Better, Hint
from domain.planning import zone_of
from domain.question import Unanswered, Wording
from domain.share import Share
from handlers.doors import ToKnowledgeEntry, ToUnanswered
from handlers.keyboards import Button, press
from handlers.names import isolated
from handlers.unanswered_buttons import (
    DropShare,
    OpenShare,
    OpenUnanswered,
    PutAway,
    ToBetter,
    UseShare,
    WriteAnswer,
)
from handlers.views_entries import answer_html
from handlers.words import Words

LISTED = 5  # at a time
SHORTENED = 100  # characters of a question in a list
ON_BUTTON = 40

Shown = tuple[str, list[list[Button]]]


def quoted(words: str, longest: int = SHORTENED) -> str:
    """Somebody's words for a message, not escaped: they turn nothing, link to nothing and end somewhere."""
    plain = isolated(words).replace("://", ":\u2060//")
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def listing(t: Words, group: Group, found: Sequence[Unanswered], shares: Sequence[Share], *, better: bool) -> Shown:
    """The open ones, and the ways to what else waits."""
    rows = [[press(quoted(one.words, ON_BUTTON), OpenUnanswered(one.id))] for one in found[:LISTED]]
    rows += [
        [press(t.plain("Shared: {words}", words=quoted(one.words, ON_BUTTON)), OpenShare(one.id))]
        for one in shares[:LISTED]
    ]
    if better:
        rows.append([press(t.plain("What could be better"), ToBetter(group.id))])
    if not found:
        return t("No question of {group} is open.", group=group.title), rows
    lines = [t("<b>What nobody could answer in {group}</b>", group=group.title)]
    lines += [f"{line(t, one, group)}" for one in found[:LISTED]]
    if len(found) > LISTED:
        lines.append(t("More will show here when these are done."))
    return "\n\n".join(lines), rows


def line(t: Words, one: Unanswered, group: Group) -> str:
    """What, how often, when last."""
    asked = t.many("asked once", "asked {count} times", one.times)
    day = t.day(one.last_asked_at.astimezone(ZoneInfo(zone_of(group))).date())
    return t("“{words}”", words=quoted(one.words)) + "\n" + t("{asked}, last on {day}", asked=asked, day=day)


def opened(t: Words, one: Unanswered, wordings: Sequence[Wording], group: Group) -> Shown:
    """One of them, with what to do."""
    parts = [t("“{words}”", words=quoted(one.words, 1000)), _asked(t, one, group)]
    others = [found.words for found in wordings if found.words != one.words]
    if others:
        parts.append(
            "\n".join([t("Also asked like this:"), *(t("“{words}”", words=quoted(w)) for w in others[-LISTED:])])
        )
    parts.append(t("It is kept without a name. Whoever wished to hear the answer hears it from me."))
    rows = [[press(t.plain("Write the answer"), WriteAnswer(one.id))]]
    if one.entry_id is not None:
        rows.append([press(t.plain("A draft of it"), ToKnowledgeEntry(group.id, one.entry_id))])
    rows.append([press(t.plain("It needs no answer"), PutAway(one.id))])
    return "\n\n".join(parts), [*rows, _back(t, group)]


def _asked(t: Words, one: Unanswered, group: Group) -> str:
    return line(t, one, group).partition("\n")[2]


def share_opened(t: Words, share: Share, group: Group) -> Shown:
    """A helpful message, with what to do."""
    said = t("Somebody of {group} found this helpful, and whoever wrote it lets you keep it:", group=group.title)
    thanks = (
        t("They would like to be thanked as {name}.", name=isolated(share.credit))
        if share.credit
        else t("They would rather not be named.")
    )
    rows = [
        [press(t.plain("Make an answer of it"), UseShare(share.id))],
        [press(t.plain("Not needed"), DropShare(share.id))],
    ]
    return f"{said}\n\n{answer_html(share.words)}\n\n{thanks}", [*rows, _back(t, group)]


def better(t: Words, hints: Sequence[Hint], group: Group) -> Shown:
    """Suggestions, a few at a time."""
    if not hints:
        return t("Nothing to suggest just now."), [_back(t, group)]
    meant = {e.id: e for hint in hints[:LISTED] for e in (hint.entry, hint.other) if e is not None}
    rows = [[press(quoted(e.question, ON_BUTTON), ToKnowledgeEntry(group.id, e.id))] for e in meant.values()]
    head = t("<b>What could be better</b>")
    return "\n\n".join([head, *(_hint(t, hint) for hint in hints[:LISTED])]), [*rows, _back(t, group)]


def _hint(t: Words, hint: Hint) -> str:
    question = quoted(hint.entry.question)
    if hint.why is Better.UNHELPFUL:
        return t(
            "“{question}” was often not quite right. Perhaps say it in other words, or say more.", question=question
        )
    if hint.other is not None:
        other = quoted(hint.other.question)
        return t("“{question}” and “{other}” ask nearly the same. Perhaps keep one.", question=question, other=other)
    return t(
        "“{question}” has never been given as an answer. Perhaps add how parents would ask it, or retire it.",
        question=question,
    )


def _back(t: Words, group: Group) -> list[Button]:
    return [press(t.plain("All questions"), ToUnanswered(group.id))]
