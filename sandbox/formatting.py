"""The words of a call: text or caption, parse mode and entities, within Telegram's lengths."""

from typing import Any

from sandbox import entities as found_in
from sandbox import html
from sandbox.errors import bad_request
from sandbox.params import Params

Json = dict[str, Any]

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
_BLANK = " \t\r\n\v\f\u00a0\u2800"


def text(params: Params) -> Json:
    """`text` and `entities` of a message."""
    words, marks = _words(params, "text", "entities")
    if not words:
        raise bad_request("message text is empty")
    if found_in.units(words) > TEXT_UNITS:
        raise bad_request("message is too long")
    return {"text": words, "entities": marks} if marks else {"text": words}


def caption(params: Params) -> Json:
    """`caption` and `caption_entities`, if there is one."""
    words, marks = _words(params, "caption", "caption_entities")
    if found_in.units(words) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    if not words:
        return {}
    return {"caption": words, "caption_entities": marks} if marks else {"caption": words}


def _words(params: Params, name: str, entities_name: str) -> tuple[str, list[Json]]:
    source = params.text(name).replace("\r", "")
    mode = params.text("parse_mode").lower()
    given: list[Json] = []
    if mode == "html":
        source, given = html.parse(source)
    elif mode in ("markdown", "markdownv2"):
        raise bad_request("can't parse entities: Markdown is not supported by the sandbox, use HTML or entities")
    elif mode:
        raise bad_request("unsupported parse_mode")
    elif params.has(entities_name):
        given = _given(params.parsed(entities_name) or [], source)
    words, given = _trimmed(source, given)
    return words, found_in.merged(given, found_in.find(words)) if words else []


def _given(raw: Any, source: str) -> list[Json]:
    if not isinstance(raw, list) or not all(isinstance(entity, dict) for entity in raw):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    length = found_in.units(source)
    for entity in raw:
        if not isinstance(entity.get("type"), str):
            raise bad_request("can't parse MessageEntity: Can't find field \"type\"")
        if entity.get("offset", -1) < 0 or entity.get("length", 0) < 1:
            raise bad_request(f"entity beginning at UTF-16 offset {entity.get('offset')} is invalid")
        if entity["offset"] + entity["length"] > length:
            raise bad_request(f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text")
    return raw


def _trimmed(source: str, given: list[Json]) -> tuple[str, list[Json]]:
    """Telegram drops white space around a message; entities move with it."""
    words = source.strip(_BLANK)
    if words == source:
        return source, given
    cut = found_in.units(source[: len(source) - len(source.lstrip(_BLANK))])
    end = found_in.units(words)
    kept = []
    for entity in given:
        first = max(entity["offset"] - cut, 0)
        last = min(entity["offset"] - cut + entity["length"], end)
        if last > first:
            kept.append(entity | {"offset": first, "length": last - first})
    return words, kept
