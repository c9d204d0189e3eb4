"""Two tickets of one person for the same thing: the duplicate ends, its words go to the one that stays."""

from datetime import datetime

from sqlalchemy.orm import Session

from ticket_store import lifecycle
from ticket_store.authors import Author
from ticket_store.errors import OtherRequester, SameTicket
from ticket_store.model import Ticket
from ticket_store.notices import tell_requester, tell_systems
from ticket_store.operations import deadlines
from ticket_store.operations.recording import locked, record, unfinished


def merge_duplicate(
    session: Session, *, ticket_number: str, into_number: str, author: Author, now: datetime
) -> Ticket:
    """Cancels `ticket_number` as a duplicate of `into_number`, which is returned.

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
    tell_requester(session, duplicate, "cancelled", event, now, extra=goes_on)
    tell_systems(session, duplicate, "ticket.cancelled", event, now)
    return kept
