"""What a requester may know: his tickets, behind a proof or from the conversation they were opened in, and
known incidents.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from ticket_store import lifecycle, links
from ticket_store.addresses import normalise_email
from ticket_store.catalogue import fold
from ticket_store.errors import InvalidEmail, LinkExpired, LinkInvalid, LinkRevoked, TicketNotFound
from ticket_store.model import Attachment, Event, Incident, IncidentFollower, LinkReading, Requester, Ticket
from ticket_store.numbers import SAO_PAULO
from ticket_store.queries.building import (
    attachment_view,
    event_view,
    incident_view,
    ticket_view,
    tickets_with_all,
)
from ticket_store.views import AttachmentView, EventView, IncidentView, TicketView

_SIMILAR = 75  # of 100, whatever the service
_SIMILAR_SAME_SERVICE = 55  # two other matters of one system reach about 50


def find_ticket(
    session: Session, *, ticket_number: str, conversation_id: str | None = None, emails: Collection[str] = ()
) -> TicketView:
    """The ticket, if one of the proven `emails` is its requester's or it was opened in `conversation_id`.

    Raises TicketNotFound, the same for a number that does not exist and for someone else's:
    one query decides both.
    """
    whose: list[ColumnElement[bool]] = [Requester.email.in_(list(emails))]
    if conversation_id:
        whose.append(Ticket.conversation_id == conversation_id)
    allowed = (
        select(Ticket.id)
        .join(Requester, Requester.id == Ticket.requester_id)
        .where(Ticket.number == ticket_number, or_(*whose))
    )
    ticket_id = session.scalar(allowed)
    if ticket_id is None:
        raise TicketNotFound
    return ticket_view(session.scalars(tickets_with_all().where(Ticket.id == ticket_id)).unique().one())


def linked_ticket(session: Session, *, signed: dict[str, Any], age_seconds: float) -> TicketView:
    """The ticket that a link was signed for: for 90 days, and as long as the ticket is not finished.

    Raises LinkInvalid, LinkRevoked (also where none is), LinkExpired.
    """
    if not isinstance(signed.get("number"), str):
        raise LinkInvalid
    found = session.scalars(tickets_with_all().where(Ticket.number == signed["number"])).unique().first()
    if found is None or not links.is_of(signed, found.link_key):
        raise LinkRevoked
    if age_seconds > links.READ_SECONDS and found.status in lifecycle.FINISHED:
        raise LinkExpired
    return ticket_view(found)


def link_readings(session: Session, *, ticket_number: str, limit: int = 50) -> list[datetime]:
    """When it was read by a mailed link, the newest first: the first time a day and place."""
    rows = (
        select(LinkReading.at)
        .join(Ticket, Ticket.id == LinkReading.ticket_id)
        .where(Ticket.number == ticket_number)
        .order_by(LinkReading.at.desc())
        .limit(limit)
    )
    return list(session.scalars(rows))


def link_reading_noted(session: Session, *, ticket_number: str, asker: str, now: datetime) -> bool:
    """Whether that day's line of that asker stands already (operations.note_link_reading)."""
    row = (
        select(LinkReading.at)
        .join(Ticket, Ticket.id == LinkReading.ticket_id)
        .where(Ticket.number == ticket_number, LinkReading.asker == asker)
        .where(LinkReading.day == now.astimezone(SAO_PAULO).date().isoformat())
    )
    return session.scalar(row) is not None


def list_tickets(
    session: Session, *, emails: Collection[str] = (), conversation_id: str | None = None, limit: int = 20
) -> list[TicketView]:
    """Of the proven `emails` and of the conversation: open ones first, then the newest."""
    # Whose they are is asked first: an "or" across two tables is answered by no index.
    people = list(session.scalars(select(Requester.id).where(Requester.email.in_(list(emails)))))
    mine: list[ColumnElement[bool]] = [Ticket.requester_id.in_(people)]
    if conversation_id:
        mine.append(Ticket.conversation_id == conversation_id)
    rows = (
        tickets_with_all()
        .where(or_(*mine))
        .order_by(Ticket.status.in_(lifecycle.FINISHED), Ticket.id.desc())
        .limit(limit)
    )
    return [ticket_view(t) for t in session.scalars(rows).unique()]


def history(session: Session, *, ticket_number: str, internal: bool = False) -> list[EventView]:
    """The ticket's lines, the oldest first. internal: also what only the desk may see.

    The caller has checked the reader.
    """
    rows = select(Event).join(Ticket).where(Ticket.number == ticket_number).order_by(Event.id)
    if not internal:
        rows = rows.where(Event.internal.is_(False))
    return [event_view(event, ticket_number) for event in session.scalars(rows)]


def attachments(session: Session, *, ticket_number: str) -> list[AttachmentView]:
    rows = (
        select(Attachment)
        .join(Ticket, Ticket.id == Attachment.ticket_id)
        .where(Ticket.number == ticket_number)
        .order_by(Attachment.id)
    )
    return [attachment_view(a, ticket_number) for a in session.scalars(rows)]


def similar_open_tickets(
    session: Session,
    *,
    email: str,
    service_code: str | None,
    description: str,
    conversation_id: str | None = None,
) -> list[TicketView]:
    """Open tickets of that address that seem to be about the same, the likest first.

    An unproven address must not learn of them: pass only a proven one, or rely on those of conversation_id.
    """
    try:
        address = normalise_email(email)
    except InvalidEmail:
        return []
    rows = (
        tickets_with_all()
        .join(Requester, Requester.id == Ticket.requester_id)
        .where(Requester.email == address, Ticket.status.in_(lifecycle.OPEN))
        .order_by(Ticket.id.desc())
        .limit(50)
    )
    if conversation_id:
        rows = rows.where(Ticket.conversation_id == conversation_id)
    found = []
    for ticket in session.scalars(rows).unique():
        likeness = fuzz.token_set_ratio(fold(description), fold(ticket.description))
        same = service_code is not None and ticket.service_code == service_code
        if likeness >= (_SIMILAR_SAME_SERVICE if same else _SIMILAR):
            found.append((same, likeness, ticket))
    return [ticket_view(t) for _, _, t in sorted(found, key=lambda f: (not f[0], -f[1]))]


def active_incident(session: Session, *, service_code: str) -> IncidentView | None:
    """The newest one of the service that is not over."""
    return next((i for i in active_incidents(session) if i.service_code == service_code), None)


def active_incidents(session: Session) -> list[IncidentView]:
    followers = select(func.count()).where(IncidentFollower.incident_id == Incident.id).scalar_subquery()
    rows = session.execute(
        select(Incident, followers).where(Incident.ended_at.is_(None)).order_by(Incident.id.desc())
    )
    return [incident_view(incident, count or 0) for incident, count in rows]


def requester_preferences(session: Session, *, email: str) -> bool:
    """Whether that address still gets mails that are not essential."""
    wanted = session.scalar(select(Requester.optional_mail).where(Requester.email == email.strip().lower()))
    return True if wanted is None else wanted
