"""Two tickets of one person for the same thing: the duplicate ends, its words go to the one that stays."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import lifecycle
from ticket_store.authors import Author
from ticket_store.errors import OtherRequester, SameTicket
from ticket_store.model import Attachment, Event, Ticket
from ticket_store.notices import tell_requester, tell_systems
from ticket_store.operations import deadlines
from ticket_store.operations.linking import carry_followers
from ticket_store.operations.recording import locked, record, unfinished

# What has somebody's words, and as what it stands on the ticket that stays: that one was never resolved.
CARRIED = {
    **{
        kind: kind for kind in ("comment", "answered", "note", "waiting_on_requester", "attachment", "merged")
    },
    "resolved": "answered",
    "reopened": "comment",
}


def merge_duplicate(
    session: Session, *, ticket_number: str, into_number: str, author: Author, now: datetime
) -> Ticket:
    """Cancels `ticket_number` as a duplicate of `into_number`, which is returned and gets
    its words and files.

    Raises TicketNotFound, SameTicket, OtherRequester, TicketFinished (the one that stays),
    TransitionRefused (the duplicate).
    """
    if ticket_number == into_number:
        raise SameTicket
    # Always locked in the same order: two merges crossing each other must not wait for one another for ever.
    by_number = {number: locked(session, number) for number in sorted((ticket_number, into_number))}
    duplicate, kept = by_number[ticket_number], by_number[into_number]
    if duplicate.requester_id != kept.requester_id:
        raise OtherRequester
    if kept.duplicate_of_id == duplicate.id:
        raise SameTicket
    unfinished(kept)
    lifecycle.move(duplicate.status, lifecycle.CANCELLED)
    deadlines.drop(duplicate, now)
    duplicate.duplicate_of, duplicate.finished_at = kept, now
    goes_on = {"duplicate_of": kept.number}
    event = record(session, duplicate, "cancelled", author, now, to_status=lifecycle.CANCELLED, data=goes_on)
    record(
        session,
        kept,
        "merged",
        author,
        now,
        text=duplicate.description,
        internal=True,
        data={"duplicate": duplicate.number},
    )
    _carry(session, duplicate, kept)
    carry_followers(session, duplicate, kept)
    tell_requester(session, duplicate, "cancelled", event, now, extra=goes_on)
    tell_systems(session, duplicate, "ticket.cancelled", event, now)
    return kept


def _carry(session: Session, duplicate: Ticket, kept: Ticket) -> None:
    """What was said on the duplicate is read on the one that stays, at its own time; its files go there."""
    files = {
        file.event_id: file
        for file in session.scalars(select(Attachment).where(Attachment.ticket_id == duplicate.id))
    }
    said = select(Event).where(
        Event.ticket_id == duplicate.id, Event.kind.in_(CARRIED), Event.text.is_not(None)
    )
    for event in session.scalars(said.order_by(Event.id)).all():
        copy = Event(
            ticket_id=kept.id,
            at=event.at,
            kind=CARRIED[event.kind],
            author_kind=event.author_kind,
            author_name=event.author_name,
            agent_id=event.agent_id,
            text=event.text,
            internal=event.internal,
            data={**event.data, "from": event.data.get("from", duplicate.number)},
        )
        session.add(copy)
        session.flush()
        if file := files.get(event.id):
            file.ticket_id, file.event_id = kept.id, copy.id
    session.flush()
