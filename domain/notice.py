"""One message that told of a change, in the group or to one person, and where they are kept."""

from typing import Protocol

from domain.model import Model


class Notice(Model):
    """What it says and whom it names.

    message_id: None until Telegram has it. text: the news as HTML, without any name. people: whom it names, first to
    last; empty in private. count: for how many people it is, those included who are not named; 0 in private.
    asks: whether it has buttons to answer. replaced: something newer has been told since.
    """

    id: int = 0
    meetup_id: int
    chat_id: int
    message_id: int | None = None
    text: str
    people: tuple[int, ...] = ()
    count: int = 0
    asks: bool = False
    replaced: bool = False


class Notices(Protocol):
    """Messages that told of a change, and whom they name."""

    def get(self, notice_id: int) -> Notice | None: ...
    def of_meetup(self, meetup_id: int) -> list[Notice]: ...
    def naming(self, person_id: int) -> list[Notice]: ...
    def in_chat(self, chat_id: int) -> list[Notice]: ...
    def add(self, item: Notice) -> Notice: ...
    def save(self, item: Notice) -> None: ...
