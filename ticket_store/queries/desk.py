"""What the desk sees: queues, one ticket, what is late, and what changed since it last looked."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from ticket_store import lifecycle
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


def desk_list(
    session: Session,
    *,
    team_codes: Collection[str] | None = None,
    statuses: Collection[str] = lifecycle.OPEN,
    agent_id: int | None = None,
    order: Literal["due", "opened"] = "due",
    limit: int = 50,
    offset: int = 0,
) -> list[TicketView]:
    """A queue. order "due": the most pressing deadline first, those without one after, the oldest first."""
    rows = tickets_with_all().where(*_queue(team_codes, statuses, agent_id)).limit(limit).offset(offset)
    if order == "due":
        due = _running_due().scalar_subquery()
        rows = rows.order_by(due.is_(None), due, Ticket.id)
    else:
        rows = rows.order_by(Ticket.id.desc())
    return [ticket_view(t) for t in session.scalars(rows).unique()]


def count_list(
    session: Session,
    *,
    team_codes: Collection[str] | None = None,
    statuses: Collection[str] = lifecycle.OPEN,
    agent_id: int | None = None,
) -> int:
    """How many desk_list would give without limit."""
    return (
        session.scalar(
            select(func.count()).select_from(Ticket).where(*_queue(team_codes, statuses, agent_id))
        )
        or 0
    )


def overdue(session: Session, *, now: datetime, limit: int = 200) -> list[TicketView]:
    """Open tickets whose resolution is late at `now`, the latest promise first."""
    due = _running_due().scalar_subquery()
    rows = tickets_with_all().where(Ticket.status.in_(lifecycle.OPEN), due < now).order_by(due).limit(limit)
    return [ticket_view(t) for t in session.scalars(rows).unique()]


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


def agents(session: Session, *, only_active: bool = True) -> list[Agent]:
    rows = select(Agent).order_by(Agent.name)
    return list(session.scalars(rows.where(Agent.active) if only_active else rows))


def _queue(
    team_codes: Collection[str] | None, statuses: Collection[str], agent_id: int | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Ticket.status.in_(list(statuses))]
    if team_codes is not None:
        conditions.append(Ticket.team_code.in_(list(team_codes)))
    if agent_id is not None:
        conditions.append(Ticket.agent_id == agent_id)
    return conditions


def _running_due() -> Select[datetime | None]:
    return (
        select(func.min(Deadline.due_at))
        .where(
            Deadline.ticket_id == Ticket.id,
            Deadline.kind == "resolution",
            Deadline.met_at.is_(None),
            Deadline.dropped_at.is_(None),
            Deadline.paused_at.is_(None),
        )
        .correlate(Ticket)
    )
