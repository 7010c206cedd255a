"""Files that people and the bot send: kept, and shown as the objects messages hold."""

from typing import Any

from sandbox import pictures
from sandbox.errors import bad_request
from sandbox.local import LocalTelegram
from sandbox.world import StoredFile

Json = dict[str, Any]

PHOTO_SIDES = 10_000
_FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "video": "videos", "audio": "music"}
_ENDINGS = {"photo": "jpg", "voice": "oga", "video": "mp4", "audio": "mp3", "sticker": "webp", "animation": "mp4"}


def keep(tg: LocalTelegram, kind: str, content: bytes, name: str, mime_type: str) -> StoredFile:
    """Take a file in. Raises TelegramError for an empty one, or a photo that is none."""
    if not content:
        raise bad_request("file must be non-empty")
    measured = pictures.size(content)
    if kind == "photo":
        if measured is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(measured) > PHOTO_SIDES or max(measured) > 20 * min(measured):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
    width, height = measured or (0, 0)
    file_id = f"{kind[:2].upper()}AC{tg.world.fresh_id()}"
    ending = name.rpartition(".")[2] if "." in name else _ENDINGS.get(kind, "bin")
    path = f"{_FOLDERS.get(kind, kind + 's')}/file_{len(tg.world.files)}.{ending}"
    kept = StoredFile(file_id, kind, path, name, mime_type, content, width, height)
    tg.world.files[file_id] = kept
    tg.world.changed("file", file_id)
    return kept


def content(kept: StoredFile, **more: Any) -> Json:
    """The field of a message that holds this file."""
    shape = handle(kept)
    if kept.kind == "photo":
        return {"photo": [shape | {"width": kept.width, "height": kept.height}]}
    if kept.kind in ("document", "audio", "animation", "video"):
        shape["file_name"] = kept.name
    if kept.kind != "sticker":
        shape["mime_type"] = kept.mime_type
    if kept.kind in ("video", "animation", "sticker"):
        shape |= {"width": kept.width or 320, "height": kept.height or 240}
    if kept.kind in ("voice", "video", "audio", "animation"):
        shape["duration"] = 1
    if kept.kind == "sticker":
        shape |= {"type": "regular", "is_animated": False, "is_video": False}
    told = {kept.kind: shape | {name: value for name, value in more.items() if value}}
    # An animation is a document, too, for those who know no animations.
    return told | {"document": handle(kept) | {"file_name": kept.name}} if kept.kind == "animation" else told


def handle(kept: StoredFile) -> Json:
    """How a file is named."""
    unique = "AgAD" + kept.id[-11:]
    return {"file_id": kept.id, "file_unique_id": unique, "file_size": len(kept.content)}
