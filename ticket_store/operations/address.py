"""A ticket registered under a wrong address goes to the right one, once that is proven."""

import secrets
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ticket_store import identity, outbox
from ticket_store.addresses import normalise_email
from ticket_store.authors import Author
from ticket_store.errors import AddressNotProven, TicketNotFound
from ticket_store.model import PushSubscription, Ticket
from ticket_store.notices import OF_ADDRESS, TO_TEAM, tell_requester, tell_systems
from ticket_store.operations.conversations import requester_for
from ticket_store.operations.recording import locked, record, unfinished


def change_address(
    session: Session,
    *,
    ticket_number: str,
    email: str,
    conversation_id: str,
    now: datetime,
    dedupe_key: str | None = None,
) -> Ticket:
    """The ticket is `email`'s from now on, in any status; what was not sent yet goes there.

    Links that were mailed to the old address open nothing any more, whose owner is told that and not the
    new one. The ticket keeps the ANS that it was opened with. The same address again changes nothing.
    dedupe_key: what the line in the history is found by.
    Raises InvalidEmail, AddressNotProven (`email`, in this conversation), TicketNotFound (absent, or neither
    opened in this conversation nor of an address proven in it).
    """
    address = normalise_email(email)
    proven = identity.proven_emails(session, conversation_id=conversation_id, now=now)
    if address not in proven:
        raise AddressNotProven
    ticket = locked(session, ticket_number)
    if ticket.conversation_id != conversation_id and ticket.requester.email not in proven:
        raise TicketNotFound
    return _hand_over(session, ticket, address, None, now, dedupe_key)


def change_requester(
    session: Session, *, ticket_number: str, email: str, author: Author, now: datetime
) -> Ticket:
    """The desk puts right whose ticket it is, as `change_address` does without a proof.

    The chat that it was opened in is not told of it any more: it may be another person's.
    Raises TicketNotFound, TicketFinished, InvalidEmail.
    """
    ticket = locked(session, ticket_number)
    unfinished(ticket)
    address = normalise_email(email)
    if ticket.requester.email != address:
        ticket.conversation_id = None
    return _hand_over(session, ticket, address, author, now)


def _hand_over(
    session: Session,
    ticket: Ticket,
    address: str,
    author: Author | None,
    now: datetime,
    dedupe_key: str | None = None,
) -> Ticket:
    """author: None for the new requester himself."""
    old = ticket.requester
    if old.email == address:
        return ticket
    ticket.requester = requester_for(session, address, now)
    ticket.link_key = secrets.token_hex(16)  # the links that the old address holds open nothing any more
    # Asked for on pages that only the old address's links opened.
    session.execute(
        delete(PushSubscription).where(
            PushSubscription.requester_id == old.id, PushSubscription.ticket_id == ticket.id
        )
    )
    author = author or Author.requester(ticket.requester.name)
    event = record(session, ticket, "address_changed", author, now, dedupe_key=dedupe_key)
    tell_requester(session, ticket, "address_confirmed", event, now, proven=True)
    _forward_unsent(session, ticket, old.email, now)
    outbox.enqueue(
        session,
        kind="address_replaced",
        to=old.email,
        payload={"number": ticket.number, "essential": True}
        | ({"by_desk": True} if author.kind == "agent" else {}),
        now=now,
        ticket=ticket,
    )
    tell_systems(session, ticket, "ticket.address_changed", event, now, before=old.email)
    return ticket


def _forward_unsent(session: Session, ticket: Ticket, old_email: str, now: datetime) -> None:
    """What a stranger would read goes to the new address instead; a refused address is tried no more."""
    wanted = ticket.requester.optional_mail
    for kind, payload in outbox.withdraw(session, ticket=ticket, to=old_email, but=TO_TEAM):
        if kind not in OF_ADDRESS and (wanted or payload.get("essential", True)):
            whose = {"email": ticket.requester.email, "requester_name": ticket.requester.name}
            outbox.enqueue(
                session,
                kind=kind,
                to=ticket.requester.email,
                payload=payload | whose,
                now=now,
                ticket=ticket,
            )
