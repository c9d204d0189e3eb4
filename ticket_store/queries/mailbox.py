"""What the incoming worker and the desk read: threads, answers already given, letters kept for a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store.model import KeptLetter, OutboxRow, Requester, Ticket


@dataclass(frozen=True)
class SentMail:
    """A mail of ours, found by the uid in its Message-ID. recipient: whom it was written to."""

    uid: str
    kind: str
    recipient: str
    ticket_number: str | None
    conversation_id: str | None


@dataclass(frozen=True)
class KeptLetterView:
    """reason: see inbound_mail.keeping; size in bytes."""

    id: int
    reason: str
    sender: str | None
    subject: str
    excerpt: str
    ticket_number: str | None
    size: int
    received_at: datetime
    settled_at: datetime | None


def sent_mails(session: Session, *, uids: Collection[str]) -> list[SentMail]:
    """Those of `uids` that are mails of ours, the newest first."""
    rows = (
        select(OutboxRow, Ticket.number)
        .outerjoin(Ticket, Ticket.id == OutboxRow.ticket_id)
        .where(OutboxRow.uid.in_(list(uids)), OutboxRow.channel == "mail")
        .order_by(OutboxRow.id.desc())
    )
    return [
        SentMail(row.uid, row.kind, row.recipient, number, row.payload.get("conversation_id"))
        for row, number in session.execute(rows)
    ]


def count_mails(session: Session, *, to: str, kinds: Collection[str], since: datetime) -> int:
    """How many mails of those kinds were written to the address after `since`."""
    rows = select(func.count()).where(
        OutboxRow.channel == "mail",
        OutboxRow.recipient == to,
        OutboxRow.kind.in_(list(kinds)),
        OutboxRow.created_at > since,
    )
    return session.scalar(rows) or 0


def is_requester(session: Session, *, email: str) -> bool:
    """Whether some ticket belongs to the address."""
    found = select(Ticket.id).join(Requester, Requester.id == Ticket.requester_id)
    return session.scalar(found.where(Requester.email == email).limit(1)) is not None


def kept_letters(session: Session, *, settled: bool = False, limit: int = 100) -> list[KeptLetterView]:
    """What a person must see (or has seen), the newest first, without the raw mail."""
    rows = (
        select(KeptLetter, func.length(KeptLetter.raw))
        .where(KeptLetter.settled_at.is_not(None) if settled else KeptLetter.settled_at.is_(None))
        .order_by(KeptLetter.id.desc())
        .limit(limit)
    )
    return [
        KeptLetterView(
            id=letter.id,
            reason=letter.reason,
            sender=letter.sender,
            subject=letter.subject,
            excerpt=letter.excerpt,
            ticket_number=letter.ticket_number,
            size=size or 0,
            received_at=letter.received_at,
            settled_at=letter.settled_at,
        )
        for letter, size in session.execute(rows)
    ]


def count_kept(session: Session, *, sender: str, since: datetime) -> int:
    """How many letters of that sender were kept after `since`."""
    rows = select(func.count()).where(KeptLetter.sender == sender, KeptLetter.received_at > since)
    return session.scalar(rows) or 0


def kept_raw(session: Session, *, letter_id: int) -> bytes | None:
    """The mail as it came, for the desk to download as .eml; None when there is no such letter."""
    return session.scalar(select(KeptLetter.raw).where(KeptLetter.id == letter_id))
