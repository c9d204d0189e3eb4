"""Which tickets are in a queue and in which order, as the indexes of what is open have it.

The times are kept on the ticket, by triggers (migration 0015).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_

from ticket_store.model import Ticket


def in_a_queue() -> ColumnElement[bool]:
    """Open: neither resolved nor over."""
    return Ticket.presses_at.is_not(None)


def overdue(now: datetime) -> ColumnElement[bool]:
    """A promise is broken. It is then where the ticket presses: the index is read no further."""
    return and_(Ticket.presses_at < now, Ticket.next_due_at < now)


def pressing() -> tuple[Any, ...]:
    """The order of a queue: the next promise to fall first.

    A ticket without any takes its place when it has aged (Ticket.ages_at), so that promises never starve it;
    what waits for the requester with its clock stopped comes last.
    """
    return Ticket.presses_at, Ticket.id
