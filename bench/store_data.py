"""A store of any size from one seed: tickets with history as a service desk has them, written in bulk."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, text

from ticket_store.database import transaction
from ticket_store.model import Deadline, Event, NumberCounter, Requester, Ticket
from ticket_store.search import index

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
SHARE_OPEN = 0.02
BATCH = 2000
RARE, COMMON = "parafuso", "sistema"  # in three tickets, in about a third of them
_SYLLABLES = [
    "ba",
    "ca",
    "da",
    "fa",
    "ga",
    "la",
    "ma",
    "na",
    "pa",
    "ra",
    "sa",
    "ta",
    "va",
    "be",
    "ce",
    "de",
    "le",
    "me",
    "ne",
    "pe",
    "re",
    "se",
    "te",
    "bi",
    "di",
    "li",
    "mi",
    "ni",
    "pi",
    "ri",
    "si",
    "ti",
    "bo",
    "co",
    "do",
    "lo",
    "mo",
    "no",
    "po",
    "ro",
    "so",
    "to",
    "mu",
    "nu",
    "pu",
    "ru",
    "su",
    "tu",
    "ção",
    "são",
    "ões",
]


def fill(engine: Engine, tickets: int, *, seed: int = 7, now: datetime = NOW) -> None:
    """`tickets` of them, the last SHARE_OPEN of them open."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(20_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    pool = chance.choices(words, weights, k=400_000)
    with transaction(engine) as session:
        services = session.execute(text("SELECT code, team_code FROM services ORDER BY code")).all()
        people = max(10, tickets // 20)
        for start in range(1, people + 1, BATCH):
            rows = [
                {"id": n, "email": f"pessoa{n}@orgao{n % 300}.gov.br", "name": f"Pessoa {pool[n].title()}",
                 "created_at": now} for n in range(start, min(start + BATCH, people + 1))
            ]  # fmt: skip
            session.execute(insert(Requester), rows)
        session.add(NumberCounter(year=2026, last=min(tickets, 9_000_000)))
    for start in range(1, tickets + 1, BATCH):
        ids = range(start, min(start + BATCH, tickets + 1))
        with transaction(engine) as session:
            made = [_ticket(n, tickets, people, services, pool, chance, now) for n in ids]
            for table in (Ticket, Event, Deadline):
                session.execute(insert(table), [row for one in made for row in one[table]])
            index.collect(session, ids)
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        if engine.dialect.name == "postgresql":
            connection.commit()
        else:
            connection.exec_driver_sql("COMMIT")
    if engine.dialect.name == "postgresql":  # an identity given by hand leaves its sequence behind
        with engine.begin() as connection:
            for table in ("requesters", "tickets", "events", "deadlines"):
                connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
                )


def _ticket(
    n: int, tickets: int, people: int, services: Any, pool: list[str], chance: random.Random, now: datetime
) -> dict[type, list[dict[str, Any]]]:
    is_open = n > tickets * (1 - SHARE_OPEN)
    age = timedelta(days=2.0 * (tickets - n) / (tickets * SHARE_OPEN)) if is_open else timedelta(
        days=3 + 600 * (tickets - n) / tickets
    )  # fmt: skip
    opened = now - age
    service, team = services[chance.randrange(len(services))]
    resolved = None if is_open else opened + timedelta(hours=chance.randint(1, 50))
    said = _said(pool, chance)
    if n % 3 == 0:
        said = f"O {COMMON} não abre: {said}"
    if n in (tickets // 5, tickets // 2, tickets - 3):
        said += f" {RARE}"
    status = chance.choice(["new", "in_progress", "in_progress"]) if is_open else "closed"
    ticket = {
        "id": n, "number": f"2026-{n:07d}", "submission_key": f"bench-{n}", "requester_id": n % people + 1,
        "service_code": service, "description": said, "priority": "normal", "status": status,
        "channel": "web", "team_code": team, "opened_at": opened, "updated_at": resolved or opened,
        "resolved_at": resolved, "finished_at": resolved,
        "solution": None if is_open else _said(pool, chance),
        "resolution_count": 0 if is_open else 1,
    }  # fmt: skip
    events = [
        _event(n, opened, "registered", "requester", said),
        _event(n, opened + timedelta(minutes=30), "answered", "agent", _said(pool, chance)),
    ]
    if resolved:
        events.append(_event(n, resolved, "resolved", "agent", ticket["solution"]))
    due = [
        {"ticket_id": n, "kind": kind, "target_minutes": minutes, "started_at": opened,
         "due_at": opened + timedelta(minutes=minutes), "warn_at": opened + timedelta(minutes=minutes * 0.8),
         "met_at": resolved, "breached_at": None if resolved or opened + timedelta(minutes=minutes) > now
         else opened + timedelta(minutes=minutes),
         "warned_at": None if resolved or opened + timedelta(minutes=minutes * 0.8) > now
         else opened + timedelta(minutes=minutes * 0.8)}
        for kind, minutes in (("first_response", 240), ("resolution", 2880))
    ]  # fmt: skip
    return {Ticket: [ticket], Event: events, Deadline: due}


def _event(n: int, at: datetime, kind: str, author: str, said: Any) -> dict[str, Any]:
    return {"ticket_id": n, "at": at, "kind": kind, "author_kind": author, "text": said}


def _said(pool: list[str], chance: random.Random) -> str:
    start = chance.randrange(len(pool) - 30)
    return " ".join(pool[start : start + chance.randint(8, 25)])
