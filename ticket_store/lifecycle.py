"""The statuses of a ticket and the moves between them; the only place that knows which are legal. Pure."""

from typing import Final, Literal

from ticket_store.errors import TransitionRefused

Status = Literal["new", "in_progress", "waiting_on_requester", "resolved", "closed", "cancelled"]

NEW: Final = "new"
IN_PROGRESS: Final = "in_progress"
WAITING: Final = "waiting_on_requester"
RESOLVED: Final = "resolved"
CLOSED: Final = "closed"
CANCELLED: Final = "cancelled"

OPEN: Final = (NEW, IN_PROGRESS, WAITING)
FINISHED: Final = (CLOSED, CANCELLED)
ALL: Final = (*OPEN, RESOLVED, *FINISHED)

# in_progress from resolved is a reopening.
MOVES: Final[dict[str, frozenset[str]]] = {
    NEW: frozenset({IN_PROGRESS, WAITING, RESOLVED, CANCELLED}),
    IN_PROGRESS: frozenset({WAITING, RESOLVED, CANCELLED}),
    WAITING: frozenset({IN_PROGRESS, RESOLVED, CANCELLED}),
    RESOLVED: frozenset({IN_PROGRESS, CLOSED}),
    CLOSED: frozenset(),
    CANCELLED: frozenset(),
}

# What the clock did may be taken back for a day; no verb makes this move.
TAKEN_BACK: Final = {CLOSED: RESOLVED}


def take_back(current: str) -> str:
    """Where it was before. Raises TransitionRefused(current, resolved) where no clock brings it."""
    if current not in TAKEN_BACK:
        raise TransitionRefused(current, RESOLVED)
    return TAKEN_BACK[current]


def move(current: str, wanted: str) -> str:
    """`wanted`, when the move is legal. Raises TransitionRefused(current, wanted)."""
    if wanted not in MOVES.get(current, frozenset()):
        raise TransitionRefused(current, wanted)
    return wanted
