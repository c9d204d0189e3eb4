"""The desk's queue as it is looked at: what is late, what nobody has, what is mine, and how much of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, GenerativeSelect, Select, case, false, func, literal, select, union_all
from sqlalchemy.orm import Session

from ticket_store import catalogue, lifecycle
from ticket_store.model import Team, Ticket, TicketFollower, TicketTag, written
from ticket_store.queries.building import views_of
from ticket_store.queries.promises import in_a_queue, overdue, pressing
from ticket_store.views import TicketView

View = Literal[
    "open", "overdue", "unassigned", "mine", "followed", "waiting", "snoozed", "resolved", "finished"
]
VIEWS: tuple[View, ...] = (
    "open",
    "overdue",
    "unassigned",
    "mine",
    "followed",
    "waiting",
    "snoozed",
    "resolved",
    "finished",
)
# pressing: as each view orders itself. idle: what nobody has touched for longest.
Order = Literal["pressing", "oldest", "newest", "idle", "active", "priority"]
# An attendant's own, whatever the team.
OF_ONE = frozenset({"mine", "followed"})
NOBODY = 0
MOST_COUNTED = 1000  # nobody pages further; what there is of more tells nobody what to do next


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

    "mine" is all of the agent's, whatever the team; "followed" all that he follows and is not finished.
    priority, service_code: "" for any. holder: who has it, NOBODY for no one, None for any.
    What is finished is always in its own order.
    """

    view: View
    team_codes: Collection[str] | None
    agent_id: int
    tag: str = ""
    priority: str = ""
    service_code: str = ""
    holder: int | None = None
    order: Order = "pressing"

    @property
    def uncounted(self) -> tuple[View, ...]:
        """What is finished is too much to be sifted for its number."""
        sifted = self.priority or self.service_code or self.holder is not None
        return ("finished",) if sifted and not self.tag else ()


def queue(
    session: Session, *, chosen: Chosen, now: datetime, limit: int = 50, offset: int = 0
) -> list[TicketView]:
    """The most pressing first (promises.pressing); of resolved and finished ones the newest."""
    return views_of(session, list(session.scalars(ids(session, chosen, now, limit, offset))))


def numbers_in(session: Session, *, chosen: Chosen, now: datetime, limit: int = 1000) -> list[str]:
    """In the order of `queue`: to go from one ticket to the next."""
    found = list(session.scalars(ids(session, chosen, now, limit)))
    rows = session.execute(select(Ticket.id, Ticket.number).where(Ticket.id.in_(found)))
    numbers: dict[int, str] = {ticket_id: number for ticket_id, number in rows}
    return [numbers[ticket_id] for ticket_id in found]


def queue_counts(session: Session, *, chosen: Chosen, now: datetime) -> dict[View, int]:
    """How many `queue` has in each view but the `uncounted`.

    Exactly up to MOST_COUNTED, which stands for that and more.
    """
    row = session.execute(counting(session, chosen, now)).one()
    counted = [view for view in VIEWS if view not in chosen.uncounted]
    return {view: min(number, MOST_COUNTED) for view, number in zip(counted, row, strict=True)}


def counts_of(session: Session, *, several: Sequence[Chosen], now: datetime) -> list[int | None]:
    """How many each has, as `queue_counts`; None for what is `uncounted`. One question, however many."""
    counted = [one for one in several if one.view not in one.uncounted]
    if not counted:
        return [None] * len(several)
    row = session.execute(counting_several(session, counted, now)).one()
    numbers = iter(min(number, MOST_COUNTED) for number in row)
    return [next(numbers) if one.view not in one.uncounted else None for one in several]


def team_loads(session: Session, *, now: datetime) -> list[TeamLoad]:
    """Every active team, the most loaded first."""
    found = {code: counts for code, *counts in session.execute(loads(now))}
    teams = session.execute(select(Team.code, Team.name).where(Team.active))
    every = [TeamLoad(code, name, *found.get(code, (0, 0, 0))) for code, name in teams]
    return sorted(every, key=lambda load: (-load.open, load.name))


def ids(session: Session, chosen: Chosen, now: datetime, limit: int, offset: int = 0) -> Select[Any]:
    """The statement that finds a page of a view."""
    if chosen.view == "finished" and not chosen.tag:
        newest = [
            select(Ticket.id, Ticket.updated_at)
            .where(Ticket.team_code == code, _finished(), *_sifted(chosen))
            .order_by(*_order("finished"))
            .limit(limit + offset)
            .subquery()
            for code in _teams(session, chosen)
        ]
        if not newest:
            return select(Ticket.id).where(false())
        # Each team's are in order in the index; of several an index gives them unordered, a million to sort.
        every = union_all(*(select(one) for one in newest)).subquery()
        rows = select(every.c.id).order_by(every.c.updated_at.desc(), every.c.id.desc())
    else:
        rows = select(Ticket.id).where(*_conditions(chosen, now)).order_by(*_order(chosen.view, chosen.order))
    return rows.limit(limit).offset(offset)


