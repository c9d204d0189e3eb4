"""The rules are run each minute by the worker, each moment of a ticket once; or tried, doing nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select, union
from sqlalchemy.orm import Session, aliased

from ticket_store import duty, in_force, lifecycle
from ticket_store.authors import Author
from ticket_store.automations import rules
from ticket_store.automations.moments import ANSWERS, ASKS, Moment, moments
from ticket_store.automations.rules import LOOKS_BACK, Rule
from ticket_store.catalogue import Catalogue
from ticket_store.errors import TicketStoreError
from ticket_store.limits import BOUNDS, CLOSE_AFTER_DAYS
from ticket_store.model import AutomationRun, Deadline, Event, Rating, Requester, Ticket
from ticket_store.operations.recording import locked, record
from ticket_store.operations.steps import take_steps
from ticket_store.sla import due_after

DONE, REFUSED = "done", "refused"
CALENDAR = "business"  # counts for who has no ANS, in a team without hours
AT_ONCE = 200
CANDIDATES = 2000
MOST_TRIED = 20_000
CATCHES_UP = timedelta(days=2)  # with what happened while the worker was down


@dataclass(frozen=True)
class Touched:
    """A ticket that a rule would have changed, and when."""

    number: str
    at: datetime


def run_due(session: Session, *, now: datetime, limit: int = AT_ONCE) -> int:
    """How many moments were met. Calling it again meets none twice."""
    met, known = 0, in_force.known(session)
    for rule in rules.in_force(session):
        since = now - LOOKS_BACK if rule.when in rules.TIMED else max(rule.since, now - CATCHES_UP)
        for ticket_id, moment in _found(
            session, rule, candidates(rule, known, since, now), known, since, now
        ):
            if met >= limit:
                return met
            met += _meet(session, rule, ticket_id, moment, now)
    return met


def dry_run(session: Session, rule: Rule, *, now: datetime) -> list[Touched]:
    """The tickets of the last 30 days that it would have touched, the newest first; each once, and nothing
    is written.

    Judged by what each ticket is now: a priority that has changed since counts as it is.
    """
    since = now - LOOKS_BACK
    lived = _fitting(rule).where(or_(Ticket.updated_at >= since, Ticket.opened_at >= since))
    touched: dict[int, datetime] = {}
    recent = lived.order_by(Ticket.id.desc()).limit(MOST_TRIED)
    for ticket_id, moment in _found(session, rule, recent, in_force.known(session), since, now):
        touched[ticket_id] = max(moment.at, touched.get(ticket_id, moment.at))
    numbers: dict[int, str] = {}
    for some in _chunks(list(touched)):
        rows = session.execute(select(Ticket.id, Ticket.number).where(Ticket.id.in_(some)))
        numbers |= {ticket_id: number for ticket_id, number in rows}
    found = [Touched(numbers[ticket_id], at) for ticket_id, at in touched.items()]
    return sorted(found, key=lambda one: (one.at, one.number), reverse=True)


def log(session: Session, *, code: str, limit: int = 50) -> list[tuple[AutomationRun, str]]:
    """What a rule did, with the ticket's number, the newest first."""
    rows = (
        select(AutomationRun, Ticket.number)
        .join(Ticket, Ticket.id == AutomationRun.ticket_id)
        .where(AutomationRun.code == code)
    )
    newest = rows.order_by(AutomationRun.id.desc()).limit(limit)
    return [(run, number) for run, number in session.execute(newest)]


def _meet(session: Session, rule: Rule, ticket_id: int, moment: Moment, now: datetime) -> bool:
    """Under the ticket's lock: another worker may have met it meanwhile."""
    ticket = locked(session, session.scalar(select(Ticket.number).where(Ticket.id == ticket_id)) or "")
    same = (AutomationRun.code == rule.code, AutomationRun.moment == moment.key)
    if session.scalar(select(AutomationRun.id).where(AutomationRun.ticket_id == ticket_id, *same)):
        return False
    author, outcome, reason = Author("system", rule.name), DONE, None
    try:
        with session.begin_nested():
            take_steps(session, ticket_number=ticket.number, steps=rule.steps, author=author, now=now)
    except TicketStoreError as refused:
        outcome, reason = REFUSED, type(refused).__name__
    else:
        data = {"rule": rule.code, "version": rule.number} | rule.does
        record(session, ticket, "automated", author, now, internal=True, data=data)
    session.add(
        AutomationRun(
            code=rule.code, number=rule.number, ticket_id=ticket_id, moment=moment.key, at=now,
            outcome=outcome, reason=reason,
        )
    )  # fmt: skip
    session.flush()
    return True


def _fitting(rule: Rule) -> Select[Any]:
    return select(Ticket.id).join(Requester, Requester.id == Ticket.requester_id).where(*rule.where())


