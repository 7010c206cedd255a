"""Everything that can be kept, once: a group with a member, a facilitator, a series, a meetup and all around them."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from domain.attendance import Attended, Entry, Mark, What
from domain.buddies import Buddy, Match
from domain.drafts import Draft
from domain.entries import Entry as KnownEntry
from domain.entries import EntryChange, EntryFile, FileKind, Synonym
from domain.entries import What as Done
from domain.groups import Facilitator, Group
from domain.meetups import Answer, Change, ChangeKind, Meetup, Rsvp, Series, SeriesChange
from domain.newcomers import Agreement, JoinRequest, Newcomer, Welcome
from domain.notice import Notice
from domain.nudge import Nudge
from domain.opinion import Use
from domain.outbox import Card, Lane, Outgoing
from domain.people import Member, Person
from domain.question import Unanswered, Wish, Wording
from domain.recurrence import Rule
from domain.relayed import NameOpening, Relayed
from domain.requests import Page, Request, RequestSettings, RequestState, RequestWords, Step
from domain.requests import What as Happened
from domain.resources import ChildAge, Feedback, Resource, ResourceChange, Saved, Verdict
from domain.share import Share, ShareState
from domain.turns import Slot, Swap, Wishes
from domain.watch import Noticed
from storage.transaction import Transaction

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
MARA, FAY = 5_000_000_101, 5_000_000_202
CHAT, ROOM = -1_000_000_303, -1_000_000_404
NAME = "Mara-Canary"


def group(**more: Any) -> Group:
    return Group(**{"chat_id": CHAT, "title": "Calderwood parents", "zone": "Europe/London", "created_at": NOW, **more})


def person(person_id: int = MARA, **more: Any) -> Person:
    return Person(**{"id": person_id, "first_name": NAME, "last_name": "Okafor-Canary", "seen_at": NOW, **more})


def a_series(group_id: int, **more: Any) -> Series:
    rule = Rule(frequency="weekly", weekday=1)
    given = {"group_id": group_id, "title": "Coffee and chat", "rule": rule, "starts_on": date(2026, 12, 1)}
    return Series(**{**given, "local_time": time(10), "created_by": MARA, "created_at": NOW, **more})


def a_meetup(series: Series, day: date = date(2026, 12, 1), **more: Any) -> Meetup:
    starts_at = datetime.combine(day, time(10), UTC)
    given = {"series_id": series.id, "group_id": series.group_id, "key": day, "day": day, "local_time": time(10)}
    return Meetup(**{**given, "starts_at": starts_at, "minutes": 90, "title": series.title, **more})


def fill(tx: Transaction) -> Meetup:
    """One row at least in every table; Mara stands in every place where a person can stand."""
    here = tx.groups.add(group(room_chat_id=ROOM))
    for someone in (person(MARA, private_open=True, called="M-Canary"), person(FAY, first_name="Fay", last_name=None)):
        tx.people.save(someone)
        tx.people.save_member(Member(group_id=here.id, person_id=someone.id, joined_at=NOW))
    for serving, by in ((MARA, FAY), (FAY, MARA)):
        tx.groups.add_facilitator(Facilitator(group_id=here.id, person_id=serving, added_by=by, added_at=NOW))
    series = tx.meetups.add_series(a_series(here.id))
    meetup = tx.meetups.add(a_meetup(series, attendance_saved_at=NOW))
    tx.meetups.save_rsvp(Rsvp(meetup_id=meetup.id, person_id=MARA, answer=Answer.GOING, changed_at=NOW))
    for ticked, by in ((MARA, FAY), (FAY, MARA)):
        about = {"meetup_id": meetup.id, "person_id": ticked}
        tx.attendance.mark(Attended(**about, mark=Mark.CAME, marked_by=by, marked_at=NOW))
        tx.attendance.note(Entry(**about, what=What.CAME, by=by, at=NOW))
    newcomers_and_introductions(tx, here.id)
    knowledge(tx, here.id)
    asking(tx, here.id)
    rota(tx, here.id)
    requests(tx, here.id)
    local_help(tx, here.id)
    tx.nudges.add([Nudge(group_id=here.id, meetup_id=meetup.id, person_id=MARA, send_at=NOW)])
    tx.nudges.silence(here.id, MARA, on=True)
    tx.nudges.count(here.id, NOW.date(), "sent")
    done = {"by": MARA, "at": NOW, "tell_at": NOW + timedelta(minutes=2), "chat_id": CHAT, "message_id": 7}
    whole = tx.meetups.add_series_change(SeriesChange(series_id=series.id, before=(meetup,), **done))
    change = Change(meetup_id=meetup.id, kind=ChangeKind.MOVED, before=meetup, series_change_id=whole.id, **done)
    tx.meetups.add_change(change)
    notice = Notice(meetup_id=meetup.id, chat_id=CHAT, message_id=11, text="The time has changed.", count=2)
    tx.notices.add(notice.changed(people=(MARA, FAY)))
    tx.notices.add(notice.changed(chat_id=MARA, message_id=12, count=0))
    tx.drafts.add(Draft(kind="schedule", person_id=MARA, chat_id=CHAT, group_id=here.id, created_at=NOW))
    card = tx.cards.add(Card(kind="meetup", subject_id=meetup.id, chat_id=CHAT, message_id=9, shown="as it was"))
    tx.cards.add(Card(kind="ticks", subject_id=meetup.id, chat_id=MARA, message_id=10, data={"page": 0}))
    tx.watch.save(Noticed(what="contact", at=NOW))
    say(tx, CHAT, "to the group")
    say(tx, MARA, f"to {NAME} alone")
    tx.outbox.touch(card, NOW)
    tx.outbox.hold(CHAT, NOW + timedelta(hours=1))
    tx.outbox.hold(MARA, NOW + timedelta(hours=1))
    tx.agenda.add("reminder", f"{meetup.id}:60", NOW + timedelta(hours=24))
    body = f'{{"update_id":1,"message":{{"from":{{"id":{MARA},"first_name":"{NAME}"}},"chat":{{"id":{CHAT}}}}}}}'
    tx.inbox.store([(1, CHAT, body), (2, MARA, body.replace(f'{{"id":{CHAT}}}', f'{{"id":{MARA}}}'))], NOW)
    return meetup


def asking(tx: Transaction, group_id: int) -> None:
    """An open question that Mara waits for, what she said of an answer, and what she wrote for others."""
    entry = tx.entries.of(None)[0]
    times = {"first_asked_at": NOW, "last_asked_at": NOW}
    asked = tx.questions.add(Unanswered(group_id=group_id, words="where is it", language="en", **times))
    mark = tx.forgotten.mark(MARA, "unanswered 1")
    tx.questions.add_wording(Wording(unanswered_id=asked.id, words="where is it", asked_at=NOW, mark=mark))
    for person_id in (MARA, FAY):
        tx.questions.save_wish(Wish(unanswered_id=asked.id, person_id=person_id, since=NOW))
        tx.opinions.save(entry.id, person_id, NOW, helped=True)
    tx.opinions.save_use(Use(entry_id=entry.id, group_id=group_id, given=2, helped=2, last_given_at=NOW))
    thanked = tx.entries.save(entry.changed(credit=NAME))
    tx.entries.note(EntryChange(entry_id=thanked.id, what=Done.CHANGED, by=FAY, at=NOW, after=thanked))
    kept = {"group_id": group_id, "words": f"I am {NAME} and it helped me", "asked_at": NOW}
    tx.shares.add(Share(author_id=MARA, **kept))
    tx.shares.add(Share(author_id=MARA, **kept, state=ShareState.PUBLISHED, credit=NAME, entry_id=entry.id))


def local_help(tx: Transaction, group_id: int) -> None:
    """Everybody's resource and a group's own; Mara and Fay said something of them, keep and changed them."""
    for scope in (None, group_id):
        one = tx.resources.add(Resource(name="Toy library", group_id=scope, added_on=NOW.date()))
        for person_id in (MARA, FAY):
            about = {"resource_id": one.id, "person_id": person_id}
            tx.resources.say(Feedback(**about, verdict=Verdict.HELPED, at=NOW))
            tx.resources.keep(Saved(**about, saved_at=NOW))
            tx.resources.note(ResourceChange(resource_id=one.id, by=person_id, at=NOW, what="changed", before={"a": 1}))
    tx.resources.save_child_age(ChildAge(person_id=MARA, age=4, said_on=NOW.date()))


def newcomers_and_introductions(tx: Transaction, group_id: int) -> None:
    """Mara is new, asked to join, agreed, asks for a buddy, offers to be one, and is kept apart from somebody."""
    tx.newcomers.save_welcome(Welcome(group_id=group_id, rules="Be kind", rules_at=NOW, welcomed_at=NOW))
    tx.newcomers.save(Newcomer(group_id=group_id, person_id=MARA, name=NAME, arrived_at=NOW, told_at=NOW))
    tx.newcomers.save_agreement(Agreement(group_id=group_id, person_id=MARA, agreed_at=NOW))
    for asking, by in ((MARA, FAY), (FAY, MARA)):
        asked = {"group_id": group_id, "person_id": asking, "name": NAME if asking == MARA else "Fay"}
        tx.newcomers.add_request(JoinRequest(**asked, asked_at=NOW, decided_by=by))
    for person_id, other_id in ((MARA, FAY), (FAY, MARA)):
        offers = person_id == FAY
        tx.introductions.save_buddy(Buddy(group_id=group_id, person_id=person_id, offers=offers, since=NOW))
        tx.introductions.keep_apart(group_id, person_id, other_id)
        pair = {"group_id": group_id, "seeker_id": person_id, "buddy_id": other_id, "suggested_at": NOW}
        tx.introductions.add_match(Match(**pair, confirmed_by=MARA))


def knowledge(tx: Transaction, group_id: int) -> None:
    """A shared entry with a picture, a group's own, both changed by Mara and by Fay; what is written for short."""
    tx.entries.save_file(EntryFile(name="map.jpg", kind=FileKind.PICTURE, content=b"a picture", telegram_file="AgAC1"))
    given = {"question": "Where do we meet?", "answer": "At the hall.", "created_at": NOW, "updated_at": NOW}
    for scope in (None, group_id):
        entry = tx.entries.add(KnownEntry(key="where", group_id=scope, file="map.jpg", **given))
        for by in (MARA, FAY):
            tx.entries.note(EntryChange(entry_id=entry.id, what=Done.ADDED, by=by, at=NOW, after=entry))
    tx.entries.add_synonym(Synonym(group_id=group_id, short="dla", long="disability living allowance"))


