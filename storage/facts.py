"""All that is kept about one person, by table: what `/mydata` gives them, and nothing of others."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.tables import (
    cards,
    changes,
    drafts,
    facilitators,
    members,
    people,
    rsvps,
    series,
    series_changes,
)
from storage.tables_attendance import attendance, attendance_log
from storage.tables_knowledge import entry_changes
from storage.tables_newcomers import agreements, buddies, join_requests, kept_apart, matches, newcomers
from storage.tables_notices import notice_names, notices
from storage.tables_nudges import nudge_silences, nudges
from storage.tables_questions import entry_opinions, shares, unanswered_wishes
from storage.tables_relay import name_openings, relayed
from storage.tables_requests import request_pages, request_steps, request_words, requests
from storage.tables_resources import child_ages, resource_changes, resource_feedback, saved_resources
from storage.tables_rota import rota_slots, rota_swaps, rota_wishes

# Whose row it is; the whole row is theirs.
OWN: tuple[sa.Column[Any], ...] = (
    people.c.id,
    members.c.person_id,
    facilitators.c.person_id,
    rsvps.c.person_id,
    drafts.c.person_id,
    cards.c.chat_id,
    notices.c.chat_id,
    notice_names.c.person_id,
    attendance.c.person_id,
    attendance_log.c.person_id,
    series.c.created_by,
    changes.c.by,
    series_changes.c.by,
    newcomers.c.person_id,
    agreements.c.person_id,
    join_requests.c.person_id,
    buddies.c.person_id,
    kept_apart.c.person_id,
    nudges.c.person_id,
    nudge_silences.c.person_id,
    unanswered_wishes.c.person_id,
    entry_opinions.c.person_id,
    shares.c.author_id,
    resource_feedback.c.person_id,
    saved_resources.c.person_id,
    child_ages.c.person_id,
    resource_changes.c.by,
    request_pages.c.person_id,
    rota_slots.c.person_id,
    rota_swaps.c.person_id,
    rota_wishes.c.person_id,
)


def facts(connection: Connection, person_id: int) -> dict[str, Any]:
    """Everything kept about this person, as JSON values."""
    found = {column.table.name: _rows(connection, column.table.select().where(column == person_id)) for column in OWN}
    return found | {
        "attendance_changed": _ticks(connection, person_id),
        "matches": _pairs(connection, person_id),
        "join_requests_decided": _decided(connection, person_id),
        "rota_turns_taken": _taken(connection, person_id),
        "entry_changes": _edited(connection, person_id),
        **_asked(connection, person_id),
        **_passed_on(connection, person_id),
    }


def _ticks(connection: Connection, person_id: int) -> list[dict[str, Any]]:
    """As a facilitator: whom they ticked is somebody else's."""
    log = attendance_log.c
    return _rows(connection, sa.select(log.meetup_id, log.what, log.at).where(log.by == person_id))


def _pairs(connection: Connection, person_id: int) -> list[dict[str, Any]]:
    """Their own side of each pair; who the other was and what they said is the other's. And what they confirmed."""
    m = matches.c
    dates = (m.id, m.group_id, m.state, m.suggested_at, m.introduced_at, m.ended_at)
    seeker = sa.select(*dates, m.seeker_says.label("said"), m.seeker_met.label("met"), sa.literal("asks").label("as"))
    buddy = sa.select(*dates, m.buddy_says.label("said"), m.buddy_met.label("met"), sa.literal("offers").label("as"))
    confirmed = sa.select(m.id, m.group_id, sa.literal("confirmed").label("as"))
    return [
        *_rows(connection, seeker.where(m.seeker_id == person_id)),
        *_rows(connection, buddy.where(m.buddy_id == person_id)),
        *_rows(connection, confirmed.where(m.confirmed_by == person_id)),
    ]


def _decided(connection: Connection, person_id: int) -> list[dict[str, Any]]:
    """Requests to join that they just decided; whose they are is somebody else's."""
    r = join_requests.c
    return _rows(connection, sa.select(r.id, r.group_id).where(r.decided_by == person_id))


def _edited(connection: Connection, person_id: int) -> list[dict[str, Any]]:
    """As a facilitator: which entries they changed, and when; what these say belongs to everybody."""
    c = entry_changes.c
    return _rows(connection, sa.select(c.entry_id, c.what, c.at).where(c.by == person_id))


def _taken(connection: Connection, person_id: int) -> list[dict[str, Any]]:
    """Turns they took for somebody; for whom is somebody else's."""
    s = rota_swaps.c
    return _rows(connection, sa.select(s.id, s.group_id, s.slot_id, s.day).where(s.taken_by == person_id))


def _asked(connection: Connection, person_id: int) -> dict[str, Any]:
    """What they asked, in their own words; who answered is somebody else's, as is what others asked of them."""
    r, w, s = requests.c, request_words.c, request_steps.c
    others = (r.claimed_by, r.offered_to)
    own = sa.select(*(column for column in requests.columns if column not in others)).where(r.person_id == person_id)
    written = sa.select(request_words).join(requests, w.request_id == r.id).where(r.person_id == person_id)
    held = sa.select(r.id, r.group_id, r.state, r.claimed_at, r.closed_at, r.reason, r.hard)
    asked = sa.or_(r.claimed_by == person_id, r.offered_to == person_id)
    did = sa.or_(s.by == person_id, s.to_id == person_id)
    return {
        "requests": _rows(connection, own),
        "request_words": _rows(connection, written),
        "requests_answered": _rows(connection, held.where(asked)),
        "request_steps": _rows(connection, sa.select(s.request_id, s.what, s.at).where(did)),
    }


def _passed_on(connection: Connection, person_id: int) -> dict[str, Any]:
    """Their own messages and those that reached them; who the other is, named or not, is the other's.

    Where they said that somebody is in danger or agreed; where it was about them, only that their name was opened.
    """
    m, n = relayed.c, name_openings.c
    about = (m.request_id, m.kind, m.at, m.edit)
    wrote = sa.select(*about, m.from_message.label("message")).where(m.from_chat == person_id)
    reached = sa.select(m.request_id, m.kind, m.at, m.to_message.label("message")).where(m.to_chat == person_id)
    dates = (n.request_id, n.state, n.declared_at, n.decided_at)
    declared = sa.select(*dates, n.reason).where(n.declared_by == person_id)
    agreed = sa.select(*dates).where(n.agreed_by == person_id, n.declared_by != person_id)
    theirs = sa.select(n.request_id, n.decided_at).join(requests, n.request_id == requests.c.id)
    opened = theirs.where(requests.c.person_id == person_id, n.state == "opened")
    return {
        "relayed": [*_rows(connection, wrote), *_rows(connection, reached)],
        "name_openings": [*_rows(connection, declared), *_rows(connection, agreed)],
        "name_opened": _rows(connection, opened),
    }


def _rows(connection: Connection, statement: sa.Select[Any]) -> list[dict[str, Any]]:
    rows = connection.execute(statement).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
