"""Reports over any period: how long people wait, which promises were kept, what waits now; by one dimension.

Added up from facts, row by row: what a figure counts is what its link lists.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean, median, quantiles

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.model import Agent, Service, Team
from ticket_store.queries.facts import NONE, Dimension, Fact, Of, facts

# Up to how old, in days; the last one has no end.
AGES = (1, 3, 7, 30, None)


@dataclass(frozen=True)
class Line:
    """Of one team, attendant, ...; times in seconds (business: within the hours of the team), shares 0..1,
    None where there is nothing to divide by.

    compliance: of the promises that ended or fell due. reopening: for each ticket that was solved.
    """

    code: str
    name: str
    opened: int
    answered: int
    answer_median: float | None
    answer_p90: float | None
    solved: int
    solution_median: float | None
    solution_p90: float | None
    kept: int
    missed: int
    compliance: float | None
    reopened: int
    reopening: float | None
    rated: int
    satisfaction: float | None
    open: int
    answer_business_median: float | None = None
    answer_business_p90: float | None = None
    solution_business_median: float | None = None
    solution_business_p90: float | None = None


@dataclass(frozen=True)
class Age:
    """Open tickets from `above` to `up_to` days old (None: without end)."""

    above: int
    up_to: int | None
    count: int


@dataclass(frozen=True)
class Report:
    """before: the same over the period of the same length before it. comments: the newest first."""

    total: Line
    before: Line
    lines: list[Line]
    ages: list[Age]
    comments: list[Fact]


def report(
    session: Session, *, since: datetime, until: datetime, by: Dimension, of: Of, now: datetime
) -> Report:
    """The busiest first."""
    found = list(facts(session, since=since, until=until, of=of, now=now))
    earlier = facts(session, since=since - (until - since), until=since, of=of, now=now)
    names = names_of(session, by)
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in found:
        if code := getattr(fact, by):
            groups[code].append(fact)
    lines = [_line(code, names.get(code, code), those) for code, those in groups.items()]
    return Report(
        total=_line("", "", found),
        before=_line("", "", (fact for fact in earlier if fact.kind != "open")),
        lines=sorted(lines, key=lambda one: (-one.opened - one.solved - one.kept - one.missed, one.name)),
        ages=_ages(fact for fact in found if fact.kind == "open"),
        comments=[fact for fact in found if fact.kind == "rated" and fact.comment],
    )


def names_of(session: Session, by: Dimension) -> dict[str, str]:
    """What the codes of a dimension are called, those that the store names."""
    if by == "team":
        return {code: name for code, name in session.execute(select(Team.code, Team.name))}
    if by == "agent":
        return {str(n): name for n, name in session.execute(select(Agent.id, Agent.name))}
    if by == "service":
        return {code: name for code, name in session.execute(select(Service.code, Service.name))}
    return {}


def within_age(fact: Fact, above: int, up_to: int | None) -> bool:
    days = fact.value / timedelta(days=1).total_seconds()
    return days >= above and (up_to is None or days < up_to)


def _ages(waiting: Iterable[Fact]) -> list[Age]:
    waiting = list(waiting)
    above = (0, *(days for days in AGES if days is not None))
    return [
        Age(low, high, sum(within_age(fact, low, high) for fact in waiting))
        for low, high in zip(above, AGES, strict=True)
    ]


def _line(code: str, name: str, those: Iterable[Fact]) -> Line:
    of: dict[str, list[float]] = defaultdict(list)
    within: dict[str, list[float]] = defaultdict(list)
    for fact in those:
        of[fact.kind].append(fact.value)
        if fact.kind in ("answered", "solved"):
            within[fact.kind].append(fact.business)
    kept, missed, solved = len(of["kept"]), len(of["missed"]), len(of["solved"])
    return Line(
        code=code,
        name="" if code == NONE else name,
        opened=len(of["opened"]),
        answered=len(of["answered"]),
        answer_median=_median(of["answered"]),
        answer_p90=_p90(of["answered"]),
        solved=solved,
        solution_median=_median(of["solved"]),
        solution_p90=_p90(of["solved"]),
        kept=kept,
        missed=missed,
        compliance=kept / (kept + missed) if kept + missed else None,
        reopened=len(of["reopened"]),
        reopening=len(of["reopened"]) / solved if solved else None,
        rated=len(of["rated"]),
        satisfaction=fmean(of["rated"]) if of["rated"] else None,
        open=len(of["open"]),
        answer_business_median=_median(within["answered"]),
        answer_business_p90=_p90(within["answered"]),
        solution_business_median=_median(within["solved"]),
        solution_business_p90=_p90(within["solved"]),
    )


def _median(values: list[float]) -> float | None:
    return median(values) if values else None


def _p90(values: list[float]) -> float | None:
    """Nine in ten waited no longer."""
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=10, method="inclusive")[8]
