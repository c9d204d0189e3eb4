"""The desk's queue as it is looked at: what is late, what nobody has, what is mine, and how much of each."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from ticket_store import lifecycle
from ticket_store.model import Team, Ticket, TicketTag
from ticket_store.queries.building import ticket_view, tickets_with_all
from ticket_store.queries.promises import next_due, pressing
from ticket_store.views import TicketView

View = Literal["open", "overdue", "unassigned", "mine", "waiting", "snoozed", "resolved", "finished"]
VIEWS: tuple[View, ...] = (
    "open",
    "overdue",
    "unassigned",
    "mine",
    "waiting",
    "snoozed",
    "resolved",
    "finished",
)


@dataclass(frozen=True)
class TeamLoad:
    """What one team has before it now."""

    code: str
    name: str
    open: int
    overdue: int
    unassigned: int


@dataclass(frozen=True)
class Chosen:
    """Which tickets: a view of the agent's, of those teams (None: all), with that tag ("": any).

    "mine" is all of the agent's, whatever the team.
    """

    view: View
    team_codes: Collection[str] | None
    agent_id: int
    tag: str = ""


def queue(
    session: Session, *, chosen: Chosen, now: datetime, limit: int = 50, offset: int = 0
) -> list[TicketView]:
    """The most pressing first (promises.pressing); of resolved and finished ones the newest."""
    rows = tickets_with_all().where(*_conditions(chosen, now)).order_by(*_order(chosen.view))
    return [ticket_view(t) for t in session.scalars(rows.limit(limit).offset(offset)).unique()]


def numbers_in(session: Session, *, chosen: Chosen, now: datetime, limit: int = 1000) -> list[str]:
    """In the order of `queue`: to go from one ticket to the next."""
    rows = select(Ticket.number).where(*_conditions(chosen, now)).order_by(*_order(chosen.view))
    return list(session.scalars(rows.limit(limit)))


def queue_counts(session: Session, *, chosen: Chosen, now: datetime) -> dict[View, int]:
    """How many `queue` has in each view."""
    return {
        view: session.scalar(
            select(func.count()).select_from(Ticket).where(*_conditions(replace(chosen, view=view), now))
        )
        or 0
        for view in VIEWS
    }


def team_loads(session: Session, *, now: datetime) -> list[TeamLoad]:
    """Every active team, the most loaded first."""
    late = case((next_due() < now, 1), else_=0)
    free = case((Ticket.agent_id.is_(None), 1), else_=0)
    rows = session.execute(
        select(Team.code, Team.name, func.count(Ticket.id), func.sum(late), func.sum(free))
        .outerjoin(Ticket, and_(Ticket.team_code == Team.code, Ticket.status.in_(lifecycle.OPEN)))
        .where(Team.active)
        .group_by(Team.code, Team.name)
        .order_by(func.count(Ticket.id).desc(), Team.name)
    )
    return [
        TeamLoad(code, name, count, int(overdue or 0) if count else 0, int(unassigned or 0) if count else 0)
        for code, name, count, overdue, unassigned in rows
    ]


def _order(view: View) -> tuple[Any, ...]:
    if view in ("resolved", "finished"):
        return Ticket.updated_at.desc(), Ticket.id.desc()
    return (Ticket.snoozed_until, Ticket.id) if view == "snoozed" else pressing()


def _conditions(chosen: Chosen, now: datetime) -> list[ColumnElement[bool]]:
    view, conditions = chosen.view, list[ColumnElement[bool]]()
    if chosen.team_codes is not None and view != "mine":
        conditions.append(Ticket.team_code.in_(list(chosen.team_codes)))
    if chosen.tag:
        tagged = select(TicketTag.ticket_id).where(TicketTag.tag == chosen.tag)
        conditions.append(Ticket.id.in_(tagged))
    match view:
        case "resolved":
            return [*conditions, Ticket.status == lifecycle.RESOLVED]
        case "finished":
            return [*conditions, Ticket.status.in_(lifecycle.FINISHED)]
        case "waiting":
            return [*conditions, Ticket.status == lifecycle.WAITING]
    conditions.append(Ticket.status.in_(lifecycle.OPEN))
    match view:
        case "snoozed":
            return [*conditions, Ticket.snoozed_until > now]
        case "overdue":
            return [*conditions, next_due() < now]
        case "unassigned":
            conditions.append(Ticket.agent_id.is_(None))
        case "mine":
            conditions.append(Ticket.agent_id == chosen.agent_id)
    # Put off, but never past a promise: what is late is shown again.
    here = Ticket.snoozed_until.is_(None) | (Ticket.snoozed_until <= now) | (next_due() < now)
    return [*conditions, here]
