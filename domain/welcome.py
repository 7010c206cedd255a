"""People come to a group: they are welcomed together, agree to its rules if they like, and are new for a while."""

from datetime import datetime, timedelta

from domain.errors import TooLong
from domain.groups import Group
from domain.members import see_member
from domain.model import Model
from domain.newcomers import Agreement, Newcomer, Welcome
from domain.planning import zone_of
from domain.ports import Tx

WELCOME = "welcome"
GATHER = timedelta(minutes=1)  # whoever comes within it is welcomed together
GAP = timedelta(minutes=15)  # between two welcomes in a group
STALE = timedelta(days=2)  # a welcome that comes later than this is none
MOST_NAMED = 10  # names in one welcome
LONGEST_TEXT = 1000  # characters of the rules, and of the words on the first time


class Greeting(Model):
    """Whom to welcome. names: the first ones, as they want to be called; more: how many others came."""

    group: Group
    names: tuple[str, ...]
    more: int = 0


def arrived(tx: Tx, group: Group, person_id: int, name: str, now: datetime) -> bool:
    """Somebody joined. Telegram tells it twice, as a message and as a change of members. False: it was known."""
    if group.resting or tx.newcomers.get(group.id, person_id) is not None:
        return False
    welcome = tx.newcomers.welcome(group.id)
    tx.newcomers.save(
        Newcomer(group_id=group.id, person_id=person_id, name=(name or "?") if welcome.wanted else None, arrived_at=now)
    )
    if welcome.wanted and not tx.agenda.of(WELCOME, group.id):
        soonest = max(now + GATHER, (welcome.welcomed_at or now - GAP) + GAP)
        tx.agenda.add(WELCOME, group.id, group.quiet.next_open(soonest, zone_of(group)))
    return True


def greet(tx: Tx, group_id: int, now: datetime) -> Greeting | None:
    """Everybody who came since the last welcome. None: nobody is left, it is night, or nothing may be said."""
    group = tx.groups.get(group_id)
    if group is None:
        return None
    opens = group.quiet.next_open(now, zone_of(group))
    if now < opens and not group.resting:
        tx.agenda.add(WELCOME, group_id, opens)
        return None
    waiting = [one for one in tx.newcomers.of_group(group_id) if one.name is not None]
    for one in waiting:
        tx.newcomers.save(one.changed(name=None))
    welcome = tx.newcomers.welcome(group_id)
    fresh = [one for one in waiting if now - one.arrived_at < STALE]
    if not fresh or group.resting or not welcome.wanted:
        return None
    tx.newcomers.save_welcome(welcome.changed(welcomed_at=now))
    names = [name for one in fresh if (name := _name(tx, one))] if group.names_shown else []
    return Greeting(group=group, names=tuple(names[:MOST_NAMED]), more=len(fresh) - len(names[:MOST_NAMED]))


def _name(tx: Tx, newcomer: Newcomer) -> str | None:
    """As they want to be called, None where they want not to be named."""
    person = tx.people.get(newcomer.person_id)
    return newcomer.name if person is None else person.called or (person.name and person.first_name)


def gone(tx: Tx, group_id: int, person_id: int) -> None:
    """They left: whoever comes back is new again, and agrees anew or not."""
    tx.newcomers.remove(group_id, person_id)
    tx.newcomers.remove_agreement(group_id, person_id)
    request = tx.newcomers.request_of(group_id, person_id)
    if request is not None:
        tx.newcomers.remove_request(request.id)


def agree(tx: Tx, group: Group, person_id: int, now: datetime) -> Agreement:
    """The rules and what is kept are all right for them; they belong by this."""
    see_member(tx, group.id, person_id, now)
    known = tx.newcomers.agreement(group.id, person_id)
    welcome = tx.newcomers.welcome(group.id)
    if known is not None and (welcome.rules_at is None or welcome.rules_at <= known.agreed_at):
        return known
    agreement = Agreement(group_id=group.id, person_id=person_id, agreed_at=now)
    tx.newcomers.save_agreement(agreement)
    return agreement


def agreed_at(tx: Tx, group_id: int, person_id: int) -> datetime | None:
    """When they agreed to the rules as they are now; None: not, or only to older ones."""
    known = tx.newcomers.agreement(group_id, person_id)
    changed = tx.newcomers.welcome(group_id).rules_at
    return known.agreed_at if known is not None and (changed is None or changed <= known.agreed_at) else None


def disagree(tx: Tx, group_id: int, person_id: int) -> bool:
    """They take it back; False: there was nothing to take back."""
    return tx.newcomers.remove_agreement(group_id, person_id)


def set_wanted(tx: Tx, group: Group, *, wanted: bool) -> Welcome:
    """Whether newcomers are welcomed in the group."""
    return _save(tx, tx.newcomers.welcome(group.id).changed(wanted=wanted))


def set_rules(tx: Tx, group: Group, words: str | None, now: datetime) -> Welcome:
    """The group's rules in its own words, None: the usual ones. TooLong."""
    return _save(tx, tx.newcomers.welcome(group.id).changed(rules=_fitting(words), rules_at=now))


def set_first_time(tx: Tx, group: Group, words: str | None) -> Welcome:
    """What to expect the first time, None: the usual words. TooLong."""
    return _save(tx, tx.newcomers.welcome(group.id).changed(first_time=_fitting(words)))


def _save(tx: Tx, welcome: Welcome) -> Welcome:
    tx.newcomers.save_welcome(welcome)
    return welcome


def _fitting(words: str | None) -> str | None:
    words = (words or "").strip()
    if len(words) > LONGEST_TEXT:
        raise TooLong(limit=LONGEST_TEXT)
    return words or None
