"""A bulk action taken back as the one thing that it was: in each ticket what can still be, and what stays."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from ticket_store.authors import Author
from ticket_store.database import insert_missing
from ticket_store.errors import NotUndoable
from ticket_store.model import BulkAction, Event
from ticket_store.operations.recording import locked
from ticket_store.operations.undoing import undo
from ticket_store.queries.building import event_view
from ticket_store.undoing import OF_DATA, OF_PLACE
from ticket_store.views import EventView

CAN_BE = OF_DATA.keys() | OF_PLACE.keys()


def keep_bulk(
    session: Session, *, key: str, events: Mapping[str, list[int]], agent_id: int, now: datetime
) -> None:
    """events: by ticket number, those that it wrote. The same key again adds to it: a double click."""
    insert_missing(session, BulkAction, key=key, agent_id=agent_id, at=now, events={})
    row = session.scalars(
        select(BulkAction).where(BulkAction.key == key, BulkAction.agent_id == agent_id).with_for_update()
    ).first()
    if row is not None:
        row.events = {**events, **row.events}


def can_undo_bulk(session: Session, *, key: str, agent_id: int) -> bool:
    """Whether it is his, was not taken back, and did something that stayed in the house."""
    row = session.get(BulkAction, key)
    if row is None or row.agent_id != agent_id or row.undone_at is not None:
        return False
    ids = [one for several in row.events.values() for one in several]
    found = select(Event.id).where(Event.id.in_(ids), Event.kind.in_(CAN_BE)).limit(1)
    return session.scalar(found) is not None


def claim_bulk(session: Session, *, key: str, agent_id: int, now: datetime) -> dict[str, list[int]]:
    """What is to be taken back, to one who asks once. Raises NotUndoable: another's, gone or done already."""
    claimed = session.execute(
        update(BulkAction)
        .where(BulkAction.key == key, BulkAction.agent_id == agent_id, BulkAction.undone_at.is_(None))
        .values(undone_at=now)
    )
    if not (isinstance(claimed, CursorResult) and claimed.rowcount):
        raise NotUndoable
    return dict(session.get_one(BulkAction, key).events)


def undo_events(
    session: Session, *, ticket_number: str, event_ids: list[int], author: Author, now: datetime
) -> list[EventView]:
    """The newest first; the answer is what of them could not be taken back.

    Raises TicketNotFound, and what the verbs raise; then nothing of it was done.
    """
    ticket = locked(session, ticket_number)
    rows = session.scalars(
        select(Event).where(Event.ticket_id == ticket.id, Event.id.in_(event_ids)).order_by(Event.id.desc())
    )
    stayed = []
    for event in rows.all():
        try:
            undo(session, ticket_number=ticket_number, event_id=event.id, author=author, now=now)
        except NotUndoable:
            stayed.append(event_view(event, ticket_number))
    return stayed