def candidates(rule: Rule, known: Catalogue, since: datetime, now: datetime) -> Select[Any]:
    """Few of all tickets, and among them whoever a moment of the rule may now be met of."""
    fitting = _fitting(rule)
    if rule.when in (rules.OPENED, rules.REOPENED):
        met = _met(rule, f"{rule.when}:", Event.id, Event.ticket_id)
        # By itself: from the tickets' side the whole of their history would be read.
        happened = select(Event.ticket_id).where(Event.kind == rule.when, Event.at >= since, ~met)
        found = fitting.where(Ticket.id.in_(happened))
    elif rule.when == rules.RATED_LOW:
        # Revised until its ticket closes, and no later: the index is of when it was first given.
        given = Rating.rated_at >= since - timedelta(days=BOUNDS[CLOSE_AFTER_DAYS][1])
        low = (Rating.score <= rules.LOW, given, func.coalesce(Rating.revised_at, Rating.rated_at) >= since)
        found = fitting.join(Rating).where(*low, ~_met(rule, "rated:", Rating.resolution)).distinct()
    elif rule.when == rules.DEADLINE:
        until = {one.code: due_after(one, now, rule.minutes * 60) for one in known.calendars}
        near = (and_(Ticket.calendar_code == code, Deadline.due_at <= due) for code, due in until.items())
        running = (
            Deadline.met_at.is_(None),
            Deadline.dropped_at.is_(None),
            Deadline.paused_at.is_(None),
            Deadline.due_at.between(since, max(until.values())),
        )
        # Each by its own index: what is told of already, and what is not yet.
        told = (Deadline.breached_at.is_(None), Deadline.breached_at.is_not(None))
        ids = union(*(select(Deadline.id).where(*running, one) for one in told))
        met = _met(rule, "deadline:", Deadline.id)
        found = fitting.join(Deadline).where(Deadline.id.in_(ids), or_(*near), ~met).distinct()
    else:
        found = fitting.join(Event, Event.id == _asked()).where(
            Ticket.id.in_(_in_a_queue()),
            Event.at <= now - timedelta(minutes=rule.minutes),
            Event.at >= since,
            ~_met(rule, "waits:", Event.id),
        )
    return found.order_by(Ticket.id).limit(CANDIDATES)


def _met(rule: Rule, prefix: str, what: Any, ticket_id: Any = Ticket.id) -> ColumnElement[bool]:
    return (
        select(AutomationRun.id)
        .where(
            AutomationRun.code == rule.code,
            AutomationRun.ticket_id == ticket_id,
            AutomationRun.moment == literal(prefix) + cast(what, String),
        )
        .exists()
    )


def _in_a_queue() -> Any:
    """Few of all there are, by their own index: asked apart, or a planner would go through them in order."""
    one = aliased(Ticket)
    status = one.status.in_((lifecycle.NEW, lifecycle.IN_PROGRESS))
    return select(one.id).where(one.presses_at.is_not(None), status)


def _asked() -> Any:
    """Of a ticket, the id of what came from outside first since the desk spoke last."""
    came, later = aliased(Event), aliased(Event)
    spoke = select(later.id).where(
        later.ticket_id == came.ticket_id, later.kind.in_(ANSWERS), later.id > came.id
    )
    return (
        select(func.min(came.id))
        .where(
            came.ticket_id == Ticket.id,
            came.kind.in_(ASKS),
            or_(came.kind == "opened", came.author_kind == "requester"),
            ~spoke.exists(),
        )
        .correlate(Ticket)
        .scalar_subquery()
    )


def _found(
    session: Session, rule: Rule, candidates: Select[Any], known: Catalogue, since: datetime, now: datetime
) -> Iterator[tuple[int, Moment]]:
    """(ticket, moment) of what came about in that time."""
    ids, kept = list(session.scalars(candidates)), duty.hours(session)
    for some in _chunks(ids):
        columns = (Ticket.id, Ticket.calendar_code, Ticket.team_code)
        rows = session.execute(select(*columns).where(Ticket.id.in_(some)))
        calendars = {
            ticket_id: known.calendar(code) if code else kept.get(team, known.calendar(CALENDAR))
            for ticket_id, code, team in rows
        }
        events = _by_ticket(session, Event, some) if rule.when != rules.DEADLINE else {}
        deadlines = _by_ticket(session, Deadline, some) if rule.when == rules.DEADLINE else {}
        for ticket_id in some:
            given = (events.get(ticket_id, ()), deadlines.get(ticket_id, ()), calendars[ticket_id])
            told = moments(rule, *given, now)
            yield from ((ticket_id, one) for one in told if since <= one.at <= now)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as a statement takes parameters."""
    yield from (ids[first : first + 500] for first in range(0, len(ids), 500))


def _by_ticket(session: Session, table: Any, ids: Sequence[int]) -> dict[int, list[Any]]:
    rows = session.scalars(select(table).where(table.ticket_id.in_(ids)).order_by(table.ticket_id, table.id))
    return {ticket_id: list(those) for ticket_id, those in groupby(rows, lambda one: one.ticket_id)}
