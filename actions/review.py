"""Keeps what was not understood, masked by the store, for people to learn from."""

from actions import store
from actions.turn import Turn
from ticket_store import operations

UNSURE = ("nlu_fallback", "out_of_scope", "")


async def keep(turn: Turn) -> None:
    """The text with the classifier's best guess; nothing for a button."""
    text = turn.said.text.strip()
    if not text:
        return
    guess = next(
        ((name, confidence) for name, confidence in turn.said.ranking if name not in UNSURE), (None, None)
    )
    await store.call(
        operations.record_misunderstood,
        conversation_id=turn.conversation_id,
        text=text,
        channel=turn.channel,
        guess=guess[0],
        confidence=guess[1],
    )
