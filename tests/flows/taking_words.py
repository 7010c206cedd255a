"""Every place that takes words, with the way there. One that is new and stands nowhere fails the test beside it."""

from datetime import timedelta
from typing import Any

from domain.attendance_marks import LONGEST_GUEST
from domain.changes import LONGEST_REASON, LONGEST_TOPIC
from domain.entries_fields import Field as EntryField
from domain.entries_fields import cleaned
from domain.group_settings import LONGEST_AREA
from domain.meetups import ChangeKind, MeetupState
from domain.relayed import LONGEST_REASON as LONGEST_WHY
from domain.relayed import NameState
from domain.requests import RequestState
from domain.resource_fields import Field as ResourceField
from domain.settings import LONGEST_CALLED
from domain.share import ShareState
from domain.welcome import LONGEST_TEXT
from handlers import (
    announce,
    group_settings,
    knowledge_buttons,
    managing,
    resources_care,
    resources_editing,
    settings,
    setup,
    unanswered_writing,
    welcome,
)
from handlers.doors import ToHuman, ToSetup
from handlers.knowledge_buttons import AddAbbreviation, AddEntry, EditField, Find
from handlers.managing import Begin, ChangeSeries, Places, Topic
from handlers.relay_danger import SecondYes
from handlers.resources_buttons import AskPlace
from handlers.unanswered_buttons import UseShare, WriteAnswer
from handlers.views_attendance import AddGuest
from handlers.views_relay import Write
from handlers.views_schedule import OTHER, Change, Pick, PickZone
from handlers.welcome_settings import Text, WriteText
from tests.flows.authorising import OURS
from tests.flows.walking import Row
from tests.storage import world

GROUPS_ENTRY = 2  # of tests/storage/world.py; 1 is everybody's


def one_line(words: str) -> str:
    return " ".join(words.split())


def or_none(words: str) -> str | None:
    """A dash takes away what stands there."""
    return None if words.strip() in ("-", "none") else one_line(words)


def line_of_entry(words: str) -> str:
    return one_line(cleaned(words))


def line_or_none(words: str) -> str | None:
    """The same, where nothing may stand as well."""
    return None if words.strip() in ("-", "none") else line_of_entry(words) or None


def lines(words: str) -> str:
    return "\n".join(" ".join(line.split()) for line in words.strip().splitlines() if line.strip())


def coming(tx: Any) -> None:
    """The meetup is tomorrow."""
    meetup = tx.meetups.get(1)
    tx.meetups.save(meetup.changed(state=MeetupState.PLANNED, starts_at=world.NOW + timedelta(days=1, hours=1)))


def ended(tx: Any) -> None:
    """The meetup was this morning."""
    meetup = tx.meetups.get(1)
    tx.meetups.save(meetup.changed(state=MeetupState.ENDED, starts_at=world.NOW - timedelta(hours=2)))


def without_zone(tx: Any) -> None:
    """Nobody has said yet where the group lives."""
    tx.groups.save(tx.groups.get(OURS).changed(zone=None))


def with_zone(tx: Any) -> None:
    """They live in London."""
    tx.groups.save(tx.groups.get(OURS).changed(zone="Europe/London"))


def in_no_hurry(tx: Any) -> None:
    """Nobody has asked anything in this minute."""
    for person in tx.people.members(OURS):
        for draft in tx.drafts.of_person(person.person_id):
            if draft.kind == "ask_pace":
                tx.drafts.remove(draft.id)


def alone(tx: Any) -> None:
    """Fay has declared danger, and there is nobody else who could agree; Mara's request is hers."""
    tx.relay.save_opening(tx.relay.opening(1).changed(state=NameState.ALONE, agreed_by=None, reason=None))
    hers(tx)


def hers(tx: Any) -> None:
    """Fay has Mara's request."""
    request = tx.requests.get(1)
    tx.requests.save(request.changed(state=RequestState.CLAIMED, claimed_by=world.FAY, closed_at=None))


def with_kinds(tx: Any) -> None:
    """There is local help to look for."""
    for one in (1, 2):
        tx.resources.save(tx.resources.get(one).changed(kinds=("Food",)))


def agreed(tx: Any) -> None:
    """Mara agreed to what was shared."""
    tx.shares.save(tx.shares.get(1).changed(state=ShareState.AGREED))


def group(tx: Any) -> Any:
    return tx.groups.get(OURS)


def begun(tx: Any, kind: str, name: str) -> Any:
    """What stands under this name in the newest draft of this kind that has it; None where there is none."""
    found = [one for member in tx.people.members(OURS) for one in tx.drafts.of_person(member.person_id)]
    known = [one for one in found if one.kind == kind and name in one.data]
    return max(known, key=lambda one: one.id).data[name] if known else None


def edit(name: str) -> Any:
    return lambda tx: (begun(tx, managing.KIND, "edit") or {}).get(name)


def entry(name: str) -> Any:
    return lambda tx: getattr(tx.entries.get(GROUPS_ENTRY), name)


def written(name: str) -> Any:
    return lambda tx: (begun(tx, resources_editing.KIND, "values") or {}).get(name)


def step_of_entry(name: str) -> Any:
    return lambda tx: (begun(tx, knowledge_buttons.KIND, "fields") or {}).get(name)


def part(which: str) -> tuple[Any, ...]:
    return (with_zone, group_settings.ShowGroupPart(OURS, group_settings.Part(which)))


FIRST_DAY = (with_zone, "/schedule", lambda draft: Pick(draft, "day", "1"))
TIMED = (*FIRST_DAY, lambda draft: Pick(draft, "time", "1000"), lambda draft: Pick(draft, "often", "w1"))
SCHEDULED = "/schedule every tue 10:00 Hello"
RESOURCE = (with_zone, resources_care.BeginAdd(OURS))

