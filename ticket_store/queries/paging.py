"""One requester's tickets page by page: by id, so that a ticket opened meanwhile shifts nothing."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.model import Requester, Ticket
from ticket_store.queries.building import ticket_view, tickets_with_all
from ticket_store.views import TicketView


def page_tickets(
    session: Session,
    *,
    email: str,
    limit: int,
    before_id: int | None = None,
    statuses: Collection[str] | None = None,
) -> list[TicketView]:
    """Of that (normalised) address, the newest first, those with an id below `before_id`.

    The caller has checked the reader.
    """
    whose = select(Requester.id).where(Requester.email == email).scalar_subquery()
    rows = tickets_with_all().where(Ticket.requester_id == whose).order_by(Ticket.id.desc()).limit(limit)
    if before_id is not None:
        rows = rows.where(Ticket.id < before_id)
    if statuses is not None:
        rows = rows.where(Ticket.status.in_(list(statuses)))
    return [ticket_view(t) for t in session.scalars(rows).unique()]
