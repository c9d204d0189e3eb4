"""The mails that come in: which were dealt with, which a person must see, whose files wait for a ticket."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ground.passwords import hide_passwords
from ticket_store import outbox
from ticket_store.addresses import normalise_email
from ticket_store.database import insert_missing
from ticket_store.errors import LetterNotFound, TicketNotFound
from ticket_store.model import BouncedAddress, HeldFile, InboundLetter, KeptLetter, Ticket
from ticket_store.operations.handling import keep_rest

EXCERPT = 2000
# The position of a letter's words among what is held of it; its files have 0 and more.
WORDS = -1
# The outcome of a letter that is being dealt with: this and how often it was begun.
BEGUN = "begun-"


def letter_handled(session: Session, *, message_id: str) -> bool:
    return session.get(InboundLetter, letter_key(message_id)) is not None


def mark_letter_handled(session: Session, *, message_id: str, outcome: str, now: datetime) -> None:
    """outcome: a word for the statistics ("commented", "opened", "ignored")."""
    insert_missing(session, InboundLetter, message_id=letter_key(message_id), outcome=outcome, handled_at=now)


def begin_letter(session: Session, *, raw: bytes, now: datetime) -> int:
    """Notes that these bytes are about to be dealt with; how often that was begun and never ended before."""
    key = attempt_key(raw)
    row = session.get(InboundLetter, key, with_for_update=True)
    if row is None:
        insert_missing(session, InboundLetter, message_id=key, outcome=f"{BEGUN}1", handled_at=now)
        return 0
    before = int(row.outcome.removeprefix(BEGUN)) if row.outcome.startswith(BEGUN) else 0
    row.outcome, row.handled_at = f"{BEGUN}{before + 1}", now
    return before


def end_letter(session: Session, *, raw: bytes) -> None:
    """Dealing with them came to an end, whichever."""
    session.execute(delete(InboundLetter).where(InboundLetter.message_id == attempt_key(raw)))


def attempt_key(raw: bytes) -> str:
    """Of the bytes: a letter's own id is not known before it is read, and reading may be what kills."""
    return hashlib.sha256(b"attempt|" + raw).hexdigest()


def keep_letter(
    session: Session,
    *,
    message_id: str,
    reason: str,
    raw: bytes,
    now: datetime,
    sender: str | None = None,
    subject: str = "",
    excerpt: str = "",
    ticket_number: str | None = None,
) -> None:
    """Puts it before the desk, once however often it is kept. reason: a word of at most 24 letters."""
    insert_missing(
        session,
        KeptLetter,
        letter_key=letter_key(message_id),
        reason=reason,
        sender=sender[:254] if sender else None,
        subject=hide_passwords(subject.replace("\x00", ""))[:200],
        excerpt=hide_passwords(excerpt.replace("\x00", ""))[:EXCERPT],
        ticket_number=ticket_number,
        raw=raw,
        received_at=now,
    )


def settle_letter(session: Session, *, letter_id: int, agent_id: int, now: datetime) -> None:
    """An attendant has dealt with it. A second time changes nothing. Raises LetterNotFound."""
    letter = session.get(KeptLetter, letter_id, with_for_update=True)
    if letter is None:
        raise LetterNotFound
    if letter.settled_at is None:
        letter.settled_at, letter.agent_id = now, agent_id


def hold_files(
    session: Session,
    *,
    conversation_id: str,
    message_id: str,
    files: Iterable[tuple[str, bytes]],
    now: datetime,
) -> None:
    """Keeps (name, content) until the conversation opens a ticket; the same letter again adds none."""
    for position, (filename, content) in enumerate(files):
        insert_missing(
            session,
            HeldFile,
            conversation_id=conversation_id,
            letter_key=letter_key(message_id),
            position=position,
            filename=filename[:255],
            content=content,
            created_at=now,
        )


def hold_words(session: Session, *, conversation_id: str, message_id: str, text: str, now: datetime) -> None:
    """Keeps a letter's whole text until the conversation opens a ticket (see HeldFile)."""
    insert_missing(
        session,
        HeldFile,
        conversation_id=conversation_id,
        letter_key=letter_key(message_id),
        position=WORDS,
        filename="",
        content=hide_passwords(text.replace("\x00", "")).encode("utf-8", "replace"),
        created_at=now,
    )


def keep_held_words(session: Session, *, conversation_id: str, ticket_number: str) -> None:
    """What the conversation's letters said and the ticket does not goes, folded, to its first line.

    Raises TicketNotFound.
    """
    ticket = session.scalar(select(Ticket).where(Ticket.number == ticket_number))
    if ticket is None:
        raise TicketNotFound
    known = _words(" ".join([ticket.description, *(event.text or "" for event in ticket.events)]))
    rows = select(HeldFile).where(HeldFile.conversation_id == conversation_id, HeldFile.position == WORDS)
    for held in session.scalars(rows.order_by(HeldFile.id)):
        text = held.content.decode("utf-8", "replace")
        if _words(text) - known:
            keep_rest(session, ticket_number=ticket_number, kind="opened", text=text)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def held_files(session: Session, *, conversation_id: str) -> list[HeldFile]:
    """The oldest first."""
    rows = select(HeldFile).where(HeldFile.conversation_id == conversation_id, HeldFile.position != WORDS)
    return list(session.scalars(rows.order_by(HeldFile.id)))


def drop_held_file(session: Session, *, conversation_id: str, file_id: int) -> None:
    """One that its sender does not want to send any more; one of somebody else's stays."""
    session.execute(
        delete(HeldFile).where(HeldFile.id == file_id, HeldFile.conversation_id == conversation_id)
    )


def drop_held_files(session: Session, *, conversation_id: str) -> None:
    """They have found their ticket."""
    session.execute(delete(HeldFile).where(HeldFile.conversation_id == conversation_id))


def answer_letter(
    session: Session,
    *,
    kind: str,
    to: str,
    payload: dict[str, Any],
    now: datetime,
    ticket_number: str | None = None,
) -> None:
    """Enqueues a mail that answers one. ticket_number: whose thread it belongs to."""
    ticket = session.scalar(select(Ticket).where(Ticket.number == ticket_number)) if ticket_number else None
    outbox.enqueue(session, kind=kind, to=to, payload=payload, now=now, ticket=ticket)


def mark_bounced(session: Session, *, email: str, status: str, now: datetime) -> None:
    """Mails to that address come back. status: the enhanced code ("5.1.1"). Raises InvalidEmail."""
    address = normalise_email(email)
    insert_missing(session, BouncedAddress, email=address, status=status[:16], times=0, bounced_at=now)
    row = session.get_one(BouncedAddress, address, with_for_update=True)
    row.status, row.bounced_at, row.times = status[:16], now, row.times + 1


def clear_bounced(session: Session, *, email: str) -> None:
    """Somebody wrote from it and proved it, or an attendant corrected it."""
    session.execute(delete(BouncedAddress).where(BouncedAddress.email == email))


def letter_key(message_id: str) -> str:
    """What a letter is known by. Message-IDs have no length limit, and some carry the sender's address."""
    return hashlib.sha256(message_id.strip().encode("utf-8", "surrogateescape")).hexdigest()
