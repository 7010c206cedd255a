"""One transaction as the use cases see it: every repository on one connection."""

import itertools
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.outbox import Outgoing
from domain.ports import Forgotten
from storage.agenda import AgendaRows
from storage.attendance import AttendanceRows
from storage.database import Database
from storage.drafts import DraftRows
from storage.entries import EntryRows
from storage.facts import facts
from storage.groups import GroupRows
from storage.inbox import InboxRows
from storage.introductions import IntroductionRows
from storage.meetups import MeetupRows
from storage.newcomers import NewcomerRows
from storage.notices import NoticeRows
from storage.nudges import NudgeRows
from storage.opinions import OpinionRows
from storage.outbox import CardRows, OutboxRows
from storage.people import PeopleRows
from storage.questions import QuestionRows
from storage.relay import RelayRows
from storage.requests import RequestRows
from storage.resources import ResourceRows
from storage.rota import RotaRows
from storage.shares import ShareRows
from storage.tables import (
    cards,
    changes,
    drafts,
    groups,
    holds,
    inbox,
    outbox,
    series_changes,
)
from storage.tables_notices import notices
from storage.watch import WatchRows

T = TypeVar("T")


class Transaction:
    """Fulfils `domain.ports.Tx`, and adds the inbox that only the program itself reads.

    Repositories are made when they are used: most transactions need three of them.
    """

    def __init__(self, connection: Connection, outbox_ids: Iterator[int], forgotten: Forgotten) -> None:
        self._connection = connection
        self.forgotten = forgotten
        self.outbox = OutboxRows(connection, outbox_ids)

    @cached_property
    def groups(self) -> GroupRows:
        return GroupRows(self._connection)

    @cached_property
    def people(self) -> PeopleRows:
        return PeopleRows(self._connection)

    @cached_property
    def meetups(self) -> MeetupRows:
        return MeetupRows(self._connection)

    @cached_property
    def attendance(self) -> AttendanceRows:
        return AttendanceRows(self._connection)

    @cached_property
    def newcomers(self) -> NewcomerRows:
        return NewcomerRows(self._connection)

    @cached_property
    def introductions(self) -> IntroductionRows:
        return IntroductionRows(self._connection)

    @cached_property
    def entries(self) -> EntryRows:
        return EntryRows(self._connection)

    @cached_property
    def notices(self) -> NoticeRows:
        return NoticeRows(self._connection)

    @cached_property
    def nudges(self) -> NudgeRows:
        return NudgeRows(self._connection)

    @cached_property
    def rota(self) -> RotaRows:
        return RotaRows(self._connection)

    @cached_property
    def resources(self) -> ResourceRows:
        return ResourceRows(self._connection)

    @cached_property
    def requests(self) -> RequestRows:
        return RequestRows(self._connection)

    @cached_property
    def relay(self) -> RelayRows:
        return RelayRows(self._connection)

    @cached_property
    def questions(self) -> QuestionRows:
        return QuestionRows(self._connection)

    @cached_property
    def opinions(self) -> OpinionRows:
        return OpinionRows(self._connection)

    @cached_property
    def shares(self) -> ShareRows:
        return ShareRows(self._connection)

    @cached_property
    def watch(self) -> WatchRows:
        return WatchRows(self._connection)

    @cached_property
    def drafts(self) -> DraftRows:
        return DraftRows(self._connection)

    @cached_property
    def cards(self) -> CardRows:
        return CardRows(self._connection)

    @cached_property
    def agenda(self) -> AgendaRows:
        return AgendaRows(self._connection)

    @cached_property
    def inbox(self) -> InboxRows:
        return InboxRows(self._connection)

    @property
    def promised(self) -> bool:
        """Whether something new is due."""
        return "agenda" in self.__dict__ and self.agenda.changed

    def migrate_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: every reference to the old chat id becomes the new one.

        Messages of the old group cannot be edited from the new one, so its cards are to be posted again.
        """
        self.outbox.flush()
        run = self._connection.execute
        if self.groups.by_chat(old) is not None:  # this is heard twice: the second time the new one is the one to keep
            run(groups.delete().where(groups.c.chat_id == new))
        run(groups.update().where(groups.c.chat_id == old).values(chat_id=new))
        run(groups.update().where(groups.c.room_chat_id == old).values(room_chat_id=new))
        run(cards.update().where(cards.c.chat_id == old).values(chat_id=new, message_id=None, shown=None, pinned=False))
        run(drafts.update().where(drafts.c.chat_id == old).values(chat_id=new, message_id=None))
        for kept in (changes, series_changes):
            run(kept.update().where(kept.c.chat_id == old).values(chat_id=None, message_id=None))
        run(notices.delete().where(notices.c.chat_id == old))
        run(inbox.update().where(inbox.c.lane == old).values(lane=new))
        run(holds.delete().where(holds.c.chat_id == old))
        # The new group counts its messages anew: what would edit or delete one of the old ones could meet another's.
        about_message = sa.func.json_extract(outbox.c.payload, "$.message_id").is_not(None)
        run(outbox.delete().where(outbox.c.chat_id == old, about_message))
        moved = outbox.update().where(outbox.c.chat_id == old)
        run(moved.where(outbox.c.card_id.is_not(None)).values(chat_id=new))
        loose = sa.func.json_remove(outbox.c.payload, "$.reply_parameters")
        changed = sa.func.json_set(loose, "$.chat_id", new, type_=sa.JSON)
        run(moved.where(outbox.c.card_id.is_(None)).values(chat_id=new, payload=changed))

    def facts(self, person_id: int) -> dict[str, Any]:
        """Everything kept about a person, by table, as JSON values."""
        return facts(self._connection, person_id)


class Store:
    """Where the program gets its transactions. `on_said` hears, after the commit, of what is to be sent."""

    def __init__(self, database: Database, first_outbox_id: int, forgotten: Forgotten) -> None:
        self.database = database
        self._forgotten = forgotten
        self._outbox_ids = itertools.count(first_outbox_id)
        self.on_said: Callable[[list[Outgoing]], None] = lambda said: None
        self.on_promised: Callable[[], None] = lambda: None

    @classmethod
    async def open(cls, url: str, forgotten: Forgotten) -> "Store":
        """Open a migrated database."""
        return await cls.on(await Database.open(url), forgotten)

    @classmethod
    async def on(cls, database: Database, forgotten: Forgotten) -> "Store":
        """On a database that is open."""
        last = await database.look(lambda c: c.scalar(sa.select(sa.func.coalesce(sa.func.max(outbox.c.id), 0))) or 0)
        return cls(database, last + 1, forgotten)

    async def transact(self, use_case: Callable[[Transaction], T]) -> T:
        """Run one synchronous use case in one transaction; returns when it is on the disk."""
        said: list[Outgoing] = []
        promised = False

        def work(connection: Connection) -> T:
            nonlocal promised
            tx = Transaction(connection, self._outbox_ids, self._forgotten)
            result = use_case(tx)
            tx.outbox.flush()
            said.extend(tx.outbox.said)
            promised = tx.promised
            return result

        result = await self.database.transact(work)
        if said:
            self.on_said(said)
        if promised:
            self.on_promised()
        return result

    async def look(self, question: Callable[[Transaction], T]) -> T:
        """Ask something that changes nothing, on the read-only connection."""
        return await self.database.look(
            lambda connection: question(Transaction(connection, self._outbox_ids, self._forgotten))
        )

    async def close(self) -> None:
        """Finish what waits and close the file."""
        await self.database.close()
