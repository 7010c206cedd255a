"""Telegram's HTML, read as strictly as Telegram reads it: words and entities, or where it is broken."""

import html as codes
import re
from dataclasses import dataclass
from typing import Any

from sandbox.entities import units
from sandbox.errors import TelegramError, bad_request

Json = dict[str, Any]

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
    "tg-spoiler": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_PIECE = re.compile(r"[^<&]+|&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});|&|<")
_CODE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"[^\s=>]*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    begins: int


class _Reader:
    """One pass over the source; `text` and `entities` grow."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def fail(self, what: str, begins: int) -> TelegramError:
        """The refusal, with the place in bytes as Telegram counts."""
        place = len(self.source[:begins].encode())
        return bad_request(f"can't parse entities: {what.replace('{at}', f'at byte offset {place}')}")

    def read(self) -> tuple[str, list[Json]]:
        """Words and entities."""
        while self.at < len(self.source):
            match = _PIECE.match(self.source, self.at)
            words = match.group() if match else ""
            if words == "<":
                self.end_tag() if self.source.startswith("</", self.at) else self.start_tag()
                continue
            self.at += len(words)
            words = codes.unescape(words) if words[0] == "&" and len(words) > 1 else words
            self.text.append(words)
            self.length += units(words)
        if self.open:
            tag = self.open[-1].tag
            raise self.fail(f'Can\'t find end tag corresponding to start tag "{tag}"', 0)
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return "".join(self.text), self.entities

    def blank(self) -> None:
        """Pass over white space."""
        while self.at < len(self.source) and self.source[self.at].isspace():
            self.at += 1

    def match(self, pattern: re.Pattern[str]) -> str:
        """What the pattern finds here, passed over."""
        found = pattern.match(self.source, self.at)
        words = found.group() if found else ""
        self.at += len(words)
        return words

    def start_tag(self) -> None:
        """`<b>` and its like."""
        begins = self.at
        self.at += 1
        tag = self.match(_NAME).lower()
        if self.at >= len(self.source):
            raise self.fail("Unclosed start tag {at}", begins)
        if tag not in _KINDS:
            raise self.fail(f'Unsupported start tag "{tag}" {{at}}', begins)
        argument = self.attributes(tag, begins)
        if tag == "span" and argument != "spoiler":
            raise self.fail('Tag "span" must have class "tg-spoiler" {at}', begins)
        self.open.append(_Open(tag, argument, self.length, len(self.text)))

    def attributes(self, tag: str, begins: int) -> str:
        """The one attribute that counts, up to the end of the tag."""
        argument = ""
        while True:
            self.blank()
            if self.at >= len(self.source):
                raise self.fail("Unclosed start tag {at}", begins)
            if self.source[self.at] == ">":
                self.at += 1
                return argument
            name = self.match(_ATTRIBUTE).lower()
            if not name:
                raise self.fail(f'Empty attribute name in the tag "{tag}" {{at}}', begins)
            self.blank()
            if not self.source.startswith("=", self.at):
                argument = "expandable" if (tag, name) == ("blockquote", "expandable") else argument
                continue
            self.at += 1
            argument = _meaning(tag, name, self.value(begins), argument)

    def value(self, begins: int) -> str:
        """An attribute's value, quoted or a bare name token."""
        self.blank()
        quote = self.source[self.at : self.at + 1]
        if quote not in ("'", '"'):
            token_at = self.at
            token = self.match(_TOKEN).lower()
            if self.at < len(self.source) and not (self.source[self.at].isspace() or self.source[self.at] == ">"):
                raise self.fail("Unexpected end of name token {at}", token_at)
            return token
        end = self.source.find(quote, self.at + 1)
        if end < 0:
            raise self.fail("Unclosed start tag {at}", begins)
        words = self.source[self.at + 1 : end]
        self.at = end + 1
        return _CODE.sub(lambda found: codes.unescape(found.group()), words)

    def end_tag(self) -> None:
        """`</b>` and its like."""
        begins = self.at
        if not self.open:
            raise self.fail("Unexpected end tag {at}", begins)
        self.at += 2
        found = self.match(_NAME).lower()
        self.blank()
        if not self.source.startswith(">", self.at):
            raise self.fail("Unclosed end tag {at}", begins)
        self.at += 1
        opened = self.open.pop()
        if found and found != opened.tag:
            raise self.fail(f'Unmatched end tag {{at}}, expected "</{opened.tag}>", found "</{found}>"', begins)
        if self.length > opened.offset:
            self.close(opened)

    def close(self, opened: _Open) -> None:
        """Note the entity that ends here."""
        kind, length = _KINDS[opened.tag], self.length - opened.offset
        entity: Json = {"type": kind, "offset": opened.offset, "length": length}
        if kind == "text_link":
            address = opened.argument or "".join(self.text[opened.begins :])
            if "." not in address and "://" not in address:
                return
            entity["url"] = address
        elif kind == "custom_emoji":
            entity["custom_emoji_id"] = opened.argument
        elif kind == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif kind == "code" and opened.argument:
            entity["language"] = opened.argument
        elif kind == "pre" and (language := self.language(opened)):
            entity["language"] = language
        self.entities.append(entity)

    def language(self, opened: _Open) -> str:
        """Of `<pre><code class="language-…">`: the inner tag is no entity of its own."""
        last = self.entities[-1] if self.entities else {}
        if last.get("type") == "code" and "language" in last and last["offset"] == opened.offset:
            self.entities.pop()
            return str(last["language"])
        return ""


def _meaning(tag: str, name: str, value: str, before: str) -> str:
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return before


def parse(source: str) -> tuple[str, list[Json]]:
    """Words and entities of Telegram's HTML. Raises TelegramError 400 "can't parse entities: …"."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()
