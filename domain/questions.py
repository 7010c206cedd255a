"""Questions that nobody could answer: kept without a name, what is alike together, until somebody writes the answer."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.groups import Group
from domain.likeness import ALIKE, alike
from domain.planning import zone_of
from domain.ports import Tx
from domain.question import Unanswered, Wish, Wording
from domain.recurrence import at

LONGEST = 1000  # characters of a question that are kept; of a longer one its end, where the question is
COMPARED = 200  # of a group's open questions, the latest asked, that a new one is compared with
OFTEN = 3  # different people who ask alike …
WITHIN = timedelta(days=7)  # … within this time: the facilitators hear at once
KEPT = timedelta(days=90)  # after it was last asked

DIGEST = "unanswered_digest"  # promises: once a week, by group
ASKED_OFTEN = "unanswered_often"  # … by question
DIGEST_DAY, DIGEST_TIME = 0, time(10)  # Mondays, in the first window of the week's first day


def keep(tx: Tx, groups: Sequence[Group], words: str, language: str, person_id: int, now: datetime) -> list[Wording]:
    """Keep it for each of these groups. Asked again by the same person within a week it counts once."""
    words = words.strip()
    words = words if len(words) <= LONGEST else "…" + words[1 - LONGEST :].lstrip()
    return [_keep_for(tx, group, words, language, person_id, now) for group in groups]


def _keep_for(tx: Tx, group: Group, words: str, language: str, person_id: int, now: datetime) -> Wording:
    known = _like(tx, group.id, words)
    if known is None:
        known = tx.questions.add(
            Unanswered(
                group_id=group.id, words=words, language=language, times=0, first_asked_at=now, last_asked_at=now
            )
        )
    mark = tx.forgotten.mark(person_id, f"unanswered {known.id}")
    before = tx.questions.wordings(known.id)
    same = next((one for one in before if one.mark == mark and now - one.asked_at < WITHIN), None)
    known = known.changed(words=words, last_asked_at=now, times=known.times + (same is None))
    tx.questions.save(known)
    if same is not None:
        wording = same.changed(words=words, asked_at=now)
        tx.questions.save_wording(wording)
    else:
        wording = tx.questions.add_wording(Wording(unanswered_id=known.id, words=words, asked_at=now, mark=mark))
    _promise(tx, group, known, [*before, wording], now)
    return wording


def _like(tx: Tx, group_id: int, words: str) -> Unanswered | None:
    """The one that this is a wording of; the most alike of them."""
    found = [(alike(words, one.words), one) for one in tx.questions.of(group_id, COMPARED)]
    score, best = max(found, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= ALIKE else None


def _promise(tx: Tx, group: Group, known: Unanswered, wordings: Sequence[Wording], now: datetime) -> None:
    promise_digest(tx, group, now)
    lately = {one.mark for one in wordings if one.mark is not None and now - one.asked_at < WITHIN}
    told = known.told_at is not None and now - known.told_at < WITHIN
    if len(lately) >= OFTEN and not told and not tx.agenda.of(ASKED_OFTEN, known.id):
        tx.agenda.add(ASKED_OFTEN, known.id, group.quiet.next_open(now, zone_of(group)))


def promise_digest(tx: Tx, group: Group, now: datetime) -> None:
    """The facilitators hear on the next Monday; promised once."""
    if not tx.agenda.of(DIGEST, group.id):
        tx.agenda.add(DIGEST, group.id, next_digest(group, now))


def next_digest(group: Group, now: datetime) -> datetime:
    """The coming Monday at 10:00 of the group's clocks, or when its quiet hours end after that."""
    zone = zone_of(group)
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today + timedelta(days=(DIGEST_DAY - today.weekday()) % 7)
    due = at(monday, DIGEST_TIME, zone)
    if due <= now:
        due = at(monday + timedelta(days=7), DIGEST_TIME, zone)
    return group.quiet.next_open(due, zone)


def asked_since(tx: Tx, group: Group, since: datetime) -> list[Unanswered]:
    """Those without an answer that were asked since then, the most asked first."""
    found = [one for one in tx.questions.of(group.id, COMPARED) if one.last_asked_at >= since]
    return sorted(found, key=lambda one: (-one.times, one.id))


def tell_often(tx: Tx, unanswered_id: int, now: datetime) -> Unanswered | None:
    """It is told now that this is asked often; None where it was answered meanwhile."""
    known = tx.questions.get(unanswered_id)
    if known is not None:
        tx.questions.save(known.changed(told_at=now))
    return known


def wish(tx: Tx, unanswered_id: int, person_id: int, now: datetime) -> bool:
    """They want to hear the answer; False: it was answered or put away meanwhile."""
    if tx.questions.get(unanswered_id) is None:
        return False
    tx.questions.save_wish(Wish(unanswered_id=unanswered_id, person_id=person_id, since=now))
    return True


def unkeep(tx: Tx, wording_id: int) -> None:
    """The asker would rather not have it kept."""
    wording = tx.questions.wording(wording_id)
    known = tx.questions.get(wording.unanswered_id) if wording is not None else None
    if wording is None or known is None:
        return
    tx.questions.remove_wording(wording.id)
    rest = tx.questions.wordings(known.id)
    if rest:
        latest = rest[-1]
        tx.questions.save(known.changed(words=latest.words, times=len(rest), last_asked_at=latest.asked_at))
    else:
        put_away(tx, known.id)


def put_away(tx: Tx, unanswered_id: int) -> None:
    """It needs no answer; nothing of it is kept, and nobody is told."""
    tx.agenda.remove(ASKED_OFTEN, unanswered_id)
    tx.questions.remove(unanswered_id)


def drafted(tx: Tx, unanswered_id: int, entry_id: int) -> None:
    """Somebody wrote an answer, which is a draft so far."""
    known = tx.questions.get(unanswered_id)
    if known is not None:
        tx.questions.save(known.changed(entry_id=entry_id))


def answered(tx: Tx, entry_id: int) -> list[int]:
    """The entry is published: who wants to hear of it. Nothing of the question is kept any longer."""
    found: list[int] = []
    for known in tx.questions.by_entry(entry_id):
        found += [one.person_id for one in tx.questions.wishes(known.id)]
        put_away(tx, known.id)
    return list(dict.fromkeys(found))
