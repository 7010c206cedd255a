"""Files of the shared knowledge: reading a folder or a CSV, and the pictures and PDFs beside them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.abbreviations import FILE_NAME
from bot.backups import Impossible
from domain.entries import EntryFile, FileKind
from domain.entries_fields import PDFS
from domain.entries_files import Malformed, Trouble, Written, read_csv, read_markdown
from domain.ports import Tx

MOST_FILES = 5000
LARGEST_MARKDOWN, LARGEST_CSV, LARGEST_FILE = 256 * 1024, 16 * 1024 * 1024, 5 * 1024 * 1024  # bytes
NOT_ENTRIES = ("readme.md",)
BEGINNINGS = {".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG", ".pdf": b"%PDF-"}
HASHED = 12  # digits of a hash before a file's name
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


@dataclass(frozen=True)
class Found:
    """One row of a file, and where it is. where: the file's name; folder: what lies beside it."""

    where: str
    folder: Path
    row: Written | Malformed


def read(path: Path) -> list[Found]:
    """Every entry of a folder with Markdown files, of one such file, or of a CSV. Raises Impossible with the reason."""
    if path.is_dir():
        files = sorted(f for f in path.rglob("*.md") if f.name.lower() not in NOT_ENTRIES and _visible(f, path))
        if not files:
            raise Impossible(f"{path} holds no .md files; give a folder of them, or a .csv")
        if len(files) > MOST_FILES:
            raise Impossible(f"{path} holds {len(files)} .md files; at most {MOST_FILES} are read at once")
        return [_markdown(file, file.relative_to(path).as_posix()) for file in files]
    if not path.is_file():
        raise Impossible(f"{path} is not there")
    if path.name.lower() == FILE_NAME:
        return []
    if path.suffix.lower() == ".md":
        return [_markdown(path, path.name)]
    if path.suffix.lower() == ".csv":
        return list(_csv(path))
    raise Impossible(f"{path} is neither a folder of .md files nor a .csv{_hint(path)}")


def abbreviations_of(path: Path) -> str:
    """The text of the file of abbreviations that this is or holds; empty where there is none."""
    file = path / FILE_NAME if path.is_dir() else path
    return _text(file, LARGEST_CSV) if file.name.lower() == FILE_NAME and file.is_file() else ""


def _visible(file: Path, root: Path) -> bool:
    """Not in a hidden folder, and no link that leads out of this one."""
    hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
    return not hidden and file.is_file() and file.resolve().is_relative_to(root.resolve())


def _markdown(file: Path, where: str) -> Found:
    try:
        text = _text(file, LARGEST_MARKDOWN)
        return Found(where, file.parent, read_markdown(text, file.stem))
    except Malformed as error:
        return Found(where, file.parent, error)
    except Impossible as error:
        return Found(where, file.parent, Malformed(Trouble.UNREADABLE, 1, str(error)))


def _csv(file: Path) -> Iterator[Found]:
    text = _text(file, LARGEST_CSV)
    try:
        for row in read_csv(text):
            yield Found(file.name, file.parent, row)
    except Malformed as error:
        yield Found(file.name, file.parent, error)


def _text(file: Path, most: int) -> str:
    if file.stat().st_size > most:
        raise Impossible(f"{file.name} is larger than {most // 1024} KB")
    raw = file.read_bytes()
    if raw.startswith(ARCHIVES):
        raise Impossible(f"{file.name} is an archive{_hint(file)}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Impossible(f"{file.name} is not UTF-8; save it as “UTF-8” or “CSV UTF-8” and try again") from None
    if "\x00" in text:
        raise Impossible(f"{file.name} is no text")
    return text


def _hint(file: Path) -> str:
    with file.open("rb") as opened:
        start = opened.read(4)
    if file.suffix.lower() in (".xlsx", ".ods", ".xls"):
        return "; save the table as “CSV UTF-8” first"
    return "; unpack it first, then give the folder" if start.startswith(ARCHIVES) else ""


def take_file(tx: Tx, found: Found, row: Written, name: str) -> str:
    """Keep the picture or PDF that lies beside the entry; its name here. Raises Impossible.

    The name begins with a hash of what is in it, so that two groups' files never meet under one name.
    """
    path = found.folder / name
    if path.is_file() and path.resolve().is_relative_to(found.folder.resolve()):
        content = _content(path)
        mark = hashlib.sha256(content).hexdigest()[:HASHED]
        kept = name if name.startswith(mark) else f"{mark}-{name}"
        if tx.entries.file(kept) is None:
            tx.entries.save_file(EntryFile(name=kept, kind=_kind(name), content=content))
        return kept
    if tx.entries.file(name) is not None:
        return name
    if row.telegram:
        tx.entries.save_file(EntryFile(name=name, kind=_kind(name), telegram_file=row.telegram))
        return name
    raise Impossible(f"file: {name} does not lie beside it")


def _kind(name: str) -> FileKind:
    return FileKind.PDF if name.lower().endswith(PDFS) else FileKind.PICTURE


def _content(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        raise Impossible(f"file: {path.name} is larger than {LARGEST_FILE // 1024 // 1024} MB")
    content = path.read_bytes()
    if not content.startswith(BEGINNINGS[path.suffix.lower()]):
        raise Impossible(f"file: {path.name} is not what its name says")
    return content
