"""Known incidents: announced by the desk, said in the chat before a ticket is opened, followed instead of
opening one.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import outbox
from ticket_store.addresses import normalise_email
from ticket_store.auditing import audit
from ticket_store.database import insert_missing
from ticket_store.errors import IncidentNotFound, UnknownService
from ticket_store.model import Conversation, Incident, IncidentFollower, Service
from ticket_store.notices import PUSHED_CHANNELS
from ticket_store.operations.closing import CLOSE_AFTER_DAYS
from ticket_store.operations.conversations import requester_for, touch_conversation
from ticket_store.operations.incident_tickets import answer_tied, resolve_tied
from ticket_store.operations.recording import words

MAX_TITLE = 150
ASKED_WITHIN = timedelta(days=7)


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
    """New words: an answer in each open ticket of it, told once to each requester and follower.

    Raises IncidentNotFound, EmptyText, TextTooLong.
    """
    incident = _running(session, incident_id)
    incident.text, incident.updated_at = words(text), now
    _audit(session, incident, "incident_updated", agent_id, now)
    _tell_followers(session, incident, now, answer_tied(session, incident, agent_id, now))
    return incident


def end_incident(
    session: Session,
    *,
    incident_id: int,
    text: str,
    agent_id: int | None,
    now: datetime,
    close_after_days: int = CLOSE_AFTER_DAYS,
) -> Incident:
    """It is over: its open tickets are resolved with that text, and their requesters asked as for any other;
    the followers that are none of these are asked whether it is solved for them, too.

    Raises IncidentNotFound (also when it already was), EmptyText, TextTooLong.
    """
    incident = _running(session, incident_id)
    incident.text, incident.updated_at, incident.ended_at = words(text), now, now
    _audit(session, incident, "incident_ended", agent_id, now)
    _tell_followers(session, incident, now, resolve_tied(session, incident, agent_id, now, close_after_days))
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
    audit(session, agent_id=agent_id, action=action, target=f"incident:{incident.id}", now=now)


def _tell_followers(session: Session, incident: Incident, now: datetime, told: set[str]) -> None:
    """told: who heard it of his ticket already."""
    payload = {
        "service_code": incident.service_code,
        "title": incident.title,
        "text": incident.text,
        "service_name": incident.service.name,
        "over": incident.ended_at is not None,
    }
    for follower in incident.followers:
        if follower.email in told:
            follower.asked_at = now if incident.ended_at else None
            continue
        if requester_for(session, follower.email, now).optional_mail:
            mail = payload | {"email": follower.email, "essential": False}
            outbox.enqueue(session, kind="incident_update", to=follower.email, payload=mail, now=now)
        conversation = (
            session.get(Conversation, follower.conversation_id) if follower.conversation_id else None
        )
        if conversation and conversation.chat_notices and conversation.channel in PUSHED_CHANNELS:
            chat = {"incident_id": incident.id} | payload
            # Its end is a question, which the assistant asks (incident_ends): then it hears the answer.
            kind = "incident_over" if incident.ended_at else "incident_update"
            outbox.enqueue(session, kind=kind, to=conversation.id, payload=chat, now=now, channel="chat")


def incident_ends(session: Session, *, conversation_id: str, now: datetime) -> list[Incident]:
    """Incidents followed here that are over since not long ago and were not asked about: now they are.

    Empty where he chose "e-mail only".
    """
    conversation = session.get(Conversation, conversation_id)
    if conversation is None or not conversation.chat_notices:
        return []
    mine = (
        select(IncidentFollower)
        .join(Incident, Incident.id == IncidentFollower.incident_id)
        .where(
            IncidentFollower.conversation_id == conversation_id,
            IncidentFollower.asked_at.is_(None),
            Incident.ended_at > now - ASKED_WITHIN,
        )
        .order_by(Incident.ended_at)
        .with_for_update(of=IncidentFollower)
    )
    followed = session.scalars(mine).all()
    for follower in followed:
        follower.asked_at = now
    return [follower.incident for follower in followed]
