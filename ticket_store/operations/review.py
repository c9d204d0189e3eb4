"""What the assistant did not understand, or was unsure of: masked, with what had been asked and what was
read, counted once a wording and question, and labelled by a person to train with.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ticket_store.catalogue import fold
from ticket_store.database import insert_missing
from ticket_store.errors import ReviewItemNotFound
from ticket_store.masking import mask
from ticket_store.model import AuditEntry, Conversation, ReviewItem
from ticket_store.operations.conversations import touch_conversation

MAX_KEPT = 500
MAX_PENDING = 40
MAX_COMMANDS = 20


def record_misunderstood(
    session: Session,
    *,
    conversation_id: str,
    text: str,
    now: datetime,
    channel: str | None = None,
    guess: str | None = None,
    confidence: float | None = None,
    pending: str | None = None,
    commands: list[Any] | None = None,
) -> None:
    """Keeps the masked text, not who said it, and counts it against the conversation.

    pending: what the assistant had asked and waits for. commands: what was read, as JSON; masked too.
    """
    touch_conversation(session, conversation_id=conversation_id, channel=channel, now=now)
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(misunderstood=Conversation.misunderstood + 1)
    )
    _keep(session, text, now, guess, confidence, pending, commands, misunderstood=1)


def record_doubtful(
    session: Session,
    *,
    text: str,
    now: datetime,
    guess: str | None = None,
    confidence: float | None = None,
    pending: str | None = None,
    commands: list[Any] | None = None,
) -> None:
    """The same of a message that was answered in doubt; the conversation did not fail."""
    _keep(session, text, now, guess, confidence, pending, commands, misunderstood=0)


def _keep(
    session: Session,
    text: str,
    now: datetime,
    guess: str | None,
    confidence: float | None,
    pending: str | None,
    commands: list[Any] | None,
    misunderstood: int,
) -> None:
    masked = mask(text.replace("\x00", "")).strip()[:MAX_KEPT]
    if not masked:
        return
    pending = pending[:MAX_PENDING] if pending else None
    # "sim" to one question is not "sim" to another.
    said = f"{pending}|{fold(masked)}" if pending else fold(masked)
    fingerprint = hashlib.sha256(said.encode()).hexdigest()
    insert_missing(
        session,
        ReviewItem,
        fingerprint=fingerprint,
        text=masked,
        pending=pending,
        guess=guess,
        confidence=confidence,
        seen=0,
        misunderstood=0,
        status="new",
        first_seen_at=now,
        last_seen_at=now,
    )
    session.execute(
        update(ReviewItem)
        .where(ReviewItem.fingerprint == fingerprint)
        .values(
            seen=ReviewItem.seen + 1,
            misunderstood=ReviewItem.misunderstood + misunderstood,
            last_seen_at=now,
        )
    )
    if commands is not None:  # the newest reading: the one to be mended
        session.execute(
            update(ReviewItem)
            .where(ReviewItem.fingerprint == fingerprint)
            .values(commands=[_masked(one) for one in commands[:MAX_COMMANDS]])
        )


def _masked(value: Any) -> Any:
    """The values of a command hold the person's own words: masked wherever they stand."""
    if isinstance(value, str):
        return mask(value.replace("\x00", ""))[:MAX_KEPT]
    if isinstance(value, dict):
        return {name: _masked(one) for name, one in value.items()}
    return [_masked(one) for one in value] if isinstance(value, list) else value


def label_review_item(
    session: Session, *, item_id: int, label: str | None, agent_id: int, now: datetime
) -> ReviewItem:
    """label: the intent that was meant; None dismisses the message. Raises ReviewItemNotFound."""
    item = session.scalar(select(ReviewItem).where(ReviewItem.id == item_id).with_for_update())
    if item is None:
        raise ReviewItemNotFound
    item.status, item.label, item.agent_id, item.reviewed_at = (
        ("labelled" if label else "dismissed"),
        label,
        agent_id,
        now,
    )
    session.add(
        AuditEntry(
            at=now,
            agent_id=agent_id,
            action="review_labelled",
            target=f"review:{item.id}",
            data={"label": label},
        )
    )
    session.flush()
    return item


def mark_trained(session: Session, *, item_ids: Sequence[int], now: datetime) -> None:
    """These messages are in the training text now, and are not asked about again."""
    session.execute(
        update(ReviewItem).where(ReviewItem.id.in_(item_ids)).values(status="trained", reviewed_at=now)
    )
