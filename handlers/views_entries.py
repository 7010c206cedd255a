"""An entry in words: as parents see it."""

import html
from datetime import datetime, timedelta

from domain.entries import Entry
from domain.entries_marks import Span, spans, unmarked
from domain.entries_pages import pages
from handlers.words import Words

OLD = timedelta(days=365)  # a check longer ago than this is shown as such


def entry_text(t: Words, entry: Entry, now: datetime, page: int = 0) -> str:
    """One page of the entry, with where it comes from; a page that is not there is the nearest that is."""
    found = pages(entry.answer)
    page = min(max(page, 0), len(found) - 1)
    parts = [t("<b>{question}</b>", question=entry.question), answer_html(found[page])]
    if page == len(found) - 1:
        parts.append(_more(t, entry))
    if len(found) > 1:
        parts.append(t("Page {page} of {pages}", page=page + 1, pages=len(found)))
    parts.append(provenance(t, entry, now))
    return "\n\n".join(part for part in parts if part)


def provenance(t: Words, entry: Entry, now: datetime) -> str:
    """Where it comes from, when it was checked, whom to thank; empty where nothing of that is known."""
    lines = []
    name = entry.source_name or entry.source_link
    if name and entry.source_link:
        linked = f'<a href="{html.escape(entry.source_link)}">{html.escape(name, quote=False)}</a>'
        lines.append(t("Source: {source}", source="\x00").replace("\x00", linked))
    elif name:
        lines.append(t("Source: {source}", source=name))
    if entry.checked_on is not None:
        lines.append(t("Checked on {day}.", day=t.dated(entry.checked_on)))
        if now.date() - entry.checked_on > OLD:
            lines.append(t("That is a while ago. Please make sure it is still so."))
    if entry.credit:
        lines.append(t("With thanks to {credit}.", credit=entry.credit))
    return "\n".join(lines)


def answer_html(text: str) -> str:
    """The answer with its marks as Telegram's HTML; everything else is escaped."""
    return "".join(map(_span, spans(text)))


def beginning(entry: Entry, longest: int) -> str:
    """The first words of the answer without marks, plain, for where little room is."""
    words = " ".join(unmarked(entry.answer).split())
    if len(words) <= longest:
        return words
    return words[: longest - 1].rsplit(" ", 1)[0] + "…"


def _span(span: Span) -> str:
    text = html.escape(span.text, quote=False)
    if span.link is not None:
        return f'<a href="{html.escape(span.link)}">{text}</a>'
    if span.bold:
        return f"<b>{text}</b>"
    return f"<i>{text}</i>" if span.italic else text


def _more(t: Words, entry: Entry) -> str:
    """What goes with the answer; Telegram makes the number and the address tappable."""
    lines = []
    if entry.place:
        lines.append(t("Place: {place}", place=entry.place))
    if entry.phone:
        lines.append(t("Phone: {phone}", phone=entry.phone))
    if entry.link:
        lines.append(t("Link: {link}", link=entry.link))
    return "\n".join(lines)
