"""Sending the picture or PDF of an entry, and remembering it by its id once Telegram has it."""

import base64
from typing import Any

from domain.entries import Entry, EntryFile, FileKind
from domain.outbox import Lane
from handlers.context import Context, Sent
from handlers.routing import Router

router = Router("entry files")

SENT = "entry_file"


def send_file(
    context: Context, entry: Entry, chat_id: int, *, thread_id: int | None = None, reply_to: int | None = None
) -> bool:
    """Send what goes with the entry; False where nothing does."""
    file = context.tx.entries.file(entry.file) if entry.file else None
    if file is None or (file.telegram_file is None and file.content is None):
        return False
    _send(context, file, chat_id, thread_id, reply_to)
    return True


def _send(context: Context, file: EntryFile, chat_id: int, thread_id: int | None, reply_to: int | None) -> None:
    content: Any = file.telegram_file
    if content is None:
        content = {"file_name": file.name, "base64": base64.b64encode(file.content or b"").decode()}
    method, name = ("sendPhoto", "photo") if file.kind is FileKind.PICTURE else ("sendDocument", "document")
    reply = {"message_id": reply_to, "allow_sending_without_reply": True} if reply_to else None
    effect = {"kind": SENT, "name": file.name, "chat_id": chat_id, "thread_id": thread_id, "reply_to": reply_to}
    payload = {name: content, "message_thread_id": thread_id, "reply_parameters": reply}
    context.call(method, chat_id, Lane.ANSWER, payload, effect=effect)


@router.effect(SENT)
def sent(sent: Sent) -> None:
    """Telegram has it now. Where it does not know the id any more (another bot's), the file itself is sent."""
    file = sent.tx.entries.file(str(sent.data["name"]))
    if file is None:
        return
    if isinstance(sent.result, dict):
        at_telegram = _id_of(sent.result)
        if file.telegram_file is None and at_telegram is not None:
            sent.tx.entries.save_file(file.changed(telegram_file=at_telegram))
    elif sent.refusal == "refused" and file.telegram_file is not None and file.content is not None:
        file = file.changed(telegram_file=None)
        sent.tx.entries.save_file(file)
        _send(sent, file, int(sent.data["chat_id"]), sent.data["thread_id"], sent.data["reply_to"])


def _id_of(message: dict[str, Any]) -> str | None:
    photos, document = message.get("photo") or [], message.get("document") or {}
    found = photos[-1]["file_id"] if photos else document.get("file_id")
    return str(found) if found else None
