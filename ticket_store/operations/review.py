"""What the assistant did not understand, or was unsure of: masked, with what had been asked and what was
read, counted once a wording and question, and labelled by a person to train with.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ticket_store.auditing import audit
from ticket_store.catalogue import fold
from ticket_store.database import insert_missing
from ticket_store.errors import NotUndoable, ReviewItemNotFound
from ticket_store.masking import mask
from ticket_store.model import Conversation, ReviewItem
from ticket_store.operations.conversations import touch_conversation

MAX_KEPT = 500
MAX_PENDING = 40
MAX_COMMANDS = 20
MAX_LINES = 12
STATE = ("pending", "known", "listed", "last")
OF_A_TICKET = frozenset({"service", "service_name", "status", "opened"})
"""What says nothing of anybody, and dates are no document."""


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
    state: dict[str, Any] | None = None,
    lines: Sequence[dict[str, Any]] = (),
) -> None:
    """Keeps the masked text, not who said it, and counts it against the conversation.

    pending: what the assistant had asked and waits for. commands: what was read, as JSON. state: what was
    known and shown. lines: what was said before, [{"from", "text"[, "state", "commands"]}]. All is masked.
    """
    touch_conversation(session, conversation_id=conversation_id, channel=channel, now=now)
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(misunderstood=Conversation.misunderstood + 1)
    )
    _keep(session, text, now, guess, confidence, pending, commands, state, lines, misunderstood=1)


def record_doubtful(
    session: Session,
    *,
    text: str,
    now: datetime,
    guess: str | None = None,
    confidence: float | None = None,
    pending: str | None = None,
    commands: list[Any] | None = None,
    state: dict[str, Any] | None = None,
    lines: Sequence[dict[str, Any]] = (),
) -> None:
    """The same of a message that was answered in doubt; the conversation did not fail."""
    _keep(session, text, now, guess, confidence, pending, commands, state, lines, misunderstood=0)


def _keep(
    session: Session,
    text: str,
    now: datetime,
    guess: str | None,
    confidence: float | None,
    pending: str | None,
    commands: list[Any] | None,
    state: dict[str, Any] | None,
    lines: Sequence[dict[str, Any]],
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
    # The newest reading is the one to be mended; what was labelled keeps the place it was labelled in.
    newest = {
        "commands": None if commands is None else _masked(commands[:MAX_COMMANDS]),
        "state": masked_state(state) if state else None,
        "lines": [_masked_line(one) for one in lines[-MAX_LINES:]] or None,
    }
    if told := {name: value for name, value in newest.items() if value is not None}:
        session.execute(
            update(ReviewItem)
            .where(ReviewItem.fingerprint == fingerprint, ReviewItem.status != "labelled")
            .values(told)
        )


def _masked(value: Any) -> Any:
    """The values of a command hold the person's own words: masked wherever they stand."""
    if isinstance(value, str):
        return mask(value.replace("\x00", ""))[:MAX_KEPT]
    if isinstance(value, dict):
        return {name: _masked(one) for name, one in value.items()}
    return [_masked(one) for one in value] if isinstance(value, list) else value


def masked_state(state: dict[str, Any]) -> dict[str, Any]:
    """Tickets keep apart from one another: "[CHAMADO 1]", "[CHAMADO 2]"."""
    numbers: list[str] = []
    known, shown = state.get("known") or {}, [*(state.get("listed") or []), state.get("last") or {}]
    for number in (*(ticket.get("number") for ticket in shown), known.get("ticket_number")):
        if number and number not in numbers:
            numbers.append(number)

    def told(value: Any) -> Any:
        if isinstance(value, str) and value in numbers:
            return f"[CHAMADO {numbers.index(value) + 1}]"
        if isinstance(value, dict):
            return {name: one if name in OF_A_TICKET else told(one) for name, one in value.items()}
        return [told(one) for one in value] if isinstance(value, list) else _masked(value)

    return {name: told(state[name]) for name in STATE if state.get(name)}


def _masked_line(line: dict[str, Any]) -> dict[str, Any]:
    told = {"from": line["from"], "text": _masked(str(line["text"]))}
    if line.get("state"):
        told["state"] = masked_state(line["state"])
    if line.get("commands"):
        told["commands"] = _masked(list(line["commands"])[:MAX_COMMANDS])
    return told


def label_review_item(
    session: Session,
    *,
    item_id: int,
    label: str | None,
    agent_id: int,
    now: datetime,
    taught: Sequence[str] = (),
) -> ReviewItem:
    """label: the intent that was meant; taught: the commands, in their notation. Neither dismisses the
    message. Raises ReviewItemNotFound.
    """
    item = _found(session, item_id)
    before = _label_of(item)
    item.status = "labelled" if label or taught else "dismissed"
    item.label, item.taught = label, list(taught) or None
    item.agent_id, item.reviewed_at, item.previous = agent_id, now, before
    told = {"label": label, "taught": list(taught)} if taught else {"label": label}
    target = f"review:{item.id}"
    audit(session, agent_id=agent_id, action="review_labelled", target=target, now=now, data=told)
    return item


def undo_review(session: Session, *, item_id: int, agent_id: int, now: datetime) -> ReviewItem:
    """Back to the label before, or to none. Raises ReviewItemNotFound, NotUndoable."""
    item = _found(session, item_id)
    before = item.previous
    if before is None:
        raise NotUndoable
    item.status, item.label, item.taught = before["status"], before["label"], before["taught"]
    item.agent_id, item.reviewed_at, item.previous = agent_id, now, None
    audit(session, agent_id=agent_id, action="review_undone", target=f"review:{item.id}", now=now)
    return item


def _found(session: Session, item_id: int) -> ReviewItem:
    item = session.scalar(select(ReviewItem).where(ReviewItem.id == item_id).with_for_update(of=ReviewItem))
    if item is None:
        raise ReviewItemNotFound
    return item


def _label_of(item: ReviewItem) -> dict[str, Any]:
    return {"status": item.status, "label": item.label, "taught": item.taught}


def mark_trained(session: Session, *, item_ids: Sequence[int], now: datetime) -> None:
    """These messages are in the training text now, and are not asked about again."""
    session.execute(
        update(ReviewItem).where(ReviewItem.id.in_(item_ids)).values(status="trained", reviewed_at=now)
    )
