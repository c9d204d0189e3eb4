"""What the desk may do with messages that do not leave: see those still tried, stop trying, or drop them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import outbox
from ticket_store.errors import OutboxRowNotFound
from ticket_store.model import OutboxRow
from ticket_store.views import OutboxItem


def struggling(session: Session, *, limit: int = 100) -> list[OutboxItem]:
    """Failed at least once and will be tried again, the oldest first."""
    rows = (
        select(OutboxRow)
        .where(outbox.queued(), OutboxRow.attempts > 0, OutboxRow.last_error.is_not(None))
        .order_by(OutboxRow.id)
        .limit(limit)
    )
    return outbox.items(session, list(session.scalars(rows)))


def park(session: Session, *, item_id: int, now: datetime) -> None:
    """Stops trying until somebody retries it.

    Raises OutboxRowNotFound: not queued any more, or just being sent.
    """
    row = _row(session, item_id, outbox.QUEUED)
    if row.leased_until is not None and row.leased_until > now:
        raise OutboxRowNotFound
    row.state = outbox.PARKED


def drop_parked(session: Session, *, item_id: int) -> None:
    """It will never be sent and leaves the list. Raises OutboxRowNotFound."""
    row = _row(session, item_id, outbox.PARKED)
    row.state, row.payload = outbox.EXPIRED, {}


def _row(session: Session, item_id: int, state: str) -> OutboxRow:
    row = session.get(OutboxRow, item_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != state:
        raise OutboxRowNotFound
    return row
