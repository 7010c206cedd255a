"""Requests for a human, their audit, their words for a while, and the messages that tell of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.requests import (
    ANSWERED_KNOWN,
    ASKER_KNOWN,
    HELD,
    OPEN,
    UNCLAIMED,
    Page,
    Request,
    RequestSettings,
    RequestState,
    RequestWords,
    Step,
)
from storage.prepared import Prepared, as_list, is_any, one_of, prepared
from storage.relay import prune_relayed
from storage.rows import Rows
from storage.tables_requests import request_pages, request_settings, request_steps, request_words, requests

NOBODY = 0


# Built once: asked for each private message, and for everybody about whom a nudge is decided.
@lru_cache
def _asking() -> Prepared:
    theirs = (one_of(requests.c.person_id, "of_people"), is_any(requests.c.state, OPEN))
    return prepared(sa.select(requests.c.person_id).where(*theirs))


@lru_cache
def _ended_since() -> Prepared:
    r = requests.c
    person: sa.BindParameter[Any] = sa.bindparam("of_person")
    over = (r.claimed_by.is_not(None), r.closed_at >= sa.bindparam("since"), ~is_any(r.state, OPEN))
    return prepared(sa.select(r.id).where(sa.or_(r.person_id == person, r.claimed_by == person), *over).limit(1))


class RequestRows:
    """Fulfils `domain.repositories_requests.Requests`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._requests = Rows(connection, requests, Request)
        self._steps = Rows(connection, request_steps, Step)
        self._words = Rows(connection, request_words, RequestWords)
        self._pages = Rows(connection, request_pages, Page)
        self._settings = Rows(connection, request_settings, RequestSettings)

    def get(self, request_id: int) -> Request | None:
        """One request."""
        return self._requests.by_key(request_id)

    def add(self, request: Request) -> Request:
        """A new one; it comes back with its id."""
        return self._requests.add(request)

    def save(self, request: Request) -> None:
        """Write every field."""
        self._requests.save(request)

    def open_of(self, person_id: int) -> list[Request]:
        """What this person has asked in any group and is not over, oldest first."""
        return self._requests.having(person_id=person_id, state=OPEN)

    def open_in(self, group_id: int) -> list[Request]:
        """What is not over in this group, longest waiting first."""
        return self._requests.having("waiting_since", "id", group_id=group_id, state=OPEN)

    def held_by(self, person_id: int) -> list[Request]:
        """What this facilitator has now, in any group."""
        return self._requests.having(claimed_by=person_id, state=HELD)

    def ended_since(self, person_id: int, since: datetime) -> bool:
        """Whether something that they asked, or had, and somebody had claimed, ended since this moment."""
        return _ended_since().first(self._connection, {"of_person": person_id, "since": since}) is not None

    def offered_to(self, person_id: int) -> list[Request]:
        """What this facilitator is asked for now, in any group."""
        return self._requests.having(offered_to=person_id, state=UNCLAIMED)

    def claimed_since(self, group_id: int, since: datetime) -> list[Request]:
        """What somebody claimed in this group since this moment."""
        return self._requests.all(requests.c.group_id == group_id, requests.c.claimed_at >= since)

    def asking(self, person_ids: Sequence[int]) -> set[int]:
        """Who of these has something open in any group."""
        return {row[0] for row in _asking().rows(self._connection, {"of_people": as_list(person_ids)})}

    def waits(self, group_id: int, limit: int) -> list[timedelta]:
        """How long the last requests waited for their first claim; those that nobody came for, all their time."""
        came = sa.or_(requests.c.claimed_at.is_not(None), requests.c.state == RequestState.EXPIRED)
        until = sa.func.coalesce(requests.c.claimed_at, requests.c.moved_at, type_=requests.c.moved_at.type)
        statement = sa.select(requests.c.asked_at, until).where(requests.c.group_id == group_id, came)
        rows = self._connection.execute(statement.order_by(requests.c.asked_at.desc()).limit(limit))
        return [answered - asked for asked, answered in rows]

    def note(self, step: Step) -> None:
        """One line of the audit."""
        self._steps.add(step)

    def steps(self, request_id: int) -> list[Step]:
        """In the order in which it happened."""
        return self._steps.having(request_id=request_id)

    def words(self, request_id: int) -> list[RequestWords]:
        """What the member has written, oldest first."""
        return self._words.having(request_id=request_id)

    def add_words(self, words: RequestWords) -> RequestWords:
        """More of them."""
        return self._words.add(words)

    def save_words(self, words: RequestWords) -> None:
        """Write every field: they were edited."""
        self._words.save(words)

    def remove_words(self, request_id: int) -> None:
        """At once: it was taken back."""
        self._words.remove_having(request_id=request_id)

    def pages(self, request_id: int) -> list[Page]:
        """The messages that tell facilitators of it."""
        return self._pages.having(request_id=request_id)

    def save_page(self, page: Page) -> None:
        """The newest such message in this chat."""
        self._pages.save(page)

    def settings(self, group_id: int) -> RequestSettings:
        """What the group chose, else what holds everywhere."""
        return self._settings.by_key(group_id) or RequestSettings(group_id=group_id)

    def save_settings(self, settings: RequestSettings) -> None:
        """Write them; requests that are closed already follow."""
        self._settings.save(settings)
        closed = (requests.c.group_id == settings.group_id, requests.c.closed_at.is_not(None))
        found = self._requests.all(*closed, requests.c.forget_at.is_not(None))
        for request in found:
            if request.closed_at is not None:
                self._requests.save(request.changed(forget_at=request.closed_at + timedelta(days=settings.keep_days)))

    def prune(self, now: datetime) -> None:
        """Of requests whose `forget_at` has come, only times and outcome stay, and whom to ask whether it helped."""
        due = sa.select(requests.c.id).where(requests.c.forget_at <= now)
        run = self._connection.execute
        run(request_words.delete().where(request_words.c.request_id.in_(due)))
        run(request_pages.delete().where(request_pages.c.request_id.in_(due)))
        prune_relayed(self._connection, due)
        run(request_steps.update().where(request_steps.c.request_id.in_(due)).values(by=None, to_id=None))
        nameless = requests.c.id.in_(due), sa.not_(_to_be_followed_up(now))
        run(requests.update().where(*nameless).values(person_id=None, receipt_id=None, forget_at=None))
        over = (requests.c.forget_at.is_(None), requests.c.closed_at <= now - ANSWERED_KNOWN)
        run(requests.update().where(*over, requests.c.claimed_by > NOBODY).values(claimed_by=NOBODY))


