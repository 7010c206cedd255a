"""The marks in an answer: **bold**, *slanting*, [words](https://…). They never stand within each other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

MARK = re.compile(
    r"\*\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*\*"
    r"|(?<![*\w])\*(?P<italic>[^\s*](?:[^*\n]*[^\s*])?)\*(?![*\w])"
    r"|\[(?P<words>[^\]\[\n]+)\]\((?P<link>https?://[^\s()]+)\)"
)
SCHEMES = ("http", "https")


@dataclass(frozen=True)
class Span:
    """A stretch of text that looks the same. link: where it leads."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True)
class Mark:
    """What Telegram says of a stretch of text. offset, length: in UTF-16 units. link: of a `text_link`."""

    kind: str
    offset: int
    length: int
    link: str | None = None


def spans(text: str) -> Iterator[Span]:
    """The text stretch by stretch; a link that leads nowhere safe stays as it was typed."""
    at = 0
    for found in MARK.finditer(text):
        if found["link"] is not None and not is_link(found["link"]):
            continue
        if found.start() > at:
            yield Span(text[at : found.start()])
        at = found.end()
        if found["bold"] is not None:
            yield Span(found["bold"], bold=True)
        elif found["italic"] is not None:
            yield Span(found["italic"], italic=True)
        else:
            yield Span(found["words"], link=found["link"])
    if at < len(text):
        yield Span(text[at:])


def unmarked(text: str) -> str:
    """Only the words."""
    return "".join(span.text for span in spans(text))


def is_link(text: str) -> bool:
    """Whether this is the address of a page on the web, with a host and without a hidden user name."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    plain = bool(host) and "." in str(host) and "@" not in parts.netloc
    return parts.scheme.lower() in SCHEMES and plain and not re.search(r"[\s<>\"'()\x00-\x1f]", text)


def marked(text: str, marks: Iterable[Mark]) -> str:
    """Text as somebody formatted it in Telegram, with our marks. What they have no mark for loses its look only."""
    units = text.encode("utf-16-le")
    pieces, at = [], 0
    for mark in sorted(marks, key=lambda m: (m.offset, m.kind != "text_link", -m.length)):
        start, end = 2 * mark.offset, 2 * (mark.offset + mark.length)
        around = _around(mark)
        if around is None or start < at:
            continue
        pieces.append(units[at:start].decode("utf-16-le", "replace"))
        pieces.append(_each_line(units[start:end].decode("utf-16-le", "replace"), *around))
        at = end
    pieces.append(units[at:].decode("utf-16-le", "replace"))
    return "".join(pieces)


def _around(mark: Mark) -> tuple[str, str] | None:
    if mark.kind == "bold":
        return "**", "**"
    if mark.kind == "italic":
        return "*", "*"
    if mark.kind == "text_link" and mark.link is not None and is_link(mark.link):
        return "[", f"]({mark.link})"
    return None


def _each_line(text: str, before: str, after: str) -> str:
    """Marks hold within a line, and begin and end at a word."""
    lines = []
    for line in text.split("\n"):
        words = line.strip()
        head, tail = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
        markable = words and not set("*[]") & set(words)
        lines.append(f"{head}{before}{words}{after}{tail}" if markable else line)
    return "\n".join(lines)
