"""Who has a ticket's page open, so that two people do not answer the same one."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.database import insert_missing
from ticket_store.errors import TicketNotFound
from ticket_store.model import Agent, Ticket, TicketViewer

FRESH = timedelta(seconds=60)  # the page says that it is still open every 20 s


def see_ticket(session: Session, *, ticket_number: str, agent_id: int, now: datetime) -> None:
    """The agent has it open at `now`. Raises TicketNotFound."""
    ticket_id = _id(session, ticket_number)
    insert_missing(session, TicketViewer, ticket_id=ticket_id, agent_id=agent_id, seen_at=now)
    session.get_one(TicketViewer, (ticket_id, agent_id)).seen_at = now


def leave_ticket(session: Session, *, ticket_number: str, agent_id: int) -> None:
    viewer = session.get(TicketViewer, (_id(session, ticket_number), agent_id))
    if viewer is not None:
        session.delete(viewer)


def viewers(session: Session, *, ticket_number: str, now: datetime, but: int | None = None) -> list[str]:
    """Names of those who have it open, without the agent `but`."""
    rows = (
        select(Agent.name)
        .join(TicketViewer, TicketViewer.agent_id == Agent.id)
        .join(Ticket, Ticket.id == TicketViewer.ticket_id)
        .where(Ticket.number == ticket_number, TicketViewer.seen_at > now - FRESH)
        .order_by(Agent.name)
    )
    return list(session.scalars(rows if but is None else rows.where(Agent.id != but)))


def _id(session: Session, ticket_number: str) -> int:
    ticket_id = session.scalar(select(Ticket.id).where(Ticket.number == ticket_number))
    if ticket_id is None:
        raise TicketNotFound
    return ticket_id
