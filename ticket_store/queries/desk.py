"""What the desk sees of one ticket, what changed since it last looked, and what its forms offer."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store import roles
from ticket_store.errors import TicketNotFound
from ticket_store.model import Agent, CannedSolution, Deadline, Event, Service, Team, Ticket
from ticket_store.queries.building import deadline_view, event_view, ticket_view, tickets_with_all
from ticket_store.views import DeadlineView, EventView, TicketView


def desk_ticket(session: Session, *, ticket_number: str) -> TicketView:
    """Without any proof: for the desk, a signed link, the worker. Raises TicketNotFound."""
    ticket = session.scalars(tickets_with_all().where(Ticket.number == ticket_number)).unique().one_or_none()
    if ticket is None:
        raise TicketNotFound
    return ticket_view(ticket)


def deadlines(session: Session, *, ticket_number: str) -> list[DeadlineView]:
    rows = select(Deadline).join(Ticket).where(Ticket.number == ticket_number).order_by(Deadline.id)
    return [deadline_view(d, ticket_number) for d in session.scalars(rows)]


def changes_since(session: Session, *, event_id: int, limit: int = 200) -> list[EventView]:
    """Every event after `event_id`, the oldest first: the desk's live feed."""
    rows = (
        select(Event, Ticket.number).join(Ticket).where(Event.id > event_id).order_by(Event.id).limit(limit)
    )
    return [event_view(event, number) for event, number in session.execute(rows)]


def newest_event_id(session: Session) -> int:
    return session.scalar(select(func.max(Event.id))) or 0


def teams(session: Session) -> list[Team]:
    return list(session.scalars(select(Team).where(Team.active).order_by(Team.name)))


def services(session: Session) -> list[Service]:
    return list(session.scalars(select(Service).where(Service.active).order_by(func.lower(Service.name))))


def canned_solutions(session: Session) -> list[CannedSolution]:
    return list(
        session.scalars(select(CannedSolution).where(CannedSolution.active).order_by(CannedSolution.title))
    )


def attendants(session: Session) -> list[Agent]:
    """Who may be given a ticket or a conversation, by name."""
    return roles.holders(session, roles.ATTEND)


def agents(session: Session, *, only_active: bool = True) -> list[Agent]:
    rows = select(Agent).order_by(Agent.name)
    return list(session.scalars(rows.where(Agent.active) if only_active else rows))
