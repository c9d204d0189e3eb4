"""Taking back a change that nobody outside the desk was told of, or that the clock made; the history keeps
both steps."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store.authors import Author
from ticket_store.errors import NotUndoable
from ticket_store.model import Event, Ticket
from ticket_store.operations import changing, closing, handling, linking
from ticket_store.operations.recording import locked
from ticket_store.queries.building import event_view
from ticket_store.undoing import undoable


def undo(session: Session, *, ticket_number: str, event_id: int, author: Author, now: datetime) -> None:
    """Raises TicketNotFound, NotUndoable (something came after, or it left the house), and what the verbs
    raise.
    """
    ticket = locked(session, ticket_number)
    rows = session.scalars(select(Event).where(Event.ticket_id == ticket.id).order_by(Event.id)).all()
    can = undoable(
        [event_view(one, ticket.number) for one in rows],
        status=ticket.status,
        snoozed_until=ticket.snoozed_until,
        now=now,
    )
    event = next((one for one in rows if one.id == event_id and one.id in can), None)
    if event is None:
        raise NotUndoable
    _back(session, ticket, event, author, now)
    newest = session.scalar(select(func.max(Event.id)).where(Event.ticket_id == ticket.id)) or 0
    if newest > rows[-1].id:
        step = session.get_one(Event, newest)
        step.data = {**step.data, "undoes": event_id}


def _back(session: Session, ticket: Ticket, event: Event, author: Author, now: datetime) -> None:
    given: dict[str, Any] = {"ticket_number": ticket.number, "author": author, "now": now}
    data = event.data
    match event.kind:
        case "closed":
            closing.take_closing_back(session, ticket=ticket, event=event, author=author, now=now)
        case "title_changed":
            changing.retitle(session, title=data["from"] or "", **given)
        case "priority_changed":
            changing.change_priority(session, priority=data["from"], **given)
        case "service_changed":
            code, text = data["from_code"], None if data["from_code"] else data["from"]
            changing.change_service(session, service_code=code or "", text=text, **given)
        case "tagged":
            kept = {one.tag for one in ticket.tags} - set(data["added"])
            changing.tag(session, tags=sorted(kept | set(data["removed"])), **given)
        case "snoozed":
            changing.wake(session, **given)
        case "woken":
            changing.snooze(session, until=datetime.fromisoformat(data["until"]), **given)
        case "linked":
            linking.unlink_tickets(session, other_number=data["other"], **given)
        case "unlinked":
            linking.link_tickets(session, other_number=data["other"], tie=data["tie"], **given)
        case _ if data["from_agent_id"] is None:
            handling.release(session, **given)
        case _ if data["from_agent_id"] == author.agent_id:
            handling.take(session, ticket_number=ticket.number, agent_id=data["from_agent_id"], now=now)
        case _:
            handling.assign(session, agent_id=data["from_agent_id"], **given)
