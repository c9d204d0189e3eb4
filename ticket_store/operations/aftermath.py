"""What became of a request whose answer was lost: read from the history, by the keys of what it wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ticket_store import identity
from ticket_store.model import Event, Requester, Ticket


@dataclass(frozen=True)
class Written:
    """One line that a requester's message left in a history. email: the ticket's now; score: of a rating."""

    ticket_number: str
    kind: str
    text: str | None
    email: str
    score: int | None


def what_became(
    session: Session, *, messages: Sequence[str], conversation_id: str, now: datetime
) -> list[Written]:
    """What those messages of this conversation wrote, in order; also whoever is just writing it: their end is
    waited for. Only tickets that the conversation may read are looked at.
    """
    proven = identity.proven_emails(session, conversation_id=conversation_id, now=now)
    theirs = select(Requester.id).where(Requester.email.in_(proven))
    readable = or_(Ticket.conversation_id == conversation_id, Ticket.requester_id.in_(theirs))
    held = select(Ticket.id).where(readable).order_by(Ticket.id).with_for_update(of=Ticket)
    ids = list(session.scalars(held))
    of_messages = [
        Event.dedupe_key.startswith(f"{message}/", autoescape=True) | (Event.dedupe_key == message)
        for message in messages
    ]
    found = session.execute(
        select(Event, Ticket, Requester.email)
        .join(Ticket, Ticket.id == Event.ticket_id)
        .join(Requester, Requester.id == Ticket.requester_id)
        .where(Event.ticket_id.in_(ids), Event.author_kind == "requester", or_(*of_messages))
        .order_by(Event.id)
    )
    return [
        Written(ticket.number, event.kind, event.text, email, event.data.get("score"))
        for event, ticket, email in found.unique()
    ]
