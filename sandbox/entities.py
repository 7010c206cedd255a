"""Message entities: found in plain words, counted in UTF-16 units, and shown as HTML again."""

import html
import re
from typing import Any

Json = dict[str, Any]

_LIKELY = re.compile(r"[/@#.:+]")
_FOUND = re.compile(
    r"""
    (?P<url>(?:https?|tg)://[^\s<>"]+[^\s<>".,;:!?)\]'])
    | (?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,})
    | (?P<site>(?<![\w@./-])(?:[a-zA-Z0-9-]+\.)+(?:com|org|net|info|me|io|dev|app|de|uk|eu|fr|es|it|nl)\b
        (?:/[^\s<>"]*[^\s<>".,;:!?)\]'])?)
    | (?P<bot_command>(?<![\w/<>@])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>]))
    | (?P<mention>(?<![\w@])@[a-zA-Z0-9_]{4,32}\b)
    | (?P<hashtag>(?<![\w#])\#\w*[^\W\d]\w*)
    | (?P<phone_number>(?<![\w+])\+\d[\d ()-]{6,18}\d\b)
    """,
    re.VERBOSE,
)
_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
}


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text) if text.isascii() else len(text) + sum(1 for char in text if char > "\uffff")


def piece(text: str, entity: Json) -> str:
    """The words an entity covers."""
    raw = text.encode("utf-16-le")
    start = int(entity["offset"]) * 2
    return raw[start : start + int(entity["length"]) * 2].decode("utf-16-le", "replace")


def find(text: str) -> list[Json]:
    """Commands, mentions, links and the like, as Telegram finds them in plain words."""
    if not _LIKELY.search(text):
        return []
    plain = text.isascii()
    found: list[Json] = []
    for match in _FOUND.finditer(text):
        kind = match.lastgroup or ""
        offset = match.start() if plain else units(text[: match.start()])
        kind = "url" if kind == "site" else kind
        found.append({"type": kind, "offset": offset, "length": units(match.group())})
    return found


def merged(given: list[Json], found: list[Json]) -> list[Json]:
    """Given entities and those found outside of links and code, in order."""
    closed = [e for e in given if e["type"] in ("text_link", "code", "pre", "text_mention", "url", "mention")]
    free = [e for e in found if not any(_cross(e, other) for other in closed)]
    return sorted(given + free, key=lambda e: (e["offset"], -e["length"]))


def _cross(one: Json, other: Json) -> bool:
    starts = max(one["offset"], other["offset"])
    return bool(starts < min(one["offset"] + one["length"], other["offset"] + other["length"]))


def to_html(text: str, entities: list[Json]) -> str:
    """The words with their entities as HTML, fit to be put into a page."""
    if not entities:
        return html.escape(text)
    raw = text.encode("utf-16-le")
    opening: dict[int, str] = {}
    closing: dict[int, str] = {}
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        before, after = _tags(text, entity)
        start, end = entity["offset"], entity["offset"] + entity["length"]
        opening[start] = opening.get(start, "") + before
        closing[end] = after + closing.get(end, "")
    marks = sorted({0, len(raw) // 2} | opening.keys() | closing.keys())
    parts: list[str] = []
    for here, then in zip(marks, [*marks[1:], len(raw) // 2], strict=True):
        words = raw[here * 2 : then * 2].decode("utf-16-le", "replace")
        parts += [closing.get(here, ""), opening.get(here, ""), html.escape(words)]
    return "".join(parts)


def _tags(text: str, entity: Json) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _TAGS:
        return _TAGS[kind]
    if kind == "pre":
        language = html.escape(entity.get("language", ""))
        return (f'<pre><code class="language-{language}">', "</code></pre>") if language else ("<pre>", "</pre>")
    address = _address(kind, entity, piece(text, entity))
    return (f'<a href="{html.escape(address)}">', "</a>") if address else ("", "")


def _address(kind: str, entity: Json, words: str) -> str:
    if kind == "text_link":
        return str(entity["url"])
    if kind == "url":
        return words if "://" in words else f"http://{words}"
    if kind == "email":
        return f"mailto:{words}"
    if kind == "text_mention":
        return f"tg://user?id={entity['user']['id']}"
    return f"https://t.me/{words[1:]}" if kind == "mention" else ""
