"""Introductions: people offer to be a buddy or ask for one, facilitators confirm a pair, and both must say yes."""

from datetime import datetime, timedelta

from domain.buddies import OPEN, TRANSITIONS, Ages, Buddy, Match, Met, State, Topic, best_pair
from domain.errors import Done, Gone, NotNow
from domain.groups import Group
from domain.members import see_member
from domain.model import Model
from domain.people import Person
from domain.planning import today, zone_of
from domain.ports import Tx

# What the agenda holds.
SUGGEST = "intro_suggest"  # subject: the group
LAPSES = "intro_lapses"  # nobody decided, or not both answered; subject: the pair
FOLLOW_UP = "intro_follow_up"  # subject: the pair
OFF = "intro_off"  # somebody who said yes hears that it will not be this time; subject: person:group

LOOK_AGAIN = timedelta(days=3)  # somebody waits and nobody fits now: people come back, and pairs grow old
SETTLE = timedelta(minutes=10)  # for tapping, before a suggestion is made
DECIDE_WITHIN = timedelta(days=14)  # for the facilitators
ANSWER_WITHIN = timedelta(days=7)  # for the two
MET_AFTER = timedelta(days=14)
COUNTS_FOR = timedelta(weeks=8)  # so long a pair counts as one that a buddy looks after


class Two(Model):
    """A pair and its people. The profiles are what they had said when they were brought together."""

    group: Group
    match: Match
    seeker: Person
    buddy: Person


def join_in(tx: Tx, group: Group, person: Person, now: datetime, *, offers: bool) -> Buddy:
    """Offer to be a buddy, or ask for one. Whoever changes sides keeps what they had chosen."""
    see_member(tx, group.id, person.id, now)
    known = tx.introductions.buddy(group.id, person.id)
    if known is not None and known.offers is offers:
        return known
    if known is not None:
        _end_all(tx, group.id, person.id, now)
    languages = (person.language or group.language,)
    fresh = known or Buddy(group_id=group.id, person_id=person.id, offers=offers, languages=languages, since=now)
    return _save(tx, group, fresh.changed(offers=offers, since=now), now)


def choose(tx: Tx, group: Group, person_id: int, what: Ages | Topic | str, now: datetime) -> Buddy:
    """Add an age, a topic or a language (its code), or take it away again. Gone: they do not take part."""
    known = tx.introductions.buddy(group.id, person_id)
    if known is None:
        raise Gone
    if isinstance(what, Ages):
        ages = {*known.ages} ^ {what}
        return _save(tx, group, known.changed(ages=tuple(age for age in Ages if age in ages)), now)
    if isinstance(what, Topic):
        topics = {*known.topics} ^ {what}
        return _save(tx, group, known.changed(topics=tuple(topic for topic in Topic if topic in topics)), now)
    return _save(tx, group, known.changed(languages=tuple(sorted({*known.languages} ^ {what}))), now)


def stop(tx: Tx, group_id: int, person_id: int, now: datetime) -> bool:
    """No buddy any more, and looking for none: at once, and nobody is told why. False: they took no part."""
    _end_all(tx, group_id, person_id, now)
    return tx.introductions.remove_buddy(group_id, person_id)


def keep_apart(tx: Tx, group: Group, person_id: int, other_id: int, now: datetime) -> None:
    """This person would rather not meet that one: nobody else ever hears of it."""
    if other_id == person_id:
        return
    tx.introductions.keep_apart(group.id, person_id, other_id)
    for match in tx.introductions.open_of(group.id, person_id):
        if match.has(other_id) and match.state is not State.INTRODUCED:
            _end(tx, match, now)


def let_together(tx: Tx, group: Group, person_id: int) -> None:
    """They take all of that back."""
    tx.introductions.let_together(group.id, person_id)


