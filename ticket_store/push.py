"""Notices in the requester's browser (Web Push): who asked for them, where they go, and when he no longer
wants them.

A consult link proves one ticket, a code sent by mail proves all of the address's: hence `all_tickets`.
"""

import binascii
import hashlib
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ticket_store import outbox
from ticket_store.database import hold
from ticket_store.errors import PushSubscriptionNotFound, PushSubscriptionRefused, TicketNotFound
from ticket_store.integration import may_be_called
from ticket_store.model import Event, PushSubscription, Ticket

# Later than that the notice is no news: the mail and the page tell it.
LIFE = timedelta(days=1)
# Of one requester; beyond it the oldest falls silent, so that a leaked link cannot make us a loudspeaker.
MAX_SUBSCRIPTIONS = 20


def subscribe(
    session: Session,
    *,
    ticket_number: str,
    endpoint: str,
    p256dh: str,
    auth: str,
    all_tickets: bool,
    now: datetime,
    allow_local: bool = False,
) -> PushSubscription:
    """The browser is told of the ticket, or of all of its requester's; asking again changes nothing.

    allow_local: development only, permits http and inner hosts.
    Raises TicketNotFound, PushSubscriptionRefused.
    """
    _check(endpoint, p256dh, auth, allow_local)
    ticket = _ticket(session, ticket_number)
    hold(session, f"push:{ticket.requester_id}")
    rows = _heard(session, ticket, fingerprint(endpoint), all_tickets)
    wide = [row for row in rows if row.ticket_id is None]
    kept = next(iter(wide), None) if all_tickets else next(iter(wide or rows), None)
    for row in rows:
        if row is not kept:
            session.delete(row)
    if kept is not None:
        kept.p256dh, kept.auth = p256dh, auth
        return kept
    session.flush()
    _make_room(session, ticket.requester_id)
    kept = PushSubscription(
        requester_id=ticket.requester_id,
        ticket_id=None if all_tickets else ticket.id,
        endpoint=endpoint,
        endpoint_hash=fingerprint(endpoint),
        p256dh=p256dh,
        auth=auth,
        created_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def unsubscribe(session: Session, *, ticket_number: str, endpoint: str, all_tickets: bool) -> int:
    """That browser is told no more of the ticket, or of any of the requester's.

    Returns how many subscriptions the browser still has (other requesters or tickets). Raises TicketNotFound.
    """
    browser = fingerprint(endpoint)
    for row in _heard(session, _ticket(session, ticket_number), browser, all_tickets):
        session.delete(row)
    session.flush()
    return len(_of_browser(session, browser))


def is_subscribed(session: Session, *, ticket_number: str, browser: str) -> bool:
    """browser: `fingerprint` of its endpoint. Raises TicketNotFound."""
    return bool(_heard(session, _ticket(session, ticket_number), browser, all_tickets=False))


def renew(
    session: Session, *, old_endpoint: str, endpoint: str, p256dh: str, auth: str, allow_local: bool = False
) -> int:
    """The browser has a new address; knowing the old one, which is secret, proves that it is the same one.

    Returns how many subscriptions moved. Raises PushSubscriptionRefused.
    """
    _check(endpoint, p256dh, auth, allow_local)
    rows = _of_browser(session, fingerprint(old_endpoint))
    taken = {(row.requester_id, row.ticket_id) for row in _of_browser(session, fingerprint(endpoint))}
    for row in rows:
        if (row.requester_id, row.ticket_id) in taken and old_endpoint != endpoint:
            session.delete(row)
            continue
        row.endpoint, row.endpoint_hash = endpoint, fingerprint(endpoint)
        row.p256dh, row.auth = p256dh, auth
    session.flush()
    return len(rows)


def target(session: Session, *, subscription_id: int) -> PushSubscription:
    """Where a push row goes. Raises PushSubscriptionNotFound when it was removed since."""
    row = session.get(PushSubscription, subscription_id)
    if row is None:
        raise PushSubscriptionNotFound
    return row


def forget_browser(session: Session, *, endpoint: str) -> None:
    """The push service knows it no more: none of its subscriptions can be told anything."""
    for row in _of_browser(session, fingerprint(endpoint)):
        session.delete(row)


def tell_browsers(session: Session, ticket: Ticket, kind: str, event: Event, now: datetime) -> None:
    """One row a browser. Nothing personal in it: it is shown on a locked screen."""
    listening = select(PushSubscription).where(
        PushSubscription.requester_id == ticket.requester_id,
        or_(PushSubscription.ticket_id == ticket.id, PushSubscription.ticket_id.is_(None)),
    )
    payload = {"number": ticket.number, "event_id": event.id, "moved": event.to_status is not None}
    for row in session.scalars(listening.order_by(PushSubscription.id)):
        outbox.enqueue(
            session,
            kind=kind,
            to=str(row.id),
            payload=payload,
            now=now,
            ticket=ticket,
            channel="push",
            expires_at=now + LIFE,
        )


def fingerprint(endpoint: str) -> str:
    """SHA-256 of the endpoint, hexadecimal: names the browser where the endpoint itself may not appear."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def _ticket(session: Session, number: str) -> Ticket:
    found = session.scalar(select(Ticket).where(Ticket.number == number))
    if found is None:
        raise TicketNotFound
    return found


def _heard(session: Session, ticket: Ticket, browser: str, all_tickets: bool) -> list[PushSubscription]:
    """The browser's rows that tell of this ticket; with all_tickets, every row of its requester's."""
    rows = select(PushSubscription).where(
        PushSubscription.endpoint_hash == browser, PushSubscription.requester_id == ticket.requester_id
    )
    if not all_tickets:
        rows = rows.where(or_(PushSubscription.ticket_id == ticket.id, PushSubscription.ticket_id.is_(None)))
    return list(session.scalars(rows.order_by(PushSubscription.id)))


def _of_browser(session: Session, browser: str) -> Sequence[PushSubscription]:
    return session.scalars(select(PushSubscription).where(PushSubscription.endpoint_hash == browser)).all()


def _make_room(session: Session, requester_id: int) -> None:
    rows = select(PushSubscription).where(PushSubscription.requester_id == requester_id)
    his = session.scalars(rows.order_by(PushSubscription.id)).all()
    for row in his[: max(0, len(his) - MAX_SUBSCRIPTIONS + 1)]:
        session.delete(row)


def _check(endpoint: str, p256dh: str, auth: str, allow_local: bool) -> None:
    point, secret = _bytes(p256dh), _bytes(auth)
    if len(point) != 65 or point[0] != 4 or len(secret) != 16 or not may_be_called(endpoint, allow_local):
        raise PushSubscriptionRefused


def _bytes(text: str) -> bytes:
    if len(text) > 100:
        return b""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
