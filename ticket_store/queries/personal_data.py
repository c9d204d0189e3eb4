"""Requests to erase that wait for their time."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.addresses import normalise_email
from ticket_store.model import Erasure
from ticket_store.views import ErasureView


def running_erasure(session: Session, *, email: str) -> ErasureView | None:
    """Raises InvalidEmail."""
    found = session.scalars(
        select(Erasure).where(Erasure.email == normalise_email(email)).order_by(Erasure.id).limit(1)
    ).first()
    return ErasureView(found.protocol, found.asked_at, found.due_at) if found else None


def due_erasures(session: Session, *, now: datetime) -> list[str]:
    """The addresses whose time has come, the oldest request first."""
    rows = select(Erasure.email).where(Erasure.email.is_not(None), Erasure.due_at <= now)
    return [email for email in session.scalars(rows.order_by(Erasure.id)) if email]