def suggest(tx: Tx, group_id: int, now: datetime) -> Two | None:
    """The next pair for the facilitators to look at. None: one waits for them already, or nobody fits."""
    group = tx.groups.get(group_id)
    if group is None or group.resting:
        return None
    every = tx.introductions.matches(group_id)
    if any(match.state is State.SUGGESTED for match in every):
        return None
    opens = group.quiet.next_open(now, zone_of(group))
    if now < opens:
        tx.agenda.add(SUGGEST, group_id, opens)
        return None
    here = [buddy for buddy in tx.introductions.buddies(group_id) if _may_be_asked(tx, group, buddy, now)]
    taken = {match.seeker_id for match in every if match.state in OPEN}
    apart = {frozenset(pair) for pair in tx.introductions.apart(group_id)}
    apart |= {frozenset((match.seeker_id, match.buddy_id)) for match in every}
    seekers = [one for one in here if not one.offers and one.person_id not in taken]
    pair = best_pair(seekers, [one for one in here if one.offers], apart, _load(every, now))
    if pair is None:
        if any(not one.offers and one.person_id not in taken for one in tx.introductions.buddies(group_id)):
            _look_again(tx, group, now + LOOK_AGAIN)
        return None
    match = Match(group_id=group_id, seeker_id=pair.seeker_id, buddy_id=pair.buddy_id, suggested_at=now)
    match = tx.introductions.add_match(match)
    tx.agenda.add(LAPSES, match.id, now + DECIDE_WITHIN)
    return _two(tx, match)


def _may_be_asked(tx: Tx, group: Group, buddy: Buddy, now: datetime) -> bool:
    person, member = tx.people.get(buddy.person_id), tx.people.member(group.id, buddy.person_id)
    present = member is not None and member.left_at is None
    return person is not None and present and person.private_open and not person.is_away(today(group, now))


def _load(every: list[Match], now: datetime) -> dict[int, int]:
    """How many pairs each buddy looks after now."""
    load: dict[int, int] = {}
    for match in every:
        old = match.introduced_at is not None and now - match.introduced_at > COUNTS_FOR
        if match.state in OPEN and not old:
            load[match.buddy_id] = load.get(match.buddy_id, 0) + 1
    return load


def waiting(tx: Tx, match_id: int) -> Two:
    """A pair that the facilitators have not decided on. Gone: there is none; Done: somebody has."""
    match = tx.introductions.match(match_id)
    if match is None:
        raise Gone
    if match.state is not State.SUGGESTED:
        raise Done
    return _two(tx, match)


def confirm(tx: Tx, match_id: int, by: int, now: datetime) -> Two:
    """A facilitator thinks that these two go well together: both are asked. Gone, Done."""
    two = waiting(tx, match_id)
    asked = _to(tx, two.match.changed(confirmed_by=by), State.ASKED)
    tx.agenda.remove(LAPSES, match_id)
    tx.agenda.add(LAPSES, match_id, now + ANSWER_WITHIN)
    tx.agenda.add(SUGGEST, asked.group_id, now)
    return two.changed(match=asked)


def refuse(tx: Tx, match_id: int, now: datetime) -> Two:
    """A facilitator thinks: not these two. They are never suggested again, and never hear of it. Gone, Done."""
    two = waiting(tx, match_id)
    tx.agenda.remove(LAPSES, match_id)
    tx.agenda.add(SUGGEST, two.match.group_id, now)
    return two.changed(match=_to(tx, two.match.changed(ended_at=now), State.REFUSED))


def say(tx: Tx, match_id: int, person_id: int, now: datetime, *, yes: bool) -> Two | None:
    """One of the two says yes or no. The pair when both said yes just now, else None. Gone, NotNow."""
    match = tx.introductions.match(match_id)
    if match is None or not match.has(person_id):
        raise Gone
    if match.state is not State.ASKED or match.says(person_id) is not None:
        raise NotNow
    side = "seeker_says" if person_id == match.seeker_id else "buddy_says"
    match = match.changed(**{side: yes})
    tx.introductions.save_match(match)
    if not yes:
        _end(tx, match, now)
        return None
    if not (match.seeker_says and match.buddy_says):
        return None
    if frozenset((match.seeker_id, match.buddy_id)) in {frozenset(p) for p in tx.introductions.apart(match.group_id)}:
        _end(tx, match, now)
        return None
    match = _to(tx, match.changed(introduced_at=now), State.INTRODUCED)
    tx.agenda.remove(LAPSES, match_id)
    tx.agenda.add(FOLLOW_UP, match_id, now + MET_AFTER)
    return _two(tx, match)


