"""The shared knowledge as files that `import-knowledge` takes back as they are: Markdown, a CSV, pictures and PDFs."""

from pathlib import Path

from bot.abbreviations import FILE_NAME, write_synonyms
from domain.entries import Entry
from domain.entries_files import write_csv, write_markdown
from storage.peek import Knowledge, knowledge


def export_knowledge(database: Path, folder: Path, *, names: bool) -> str:
    """Write every entry of every group into `folder`, which holds no other entries afterwards. Returns what to tell.

    names: with whom each entry thanks. Without, taking the files in again leaves that as it is.
    The shared ones lie in the folder itself, each group's own in one named for its chat. What was there before and is
    known no more goes, so that an export can be repeated into the same place.
    """
    found = knowledge(database)
    folder.mkdir(parents=True, exist_ok=True)
    written = {_markdown(folder, entry, found, names=names) for entry in found.entries}
    rows = [(entry, _chat(entry, found), _telegram(entry, found)) for entry in found.entries]
    for name, text in (
        ("entries.csv", write_csv(rows, names=names)),
        (FILE_NAME, write_synonyms(found.synonyms, found.chats)),
    ):
        (folder / name).write_text(text, encoding="utf-8", newline="")
    for old in folder.rglob("*.md"):
        if old not in written:
            old.unlink()
    return f"{len(found.entries)} entries"


def _markdown(folder: Path, entry: Entry, found: Knowledge, *, names: bool) -> Path:
    chat_id = _chat(entry, found)
    place = folder if chat_id is None else folder / f"group{chat_id}"
    place.mkdir(exist_ok=True)
    path = place / f"{entry.key}.md"
    path.write_text(write_markdown(entry, chat_id, _telegram(entry, found), names=names), encoding="utf-8", newline="")
    file = found.files.get(entry.file or "")
    if file is not None and file.content is not None:
        for beside in {place, folder}:  # the CSV looks for it beside itself
            (beside / file.name).write_bytes(file.content)
    return path


def _chat(entry: Entry, found: Knowledge) -> int | None:
    return found.chats[entry.group_id] if entry.group_id is not None else None


def _telegram(entry: Entry, found: Knowledge) -> str | None:
    """Only of what nobody but Telegram has."""
    file = found.files.get(entry.file or "")
    return file.telegram_file if file is not None and file.content is None else None