def rota(tx: Transaction, group_id: int) -> None:
    """Mara and Fay are on call, each gave a turn to the other, and each asked for peace."""
    for serving, other in ((MARA, FAY), (FAY, MARA)):
        theirs = {"group_id": group_id, "person_id": serving}
        slot = tx.rota.add_slot(Slot(**theirs, weekday=1, starts=time(18), ends=time(22)))
        given = Swap(**theirs, slot_id=slot.id, day=date(2026, 12, 1), taken_by=other, offered_at=NOW)
        tx.rota.add_swap(given)
        wishes = Wishes(**theirs, break_until=date(2026, 12, 24), quiet_start=time(22), quiet_end=time(7))
        tx.rota.save_wishes(wishes)


def requests(tx: Transaction, group_id: int) -> None:
    """Mara asked and Fay has it; Fay asked and Mara has it; each was asked for a third one."""
    tx.requests.save_settings(RequestSettings(group_id=group_id))
    for asking, serving in ((MARA, FAY), (FAY, MARA)):
        asked = {"group_id": group_id, "person_id": asking, "named": True, "asked_at": NOW, "waiting_since": NOW}
        held = {"state": RequestState.CLAIMED, "claimed_by": serving, "claimed_at": NOW, "receipt_id": 21}
        request = tx.requests.add(Request(**asked, moved_at=NOW, **held))
        tx.requests.add_words(
            RequestWords(request_id=request.id, text=f"{NAME if asking == MARA else 1} asks", message_id=22, at=NOW)
        )
        tx.requests.save_page(Page(request_id=request.id, person_id=serving, message_id=23))
        for what in (Happened.OFFERED, Happened.CLAIMED):
            tx.requests.note(Step(request_id=request.id, what=what, at=NOW, by=serving, to_id=serving))
        chats = {"from_chat": asking, "from_message": 24, "to_chat": serving, "to_message": 25}
        edit = {"text": NAME} if asking == MARA else None
        tx.relay.add(Relayed(request_id=request.id, kind="text", at=NOW, edit=edit, **chats))
        declared = {"declared_by": serving, "agreed_by": serving, "declared_at": NOW}
        reason = NAME if serving == MARA else "1"
        tx.relay.add_opening(NameOpening(request_id=request.id, reason=reason, **declared))
        over = {"state": RequestState.CLOSED, "offered_to": serving, "claimed_by": serving, "closed_at": NOW}
        tx.requests.add(Request(**asked, moved_at=NOW, **over, forget_at=NOW + timedelta(days=30)))


def say(tx: Transaction, chat_id: int, text: str, **more: Any) -> None:
    payload = {"chat_id": chat_id, "text": text}
    given = {"lane": Lane.ANSWER, "method": "sendMessage", "chat_id": chat_id, "payload": payload, "created_at": NOW}
    tx.outbox.add(Outgoing(**{**given, **more}))


def places_of(path: Path, *needles: object) -> list[str]:
    """Where in the file, table by table and column by column, any of these values can be read."""
    found = []
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in names:
            cursor = connection.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor:
                found += [
                    f"{table}.{column} = {value}"
                    for column, value in zip(columns, row, strict=True)
                    if any(str(needle) in str(value) for needle in needles)
                ]
    return found
