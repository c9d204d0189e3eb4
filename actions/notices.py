"""Tells in the chat what moved meanwhile, by rereading the store: the intent that wakes it up proves nothing."""

from actions.turn import Turn


async def tell(turn: Turn) -> bool:
    """True when there was something to tell."""
    return False
