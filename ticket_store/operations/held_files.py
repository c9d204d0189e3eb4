"""Files sent in a chat before there was a ticket: who attends reads them, and they find the one that was
opened since.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import LargeBinary, delete, func, select
from sqlalchemy.orm import Session

from ticket_store import lifecycle
from ticket_store.authors import SYSTEM, Author
from ticket_store.errors import AttachmentNotFound, TicketStoreError
from ticket_store.file_kinds import PROBED, begins_as
from ticket_store.model import Handoff, HeldFile, Ticket
from ticket_store.operations.attachments import add_attachment, safe_name
from ticket_store.operations.letters import WORDS
from ticket_store.operations.recording import locked, record


def place_held_files(session: Session, *, directory: Path, now: datetime, limit: int = 20) -> int:
    """Adds each to the newest open ticket of its conversation that was opened after the file came, the oldest
    file first; how many there were.

    Those of letters are placed with the letter. One that the ticket refuses is told to the desk by name.
    """
    waiting = session.execute(
        select(HeldFile, Ticket.number)
        .join(Ticket, Ticket.conversation_id == HeldFile.conversation_id)
        .where(
            Ticket.status.not_in(lifecycle.FINISHED),
            # One sent for a draft is not of the ticket that was there before.
            Ticket.opened_at >= HeldFile.created_at,
            HeldFile.conversation_id.not_like("mail-%"),
        )
        .order_by(HeldFile.id, Ticket.id.desc())
        .limit(limit)
        .with_for_update(of=HeldFile, skip_locked=True)
    )
    placed: set[int] = set()
    for held, number in list(waiting):
        if held.id in placed:
            continue
        placed.add(held.id)
        try:
            add_attachment(
                session,
                ticket_number=number,
                filename=held.filename,
                content=held.content,
                author=Author.requester(),
                directory=directory,
                now=now,
            )
        except TicketStoreError:
            refused = f"O arquivo “{safe_name(held.filename)}”, enviado antes do registro, não coube aqui."
            record(session, locked(session, number), "note", SYSTEM, now, text=refused, internal=True)
    session.execute(delete(HeldFile).where(HeldFile.id.in_(placed)))
    return len(placed)


def waiting_files(session: Session, *, handoff_id: int) -> list[tuple[int, str, int, str | None]]:
    """(id, name, bytes, file_kinds.begins_as) of what waits in that live conversation, the oldest first."""
    head = func.substr(HeldFile.content, 1, PROBED, type_=LargeBinary)
    rows = (
        select(HeldFile.id, HeldFile.filename, func.length(HeldFile.content), head)
        .join(Handoff, Handoff.conversation_id == HeldFile.conversation_id)
        .where(Handoff.id == handoff_id, HeldFile.position != WORDS)
        .order_by(HeldFile.id)
    )
    return [
        (file_id, safe_name(name), size, begins_as(bytes(start)))
        for file_id, name, size, start in session.execute(rows)
    ]


def read_waiting_file(session: Session, *, handoff_id: int, file_id: int) -> tuple[str, bytes]:
    """(name, content). Raises AttachmentNotFound: not of that conversation, or with its ticket by now."""
    held = session.scalar(
        select(HeldFile)
        .join(Handoff, Handoff.conversation_id == HeldFile.conversation_id)
        .where(Handoff.id == handoff_id, HeldFile.id == file_id, HeldFile.position != WORDS)
    )
    if held is None:
        raise AttachmentNotFound
    return safe_name(held.filename), held.content
