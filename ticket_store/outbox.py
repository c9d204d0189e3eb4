"""What must leave: rows are written beside the change, then claimed with a lease, sent by a worker and
recorded. At least once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, bindparam, case, func, literal, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from ticket_store.errors import LeaseLost, OutboxRowNotFound
from ticket_store.model import OutboxRow, Ticket, written
from ticket_store.views import OutboxItem

# Their recipients are strangers' servers, of which each keeps only himself waiting.
ONE_BY_ONE = frozenset({"webhook", "push"})
QUEUED, SENT, PARKED, EXPIRED = "queued", "sent", "parked", "expired"
MAX_ATTEMPTS = 16  # with the back-off below: about a day of trying
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=4)
MAIL_TRIAL = "mail_trial"  # a template that is being written, to who writes it
# Their payload is a secret or much of a person: gone as soon as the row is done with.
WIPED_KINDS = frozenset({"one_time_code", "chat_transcript", "password_reset", "data_copy"})


def enqueue(
    session: Session,
    *,
    kind: str,
    to: str,
    payload: dict[str, Any],
    now: datetime,
    ticket: Ticket | None = None,
    channel: str = "mail",
    expires_at: datetime | None = None,
) -> OutboxRow:
    """channel: mail | chat | webhook | push. expires_at: after it the row is dropped unsent."""
    row = OutboxRow(
        uid=uuid4().hex,
        kind=kind,
        channel=channel,
        ticket_id=ticket.id if ticket else None,
        recipient=to,
        payload=payload,
        state=QUEUED,
        next_attempt_at=now,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return row


def claim(
    session: Session, *, worker: str, lease_seconds: int, limit: int, now: datetime, channel: str = "mail"
) -> list[OutboxItem]:
    """Leases up to `limit` due rows to `worker`, what fell due first before the rest. Commit before sending.

    A row whose lease ran out is given to the next who asks. worker: a name unique to the process.
    """
    _expire(session, now)
    return _lease(session, worker=worker, lease_seconds=lease_seconds, limit=limit, now=now, channel=channel)


def sent_and_next(
    session: Session,
    *,
    item_id: int,
    worker: str,
    lease_seconds: int,
    now: datetime,
    channel: str = "mail",
    limit: int = 1,
) -> list[OutboxItem]:
    """mark_sent and, in the same transaction, the rows that are then in hand: fewer commits of a long queue.

    Raises LeaseLost, as mark_sent does.
    """
    mark_sent(session, item_id=item_id, worker=worker, now=now)
    return _lease(session, worker=worker, lease_seconds=lease_seconds, limit=limit, now=now, channel=channel)


def put_back(session: Session, *, item_ids: Collection[int], worker: str) -> None:
    """Claimed and not tried: whoever asks next gets them. What is another's by now stays as it is."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(item_ids), queued(), OutboxRow.leased_by == worker)
        .values(leased_by=None, leased_until=None, attempts=OutboxRow.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def _lease(
    session: Session, *, worker: str, lease_seconds: int, limit: int, now: datetime, channel: str
) -> list[OutboxItem]:
    worth_sending = or_(OutboxRow.expires_at.is_(None), OutboxRow.expires_at > now)
    free = due(channel, now, limit).where(worth_sending).with_for_update(skip_locked=True)
    rows = list(session.scalars(free))
    for row in rows:
        row.leased_by = worker
        row.leased_until = now + timedelta(seconds=lease_seconds)
        row.attempts += 1
    session.flush()
    return items(session, rows)


def is_due(session: Session, *, channel: str, now: datetime) -> bool:
    """Whether a claim would find something."""
    return session.scalar(due(channel, now, 1).with_only_columns(OutboxRow.id)) is not None


def due(channel: str, now: datetime, limit: int) -> Select[OutboxRow]:
    """What is to be sent now and nobody has in hand, in the order in which it fell due."""
    return (
        select(OutboxRow)
        .where(
            OutboxRow.channel == channel,
            queued(),
            OutboxRow.next_attempt_at <= now,
            or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= now),
        )
        .order_by(OutboxRow.next_attempt_at, OutboxRow.id)
        .limit(limit)
    )


