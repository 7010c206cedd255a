"""Everything people can do, by the word that `POST /control/act` takes."""

from collections.abc import Callable
from typing import Any

from sandbox.acts import belonging, giving, pressing, shaping, talking
from sandbox.local import LocalTelegram
from sandbox.world import Person

Json = dict[str, Any]
Act = Callable[[LocalTelegram, Person, Json], Json]

ACTS: dict[str, Act] = {
    "start": talking.start,
    "send": talking.send,
    "edit": talking.edit,
    "delete": talking.delete,
    "pin": talking.pin,
    "forward": talking.forward,
    "react": talking.react,
    "photo": giving.photo,
    "document": giving.document,
    "voice": giving.voice,
    "location": giving.location,
    "contact": giving.contact,
    "share_users": giving.share_users,
    "share_chat": giving.share_chat,
    "press": pressing.press,
    "inline": pressing.inline,
    "choose": pressing.choose,
    "block": belonging.block,
    "unblock": belonging.unblock,
    "join": belonging.join,
    "join_request": belonging.join_request,
    "leave": belonging.leave,
    "add": belonging.add,
    "remove": belonging.remove,
    "ban": belonging.ban,
    "unban": belonging.unban,
    "promote": belonging.promote,
    "demote": belonging.demote,
    "restrict": belonging.restrict,
    "transfer": belonging.transfer,
    "title": shaping.title,
    "migrate": shaping.migrate,
    "topic": shaping.open_topic,
    "close_topic": shaping.close_topic,
    "reopen_topic": shaping.reopen_topic,
    "delete_topic": shaping.delete_topic,
    "name": shaping.name,
}
