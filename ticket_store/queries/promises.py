"""Which promise falls next, and where a ticket stands in the queue that has none: the order of every list."""

from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, case, func, select

from ticket_store import lifecycle
from ticket_store.model import Deadline, Ticket


def next_due() -> ScalarSelect[datetime]:
    """Of the first response and the solution, whichever falls first of those still to be kept."""
    return (
        select(func.min(Deadline.due_at))
        .where(
            Deadline.ticket_id == Ticket.id,
            Deadline.met_at.is_(None),
            Deadline.dropped_at.is_(None),
            Deadline.paused_at.is_(None),
        )
        .correlate(Ticket)
        .scalar_subquery()
    )


def pressing() -> tuple[Any, ...]:
    """The order of a queue: the next promise to fall first.

    A ticket without any takes its place when it has aged (Ticket.ages_at), so that promises never starve it;
    what waits for the requester with its clock stopped comes last.
    """
    due = next_due()
    stopped = case((due.is_(None) & (Ticket.status == lifecycle.WAITING), 1), else_=0)
    return stopped, func.coalesce(due, Ticket.ages_at), Ticket.id