def queued() -> ColumnElement[bool]:
    return OutboxRow.state == written(QUEUED)


def given_up() -> ColumnElement[bool]:
    return OutboxRow.state == written(PARKED)


def mark_sent(session: Session, *, item_id: int, worker: str, now: datetime) -> None:
    """Raises LeaseLost when another worker has the row by now, or it is done."""
    done = session.connection().execute(_sent(), {"item": item_id, "by": worker, "at": now})
    if done.first() is None:
        _leased(session, item_id, worker)  # says why


@cache
def _sent() -> ReturningUpdate[tuple[int]]:
    """Made once: it is said for each row that leaves."""
    wiped = case(
        (OutboxRow.kind.in_(WIPED_KINDS), literal({}, OutboxRow.payload.type)), else_=OutboxRow.payload
    )
    in_hand = (OutboxRow.id == bindparam("item"), queued(), OutboxRow.leased_by == bindparam("by"))
    return (
        update(OutboxRow)
        .where(*in_hand)
        .values(
            state=SENT,
            sent_at=bindparam("at"),
            last_error=None,
            payload=wiped,
            leased_by=None,
            leased_until=None,
        )
        .returning(OutboxRow.id)
    )


def mark_failed(
    session: Session,
    *,
    item_id: int,
    worker: str,
    error: str,
    permanent: bool,
    now: datetime,
    stretch: float = 1.0,
) -> str:
    """Back to the queue with a longer pause each time, or parked: permanent, or tried too often.

    Returns the state.

    error: for the desk; without personal data. stretch: makes the pause longer, so that rows that failed
    together do not come back together. Raises LeaseLost.
    """
    row = _leased(session, item_id, worker)
    row.last_error = error[:500]
    _release(row)
    if permanent or row.attempts >= MAX_ATTEMPTS:
        row.state = PARKED
        _wipe(row)
    else:
        row.next_attempt_at = now + stretch * min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
        if row.channel in ONE_BY_ONE:
            _let_others_first(session, row)
    return row.state


def _let_others_first(session: Session, row: OutboxRow) -> None:
    """What else is for the recipient who just failed waits as long: each row may cost its time limit."""
    session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.channel == row.channel,
            OutboxRow.recipient == row.recipient,
            queued(),
            OutboxRow.next_attempt_at < row.next_attempt_at,
        )
        .values(next_attempt_at=row.next_attempt_at)
        .execution_options(synchronize_session=False)
    )


def mark_dropped(session: Session, *, item_id: int, worker: str) -> None:
    """Its recipient is gone for good: nothing to try again, nor for anyone to look at. Raises LeaseLost."""
    row = _leased(session, item_id, worker)
    row.state, row.payload = EXPIRED, {}
    _release(row)


def withdraw(
    session: Session, *, ticket: Ticket, to: str, but: Collection[str] = (), only: str | None = None
) -> list[tuple[str, dict[str, Any]]]:
    """Takes the ticket's mails to that address back that were not sent, except of the kinds `but`; with
    `only`, those of that kind.

    Returns (kind, payload) of each. One that a worker has in hand may still arrive, but not twice.
    """
    rows = (
        select(OutboxRow)
        .where(
            OutboxRow.ticket_id == ticket.id,
            OutboxRow.channel == "mail",
            OutboxRow.recipient == to,
            OutboxRow.state.in_((QUEUED, PARKED)),
            OutboxRow.kind.not_in(list(but)) if only is None else OutboxRow.kind == only,
        )
        .order_by(OutboxRow.id)
        .with_for_update()
    )
    taken = []
    for row in session.scalars(rows):
        taken.append((row.kind, dict(row.payload)))
        row.state, row.payload = EXPIRED, {}
        _release(row)
    session.flush()
    return taken


