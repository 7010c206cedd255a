"""Entries as files: a Markdown file with a header each, or rows of CSV; what is written is read as the same."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.parser import HeaderParser
from enum import StrEnum
from typing import Any

from domain.entries import Entry
from domain.entries_fields import Field, Unfit, name_of, read, write

KEY = re.compile(r"[^\W_](?:[\w-]{0,62}[^\W_])?")
GROUP, TELEGRAM, NAME = "group", "telegram", "key"  # what a file says besides the fields of an entry
HEADER = (*(f for f in Field if f is not Field.ANSWER),)
USUAL = {Field.STATE: "published"}  # not worth a line
COLUMNS = (NAME, GROUP, *(f.value for f in Field), TELEGRAM)
RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # a spreadsheet would run a cell that begins so


class Trouble(StrEnum):
    """What is wrong with the shape of a file."""

    NO_HEADER = "no_header"
    NO_SUCH_FIELD = "no_such_field"
    TWICE = "twice"
    NO_KEY = "no_key"
    NO_COLUMNS = "no_columns"
    MORE_CELLS = "more_cells"
    BROKEN = "broken"
    UNREADABLE = "unreadable"  # name: why


class Malformed(Exception):
    """This is no entry; line counts from 1. name: what it is about."""

    def __init__(self, trouble: Trouble, line: int, name: str = "") -> None:
        super().__init__(f"{trouble} in line {line}: {name}")
        self.trouble, self.line, self.name = trouble, line, name


@dataclass(frozen=True)
class Written:
    """One entry as a file has it: texts by field, those of a file's own, and the lines where they stand.

    group: the Telegram id of the group's chat, empty for shared. telegram: its file's id at Telegram.
    """

    line: int
    texts: Mapping[Field, str]
    key: str = ""
    group: str = ""
    telegram: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def values(self) -> tuple[dict[str, Any], list[tuple[int, Unfit]]]:
        """What was read, by the names in `Entry`, and what is wrong, with its line."""
        good: dict[str, Any] = {}
        wrong = []
        for which, text in self.texts.items():
            try:
                good[name_of(which)] = read(which, text)
            except Unfit as error:
                wrong.append((self.lines.get(which, self.line), error))
        return good, wrong


def read_markdown(text: str, key: str) -> Written:
    """A header of `name: words` lines, an empty line, the answer. Raises Malformed.

    The header may stand between `---` lines. What belongs to a line above is indented or begins with a dash. Where no
    line says whom the entry thanks, that stays as it was: exports without names leave it out.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fenced = re.match(r"---[ ]*\n(.*?\n)---[ ]*(?:\n|$)", text, re.DOTALL)
    if fenced:
        head, body, first, answer_line = fenced[1], text[fenced.end() :], 2, text[: fenced.end()].count("\n") + 1
    else:
        head, _, body = text.partition("\n\n")
        first, answer_line = 1, head.count("\n") + 3
    message = HeaderParser().parsestr(re.sub(r"^-", " -", head, flags=re.MULTILINE))
    rest = str(message.get_payload())
    if rest.strip() or not message.keys():
        raise Malformed(Trouble.NO_HEADER, first + _line_of(head, rest))
    lines = {found[1].lower(): first + n for n, line in enumerate(head.split("\n")) if (found := _NAMED.match(line))}
    given: dict[str, str] = {}
    for name, value in ((n.lower(), str(v)) for n, v in message.items()):
        if name in given or name not in (*HEADER, GROUP, TELEGRAM):
            trouble = Trouble.TWICE if name in given else Trouble.NO_SUCH_FIELD
            raise Malformed(trouble, lines.get(name, first), name)
        first_line, *more = value.split("\n")
        given[name] = "\n".join([first_line, *(re.sub(r"^\s*- ?", "", line) for line in more)]).strip()
    texts: dict[Field, str] = {f: given.get(f, "") for f in HEADER if f is not Field.CREDIT or f in given}
    texts[Field.ANSWER] = body
    lines[Field.ANSWER] = answer_line
    return Written(first, texts, named(key, 1), given.get(GROUP, ""), given.get(TELEGRAM, ""), lines)


