"""Photos, documents and other things that are not text, and the way back to their files."""

from functools import partial
from typing import Any

from sandbox import files, formatting, keyboards, shapes
from sandbox.errors import bad_request
from sandbox.local import LocalTelegram
from sandbox.methods.changing import change, editable
from sandbox.methods.places import open_for
from sandbox.methods.sending import deliver
from sandbox.params import Params
from sandbox.world import StoredFile

Json = dict[str, Any]

REPLACEABLE = ("photo", "document", "video", "audio", "animation")
DOWNLOADABLE = 20 * 1024 * 1024
RIGHTS = {
    "photo": "can_send_photos",
    "document": "can_send_documents",
    "voice": "can_send_voice_notes",
    "video": "can_send_videos",
    "audio": "can_send_audios",
    "animation": "can_send_other_messages",
    "sticker": "can_send_other_messages",
}


def send_file(kind: str, tg: LocalTelegram, params: Params) -> Json:
    """`sendPhoto` and its like: a file that comes with the call, or the id of one that Telegram has."""
    chat = open_for(tg, params, RIGHTS[kind])
    caption = {} if kind == "sticker" else formatting.caption(params)
    extra: Json = {"duration": params.number("duration")} if kind in ("voice", "video", "audio") else {}
    if kind == "audio":
        extra |= {"title": params.text("title"), "performer": params.text("performer")}
    content = files.content(_file(kind, tg, params), **extra) | caption
    if params.flag("has_spoiler") and kind in ("photo", "video", "animation"):
        content["has_media_spoiler"] = True
    return shapes.message(tg.world, deliver(tg, chat, params, content))


def _file(kind: str, tg: LocalTelegram, params: Params) -> StoredFile:
    named = params.text(kind)
    upload = params.files.get(named.removeprefix("attach://") if named.startswith("attach://") else kind)
    if upload is not None:
        return files.keep(tg, kind, upload.content, upload.name, upload.mime_type)
    if not named:
        raise bad_request(f"there is no {kind} in the request")
    if named.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    kept = tg.world.files.get(named)
    if kept is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if kept.kind != kind:
        raise bad_request(f"can't use file of type {kept.kind.title()} as {kind.title()}")
    return kept


def edit_media(tg: LocalTelegram, params: Params) -> Json:
    """`editMessageMedia`, with the id of a file that Telegram has; its caption comes with it."""
    message = editable(tg, params)
    media = params.parsed("media", "InputMedia")
    kind = media.get("type") if isinstance(media, dict) else None
    if kind not in REPLACEABLE or not set(REPLACEABLE) & set(message.content):
        raise bad_request("can't parse InputMedia: there is no media that can take the place of another")
    given = Params(media | {kind: media.get("media")})
    content = files.content(_file(kind, tg, given)) | formatting.caption(given)
    return change(tg, message, content, keyboards.markup(params, inline_only=True))


def get_file(tg: LocalTelegram, params: Params) -> Json:
    """`getFile`."""
    kept = tg.world.files.get(params.text("file_id"))
    if kept is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(kept.content) > DOWNLOADABLE:
        raise bad_request("file is too big")
    return files.handle(kept) | {"file_path": kept.path}


def _point(params: Params) -> Json:
    latitude, longitude = params.decimal("latitude"), params.decimal("longitude")
    if latitude is None or longitude is None:
        raise bad_request(f"{'latitude' if latitude is None else 'longitude'} is empty")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}


def send_location(tg: LocalTelegram, params: Params) -> Json:
    """`sendLocation`."""
    chat = open_for(tg, params)
    return shapes.message(tg.world, deliver(tg, chat, params, {"location": _point(params)}))


def send_venue(tg: LocalTelegram, params: Params) -> Json:
    """`sendVenue`."""
    chat = open_for(tg, params)
    venue = {"location": _point(params), "title": params.text("title"), "address": params.text("address")}
    for name in ("title", "address"):
        if not venue[name]:
            raise bad_request(f"{name} is empty")
    return shapes.message(tg.world, deliver(tg, chat, params, {"venue": venue, "location": venue["location"]}))


def send_contact(tg: LocalTelegram, params: Params) -> Json:
    """`sendContact`."""
    chat = open_for(tg, params)
    for name in ("phone_number", "first_name"):
        if not params.text(name):
            raise bad_request(f"{name.replace('_', ' ')} is empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: params.text(name) for name in names if params.text(name)}
    return shapes.message(tg.world, deliver(tg, chat, params, {"contact": contact}))


SENDERS = {f"send{kind.title()}": partial(send_file, kind) for kind in RIGHTS}
