"""The starter answers: taken once, where no answer was ever kept, so that a group has some on its first day."""

from pathlib import Path

import structlog

from bot import knowledge_folder
from bot.clock import SystemClock
from domain.entries_files import Written
from domain.entries_importing import Keys, carry_out, step
from storage.transaction import Store, Transaction

STARTER = Path(__file__).with_name("starter") / "knowledge"

log = structlog.get_logger("starter")


async def take_starter(store: Store) -> None:
    """Keep them as published entries of all groups; nothing where the knowledge has ever been changed."""
    if await store.look(lambda tx: tx.entries.revision()):
        return
    rows = [found.row for found in knowledge_folder.read(STARTER) if isinstance(found.row, Written)]
    now = SystemClock().now()

    def take(tx: Transaction) -> None:
        for row in rows:
            values, wrong = row.values()
            if not wrong:
                carry_out(tx, step(tx, row, values, now, Keys(tx)), now)

    await store.transact(take)
    log.info("the starter answers were taken", count=len(rows))