_NAMED = re.compile(r"([!-9;-~]+):")


def _line_of(head: str, rest: str) -> int:
    """Which line of the header is none."""
    return head.rstrip("\n").count("\n") - rest.rstrip("\n").count("\n") if rest.strip() else 0


def write_markdown(entry: Entry, chat_id: int | None = None, telegram: str | None = None, *, names: bool = True) -> str:
    """The file of an entry; `read_markdown` takes it back. chat_id: of the group whose own it is."""
    lines = []
    for which in HEADER:
        text = write(entry, which) if names or which is not Field.CREDIT else ""
        if text and text != USUAL.get(which):
            if which is Field.PHRASINGS:
                lines += ["phrasings:", *(f"- {phrasing}" for phrasing in entry.phrasings)]
            else:
                lines.append(f"{which}: {text}")
    lines += [f"{GROUP}: {chat_id}"] if chat_id is not None else []
    lines += [f"{TELEGRAM}: {telegram}"] if telegram else []
    return "\n".join([*lines, "", entry.answer, ""])


def read_csv(text: str) -> Iterator[Written | Malformed]:
    """Each row, or what is wrong with it. Raises Malformed where the whole file is no list of entries."""
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    try:
        columns = [name.strip().lower() for name in next(rows, [])]
    except csv.Error as error:
        raise Malformed(Trouble.BROKEN, 1, str(error)) from None
    _check_columns(columns)
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:  # where a quote is missing nobody can tell where the next row begins
            yield Malformed(Trouble.BROKEN, line, str(error))
            return
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield _row(columns, row, line)


def _check_columns(columns: list[str]) -> None:
    for name in columns:
        if name not in COLUMNS:
            raise Malformed(Trouble.NO_SUCH_FIELD, 1, name)
        if columns.count(name) > 1:
            raise Malformed(Trouble.TWICE, 1, name)
    if not {Field.QUESTION, Field.ANSWER} <= set(columns):
        raise Malformed(Trouble.NO_COLUMNS, 1)


def _row(columns: list[str], row: list[str], line: int) -> Written | Malformed:
    if len(row) > len(columns):
        return Malformed(Trouble.MORE_CELLS, line)
    cells = dict(zip(columns, map(disarmed, [*row, *[""] * (len(columns) - len(row))]), strict=True))
    texts = {which: cells[which] for which in Field if which in cells}
    try:
        key = named(cells.get(NAME, ""), line) if cells.get(NAME, "").strip() else ""
    except Malformed as error:
        return error
    return Written(line, texts, key, cells.get(GROUP, "").strip(), cells.get(TELEGRAM, "").strip())


def write_csv(rows: list[tuple[Entry, int | None, str | None]], *, names: bool = True) -> str:
    """A table of entries, each with its group's chat id and its file's id at Telegram; `read_csv` takes it back."""
    out = io.StringIO(newline="")
    fields = [which for which in Field if names or which is not Field.CREDIT]
    writer = csv.writer(out)
    writer.writerow([NAME, GROUP, *fields, TELEGRAM])
    for entry, chat_id, telegram in rows:
        cells = [armed(write(entry, which)) for which in fields]
        writer.writerow([entry.key, "" if chat_id is None else str(chat_id), *cells, telegram or ""])
    return out.getvalue()


def armed(text: str) -> str:
    """The text as a cell that no spreadsheet runs: an apostrophe before it where it could be a formula."""
    return f"'{text}" if _could_run(text) else text


def disarmed(text: str) -> str:
    """The text of a cell that `armed` wrote."""
    return text[1:] if text.startswith("'") and _could_run(text[1:]) else text


def _could_run(text: str) -> bool:
    return text.lstrip(" \t\r\n'").startswith(RISKY)


def named(key: str, line: int) -> str:
    """The key, in small letters; Malformed for what cannot be one."""
    key = key.strip().lower()
    if not KEY.fullmatch(key):
        raise Malformed(Trouble.NO_KEY, line, key[:64])
    return key