def counting(session: Session, chosen: Chosen, now: datetime) -> Any:
    """The statement that counts every view, no further than MOST_COUNTED."""
    counted = [view for view in VIEWS if view not in chosen.uncounted]
    return select(*(_count(session, replace(chosen, view=view), now).label(view) for view in counted))


def counting_several(session: Session, several: Sequence[Chosen], now: datetime) -> Any:
    """The statement that counts one view of each."""
    return select(*(_count(session, one, now).label(f"n{at}") for at, one in enumerate(several)))


def loads(now: datetime) -> Select[str, int, Any, Any]:
    """The statement that counts what is open, late and free, by team."""
    late = func.count().filter(Ticket.next_due_at < now)
    return (
        select(Ticket.team_code, func.count(), late, func.count() - func.count(Ticket.agent_id))
        .where(in_a_queue())
        .group_by(Ticket.team_code)
    )


def _count(session: Session, chosen: Chosen, now: datetime) -> ColumnElement[int]:
    if chosen.view == "finished" and not chosen.tag:
        # Team by team, as the index has them: enough of the first ones end the count.
        each = [
            select(Ticket.id).where(Ticket.team_code == code, _finished()) for code in _teams(session, chosen)
        ]
        return _upto(union_all(*each)) if each else literal(0)
    return _upto(select(Ticket.id).where(*_conditions(chosen, now)))


def _upto(rows: GenerativeSelect) -> ColumnElement[int]:
    some = rows.limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _teams(session: Session, chosen: Chosen) -> list[str]:
    if chosen.team_codes is not None:
        return list(chosen.team_codes)
    return list(session.scalars(select(Team.code).order_by(Team.code)))


def _finished() -> ColumnElement[bool]:
    return Ticket.status.in_([written(status) for status in lifecycle.FINISHED])


def _order(view: View, order: Order = "pressing") -> tuple[Any, ...]:
    if order != "pressing" and view != "finished":
        return _ordered(order)
    if view in ("resolved", "finished"):
        return Ticket.updated_at.desc(), Ticket.id.desc()
    return (Ticket.snoozed_until, Ticket.id) if view == "snoozed" else pressing()


def _ordered(order: Order) -> tuple[Any, ...]:
    match order:
        case "oldest":
            return Ticket.opened_at, Ticket.id
        case "newest":
            return Ticket.opened_at.desc(), Ticket.id.desc()
        case "idle":
            return Ticket.updated_at, Ticket.id
        case "active":
            return Ticket.updated_at.desc(), Ticket.id.desc()
    # How grave each is: the order of the file, whatever ages the page gives them.
    ranks = {one.code: one.ages_in_days for one in catalogue.load().priorities}
    return case(ranks, value=Ticket.priority, else_=max(ranks.values())), *pressing()


def _sifted(chosen: Chosen) -> list[ColumnElement[bool]]:
    conditions = list[ColumnElement[bool]]()
    if chosen.priority:
        conditions.append(Ticket.priority == chosen.priority)
    if chosen.service_code:
        conditions.append(Ticket.service_code == chosen.service_code)
    if chosen.holder is not None:
        nobody = chosen.holder == NOBODY
        conditions.append(Ticket.agent_id.is_(None) if nobody else Ticket.agent_id == chosen.holder)
    return conditions


def _conditions(chosen: Chosen, now: datetime) -> list[ColumnElement[bool]]:
    view, conditions = chosen.view, _sifted(chosen)
    if chosen.team_codes is not None and view not in OF_ONE:
        conditions.append(Ticket.team_code.in_(list(chosen.team_codes)))
    if chosen.tag:
        tagged = select(TicketTag.ticket_id).where(TicketTag.tag == chosen.tag)
        conditions.append(Ticket.id.in_(tagged))
    match view:
        case "resolved":
            return [*conditions, Ticket.status == written(lifecycle.RESOLVED)]
        case "finished":
            return [*conditions, _finished()]
        case "followed":
            his = select(TicketFollower.ticket_id).where(TicketFollower.agent_id == chosen.agent_id)
            return [*conditions, Ticket.id.in_(his), ~_finished()]
        case "waiting":
            return [*conditions, Ticket.status == written(lifecycle.WAITING)]
        case "snoozed":  # by the status: nothing but the index of what is put off leads to it
            return [*conditions, Ticket.snoozed_until > now, Ticket.status.in_(lifecycle.OPEN)]
    conditions.append(in_a_queue())
    match view:
        case "overdue":
            return [*conditions, overdue(now)]
        case "unassigned":
            conditions.append(Ticket.agent_id.is_(None))
        case "mine":
            conditions.append(Ticket.agent_id == chosen.agent_id)
    # Put off, but never past a promise: what is late is shown again.
    here = Ticket.snoozed_until.is_(None) | (Ticket.snoozed_until <= now) | (Ticket.next_due_at < now)
    return [*conditions, here]
