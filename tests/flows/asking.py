"""What several flows about asking begin with."""

from typing import Any

from domain.entries import Entry, State
from domain.entries_editing import add, publish
from tests.circle import Circle

PARKING = "Is there parking at the hall?"
PARK = "Yes, behind the hall. Take the second gate."
BADGE = "How do I get a blue badge?"
LONG = "\n\n".join(f"Step {n}. " + "Ask for the form, fill it in, and send it back by post. " * 4 for n in range(1, 9))


async def an_entry(
    circle: Circle, question: str = PARKING, answer: str = PARK, *, shared: bool = False, chat: int | None = None,
    **fields: Any,
) -> Entry:  # fmt: skip
    """A published entry, the group's own or shared by all."""

    def work(tx: Any) -> Entry:
        group = tx.groups.by_chat(chat or circle.group)
        now = circle.app.clock.now()
        given = {"question": question, "answer": answer, "source_name": "The hall’s keeper", **fields}
        if not shared:
            return publish(tx, group, add(tx, group, given, circle.fay, now), circle.fay, now)
        entry = add(tx, None, given, 0, now)
        return tx.entries.save(entry.changed(state=State.PUBLISHED, checked_on=now.date()))

    entry = await circle.app.store.transact(work)
    await circle.settle()
    return entry


async def kept(circle: Circle, question: Any) -> Any:
    """Something of the database."""
    return await circle.app.store.look(question)


async def unanswered(circle: Circle, chat: int | None = None) -> list[Any]:
    """What is kept as not answered in this group."""
    return await kept(circle, lambda tx: tx.questions.of(tx.groups.by_chat(chat or circle.group).id, 50))


async def a_fellow(circle: Circle, name: str, **more: Any) -> int:
    """Somebody else in the group."""
    found = await circle.client.person(name, **{"language_code": "en", **more})
    await circle.client.act(found["id"], "join", chat=circle.group)
    await circle.settle()
    return int(found["id"])
