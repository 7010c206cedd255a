"""Messages that hang on a meetup's card. Nobody tells a bot that its card was deleted: such a message finds out."""

from typing import Any

from domain.outbox import Card
from handlers.context import Sent
from handlers.routing import Router

router = Router("cards")

ON_CARD = "on_card"


def hanging_on(card: Card | None) -> dict[str, Any] | None:
    """The effect for a message that is sent as a reply to the card."""
    return {"kind": ON_CARD, "card_id": card.id} if card is not None and card.message_id is not None else None


@router.effect(ON_CARD)
def hung(sent: Sent) -> None:
    """Telegram shows to what a message replies; where it shows nothing, the card is gone and is posted again."""
    card = sent.tx.cards.get(int(sent.data["card_id"]))
    if card is None or card.closed or not isinstance(sent.result, dict) or sent.result.get("reply_to_message"):
        return
    asked = (sent.message.payload.get("reply_parameters") or {}).get("message_id")
    if card.message_id == asked and card.chat_id == sent.message.chat_id:
        sent.tx.cards.save(card.changed(message_id=None, shown=None, pinned=False))
        sent.tx.outbox.touch(card.changed(message_id=None), sent.now)
