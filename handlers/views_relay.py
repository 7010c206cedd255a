"""What is passed on, in words: headings, what cannot be passed on, what the other one sees."""

from dataclasses import dataclass

from domain.groups import Group
from domain.requests import Request
from handlers.callbacks import Payload
from handlers.keyboards import Button, press
from handlers.relay_content import Unfit
from handlers.words import Words


@dataclass(frozen=True)
class Write(Payload, code="rw"):
    """A facilitator's next message goes to whoever asked."""

    request_id: int


@dataclass(frozen=True)
class DontWrite(Payload, code="rx"):
    """It does not."""

    draft_id: int


@dataclass(frozen=True)
class ToThem(Payload, code="rt"):
    """Whoever asked in several groups says whom their words are for."""

    draft_id: int
    request_id: int


@dataclass(frozen=True)
class Seen(Payload, code="rv"):
    """What does the other one see?"""

    request_id: int


@dataclass(frozen=True)
class ShowSeen(Payload, code="rm"):
    """Show the last messages as they stand in the other's chat."""

    request_id: int


@dataclass(frozen=True)
class InDanger(Payload, code="rd"):
    """A facilitator thinks that somebody is in danger: what follows is explained first."""

    request_id: int


def write(t: Words, request: Request) -> Button:
    """Under what a facilitator reads of whoever asked."""
    return press(t.plain("Write"), Write(request.id))


def seen(t: Words, request: Request) -> Button:
    """For either side."""
    return press(t.plain("What do they see?"), Seen(request.id))


def in_danger(t: Words, request: Request) -> Button:
    """Where whoever asked is unnamed."""
    return press(t.plain("Somebody is in danger"), InDanger(request.id))


def heading(t: Words, name: str, group: Group | None) -> str:
    """What stands above the words, plain: who writes, and where they could be of several groups, of which."""
    if group is None:
        return t.plain("{name}:", name=name)
    return t.plain("{name}, {group}:", name=name, group=group.title)


def unfit_words(t: Words, why: Unfit) -> str:
    """Why this was not passed on, and what can be."""
    match why:
        case Unfit.FILE:
            return t(
                "I have not passed this file on: its name could show who you are. A photo, a voice note or words I can "
                "pass on unnamed."
            )
        case Unfit.CONTACT:
            return t(
                "I have not passed this contact on: it could show who you are. You can write what they should know."
            )
        case Unfit.KIND:
            return t("I can’t pass this kind of message on. Words, voice notes, photos, files and places I can.")


def kind_words(t: Words, kind: str) -> str:
    """What was passed on, in a word or two; plain text."""
    names = {
        "text": t.plain("words"),
        "voice": t.plain("a voice note"),
        "photo": t.plain("a photo"),
        "document": t.plain("a file"),
        "video": t.plain("a video"),
        "video_note": t.plain("a video"),
        "audio": t.plain("a sound"),
        "animation": t.plain("a moving picture"),
        "sticker": t.plain("a sticker"),
        "contact": t.plain("a contact"),
        "location": t.plain("a place"),
        "venue": t.plain("a place"),
    }
    return names.get(kind, t.plain("words"))
