"""One requester as the desk sees him: who he is, of which órgão, and every ticket of his, page by page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from ticket_store import in_force, lifecycle
from ticket_store.catalogue import Agreement, Calendar
from ticket_store.errors import RequesterNotFound
from ticket_store.model import Requester, Ticket
from ticket_store.queries.building import ticket_view, tickets_with_all
from ticket_store.views import TicketView

Which = Literal["all", "open", "resolved", "finished"]


@dataclass(frozen=True)
class Person:
    id: int
    email: str
    name: str | None
    since: datetime

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


def person(session: Session, *, requester_id: int) -> Person:
    """Raises RequesterNotFound, also of one who was forgotten."""
    found = session.get(Requester, requester_id)
    if found is None or found.erased_at is not None:
        raise RequesterNotFound
    return Person(found.id, found.email, found.name, found.created_at)


def person_of(session: Session, *, email: str) -> int:
    """Raises RequesterNotFound."""
    found = session.scalar(select(Requester.id).where(Requester.email == email))
    if found is None:
        raise RequesterNotFound
    return found


def agreement_of(session: Session, *, email: str) -> tuple[Agreement, Calendar] | None:
    """The ANS that what he opens now would have, with the hours that it counts."""
    known = in_force.known(session)
    agreement = known.agreement_for(email)
    return (agreement, known.calendar(agreement.calendar)) if agreement else None


def his_tickets(
    session: Session, *, requester_id: int, which: Which = "all", limit: int, offset: int = 0
) -> list[TicketView]:
    """The newest first."""
    rows = tickets_with_all().where(Ticket.requester_id == requester_id, *_of(which))
    rows = rows.order_by(Ticket.id.desc()).limit(limit).offset(offset)
    return [ticket_view(one) for one in session.scalars(rows).unique()]


def his_counts(session: Session, *, requester_id: int) -> dict[Which, int]:
    kinds: tuple[Which, ...] = ("open", "resolved", "finished")
    each = [func.coalesce(func.sum(case((_of(kind)[0], 1), else_=0)), 0) for kind in kinds]
    row = session.execute(select(func.count(), *each).where(Ticket.requester_id == requester_id)).one()
    return dict(zip(("all", *kinds), row, strict=True))


def _of(which: Which) -> list[ColumnElement[bool]]:
    match which:
        case "open":
            return [Ticket.status.in_(lifecycle.OPEN)]
        case "resolved":
            return [Ticket.status == lifecycle.RESOLVED]
        case "finished":
            return [Ticket.status.in_(lifecycle.FINISHED)]
    return []
