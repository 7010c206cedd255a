"""What `import-resources` is given: a file, a folder or a zip, looked at without unpacking or trusting it."""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

LARGEST_CELL = 4_000_000  # characters; more than that is a quotation mark that was never closed
LARGEST_UNPACKED = 4_000_000_000  # bytes
LARGEST_RATIO = 200  # unpacked to packed; text reaches 20
MOST_MEMBERS = 500


class Unusable(Exception):
    """The file as a whole cannot be read; the message says why, and what would be right."""


@dataclass(frozen=True)
class File:
    """One file, wherever it is. size: in bytes, unpacked."""

    name: str
    size: int
    open: Callable[[], Any]


def files_in(path: Path) -> dict[str, File]:
    """Every file of this path by its name in small letters, without its folder. Unusable."""
    if not path.exists():
        raise Unusable(f"there is no {path}")
    if path.is_dir():
        found = [entry for entry in sorted(path.iterdir()) if entry.is_file()]
        return {entry.name.casefold(): _file(entry) for entry in found}
    if not stat.S_ISREG(path.stat().st_mode):
        raise Unusable(f"{path} is no ordinary file")
    if path.stat().st_size == 0:
        raise Unusable(f"{path} is empty")
    with path.open("rb") as file:
        packed = file.read(4) == b"PK\x03\x04"
    return _zipped(path) if packed else {path.name.casefold(): _file(path)}


def _file(path: Path) -> File:
    return File(path.name, path.stat().st_size, lambda: path.open("rb"))


def _zipped(path: Path) -> dict[str, File]:
    try:
        with zipfile.ZipFile(path) as packed:
            members = [one for one in packed.infolist() if not one.is_dir() and not _is_litter(one.filename)]
    except (zipfile.BadZipFile, OSError) as error:
        raise Unusable(f"{path} is a broken zip: {error}") from None
    if len(members) > MOST_MEMBERS:
        raise Unusable(f"{path} holds {len(members):,} files; at most {MOST_MEMBERS}")
    if sum(one.file_size for one in members) > LARGEST_UNPACKED:
        raise Unusable(f"{path} would unpack to more than {LARGEST_UNPACKED // 10**9} GB")
    found = {}
    for one in members:
        if one.flag_bits & 1:
            raise Unusable(f"{path} is locked with a password; save it without one")
        if one.file_size > 10**6 and one.file_size > LARGEST_RATIO * max(1, one.compress_size):
            raise Unusable(f"{one.filename} in {path} unpacks to {one.file_size:,} bytes: that is no list of services")
        name = Path(one.filename.replace("\\", "/")).name
        found[name.casefold()] = File(name, one.file_size, partial(_Member, path, one))
    return found


def _is_litter(name: str) -> bool:
    """What some systems put into every zip."""
    return "__macosx/" in name.casefold() or name.endswith(".DS_Store")


class _Member(io.RawIOBase):
    """A file in a zip, which gives no more than it announced."""

    def __init__(self, path: Path, member: zipfile.ZipInfo) -> None:
        self._packed = zipfile.ZipFile(path)
        self._stream = self._packed.open(member)
        self._name, self._left = member.filename, member.file_size

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As every raw stream."""
        try:
            got = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
            raise Unusable(f"{self._name} in the zip is broken: {error}") from None
        self._left -= len(got)
        if self._left < 0:
            raise Unusable(f"{self._name} in the zip is larger than it says")
        buffer[: len(got)] = got
        return len(got)

    def close(self) -> None:
        """The zip with it."""
        self._stream.close()
        self._packed.close()
        super().close()