def parked(session: Session, *, channel: str | None = None, limit: int = 200) -> list[OutboxItem]:
    """What could not be delivered, the newest first, for the desk."""
    rows = select(OutboxRow).where(given_up()).order_by(OutboxRow.id.desc()).limit(limit)
    if channel:
        rows = rows.where(OutboxRow.channel == channel)
    return items(session, list(session.scalars(rows)))


def retry_parked(session: Session, *, item_id: int, now: datetime, to: str | None = None) -> None:
    """Back to the queue with all its attempts, to a corrected address if given. Raises OutboxRowNotFound.

    A wiped row (a code) cannot be retried: a new code is asked for instead.
    """
    row = session.get(OutboxRow, item_id, with_for_update=True)
    if row is None or row.state != PARKED or row.kind in WIPED_KINDS:
        raise OutboxRowNotFound
    row.state, row.attempts, row.next_attempt_at = QUEUED, 0, now
    row.recipient = to or row.recipient


def backlog(session: Session, *, now: datetime) -> dict[str, int]:
    """Rows due now, by channel, for the metrics."""
    rows = session.scalars(select(OutboxRow.channel).where(queued(), OutboxRow.next_attempt_at <= now))
    counts: dict[str, int] = {}
    for channel in rows:
        counts[channel] = counts.get(channel, 0) + 1
    return counts


def _leased(session: Session, item_id: int, worker: str) -> OutboxRow:
    row = session.get(OutboxRow, item_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise OutboxRowNotFound
    if row.state != QUEUED or row.leased_by != worker:
        raise LeaseLost
    return row


def _release(row: OutboxRow) -> None:
    row.leased_by = row.leased_until = None


def _wipe(row: OutboxRow) -> None:
    if row.kind in WIPED_KINDS:
        row.payload = {}


def over(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What is not worth sending any more and nobody has in hand."""
    in_no_hand = or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= now)
    return queued(), OutboxRow.expires_at <= now, in_no_hand


def _expire(session: Session, now: datetime) -> None:
    session.execute(
        update(OutboxRow)
        .where(*over(now))
        .values(state=EXPIRED, payload={}, leased_by=None, leased_until=None)
        .execution_options(synchronize_session=False)
    )


def items(session: Session, rows: Sequence[OutboxRow]) -> list[OutboxItem]:
    tickets = {row.ticket_id for row in rows if row.ticket_id is not None}
    of = session.execute(
        select(Ticket.id, Ticket.number, Ticket.conversation_id, Ticket.link_key).where(
            Ticket.id.in_(tickets)
        )
    )
    known: dict[int | None, tuple[str, str | None, str]] = {one.id: (one[1], one[2], one[3]) for one in of}
    threads = _threads(session, tickets) if tickets else {}
    return [_item(row, known.get(row.ticket_id, (None, None, None)), threads) for row in rows]


def _threads(session: Session, tickets: Collection[int]) -> dict[tuple[int | None, str], str]:
    """By ticket and recipient, the uid of the first mail."""
    first = (
        select(func.min(OutboxRow.id))
        .where(OutboxRow.ticket_id.in_(tickets), OutboxRow.channel == "mail")
        .group_by(OutboxRow.ticket_id, OutboxRow.recipient)
    )
    rows = select(OutboxRow.ticket_id, OutboxRow.recipient, OutboxRow.uid).where(OutboxRow.id.in_(first))
    return {(ticket_id, recipient): uid for ticket_id, recipient, uid in session.execute(rows)}


def _item(
    row: OutboxRow,
    ticket: tuple[str | None, str | None, str | None],
    threads: dict[tuple[int | None, str], str],
) -> OutboxItem:
    number, conversation_id, link_key = ticket
    return OutboxItem(
        id=row.id,
        uid=row.uid,
        kind=row.kind,
        channel=row.channel,
        to=row.recipient,
        payload=dict(row.payload),
        state=row.state,
        attempts=row.attempts,
        created_at=row.created_at,
        ticket_number=number,
        conversation_id=conversation_id,
        thread_uid=threads.get((row.ticket_id, row.recipient)) if row.channel == "mail" else None,
        last_error=row.last_error,
        link_key=link_key,
    )