def lapse(tx: Tx, match_id: int, now: datetime) -> None:
    """Not both answered: it is over, and nobody is reminded. No facilitator decided: it is as if it had not been."""
    match = tx.introductions.match(match_id)
    if match is not None and match.state is State.SUGGESTED:
        take_back(tx, match, now)
    elif match is not None and match.state is State.ASKED:
        _end(tx, match, now)


def take_back(tx: Tx, match: Match, now: datetime) -> None:
    """A suggestion that no facilitator saw, or none decided on: the two may be suggested again, some days later."""
    tx.introductions.remove_match(match.id)
    tx.agenda.remove(LAPSES, match.id)
    group = tx.groups.get(match.group_id)
    if group is not None:
        _look_again(tx, group, now + LOOK_AGAIN)


def follow_up(tx: Tx, match_id: int, now: datetime) -> Two | None:
    """Two weeks later. None: it is over meanwhile, or night (then it comes in the morning)."""
    match = tx.introductions.match(match_id)
    group = tx.groups.get(match.group_id) if match is not None else None
    if match is None or group is None or group.resting or match.state is not State.INTRODUCED:
        return None
    opens = group.quiet.next_open(now, zone_of(group))
    if now < opens:
        tx.agenda.add(FOLLOW_UP, match_id, opens)
        return None
    return _two(tx, match)


def met(tx: Tx, match_id: int, person_id: int, what: Met, now: datetime) -> Match:
    """What one of the two says about it; it can be changed. Gone: it is not theirs, or is over."""
    match = tx.introductions.match(match_id)
    if match is None or not match.has(person_id) or match.state is not State.INTRODUCED:
        raise Gone
    side = "seeker_met" if person_id == match.seeker_id else "buddy_met"
    match = match.changed(**{side: what})
    tx.introductions.save_match(match)
    return _end(tx, match, now) if what is Met.OTHER else match


def _two(tx: Tx, match: Match) -> Two:
    group, people = tx.groups.get(match.group_id), tx.people.many([match.seeker_id, match.buddy_id])
    if group is None or len(people) < 2:
        raise Gone
    return Two(group=group, match=match, seeker=people[match.seeker_id], buddy=people[match.buddy_id])


def _to(tx: Tx, match: Match, state: State) -> Match:
    if state not in TRANSITIONS[match.state]:
        raise NotNow
    changed = match.changed(state=state)
    tx.introductions.save_match(changed)
    return changed


def _save(tx: Tx, group: Group, buddy: Buddy, now: datetime) -> Buddy:
    tx.introductions.save_buddy(buddy)
    _look_again(tx, group, now + SETTLE)
    return buddy


def _look_again(tx: Tx, group: Group, soonest: datetime) -> None:
    tx.agenda.remove(SUGGEST, group.id)
    tx.agenda.add(SUGGEST, group.id, group.quiet.next_open(soonest, zone_of(group)))


def _end_all(tx: Tx, group_id: int, person_id: int, now: datetime) -> None:
    for match in tx.introductions.open_of(group_id, person_id):
        _end(tx, match, now, without=person_id)


def _end(tx: Tx, match: Match, now: datetime, *, without: int | None = None) -> Match:
    """It is over. Whoever had said yes hears, without a reason, that it will not be this time; the others nothing.

    without: who ended it themselves, and knows.
    """
    ended = _to(tx, match.changed(ended_at=now), State.ENDED)
    for kind in (LAPSES, FOLLOW_UP):
        tx.agenda.remove(kind, match.id)
    if match.state is State.ASKED:
        for person_id in (match.seeker_id, match.buddy_id):
            if match.says(person_id) and person_id != without:
                tx.agenda.add(OFF, f"{person_id}:{match.group_id}", now)
    group = tx.groups.get(match.group_id)
    if group is not None:
        _look_again(tx, group, now + SETTLE)
    return ended
