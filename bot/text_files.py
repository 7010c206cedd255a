"""Text and tables out of files that anybody may have written: UTF-8 or a clear refusal, and never more than fits."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from bot.resource_files import LARGEST_CELL, File, Unusable

_WIDE = (b"\xff\xfe", b"\xfe\xff")
_ADVICE = "save it as UTF-8 (in a spreadsheet: “CSV UTF-8”)"
Told = Callable[[int], None]  # hears how many bytes were read so far


class Text:
    """A file as text, read piece by piece. Unusable where it is not UTF-8."""

    def __init__(self, file: File, told: Told = lambda _: None) -> None:
        raw = file.open()
        self._name, self._told = file.name, told
        self._raw = _Counted(raw, told)
        buffered = io.BufferedReader(self._raw)
        if buffered.peek(2)[:2] in _WIDE:
            buffered.close()
            raise Unusable(f"{file.name} is UTF-16; {_ADVICE}")
        self._text = io.TextIOWrapper(buffered, encoding="utf-8-sig", newline="")
        self._lines = 0

    def read(self, size: int) -> str:
        """The next piece; empty at the end."""
        try:
            return self._text.read(size)
        except UnicodeDecodeError as error:
            raise self._not_text(error) from None

    def __iter__(self) -> Iterator[str]:
        while True:
            try:
                line = self._text.readline(LARGEST_CELL)
            except UnicodeDecodeError as error:
                raise self._not_text(error) from None
            if not line:
                return
            self._lines += 1
            yield line

    def close(self) -> None:
        """Nothing more is read of it."""
        self._text.close()

    def _not_text(self, error: UnicodeDecodeError) -> Unusable:
        byte = error.object[error.start]
        where = f" after line {self._lines:,}" if self._lines else ""
        return Unusable(f"{self._name} is not UTF-8 (byte 0x{byte:02x}{where}); {_ADVICE}")


class _Counted(io.RawIOBase):
    """Tells how far it was read."""

    def __init__(self, raw: Any, told: Told) -> None:
        self._raw, self._told, self._read = raw, told, 0

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As every raw stream."""
        got: int = self._raw.readinto(buffer)
        self._read += got
        self._told(self._read)
        return got

    def close(self) -> None:
        """The file with it."""
        self._raw.close()
        super().close()


def table(file: File, told: Told = lambda _: None) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV with the number of the line on which each begins, blank ones left out. Unusable."""
    csv.field_size_limit(LARGEST_CELL)
    text = Text(file, told)
    begins = 1
    try:
        first = _First(iter(text))
        reader = csv.reader(first, delimiter=first.delimiter)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            words = f"has a cell of more than {LARGEST_CELL:,} characters; is a quotation mark not closed?"
            raise Unusable(f"{file.name}, line {begins:,}: {words}") from None
        raise Unusable(f"{file.name}, line {begins:,}: {error}") from None
    finally:
        text.close()


class _First:
    """Lines, of which the first was looked at: which sign stands most often in it parts the columns."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._first: str | None = next(lines, "")
        self.delimiter = max(",;\t", key=(self._first or "").count)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._first is not None:
            line, self._first = self._first, None
            return line
        return next(self._lines)
