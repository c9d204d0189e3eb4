"""Mails that came in and that nobody could deal with: only what became of them is kept, never the letter."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.model import InboundLetter

# What mark_letter_handled says of a letter that became neither a comment nor a ticket.
TROUBLED = ("unparsable", "unreadable", "failed", "unverified")


def troubled_letters(session: Session, *, limit: int = 100) -> list[InboundLetter]:
    """The newest first."""
    rows = (
        select(InboundLetter)
        .where(InboundLetter.outcome.in_(TROUBLED))
        .order_by(InboundLetter.handled_at.desc())
        .limit(limit)
    )
    return list(session.scalars(rows))
