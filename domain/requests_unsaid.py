"""Words of a request that wait to be sent to whoever has it, and are not to reach them any more."""

from domain.ports import Tx
from domain.requests import Request, RequestWords

RELAYED = "relayed"  # the effect of a copy; its data: `row`, and `words` where they could be kept for the next


def take_out(tx: Tx, request: Request) -> list[RequestWords]:
    """They are not said any more; what of them can be kept for the next one."""
    if not request.claimed_by:
        return []
    found = []
    for message in tx.outbox.waiting(request.claimed_by):
        effect = message.effect or {}
        row = tx.relay.get(int(effect["row"])) if effect.get("kind") == RELAYED else None
        if row is None or row.request_id != request.id:
            continue
        tx.outbox.drop(message)
        tx.relay.remove(row.id)
        if effect["words"]:
            words = RequestWords.model_validate(effect["words"])
            found.append(words.changed(message_id=row.from_message))
    return found
