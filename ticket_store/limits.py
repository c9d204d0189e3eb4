"""The settings of .env that a page may change: its value where it wrote one, else the process's own."""

from sqlalchemy.orm import Session

from ticket_store.in_force import newest

LIMITS = "limits"
CLOSE_AFTER_DAYS, HANDOFF_MINUTES, FINISHED_TICKETS = (
    "close_after_days",
    "handoff_minutes",
    "finished_tickets",
)
# The least and the most of each.
BOUNDS = {CLOSE_AFTER_DAYS: (1, 60), HANDOFF_MINUTES: (1, 60), FINISHED_TICKETS: (90, 3650)}


def of(session: Session, name: str, otherwise: int) -> int:
    """otherwise: what .env says."""
    for data in newest(session, LIMITS).values():
        if data[name] is not None:
            return int(data[name])
    return otherwise
