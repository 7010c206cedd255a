"""What facilitators choose for their group, and what follows from it at once."""

from datetime import datetime

from domain.groups import Group
from domain.notices import names_changed
from domain.planning import CARD, move_zone, promise_again, redraw
from domain.ports import Tx
from domain.quiet import QuietHours
from domain.reminders import in_order
from domain.timezones import country_of

LONGEST_AREA = 100  # characters


def set_zone(tx: Tx, group: Group, zone: str, now: datetime) -> Group:
    """Another IANA zone: coming meetups keep their wall times. The country follows where none was set."""
    changed = group.changed(zone=zone, country=group.country or country_of(zone))
    tx.groups.save(changed)
    if changed.zone != group.zone:
        move_zone(tx, changed, now)
    return changed


def set_leads(tx: Tx, group: Group, leads: tuple[int, ...], now: datetime) -> Group:
    """When the group is reminded, in minutes before the start; none: never."""
    return _promised_anew(tx, group.changed(leads=in_order(leads)), now)


def set_quiet(tx: Tx, group: Group, quiet: QuietHours, now: datetime) -> Group:
    """When the group is left alone."""
    return _promised_anew(tx, group.changed(quiet=quiet), now)


def set_names_shown(tx: Tx, group: Group, now: datetime, *, shown: bool) -> Group:
    """Whether cards show names or only how many come; those of meetups that are over, too."""
    changed = group.changed(names_shown=shown)
    tx.groups.save(changed)
    names_changed(tx, tx.notices.in_chat(group.chat_id), now)
    for card in tx.cards.in_chat(group.chat_id):
        if card.kind == CARD:
            redraw(tx, card.subject_id, now, finished=True)
    return changed


def set_language(tx: Tx, group: Group, language: str, now: datetime) -> Group:
    """The language of what stands in the group."""
    for card in tx.cards.in_chat(group.chat_id):
        tx.cards.save(card.changed(language=language))
    return _drawn_anew(tx, group.changed(language=language), now)


def set_area(tx: Tx, group: Group, area: str | None) -> Group:
    """Where the group lives, in its own words; local help is looked for there."""
    changed = group.changed(area=area)
    tx.groups.save(changed)
    return changed


def _promised_anew(tx: Tx, group: Group, now: datetime) -> Group:
    tx.groups.save(group)
    promise_again(tx, group, now)
    return group


def _drawn_anew(tx: Tx, group: Group, now: datetime) -> Group:
    tx.groups.save(group)
    for meetup in tx.meetups.coming(group.id, now, limit=200):
        redraw(tx, meetup.id, now)
    return group
