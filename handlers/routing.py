"""Which handler answers what: each noun has a router, `handlers.ROUTERS` lists them, a `Table` is them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any, Protocol, TypeVar

from domain.agenda import Promise
from domain.drafts import Draft
from domain.groups import Group
from domain.outbox import Card
from domain.ports import Tx
from handlers.callbacks import Payload
from handlers.context import Act, Due, Leaving, Sent
from handlers.keyboards import Rows

P = TypeVar("P", bound=Payload)

MOST_ASKED = 20  # groups whose facilitator somebody could be, asked for one thing that they do


class Who(Enum):
    """Who may; found out live at Telegram before the handler runs."""

    ANYONE = auto()
    KNOWN = auto()  # anyone, and whether they are a facilitator is found out all the same
    KNOWN_IF_SURE = auto()  # the same; where Telegram cannot be asked it goes on, as for somebody who is nothing there
    FACILITATOR = auto()


@dataclass(frozen=True)
class Asked:
    """What an act is about, before anything was decided: enough to find the groups to check.

    payload: of a press. draft_id: of words that a draft waited for. hidden: the command was written as the group
    itself, and somebody says that it was them.
    """

    chat_id: int
    user_id: int
    private: bool
    payload: Payload | None = None
    draft_id: int | None = None
    hidden: bool = False


Candidates = Callable[[Tx, Asked], list[Group]]
Seeks = Callable[["Act"], Any]
Wants = Callable[["Act", Draft | None], bool]
AdministratorsOf = Callable[[Tx, Promise], Group | None]
Handler = Callable[[Act], None]


def groups_here(tx: Tx, asked: Asked) -> list[Group]:
    """The groups that something done in this chat can be about: the group itself, a room's groups, or the person's."""
    if asked.private:
        return likely(tx, asked.user_id, tx.people.groups_of(asked.user_id)) or tx.groups.active(limit=MOST_ASKED)
    group = tx.groups.by_chat(asked.chat_id)
    found = ([group] if group else []) + tx.groups.by_room(asked.chat_id)
    return list({g.id: g for g in found}.values())


def likely(tx: Tx, user_id: int, groups: list[Group]) -> list[Group]:
    """As many of these as Telegram is asked about at once; of more, those that they seemed to look after come first."""
    if len(groups) <= MOST_ASKED:
        return groups

    def looks_after(group: Group) -> bool:
        member = tx.people.member(group.id, user_id)
        seen = member is not None and member.administrator_seen
        return seen or any(one.person_id == user_id for one in tx.groups.facilitators(group.id))

    return sorted(groups, key=lambda group: (not looks_after(group), -group.id))[:MOST_ASKED]


def group_of_draft(tx: Tx, asked: Asked) -> list[Group]:
    """The group that the draft is about, of a press or of awaited words; where it is gone, the groups of this chat."""
    draft_id = asked.draft_id or getattr(asked.payload, "draft_id", None)
    draft = tx.drafts.get(draft_id) if draft_id is not None else None
    group = tx.groups.get(draft.group_id) if draft and draft.group_id is not None else None
    return [group] if group else groups_here(tx, asked)


@dataclass(frozen=True)
class Route:
    """One thing that can be done.

    candidates: the groups of which a facilitator's right is checked. seeks: what to look up before the transaction
    (`domain.finding`), None for nothing; it only reads. The answer stands in `act.found`.
    """

    run: Handler
    who: Who = Who.ANYONE
    candidates: Candidates = groups_here
    seeks: Seeks | None = None


@dataclass(frozen=True)
class Listener:
    """Somebody whom private messages may be for, before a draft or anybody else gets them."""

    wants: Wants
    route: Route


@dataclass(frozen=True)
class Drawing:
    """A card as it should look now. text None: nothing to show any more, leave the message alone.

    pin: it should be pinned, quietly, once it stands.
    """

    text: str | None
    buttons: Rows = ()
    pin: bool = False


class Painter(Protocol):
    """Draws a card from what is committed; no side effects."""

    def __call__(self, tx: Tx, card: Card, now: datetime, /) -> Drawing:
        """The card as it should look at `now`."""
        ...


@dataclass
class Router:
    """The handlers of one noun."""

    noun: str
    commands: dict[str, Route] = field(default_factory=dict)
    presses: dict[type[Payload], Route] = field(default_factory=dict)
    words: dict[str, Route] = field(default_factory=dict)
    events: dict[str, Route] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)
    firsts: list[Handler] = field(default_factory=list)
    promises: dict[str, Callable[[Due], None]] = field(default_factory=dict)
    administrators: dict[str, AdministratorsOf] = field(default_factory=dict)
    effects: dict[str, Callable[[Sent], None]] = field(default_factory=dict)
    guards: dict[str, Callable[[Leaving], bool]] = field(default_factory=dict)
    painters: dict[str, Painter] = field(default_factory=dict)

    def command(
        self,
        *names: str,
        who: Who = Who.ANYONE,
        candidates: Candidates = groups_here,
        seeks: Seeks | None = None,
    ) -> Callable[[Handler], Handler]:
        """`/name words`, with the words in `act.args`."""

        def register(run: Handler) -> Handler:
            for name in names:
                _once(self.commands, name, Route(run, who, candidates, seeks))
            return run

        return register

    def press(
        self,
        payload: type[Payload],
        *,
        who: Who = Who.ANYONE,
        candidates: Candidates = groups_here,
        seeks: Seeks | None = None,
    ) -> Callable[[Handler], Handler]:
        """A button with this kind of payload, which stands in `act.payload`."""

        def register(run: Handler) -> Handler:
            _once(self.presses, payload, Route(run, who, candidates, seeks))
            return run

        return register

    def expecting(
        self,
        name: str,
        *,
        who: Who = Who.ANYONE,
        candidates: Candidates = groups_here,
        seeks: Seeks | None = None,
    ) -> Callable[[Handler], Handler]:
        """Words typed for a draft that expects `name`; the words in `act.args`, the draft in `act.draft`.

        A name that ends in `*` takes anything that can be sent: a picture, a voice, a place.
        """

        def register(run: Handler) -> Handler:
            _once(self.words, name, Route(run, who, candidates, seeks))
            return run

        return register

    def event(self, name: str, *, seeks: Seeks | None = None) -> Callable[[Handler], Handler]:
        """Something that happened at Telegram; the names stand in `handlers.events`."""

        def register(run: Handler) -> Handler:
            _once(self.events, name, Route(run, seeks=seeks))
            return run

        return register

    def listens(
        self,
        wants: Wants,
        *,
        who: Who = Who.ANYONE,
        candidates: Candidates = groups_here,
        seeks: Seeks | None = None,
    ) -> Callable[[Handler], Handler]:
        """A private message of any kind that is no command, or an edit of one, where `wants` says so (it only reads).

        wants is given the draft that waits for these words, if there is one. The first listener that wants it has it.
        """

        def register(run: Handler) -> Handler:
            self.listeners.append(Listener(wants, Route(run, who, candidates, seeks)))
            return run

        return register

    def first(self, run: Handler) -> Handler:
        """In the same transaction before whatever else answers a message: commands, private words, mentions."""
        self.firsts.append(run)
        return run

    def promise(
        self, kind: str, *, administrators_of: AdministratorsOf | None = None
    ) -> Callable[[Callable[[Due], None]], Callable[[Due], None]]:
        """Something of the agenda is due. administrators_of: the group whose administrators Telegram is asked for
        beforehand, live; they stand in `due.administrators`.
        """

        def register(run: Callable[[Due], None]) -> Callable[[Due], None]:
            _once(self.promises, kind, run)
            if administrators_of is not None:
                _once(self.administrators, kind, administrators_of)
            return run

        return register

    def effect(self, kind: str) -> Callable[[Callable[[Sent], None]], Callable[[Sent], None]]:
        """A message with this effect was sent, or refused for good."""

        def register(run: Callable[[Sent], None]) -> Callable[[Sent], None]:
            _once(self.effects, kind, run)
            return run

        return register

    def guard(self, kind: str) -> Callable[[Callable[[Leaving], bool]], Callable[[Leaving], bool]]:
        """Asked in the transaction that lets a message leave which has this effect and must not go twice: is it still
        right? False takes it back.
        """

        def register(run: Callable[[Leaving], bool]) -> Callable[[Leaving], bool]:
            _once(self.guards, kind, run)
            return run

        return register

    def painter(self, kind: str) -> Callable[[Painter], Painter]:
        """Draws the cards of this kind."""

        def register(draw: Painter) -> Painter:
            _once(self.painters, kind, draw)
            return draw

        return register


class Table(Router):
    """Every router in one, with each name taken once."""

    def __init__(self, routers: Iterable[Router]) -> None:
        super().__init__("all")
        for router in routers:
            self.listeners.extend(router.listeners)
            self.firsts.extend(router.firsts)
            for mine, theirs in (
                (self.commands, router.commands),
                (self.presses, router.presses),
                (self.words, router.words),
                (self.events, router.events),
                (self.promises, router.promises),
                (self.administrators, router.administrators),
                (self.effects, router.effects),
                (self.guards, router.guards),
                (self.painters, router.painters),
            ):
                for name, entry in theirs.items():
                    _once(mine, name, entry)


def _once(known: dict[Any, Any], name: Any, entry: Any) -> None:
    if name in known:
        raise ValueError(f"{name!r} has two handlers")
    known[name] = entry
