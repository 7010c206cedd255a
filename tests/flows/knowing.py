"""What the tests of the knowledge have in common: entries, and the way to them."""

from datetime import date
from typing import Any

from domain.entries import Entry, EntryChange, State, What
from tests.circle import Circle
from tests.storage.world import NOW


async def an_entry(circle: Circle, key: str = "dla", *, own: bool = False, **more: Any) -> Entry:
    """One that is there already: shared, as by a file, or the group's own."""
    group = await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group))
    given = {
        "question": "What is DLA?",
        "answer": "It is **money** for a child who needs more care.",
        "phrasings": ("how do i claim dla for my lad",),
        "state": State.PUBLISHED,
        "source_name": "The council",
        "source_link": "https://example.org/dla",
        "checked_on": date(2026, 11, 22),
        "review_by": date(2027, 11, 22),
        "group_id": group.id if own else None,
    }
    entry = Entry(**{**given, "key": key, "created_at": NOW, "updated_at": NOW, **more})

    def add(tx: Any) -> Entry:
        kept = tx.entries.add(entry)
        tx.entries.note(EntryChange(entry_id=kept.id, what=What.IMPORTED, by=0, at=NOW, after=kept))
        return kept

    return await circle.app.store.transact(add)


async def every(circle: Circle) -> list[Entry]:
    return await circle.app.store.look(lambda tx: tx.entries.every())


async def kept(circle: Circle, entry_id: int) -> Entry:
    return await circle.app.store.look(lambda tx: tx.entries.get(entry_id))


async def look(circle: Circle, person: int | None = None) -> str:
    """The bot's last words to Fay (or somebody else) in private."""
    return str((await circle.last(person or circle.fay))["text"])


async def tap(circle: Circle, *buttons: str, person: int | None = None) -> str | None:
    """Fay (or somebody else) taps one after the other in private; the last toast."""
    toast = None
    for button in buttons:
        toast = await circle.press(person or circle.fay, button, person or circle.fay)
    return toast


async def facilitators(circle: Circle) -> None:
    """Fay has a private chat, and Tom is an administrator with one as well."""
    for person in (circle.fay, circle.tom):
        await circle.start(person)
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom)
    await circle.settle()
