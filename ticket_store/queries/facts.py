"""What happened to tickets in a period, one fact a row: a report adds up those that its links list."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, select, union
from sqlalchemy.orm import Session

from ticket_store.business_hours import team_clocks
from ticket_store.model import Deadline, Event, Rating, Requester, Ticket, written
from ticket_store.queries.promises import in_a_queue

Kind = Literal["opened", "answered", "solved", "kept", "missed", "reopened", "rated", "open"]
Dimension = Literal["team", "agent", "service", "body", "channel", "promise"]
KINDS: tuple[Kind, ...] = ("opened", "answered", "solved", "kept", "missed", "reopened", "rated", "open")
NONE = "-"  # no attendant, no service of the catalogue


@dataclass(frozen=True, slots=True)
class Fact:
    """value: seconds of what is answered, solved or open; the score of what is rated; else 0.

    business: of what is answered or solved, the seconds within the hours of its team.

    promise: of which kind of deadline it tells, "" for what tells of none. body: the address's domain.
    """

    kind: Kind
    ticket_id: int
    number: str
    at: datetime
    value: float
    team: str
    agent: str
    service: str
    body: str
    channel: str
    promise: str = ""
    comment: str = ""
    business: float = 0.0


@dataclass(frozen=True)
class Of:
    """Only what fits each of these: dimension -> code (NONE for nothing)."""

    chosen: dict[Dimension, str] = field(default_factory=dict)

    def where(self) -> list[ColumnElement[bool]]:
        columns: dict[str, Any] = {
            "team": Ticket.team_code, "agent": Ticket.agent_id,
            "service": Ticket.service_code, "channel": Ticket.channel,
        }  # fmt: skip
        told: list[ColumnElement[bool]] = []
        for name, code in self.chosen.items():
            if name == "body":
                told.append(Requester.email.endswith(f"@{code}", autoescape=True))
            elif name in columns:
                value: Any = int(code) if name == "agent" and code.isdecimal() else code
                told.append(columns[name].is_(None) if code == NONE else columns[name] == value)
        return told


def facts(session: Session, *, since: datetime, until: datetime, of: Of, now: datetime) -> Iterator[Fact]:
    """All kinds, those of [since, until); "open" is of this moment, whatever the period."""
    for kind in KINDS:
        yield from facts_of(session, kind, since=since, until=until, of=of, now=now)


def facts_of(
    session: Session, kind: Kind, *, since: datetime, until: datetime, of: Of, now: datetime
) -> Iterator[Fact]:
    only = of.chosen.get("promise", "")
    waited = kind in ("answered", "solved")
    clock = team_clocks(session) if waited else None
    for row in session.execute(_statement(kind, since, min(until, now), now).where(*of.where())):
        promise = getattr(row, "promise", "") or _PROMISE_OF.get(kind, "")
        if only and promise and promise != only:
            continue
        if waited:
            value = (row.at - row.opened_at).total_seconds()
        elif kind == "open":
            value = (now - row.opened_at).total_seconds()
        else:
            value = float(getattr(row, "score", 0))
        yield Fact(
            kind,
            row.id,
            row.number,
            row.at,
            value,
            row.team_code,
            NONE if row.agent_id is None else str(row.agent_id),
            row.service_code or NONE,
            row.email.rpartition("@")[2],
            row.channel,
            promise,
            getattr(row, "comment", "") or "",
            clock(row.team_code)(row.opened_at, row.at) if clock else 0.0,
        )


_PROMISE_OF = {"answered": "first_response", "solved": "resolution"}
_TICKET = (
    Ticket.id, Ticket.number, Ticket.team_code, Ticket.agent_id, Ticket.service_code, Ticket.channel,
    Ticket.opened_at, Requester.email,
)  # fmt: skip


def _statement(kind: Kind, since: datetime, until: datetime, now: datetime) -> Select[Any]:
    def within(moment: Any) -> ColumnElement[bool]:
        return and_(moment >= since, moment < until)

    def rows(at: Any, *more: Any) -> Select[Any]:
        return select(*_TICKET, at.label("at"), *more).join(Requester, Requester.id == Ticket.requester_id)

    if kind in ("kept", "missed"):
        promise = rows(Deadline.due_at, Deadline.kind.label("promise")).join(
            Deadline, Deadline.ticket_id == Ticket.id
        )
        over = and_(within(Deadline.met_at), Deadline.dropped_at.is_(None))
        if kind == "kept":
            return promise.where(over, Deadline.breached_at.is_(None)).order_by(Deadline.id)
        running = and_(Deadline.met_at.is_(None), Deadline.dropped_at.is_(None), Deadline.paused_at.is_(None))
        # Each by its own index: what was met late, and what still runs, told of already or not.
        late = (over, running & within(Deadline.due_at), running & within(Deadline.due_at))
        told = (
            Deadline.breached_at.is_not(None),
            Deadline.breached_at.is_not(None),
            Deadline.breached_at.is_(None),
        )
        ids = union(*(select(Deadline.id).where(*both) for both in zip(late, told, strict=True)))
        return promise.where(Deadline.id.in_(ids)).order_by(Deadline.id)
    if kind == "reopened":
        back = rows(Event.at).join(Event, Event.ticket_id == Ticket.id)
        return back.where(Event.kind == written("reopened"), within(Event.at)).order_by(Event.id)
    if kind == "rated":
        rated = rows(Rating.rated_at, Rating.score, Rating.comment).join(
            Rating, Rating.ticket_id == Ticket.id
        )
        return rated.where(within(Rating.rated_at)).order_by(Rating.rated_at.desc())
    if kind == "open":
        # By no order: all that was ever opened would be read in it.
        return rows(Ticket.opened_at).where(in_a_queue())
    moment = {
        "opened": Ticket.opened_at, "answered": Ticket.first_response_at, "solved": Ticket.resolved_at,
    }[kind]  # fmt: skip
    return rows(moment).where(within(moment)).order_by(Ticket.id)
