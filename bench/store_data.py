"""Tickets with history as a service desk has them, from one seed: rows, ready to be written in bulk."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from ticket_store.search.words import fold, pieces

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
SHARE_OPEN = 0.02
DAYS = 600  # how long the desk has been at work
RARE, COMMON = "parafuso", "sistema"  # in three tickets, in a third of them
AGENTS = 40
FIRST_RESPONSE, RESOLUTION = 240, 2880  # minutes

_SYLLABLES = (
    "ba ca da fa ga la ma na pa ra sa ta va be ce de le me ne pe re se te bi di li mi ni pi ri si ti bo co do"
    " lo mo no po ro so to mu nu pu ru su tu ção são ões"
)
Rows = dict[str, list[dict[str, Any]]]


class Desk:
    """tickets: how many; the last SHARE_OPEN of them are open. Times are text, UTC, as SQLite keeps them."""

    def __init__(self, tickets: int, services: Sequence[tuple[str, str]], *, seed: int = 7) -> None:
        self.tickets, self.services = tickets, services
        self.people = max(10, tickets // 20)
        self.chance = random.Random(seed)
        parts = _SYLLABLES.split()
        words = ["".join(self.chance.choices(parts, k=self.chance.randint(2, 4))) for _ in range(20_000)]
        weights = [1 / (rank + 3) for rank in range(len(words))]
        self.pool = self.chance.choices(words, weights, k=min(400_000, 1_000 + 20 * tickets))
        plain = {word: fold(word) for word in words}
        self.folded = [plain[word] for word in self.pool]

    def beginning(self) -> Rows:
        """Who is there before the first ticket."""
        since = at(NOW)
        agents = [
            {"id": n, "name": f"Atendente {n}", "email": f"atendente{n}@serpro.gov.br", "password_hash": "!",
             "role": "attendant", "team_codes": "[]", "active": True, "created_at": since}
            for n in range(1, AGENTS + 1)
        ]  # fmt: skip
        people = [
            {"id": n, "email": address(n), "name": self._name(n), "optional_mail": True, "created_at": since}
            for n in range(1, self.people + 1)
        ]
        counter = [{"year": NOW.year, "last": min(self.tickets, 9_000_000)}]
        return {"agents": agents, "requesters": people, "number_counters": counter}

    def parts(self, size: int) -> Iterator[Rows]:
        """All tickets, `size` at a time, by table in an order in which they may be written."""
        for start in range(1, self.tickets + 1, size):
            rows: Rows = {}
            for n in range(start, min(start + size, self.tickets + 1)):
                for table, made in self._ticket(n).items():
                    rows.setdefault(table, []).extend(made)
            yield rows

    def _ticket(self, n: int) -> Rows:
        chance = self.chance
        left = (self.tickets - n) / self.tickets  # the newest have none
        is_open = left < SHARE_OPEN
        age = 2 * left / SHARE_OPEN if is_open else 2 + DAYS * (left - SHARE_OPEN)
        opened = NOW - timedelta(days=age)
        resolved = None if is_open else opened + timedelta(hours=chance.randint(1, 50))
        closes = resolved + timedelta(days=10) if resolved else None
        over = closes is not None and closes <= NOW
        status = "closed" if over else "resolved"
        if is_open:
            status = chance.choice(("new", "in_progress", "in_progress", "waiting_on_requester"))
        responded = None if status == "new" else opened + timedelta(minutes=30)
        first, second, third = (int(chance.random() * (len(self.pool) - 30)) for _ in range(3))
        said, words = self._words(first, n)
        more: set[str] = set()
        if n % 3 == 0:
            said = f"O {COMMON} não abre: {said}"
            more = {"o", COMMON, "nao", "abre"}
        if n in (self.tickets // 5, self.tickets // 2, self.tickets - 3):
            said += f" {RARE}"
            more.add(RARE)
        solution, in_solution = self._words(second, n) if resolved else (None, set())
        answer, in_answer = self._words(third, n) if responded else (None, set())
        service, team = chance.choice(self.services)
        person = n % self.people + 1
        words |= more | in_solution | in_answer
        words.update(pieces(f"{n:07d} 2026 {service} {self._name(person)} {address(person)}"))
        opened_at, resolved_at, closes_at = at(opened), at(resolved), at(closes)
        updated = closes_at if over else resolved_at or opened_at
        ticket = {
            "id": n, "number": f"2026-{n:07d}", "submission_key": f"bench-{n}", "link_key": f"{n:032x}",
            "requester_id": person, "service_code": service, "description": said, "priority": "normal",
            "status": status, "channel": "web", "conversation_id": f"bench-{n}", "team_code": team,
            "agent_id": chance.randint(1, AGENTS) if status != "new" and chance.random() < 0.7 else None,
            "agreement_code": "bench", "calendar_code": "extended",
            "first_response_minutes": FIRST_RESPONSE, "resolution_minutes": RESOLUTION, "solution": solution,
            "resolution_count": 1 if resolved else 0, "reopen_count": 0, "opened_at": opened_at,
            "updated_at": updated, "ages_at": at(opened + timedelta(days=3)),
            "snoozed_until": at(NOW + timedelta(hours=5)) if is_open and n % 50 == 0 else None,
            "first_response_at": at(responded), "resolved_at": resolved_at,
            "closes_at": None if over else closes_at, "finished_at": closes_at if over else None,
        }  # fmt: skip
        waits = status == "waiting_on_requester"
        lines = [(opened_at, "opened", "requester", said), (at(responded), "answered", "agent", answer),
                 (resolved_at, "resolved", "agent", solution),
                 (closes_at if over else None, "closed", "system", None)]  # fmt: skip
        rows: Rows = {
            "conversations": [
                {"id": f"bench-{n}", "channel": "web", "started_at": opened_at, "last_seen_at": opened_at,
                 "chat_notices": True, "told_event_id": 0, "misunderstood": n % 4}
            ],
            "tickets": [ticket],
            "events": [
                {"ticket_id": n, "at": when, "kind": kind, "author_kind": author, "text": text,
                 "internal": False, "data": "{}"}
                for when, kind, author, text in lines if when
            ],
            "deadlines": [
                _deadline(n, "first_response", FIRST_RESPONSE, opened, responded, waits),
                _deadline(n, "resolution", RESOLUTION, opened, resolved, waits),
            ],
            "search_documents": [{"ticket_id": n, "as_of": updated, "words": " ".join(sorted(words))}],
            "outbox": [
                {"id": n, "uid": f"{n:032x}", "kind": "registered", "channel": "mail", "ticket_id": n,
                 "recipient": address(person), "payload": "{}",
                 "state": "queued" if is_open and n % 20 == 0 else "sent", "attempts": 1,
                 "next_attempt_at": opened_at, "created_at": opened_at,
                 "sent_at": None if is_open and n % 20 == 0 else opened_at}
            ],
        }  # fmt: skip
        if n % 20 == 0:
            rows["handoffs"] = [
                {"conversation_id": f"bench-{n}", "status": "given_back", "transcript": "[]",
                 "requested_at": opened_at, "expires_at": opened_at}
            ]  # fmt: skip
        if resolved and n % 3 == 0:
            rows["ratings"] = [
                {"ticket_id": n, "resolution": 1, "score": chance.randint(1, 5), "channel": "web",
                 "rated_at": resolved_at}
            ]  # fmt: skip
        return rows

    def _words(self, start: int, n: int) -> tuple[str, set[str]]:
        """Some of them as a text, and as the search keeps them."""
        end = start + 8 + n % 18
        return " ".join(self.pool[start:end]), set(self.folded[start:end])

    def _name(self, n: int) -> str:
        return f"Pessoa {self.pool[n % len(self.pool)].title()}"


def address(n: int) -> str:
    return f"pessoa{n}@orgao{n % 300}.gov.br"


def at(moment: datetime | None) -> Any:
    return None if moment is None else moment.isoformat(" ", "microseconds")[:26]


def _deadline(
    ticket_id: int, kind: str, minutes: int, opened: datetime, met: datetime | None, waits: bool
) -> dict[str, Any]:
    due, warn = opened + timedelta(minutes=minutes), opened + timedelta(minutes=minutes * 0.8)
    paused = waits and met is None
    until = met or NOW
    return {
        "ticket_id": ticket_id, "kind": kind, "target_minutes": minutes, "started_at": at(opened),
        "due_at": at(due), "warn_at": at(warn), "met_at": at(met),
        "paused_at": at(opened + timedelta(minutes=30)) if paused else None,
        "remaining_seconds": minutes * 60 - 1800 if paused else None,
        "warned_at": None if paused or until < warn else at(warn),
        "breached_at": None if paused or until < due else at(due),
    }  # fmt: skip
