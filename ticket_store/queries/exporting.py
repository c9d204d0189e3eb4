"""Whole tickets of a period as rows, for the supervisor's spreadsheet; and how many the demo made."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store.model import Ticket
from ticket_store.queries.building import ticket_view, tickets_with_all
from ticket_store.views import TicketView

PAGE = 500
DEMO_PREFIX = "demo-"  # of the submission keys of what `make demo` opened


def tickets_opened(session: Session, *, since: datetime, until: datetime) -> Iterator[TicketView]:
    """Opened in [since, until), the oldest first."""
    last = 0
    while True:
        rows = (
            tickets_with_all()
            .where(Ticket.opened_at >= since, Ticket.opened_at < until, Ticket.id > last)
            .order_by(Ticket.id)
            .limit(PAGE)
        )
        found = list(session.scalars(rows).unique())
        yield from map(ticket_view, found)
        if len(found) < PAGE:
            return
        last = found[-1].id
        session.expunge_all()  # a year of tickets need not be held at once


def demo_tickets(session: Session) -> int:
    """How many tickets `make demo` opened."""
    of_demo = Ticket.submission_key.startswith(DEMO_PREFIX, autoescape=True)
    return session.scalar(select(func.count()).select_from(Ticket).where(of_demo)) or 0
