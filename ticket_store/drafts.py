"""A ticket begun in one conversation can be taken up in another, by whoever proves its address there."""

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from ticket_store import identity
from ticket_store.addresses import normalise_email
from ticket_store.database import insert_missing
from ticket_store.errors import DraftGone
from ticket_store.model import Draft, Ticket
from ticket_store.views import DraftView

LIFE = timedelta(hours=24)
_SHORT = 120


def save_draft(
    session: Session,
    *,
    conversation_id: str,
    email: str,
    submission_key: str,
    now: datetime,
    service_code: str | None = None,
    service_text: str | None = None,
    description: str | None = None,
    urgency: str | None = None,
) -> None:
    """Keeps what is known so far for 24 hours from now, in place of what that conversation kept before.

    service_text: what the requester called it, when it is none of the catalogue's. Raises InvalidEmail.
    """
    values = {
        "email": normalise_email(email),
        "submission_key": submission_key,
        "service_code": service_code,
        "service_text": service_text[:_SHORT] if service_text else None,
        "description": description,
        "urgency": urgency[:_SHORT] if urgency else None,
        "saved_at": now,
        "expires_at": now + LIFE,
    }
    insert_missing(session, Draft, conversation_id=conversation_id, **values)
    draft = session.get_one(Draft, conversation_id)
    for name, value in values.items():
        setattr(draft, name, value)


def drop_draft(session: Session, *, conversation_id: str, submission_key: str | None = None) -> None:
    """Registered or given up: what that conversation kept, and what others keep under the same key."""
    which = Draft.conversation_id == conversation_id
    if submission_key:
        which = or_(which, Draft.submission_key == submission_key)
    session.execute(delete(Draft).where(which))


def waiting_draft(session: Session, *, conversation_id: str, now: datetime) -> DraftView | None:
    """The newest draft of another conversation whose address is proven in this one; None without one."""
    draft = session.scalars(_takeable(session, conversation_id, now).limit(1)).first()
    return _view(draft) if draft else None


def take_draft(session: Session, *, conversation_id: str, from_conversation: str, now: datetime) -> DraftView:
    """The draft, which only this conversation has from now on.

    Raises DraftGone: expired, registered, taken by somebody else, or its address is not proven here.
    """
    wanted = _takeable(session, conversation_id, now).where(Draft.conversation_id == from_conversation)
    draft = session.scalars(wanted.with_for_update()).first()
    if draft is None:
        raise DraftGone
    taken = _view(draft)
    session.delete(draft)
    session.flush()
    return taken


def _takeable(session: Session, conversation_id: str, now: datetime) -> Select[Draft]:
    proven = identity.proven_emails(session, conversation_id=conversation_id, now=now)
    registered = select(Ticket.id).where(Ticket.submission_key == Draft.submission_key)
    return (
        select(Draft)
        .where(
            Draft.email.in_(proven),
            Draft.conversation_id != conversation_id,
            Draft.expires_at > now,
            ~registered.exists(),
        )
        .order_by(Draft.saved_at.desc())
    )


def _view(draft: Draft) -> DraftView:
    return DraftView(
        conversation_id=draft.conversation_id,
        email=draft.email,
        submission_key=draft.submission_key,
        service_code=draft.service_code,
        service_text=draft.service_text,
        description=draft.description,
        urgency=draft.urgency,
        saved_at=draft.saved_at,
    )
