"""What a person who has proven an address may ask about it (LGPD, art. 18): a copy, a correction, erasure.

Erasing waits a little, told by mail: whoever holds the mailbox for an hour cannot destroy what is in it for
good, and its owner may give up. privacy.py says what is held and what is emptied.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ground.passwords import hide_passwords
from ticket_store import identity, outbox, privacy
from ticket_store.addresses import normalise_email
from ticket_store.errors import AddressNotProven
from ticket_store.model import Erasure, OutboxRow
from ticket_store.operations.conversations import requester_for
from ticket_store.operations.opening import MAX_SHORT_TEXT
from ticket_store.privacy import Purged
from ticket_store.views import ErasureView

ERASE_AFTER = timedelta(days=2)
ONE_COPY_IN = timedelta(hours=1)
COPY, ASKED, ERASED = "data_copy", "erasure_asked", "data_erased"


def send_copy(session: Session, *, email: str, conversation_id: str, now: datetime) -> bool:
    """Mails all that is held; False where one was mailed within the hour. Raises AddressNotProven."""
    address = _proven(session, email, conversation_id, now)
    recent = select(OutboxRow.id).where(
        OutboxRow.recipient == address, OutboxRow.kind == COPY, OutboxRow.created_at > now - ONE_COPY_IN
    )
    if session.scalar(recent.limit(1)) is not None:
        return False
    data = privacy.export_requester(session, email=address) | {"made_at": now.isoformat()}
    outbox.enqueue(session, kind=COPY, to=address, payload={"data": data, "essential": True}, now=now)
    return True


def correct_name(session: Session, *, email: str, name: str, conversation_id: str, now: datetime) -> None:
    """ "" takes the name away. Raises AddressNotProven."""
    address = _proven(session, email, conversation_id, now)
    kept = hide_passwords(" ".join(name.replace("\x00", "").split()))[:MAX_SHORT_TEXT]
    requester_for(session, address, now).name = kept or None


def ask_erasure(
    session: Session, *, email: str, conversation_id: str, secret: str, now: datetime
) -> ErasureView:
    """The request, or the one that is running already. Raises AddressNotProven."""
    address = _proven(session, email, conversation_id, now)
    if running := _running(session, address):
        return _view(running)
    asked = Erasure(
        protocol=secrets.token_hex(6),
        email=address,
        address_hash=address_hash(address, secret),
        asked_at=now,
        due_at=now + ERASE_AFTER,
    )
    session.add(asked)
    session.flush()
    payload = {"protocol": asked.protocol, "due_at": asked.due_at.isoformat(), "essential": True}
    outbox.enqueue(session, kind=ASKED, to=address, payload=payload, now=now)
    return _view(asked)


def withdraw_erasure(session: Session, *, email: str, conversation_id: str, now: datetime) -> None:
    """A second time, or after it was done, changes nothing. Raises AddressNotProven."""
    if running := _running(session, _proven(session, email, conversation_id, now)):
        running.withdrawn_at, running.email = now, None


def carry_out_erasure(session: Session, *, email: str, now: datetime) -> Purged:
    """Erases and tells it, once: nothing is done where the request was withdrawn meanwhile.

    The caller has ended the conversations (privacy.conversations_of) and deletes the files named.
    """
    running = _running(session, email)
    if running is None:
        return Purged()
    protocol, row = running.protocol, running.id
    purged = privacy.erase_requester(session, email=email, now=now)
    counts = purged.counts | {"files": len(purged.storage_keys)}
    session.execute(update(Erasure).where(Erasure.id == row).values(counts=counts))
    outbox.enqueue(session, kind=ERASED, to=email, payload={"protocol": protocol, "essential": True}, now=now)
    return purged


def address_hash(address: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"erasure|{address}".encode(), hashlib.sha256).hexdigest()


def _running(session: Session, address: str) -> Erasure | None:
    waiting = select(Erasure).where(Erasure.email == address).order_by(Erasure.id).limit(1)
    return session.scalars(waiting.with_for_update()).first()


def _proven(session: Session, email: str, conversation_id: str, now: datetime) -> str:
    address = normalise_email(email)
    if address not in identity.proven_emails(session, conversation_id=conversation_id, now=now):
        raise AddressNotProven
    return address


def _view(erasure: Erasure) -> ErasureView:
    return ErasureView(erasure.protocol, erasure.asked_at, erasure.due_at)
