"""What the desk sees of the bursts that propose an incident, and of an incident's tickets."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store import lifecycle
from ticket_store.model import Incident, IncidentProposal, IncidentTicket, Ticket

BEFORE = timedelta(days=1)  # who wrote before it was announced
MOST = 100


@dataclass(frozen=True)
class TiedTicket:
    number: str
    description: str
    status: str
    opened_at: datetime


@dataclass(frozen=True)
class ProposalView:
    """usual: tickets of the service in an hour like that one, on average. words: what most of them say."""

    id: int
    service_code: str
    service_name: str
    usual: float
    words: tuple[str, ...]
    noticed_at: datetime
    people: int
    tickets: tuple[TiedTicket, ...]


def proposals(session: Session) -> list[ProposalView]:
    """Those that nobody has decided, the newest first."""
    rows = (
        select(IncidentProposal).where(IncidentProposal.state == "open").order_by(IncidentProposal.id.desc())
    )
    return [_proposal(session, one) for one in session.scalars(rows).unique()]


def proposal_count(session: Session) -> int:
    """How many wait for a decision."""
    waiting = select(func.count()).select_from(IncidentProposal).where(IncidentProposal.state == "open")
    return session.scalar(waiting) or 0


def tied_tickets(session: Session, *, incident_id: int) -> list[TiedTicket]:
    """An incident's tickets, the oldest first."""
    return _tickets(session, IncidentTicket.incident_id == incident_id)


def untied_tickets(session: Session, *, incident_id: int) -> list[TiedTicket]:
    """Open tickets of its service, from a day before it on, that are of no incident."""
    incident = session.get_one(Incident, incident_id)
    rows = (
        select(Ticket)
        .outerjoin(IncidentTicket, IncidentTicket.ticket_id == Ticket.id)
        .where(
            Ticket.service_code == incident.service_code,
            Ticket.opened_at >= incident.started_at - BEFORE,
            Ticket.status.in_(lifecycle.OPEN),
            IncidentTicket.incident_id.is_(None),
        )
        .order_by(Ticket.id.desc())
        .limit(MOST)
    )
    return [_tied(ticket) for ticket in session.scalars(rows).unique()]


def incident_of(session: Session, *, ticket_id: int) -> tuple[int, str] | None:
    """(id, title) of the incident that a ticket is of."""
    rows = select(Incident.id, Incident.title).join(IncidentTicket, IncidentTicket.incident_id == Incident.id)
    found = session.execute(rows.where(IncidentTicket.ticket_id == ticket_id)).first()
    return (found[0], found[1]) if found else None


def _proposal(session: Session, one: IncidentProposal) -> ProposalView:
    mine = IncidentTicket.proposal_id == one.id
    people = select(func.count(Ticket.requester_id.distinct())).select_from(Ticket)
    people = people.join(IncidentTicket, IncidentTicket.ticket_id == Ticket.id).where(mine)
    return ProposalView(
        id=one.id,
        service_code=one.service_code,
        service_name=one.service.name,
        usual=one.usual,
        words=tuple(one.words),
        noticed_at=one.noticed_at,
        people=session.scalar(people) or 0,
        tickets=tuple(_tickets(session, mine)),
    )


def _tickets(session: Session, which: object) -> list[TiedTicket]:
    rows = select(Ticket).join(IncidentTicket, IncidentTicket.ticket_id == Ticket.id).where(which)  # type: ignore[arg-type]
    return [_tied(ticket) for ticket in session.scalars(rows.order_by(Ticket.id)).unique()]


def _tied(ticket: Ticket) -> TiedTicket:
    return TiedTicket(ticket.number, ticket.description, ticket.status, ticket.opened_at)
