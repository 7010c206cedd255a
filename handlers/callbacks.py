"""What a button carries: a frozen dataclass, packed into at most 64 bytes and read back only into its own type.

A payload says what was pressed, never who may: every press is checked again on the server.
"""

import dataclasses
import typing
from enum import StrEnum
from typing import Any, ClassVar, NoReturn, Self

LIMIT = 64  # bytes, Telegram's
LINK = "o_"  # what the word of a link to something begins with
LARGEST = 2**63  # no id is larger, and no column holds more


class Payload:
    """Base of the payloads: `class Rsvp(Payload, code="r")` with int, str, bool, StrEnum or optional int fields."""

    code: ClassVar[str]
    linked: ClassVar[bool] = False  # may be opened by a link as well, so it only shows something and changes nothing
    known: ClassVar[dict[str, type["Payload"]]] = {}

    def __init_subclass__(cls, code: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if Payload.known.get(code, cls).__qualname__ != cls.__qualname__:
            raise TypeError(f"two payloads have the code {code!r}")
        cls.code = code
        Payload.known[code] = cls

    def pack(self) -> str:
        """As Telegram carries it; ValueError over 64 bytes."""
        fields = dataclasses.fields(typing.cast("Any", self))
        parts = [_write(getattr(self, field.name)) for field in fields]
        packed = ":".join([self.code, *parts])
        if len(packed.encode()) > LIMIT:
            raise ValueError(f"{packed!r} is over {LIMIT} bytes")
        return packed

    def deep_link(self) -> str:
        """The same as the word behind `?start=`, of letters, digits, `_` and `-`: opens in private what a press shows.

        Only for payloads that are `linked`: anybody can make a link and have somebody else follow it.
        """
        if not self.linked:
            raise ValueError(f"{type(self).__name__} cannot be opened by a link")
        return LINK + self.pack().replace(":", "_")

    @classmethod
    def read(cls, parts: list[str]) -> Self:
        """Back from the parts behind the code; ValueError for what this type never wrote."""
        hints = typing.get_type_hints(cls)
        fields = dataclasses.fields(typing.cast("Any", cls))
        if len(parts) != len(fields):
            raise ValueError("wrong number of parts")
        return cls(*(_read(hints[field.name], part) for field, part in zip(fields, parts, strict=True)))


def unpack(data: str) -> Payload:
    """The payload that a press brought; ValueError for anything that was not made by `pack`."""
    code, colon, rest = data.partition(":")
    kind = Payload.known.get(code)
    if kind is None:
        raise ValueError("unknown code")
    return kind.read(rest.split(":") if colon else [])


def unlink(word: str) -> Payload:
    """The payload that a link brought; ValueError for anything that `deep_link` did not make."""
    payload = unpack(word.removeprefix(LINK).replace("_", ":")) if word.startswith(LINK) else None
    if payload is None or not payload.linked:
        raise ValueError("no link of ours")
    return payload


def _write(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case int():
            return str(value)
        case str() if ":" not in value:
            return str(value)
        case _:
            raise ValueError(f"{value!r} cannot be carried by a button")


def _read(hint: Any, part: str) -> Any:
    if hint is bool:
        return part == "1" if part in ("0", "1") else _wrong(part)
    if hint is int:
        return _number(part)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(part)
    if hint == int | None:
        return _number(part) if part else None
    return part


def _number(part: str) -> int:
    number = int(part)
    return number if str(number) == part and abs(number) < LARGEST else _wrong(part)  # not `+1`, `01` or `٣`


def _wrong(part: str) -> NoReturn:
    raise ValueError(part)
