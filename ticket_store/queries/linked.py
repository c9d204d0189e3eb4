"""Whoever holds a mail's signed link reads that one ticket, as long as its mails go to the same address."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import links
from ticket_store.errors import LinkRevoked
from ticket_store.model import Event
from ticket_store.queries.desk import desk_ticket
from ticket_store.views import TicketView


def linked_ticket(session: Session, *, ticket_number: str, reader: str | None, secret: str) -> TicketView:
    """The ticket of a consult or survey link. reader: what the link says (links.about_ticket).

    Raises TicketNotFound, LinkRevoked.
    """
    ticket = desk_ticket(session, ticket_number=ticket_number)
    # Links of versions before 2026-12 name no reader: they were sent to the ticket's first address.
    revoked = _moved(session, ticket) if reader is None else reader != links.reader_mark(ticket.email, secret)
    if revoked:
        raise LinkRevoked
    return ticket


def _moved(session: Session, ticket: TicketView) -> bool:
    moves = select(Event.id).where(Event.ticket_id == ticket.id, Event.kind == "address_changed").limit(1)
    return session.scalar(moves) is not None
