"""What somebody of the group wrote and another found helpful: kept for others only with the author's consent."""

from datetime import datetime, timedelta

from domain.entries import State
from domain.errors import Gone, NotNow, NotYours
from domain.ports import Tx
from domain.share import TRANSITIONS, Share, ShareState

LONGEST = 3500  # characters of a shared message
ASKED_FOR = timedelta(days=7)  # so long the words wait for the author's yes
MOST_ASKED = 3  # so many wait for one author at most: nobody is to be pestered
KEPT = timedelta(days=90)  # so long they then wait for a facilitator

AGREED = "share_agreed"  # promise: the facilitators hear of it


def ask(tx: Tx, group_id: int, author_id: int, words: str, now: datetime) -> Share | None:
    """The words wait for the author's yes. None: they wait already or are kept, or enough of theirs waits."""
    known = [one for one in tx.shares.of_author(author_id) if one.group_id == group_id]
    waiting = sum(one.state is ShareState.ASKED for one in known)
    if waiting >= MOST_ASKED or any(one.words == words for one in known):
        return None
    return tx.shares.add(Share(group_id=group_id, author_id=author_id, words=words, asked_at=now))


def own(tx: Tx, share_id: int, author_id: int) -> Share:
    """The author's own. Gone: it waited too long or was taken back; NotYours: somebody else wrote it."""
    share = tx.shares.get(share_id)
    if share is None:
        raise Gone
    if share.author_id != author_id:
        raise NotYours
    return share


def agree(tx: Tx, share: Share, credit: str | None, now: datetime) -> Share:
    """The author says yes, named or not; the facilitators hear of it."""
    after = _moved(share, ShareState.AGREED).changed(credit=credit)
    tx.shares.save(after)
    if share.state is ShareState.ASKED:
        tx.agenda.add(AGREED, share.id, now)
    return after


def take_back(tx: Tx, share: Share) -> None:
    """The author says no, or no longer yes: a draft that was made of the words goes too. NotNow: it is published."""
    entry = tx.entries.get(share.entry_id) if share.entry_id is not None else None
    if share.state is ShareState.PUBLISHED or (entry is not None and entry.state is State.PUBLISHED):
        raise NotNow
    tx.agenda.remove(AGREED, share.id)
    tx.shares.remove(share.id)
    if entry is not None:
        tx.entries.remove(entry.id)


def drafted(tx: Tx, share: Share, entry_id: int) -> None:
    """A facilitator made an entry of it, in the place of an earlier one that was not published."""
    earlier = tx.entries.get(share.entry_id) if share.entry_id is not None else None
    tx.shares.save(_moved(share, ShareState.DRAFTED).changed(entry_id=entry_id))
    if earlier is not None and earlier.state is State.DRAFT:
        tx.entries.remove(earlier.id)


def published(tx: Tx, entry_id: int) -> list[Share]:
    """The entry is published: whom it is owed to. The words stand in the entry and no longer here."""
    found = []
    for share in tx.shares.by_entry(entry_id):
        if ShareState.PUBLISHED in TRANSITIONS[share.state]:
            tx.shares.save(_moved(share, ShareState.PUBLISHED).changed(words=""))
            found.append(share)
    return found


def _moved(share: Share, state: ShareState) -> Share:
    if state not in TRANSITIONS[share.state]:
        raise NotNow
    return share.changed(state=state)
