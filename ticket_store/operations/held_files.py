"""Files that were sent in a chat before there was a ticket find the one that was opened since."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ticket_store import lifecycle
from ticket_store.authors import SYSTEM, Author
from ticket_store.errors import TicketStoreError
from ticket_store.model import HeldFile, Ticket
from ticket_store.operations.attachments import add_attachment, safe_name
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
