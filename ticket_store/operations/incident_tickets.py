"""The tickets of an incident: tied to it, answered with one text, and asked together whether it is solved."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import lifecycle
from ticket_store.authors import SYSTEM, Author
from ticket_store.database import insert_missing
from ticket_store.errors import IncidentNotFound
from ticket_store.model import Agent, Incident, IncidentTicket, Ticket
from ticket_store.notices import tell_requester, tell_systems
from ticket_store.operations import closing, deadlines
from ticket_store.operations.recording import locked, record


def tie_tickets(
    session: Session, *, incident_id: int, numbers: Collection[str], author: Author, now: datetime
) -> None:
    """From another incident, too. Raises IncidentNotFound (also of one that is over), TicketNotFound."""
    incident = session.get(Incident, incident_id)
    if incident is None or incident.ended_at is not None:
        raise IncidentNotFound
    tie(session, incident, numbers, author, now)


def untie_ticket(session: Session, *, ticket_number: str, author: Author, now: datetime) -> None:
    """Nothing where it is of none. Raises TicketNotFound."""
    ticket = locked(session, ticket_number)
    mine = session.get(IncidentTicket, ticket.id)
    if mine is None or mine.incident_id is None:
        return
    incident = session.get_one(Incident, mine.incident_id)
    session.delete(mine)
    record(session, ticket, "incident_untied", author, now, internal=True, data=_named(incident))


def tie(
    session: Session, incident: Incident, numbers: Collection[str], author: Author, now: datetime
) -> None:
    """Those that are over already are left out. Raises TicketNotFound."""
    for number in sorted(numbers):
        ticket = locked(session, number)
        if ticket.status in lifecycle.FINISHED:
            continue
        insert_missing(session, IncidentTicket, ticket_id=ticket.id, at=now)
        row = session.get_one(IncidentTicket, ticket.id)
        if row.incident_id == incident.id:
            continue
        row.incident_id = incident.id
        record(session, ticket, "incident_tied", author, now, internal=True, data=_named(incident))


def answer_tied(session: Session, incident: Incident, agent_id: int | None, now: datetime) -> set[str]:
    """The incident's text as an answer in each open ticket of it, mailed once a person; who was told."""
    author, told = _author(session, agent_id), set[str]()
    for ticket in _open_tickets(session, incident):
        to_status = lifecycle.IN_PROGRESS if ticket.status == lifecycle.NEW else None
        deadlines.respond(ticket, now)
        event = record(
            session,
            ticket,
            "answered",
            author,
            now,
            to_status=to_status,
            text=incident.text,
            data=_named(incident),
        )
        if ticket.requester.email not in told:
            tell_requester(session, ticket, "answered", event, now, text=incident.text)
            told.add(ticket.requester.email)
        tell_systems(session, ticket, "ticket.commented", event, now)
    return told


def resolve_tied(
    session: Session, incident: Incident, agent_id: int | None, now: datetime, close_after_days: int
) -> set[str]:
    """Each open ticket of it is resolved with its text, and asks its own "resolveu?"; who was asked."""
    author, asked = _author(session, agent_id), set[str]()
    for ticket in _open_tickets(session, incident):
        closing.resolve(
            session,
            ticket_number=ticket.number,
            solution=incident.text,
            author=author,
            now=now,
            close_after_days=close_after_days,
        )
        asked.add(ticket.requester.email)
    return asked


def _open_tickets(session: Session, incident: Incident) -> list[Ticket]:
    mine = select(Ticket.number).join(IncidentTicket, IncidentTicket.ticket_id == Ticket.id)
    mine = mine.where(IncidentTicket.incident_id == incident.id, Ticket.status.in_(lifecycle.OPEN))
    # In the order of their numbers, as everybody locks them.
    tickets = [locked(session, number) for number in session.scalars(mine.order_by(Ticket.number)).all()]
    return [ticket for ticket in tickets if ticket.status in lifecycle.OPEN]


def _author(session: Session, agent_id: int | None) -> Author:
    agent = session.get(Agent, agent_id) if agent_id is not None else None
    return Author.agent(agent) if agent else SYSTEM


def _named(incident: Incident) -> dict[str, object]:
    return {"incident_id": incident.id, "incident": incident.title}
