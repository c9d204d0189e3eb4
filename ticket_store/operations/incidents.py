"""Known incidents: announced by the desk, said in the chat before a ticket is opened, followed instead of
opening one.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from ticket_store import outbox
from ticket_store.addresses import normalise_email
from ticket_store.database import insert_missing
from ticket_store.errors import IncidentNotFound, UnknownService
from ticket_store.model import AuditEntry, Conversation, Incident, IncidentFollower, Service
from ticket_store.notices import PUSHED_CHANNELS
from ticket_store.operations.conversations import requester_for, touch_conversation
from ticket_store.operations.recording import words

MAX_TITLE = 150


def announce_incident(
    session: Session, *, service_code: str, title: str, text: str, agent_id: int | None, now: datetime
) -> Incident:
    """From now on the assistant says it to whoever asks about the service.

    Raises UnknownService, EmptyText, TextTooLong.
    """
    service = session.get(Service, service_code)
    if service is None or not service.active:
        raise UnknownService(service_code)
    incident = Incident(
        service=service,
        title=words(title, MAX_TITLE),
        text=words(text),
        started_at=now,
        updated_at=now,
        agent_id=agent_id,
    )
    session.add(incident)
    session.flush()
    _audit(session, incident, "incident_announced", agent_id, now)
    return incident


def update_incident(
    session: Session, *, incident_id: int, text: str, agent_id: int | None, now: datetime
) -> Incident:
    """New words, told to the followers. Raises IncidentNotFound, EmptyText, TextTooLong."""
    incident = _running(session, incident_id)
    incident.text, incident.updated_at = words(text), now
    _audit(session, incident, "incident_updated", agent_id, now)
    _tell_followers(session, incident, now)
    return incident


def end_incident(
    session: Session, *, incident_id: int, text: str, agent_id: int | None, now: datetime
) -> Incident:
    """It is over; the followers are told.

    Raises IncidentNotFound (also when it already was), EmptyText, TextTooLong.
    """
    incident = _running(session, incident_id)
    incident.text, incident.updated_at, incident.ended_at = words(text), now, now
    _audit(session, incident, "incident_ended", agent_id, now)
    _tell_followers(session, incident, now)
    return incident


def follow_incident(
    session: Session, *, incident_id: int, email: str, now: datetime, conversation_id: str | None = None
) -> None:
    """Asks to be told; twice is once. Raises IncidentNotFound, InvalidEmail."""
    incident = _running(session, incident_id)
    if conversation_id:  # it may have opened no ticket yet, and is told in the chat all the same
        touch_conversation(session, conversation_id=conversation_id, now=now)
    insert_missing(
        session,
        IncidentFollower,
        incident_id=incident.id,
        email=normalise_email(email),
        conversation_id=conversation_id,
        followed_at=now,
    )


def _running(session: Session, incident_id: int) -> Incident:
    incident = session.get(Incident, incident_id, with_for_update={"of": Incident}, populate_existing=True)
    if incident is None or incident.ended_at is not None:
        raise IncidentNotFound
    return incident


def _audit(session: Session, incident: Incident, action: str, agent_id: int | None, now: datetime) -> None:
    session.add(
        AuditEntry(at=now, agent_id=agent_id, action=action, target=f"incident:{incident.id}", data={})
    )
    session.flush()


def _tell_followers(session: Session, incident: Incident, now: datetime) -> None:
    payload = {
        "title": incident.title,
        "text": incident.text,
        "service_name": incident.service.name,
        "over": incident.ended_at is not None,
    }
    for follower in incident.followers:
        if requester_for(session, follower.email, now).optional_mail:
            mail = payload | {"email": follower.email, "essential": False}
            outbox.enqueue(session, kind="incident_update", to=follower.email, payload=mail, now=now)
        conversation = (
            session.get(Conversation, follower.conversation_id) if follower.conversation_id else None
        )
        if conversation and conversation.chat_notices and conversation.channel in PUSHED_CHANNELS:
            chat = {"incident_id": incident.id} | payload
            outbox.enqueue(
                session, kind="incident_update", to=conversation.id, payload=chat, now=now, channel="chat"
            )
