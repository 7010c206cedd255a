"""Services out of JSON of any size, one at a time: one service, a list, a page of an HSDS API, or one to a line."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from bot.resource_files import File, Unusable
from bot.text_files import Text, Told

PIECE = 1 << 16  # characters
LARGEST = 4_000_000  # characters of one service
_LISTS = ("contents", "services")
_BLANK = " \t\r\n"


def services(file: File, told: Told = lambda _: None) -> Iterator[Any]:
    """Each service as it stands. Unusable where the file is no JSON, or holds none."""
    reader = _Reader(file, told)
    found = False
    try:
        while sign := reader.peek():
            if found and sign == "{":  # one to a line: each is taken whole, as the first was none with a list in it
                yield reader.value()
                continue
            found = True
            yield from _value(reader)
    finally:
        reader.close()
    if not found:
        raise Unusable(f"{file.name} is empty")


def _value(reader: "_Reader") -> Iterator[Any]:
    match reader.peek():
        case "[":
            yield from reader.items()
        case "{":
            yield from _object(reader)
        case _:
            yield reader.value()


def _object(reader: "_Reader") -> Iterator[Any]:
    """A service, or something around a list of them: a page, or an organisation with its services."""
    fields: dict[str, Any] = {}
    listed = False
    for key in reader.names():
        if key in _LISTS and reader.peek() == "[":
            listed = True
            around = {name: fields[name] for name in ("id", "name", "description") if name in fields}
            for item in reader.items():
                if isinstance(item, dict) and "name" in around and not item.get("organization"):
                    item["organization"] = around
                yield item
        else:
            fields[key] = reader.value()
    if not listed:
        yield fields


class _Reader:
    """Pulls values out of a text without holding all of it."""

    def __init__(self, file: File, told: Told) -> None:
        self._name = file.name
        self._text = Text(file, told)
        self._decoder = json.JSONDecoder(parse_constant=self._refuse)
        self._buffer, self._at, self._line, self._over = "", 0, 1, False

    def close(self) -> None:
        """Nothing more is read."""
        self._text.close()

    def peek(self) -> str:
        """The next sign that is not blank; empty at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more(PIECE):
                return ""

    def take(self, sign: str) -> bool:
        """Whether this sign comes next; then it is behind us."""
        if self.peek() != sign:
            return False
        self._at += 1
        return True

    def value(self) -> Any:
        """One whole value."""
        if not self.peek():
            self._refuse("it ends too early")
        size = PIECE
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if self._over:
                    self._at = error.pos
                    self._refuse(error.msg)
            except (RecursionError, ValueError):
                self._refuse("a value is nested too deeply or too long")
            else:
                if end < len(self._buffer) or not self._more(size):  # a number may go on
                    self._at = end
                    return value
                continue
            if len(self._buffer) - self._at > LARGEST:
                self._refuse(f"one service is longer than {LARGEST:,} characters, or the JSON is broken")
            self._more(size)
            size *= 2

    def items(self) -> Iterator[Any]:
        """The values of a list, one at a time."""
        self.take("[")
        if self.take("]"):
            return
        while True:
            yield self.value()
            if not self.take(","):
                break
        if not self.take("]"):
            self._refuse("a list is not closed")

    def names(self) -> Iterator[str]:
        """The names of an object's fields; the caller takes each value before asking for the next."""
        self.take("{")
        if self.take("}"):
            return
        while True:
            if self.peek() != '"':
                self._refuse("a name in quotation marks is wanted")
            key = self.value()
            if not self.take(":"):
                self._refuse("a colon is wanted")
            yield key
            if not self.take(","):
                break
        if not self.take("}"):
            self._refuse("an object is not closed")

    def _more(self, size: int) -> bool:
        self._line += self._buffer.count("\n", 0, self._at)
        piece = self._text.read(size)
        self._buffer, self._at = self._buffer[self._at :] + piece, 0
        self._over = not piece
        return bool(piece)

    def _refuse(self, why: str) -> NoReturn:
        line = self._line + self._buffer.count("\n", 0, self._at)
        raise Unusable(f"{self._name}, line {line:,}: this is no JSON that can be read: {why}")
