"""Mails already dealt with: the mailbox may hand the same one out again."""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from ticket_store.database import insert_missing
from ticket_store.model import InboundLetter


def letter_handled(session: Session, *, message_id: str) -> bool:
    return session.get(InboundLetter, _key(message_id)) is not None


def mark_letter_handled(session: Session, *, message_id: str, outcome: str, now: datetime) -> None:
    """outcome: a word for the statistics ("commented", "opened", "ignored")."""
    insert_missing(session, InboundLetter, message_id=_key(message_id), outcome=outcome, handled_at=now)


def _key(message_id: str) -> str:
    # Message-IDs have no length limit, and some carry the sender's address.
    return hashlib.sha256(message_id.strip().encode()).hexdigest()
