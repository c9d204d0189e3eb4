"""The links of a ticket's mails: a reading by one is noted, and its requester may end them all."""

import secrets
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ticket_store.authors import Author
from ticket_store.database import insert_missing
from ticket_store.model import LinkReading, PushSubscription, Ticket
from ticket_store.numbers import SAO_PAULO
from ticket_store.operations.recording import locked, record

# Whoever has a link and many addresses writes no more than this a day.
MOST_A_DAY = 20


def note_link_reading(session: Session, *, ticket_number: str, asker: str, now: datetime) -> None:
    """One line a day and asker; nothing else of the ticket changes. Raises TicketNotFound."""
    ticket = locked(session, ticket_number)
    day = now.astimezone(SAO_PAULO).date().isoformat()
    that_day = (LinkReading.ticket_id == ticket.id, LinkReading.day == day)
    if (session.scalar(select(func.count()).select_from(LinkReading).where(*that_day)) or 0) < MOST_A_DAY:
        insert_missing(session, LinkReading, ticket_id=ticket.id, day=day, asker=asker, at=now)


def revoke_links(session: Session, *, ticket_number: str, author: Author, now: datetime) -> Ticket:
    """Every link that was mailed opens nothing any more; later mails carry new ones.

    Browsers that were told of this ticket alone are told no more: each notice holds a link.
    Raises TicketNotFound.
    """
    ticket = locked(session, ticket_number)
    ticket.link_key = secrets.token_hex(16)
    session.execute(delete(PushSubscription).where(PushSubscription.ticket_id == ticket.id))
    record(session, ticket, "links_revoked", author, now)
    return ticket
