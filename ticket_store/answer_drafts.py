"""The answer that an attendant is writing, kept so that another browser or a crash does not lose it."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ticket_store.database import insert_missing
from ticket_store.errors import TicketNotFound
from ticket_store.model import AnswerDraft, Ticket

LONGEST = 20_000


def keep(session: Session, *, ticket_number: str, agent_id: int, kind: str, text: str, now: datetime) -> None:
    """An empty text is no draft. Raises TicketNotFound."""
    ticket_id = _id(session, ticket_number)
    if not text.strip():
        _drop(session, ticket_id, agent_id)
        return
    text = text.replace("\x00", "")[:LONGEST]
    insert_missing(session, AnswerDraft, ticket_id=ticket_id, agent_id=agent_id, kind=kind, text=text, at=now)
    draft = session.get_one(AnswerDraft, (ticket_id, agent_id))
    draft.kind, draft.text, draft.at = kind, text, now


def drop(session: Session, *, ticket_number: str, agent_id: int) -> None:
    """It was sent. Raises TicketNotFound."""
    _drop(session, _id(session, ticket_number), agent_id)


def kept(session: Session, *, ticket_number: str, agent_id: int) -> tuple[str, str] | None:
    """(kind, text). Raises TicketNotFound."""
    draft = session.get(AnswerDraft, (_id(session, ticket_number), agent_id))
    return (draft.kind, draft.text) if draft else None


def _drop(session: Session, ticket_id: int, agent_id: int) -> None:
    session.execute(
        delete(AnswerDraft).where(AnswerDraft.ticket_id == ticket_id, AnswerDraft.agent_id == agent_id)
    )


def _id(session: Session, ticket_number: str) -> int:
    ticket_id = session.scalar(select(Ticket.id).where(Ticket.number == ticket_number))
    if ticket_id is None:
        raise TicketNotFound
    return ticket_id