def _to_be_followed_up(now: datetime) -> sa.ColumnElement[bool]:
    """Whoever asked is still to say whether it helped, as they talked with somebody."""
    r = requests.c
    talked = sa.and_(r.state == RequestState.CLOSED, r.claimed_by.is_not(None), r.helped.is_(None))
    return sa.and_(talked, r.closed_at > now - ASKER_KNOWN)


def forget_asking(connection: Connection, person_id: int) -> None:
    """Delete what somebody asked and take their id from what they did for others.

    What they had open is over; what they held for others waits anew for somebody (`domain.requesting` and
    `storage.forget` promise that it is carried on).
    """
    run = connection.execute
    theirs = sa.select(requests.c.id).where(requests.c.person_id == person_id)
    for table in (request_words, request_pages):
        run(table.delete().where(table.c.request_id.in_(theirs)))
    run(
        requests.update()
        .where(requests.c.person_id == person_id, requests.c.state.in_(OPEN))
        .values(state=RequestState.TAKEN_BACK)
    )
    run(requests.update().where(requests.c.person_id == person_id).values(person_id=None, receipt_id=None))
    held = requests.update().where(requests.c.claimed_by == person_id, requests.c.state.in_(HELD))
    run(held.values(state=RequestState.RECEIVED))
    for column in (requests.c.offered_to, requests.c.claimed_by):
        run(requests.update().where(column == person_id, requests.c.state.in_(OPEN)).values({column: None}))
        run(requests.update().where(column == person_id).values({column: NOBODY}))
    for column in (request_steps.c.by, request_steps.c.to_id):
        run(request_steps.update().where(column == person_id).values({column: NOBODY}))