ROWS: dict[str, Row] = {
    "setup_zone": Row((ToSetup(OURS), setup.SetupStep(OURS, setup.Step.ZONE))),
    "setup_area": Row((setup.SetupStep(OURS, setup.Step.AREA),), lambda tx: group(tx).area, one_line, LONGEST_AREA),
    "own_lead": Row((settings.ShowPart(settings.Part.OWN_LEAD),)),
    "called": Row(
        (settings.ShowPart(settings.Part.CALLED),),
        lambda tx: [m.called for m in tx.people.many([p.person_id for p in tx.people.members(OURS)]).values()],
        one_line,
        LONGEST_CALLED,
    ),
    "group_leads": Row(part("group_leads")),
    "group_quiet": Row(part("group_quiet")),
    "group_zone": Row(part("group_zone")),
    "group_area": Row(part("group_area"), lambda tx: group(tx).area, one_line, LONGEST_AREA),
    "schedule_words": Row((with_zone, SCHEDULED, Change)),
    "schedule_time": Row((*FIRST_DAY, lambda draft: Pick(draft, "time", OTHER))),
    "schedule_title": Row(TIMED),
    "schedule_zone": Row((without_zone, SCHEDULED, lambda draft: PickZone(draft, OTHER))),
    "attendance_guest": Row(
        (with_zone, ended, AddGuest(1)),
        lambda tx: {mark.guest_name for mark in tx.attendance.marks(1)},
        one_line,
        LONGEST_GUEST,
    ),
    "change_when": Row((with_zone, coming, Begin(1, ChangeKind.MOVED))),
    "change_where": Row((coming, Begin(1, ChangeKind.PLACE))),
    "change_why": Row((coming, Begin(1, ChangeKind.CANCELLED)), edit("reason"), str.strip, LONGEST_REASON),
    "series_words": Row((coming, ChangeSeries(1))),
    "place_limit": Row((coming, Places(1))),
    "topic_words": Row((coming, Topic(1)), lambda tx: tx.meetups.get(1).topic, or_none, LONGEST_TOPIC),
    "announce_words": Row(("/announce",), lambda tx: begun(tx, announce.KIND, "words"), str.strip, 3500),
    "welcome_called": Row((welcome.ShowWelcome(OURS, welcome.Part.CALLED),), None, one_line, LONGEST_CALLED),
    "welcome_rules": Row(
        (WriteText(OURS, Text.RULES),), lambda tx: tx.newcomers.welcome(OURS).rules, str.strip, LONGEST_TEXT
    ),
    "welcome_first_time": Row(
        (WriteText(OURS, Text.FIRST_TIME),), lambda tx: tx.newcomers.welcome(OURS).first_time, str.strip, LONGEST_TEXT
    ),
    "resource_words": Row((with_kinds, "/resources")),
    "resource_place*": Row((with_kinds, "/resources", AskPlace)),
    "resource_find": Row((resources_care.ShowCare(OURS, resources_care.Part.FIND, 0),)),
    "resource_field*:name": Row(RESOURCE, written("name"), lines, 120),
    **{
        f"resource_field*:{name.value}": Row(
            (*RESOURCE, lambda draft, name=name: resources_editing.EditField(draft, name)),  # type: ignore[misc]
        )
        for name in ResourceField
        if name is not ResourceField.NAME
    },
    "ask_words": Row((in_no_hurry, "/ask")),
    "knowledge_find": Row((Find(OURS),)),
    "knowledge_write*:question": Row(
        (EditField(OURS, GROUPS_ENTRY, EntryField.QUESTION),), entry("question"), line_of_entry, 200
    ),
    "knowledge_write*:answer": Row((EditField(OURS, GROUPS_ENTRY, EntryField.ANSWER),), None, cleaned, 3600),
    "knowledge_write*:place": Row(
        (EditField(OURS, GROUPS_ENTRY, EntryField.PLACE),), entry("place"), line_or_none, 200
    ),
    "knowledge_write*:source": Row(
        (EditField(OURS, GROUPS_ENTRY, EntryField.SOURCE),), entry("source_name"), line_or_none, 200
    ),
    **{
        f"knowledge_write*:{name.value}": Row((EditField(OURS, GROUPS_ENTRY, name),))
        for name in EntryField
        if name not in (EntryField.STATE, EntryField.QUESTION, EntryField.ANSWER, EntryField.PLACE, EntryField.SOURCE)
    },
    "knowledge_add:question": Row((AddEntry(OURS),), step_of_entry("question"), line_of_entry, 200),
    "knowledge_add:phrasings": Row((AddEntry(OURS), "What is it?")),
    "knowledge_add:answer": Row((AddEntry(OURS), "What is it?", "What?"), None, cleaned, 3600),
    "knowledge_add:source": Row((AddEntry(OURS), "What is it?", "What?", "That.")),
    "knowledge_abbreviation": Row((AddAbbreviation(OURS),)),
    "unanswered_question": Row(
        (WriteAnswer(1),), lambda tx: begun(tx, unanswered_writing.KIND, "question"), line_of_entry, 200
    ),
    "unanswered_question:share": Row((agreed, UseShare(1))),
    "unanswered_answer": Row((WriteAnswer(1), "What is it?")),
    "relay*": Row((hers, Write(1)), who="Fay"),
    "name_reason": Row((alone, SecondYes(1)), lambda tx: tx.relay.opening(1).reason, str.strip, LONGEST_WHY, who="Fay"),
    "request*": Row((ToHuman(OURS),)),
}
