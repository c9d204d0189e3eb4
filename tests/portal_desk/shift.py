"""One shift at the desk: its accounts, and what requesters and colleagues do meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ticket_store import accounts, model, operations, outbox, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.views import TicketView

ANA = "ana@saude.gov.br"  # business hours
CARLA = "carla@rfb.gov.br"  # around the clock
PASSWORD = "correct horse battery"
# A Wednesday, 11h00 in São Paulo.
START = datetime(2026, 11, 25, 14, 0, tzinfo=timezone.utc)


class Clock:
    """The portal's clock, moved by hand."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


class Shift:
    """bruno and denise attend, silvia supervises."""

    def __init__(self, engine: Any, clock: Clock) -> None:
        self.engine, self.clock = engine, clock
        self.ids: dict[str, int] = {}
        self.opened_count = 0
        self.hire("bruno", "attendant", ("people",))
        self.hire("denise", "attendant")
        self.hire("silvia", "supervisor")

    def hire(self, name: str, role: str, teams: tuple[str, ...] = ()) -> None:
        """An account from before the shift began."""
        with transaction(self.engine) as session:
            self.ids[name] = accounts.create_agent(
                session,
                name=name.capitalize(),
                email=f"{name}@serpro.gov.br",
                password=PASSWORD,
                role=role,
                now=START - timedelta(days=1),
                team_codes=teams,
            ).id

    def do(self, verb: Any, **values: Any) -> Any:
        with transaction(self.engine) as session:
            return verb(session, now=self.clock(), **values)

    def author(self, name: str) -> Author:
        return Author("agent", name.capitalize(), self.ids[name])

    def opened(
        self,
        email: str = ANA,
        service: str = "siape",
        description: str = "O SIAPE dá erro ao abrir a folha.",
        **more: Any,
    ) -> str:
        self.opened_count += 1
        ticket = self.do(
            operations.open_ticket,
            email=email,
            service_code=service,
            description=description,
            submission_key=f"k{self.opened_count}",
            **{"channel": "phone", **more},
        )
        return str(ticket.number)

    def attached(self, directory: Path, *files: tuple[str, bytes]) -> str:
        """A ticket with files of its requester."""
        number = self.opened()
        for name, content in files:
            self.do(
                operations.add_attachment,
                ticket_number=number,
                filename=name,
                content=content,
                author=Author.requester(),
                directory=directory,
            )
        return number

    def handoff(
        self, conversation: str = "web-abc", email: str | None = ANA, said: list[dict[str, str]] | None = None
    ) -> int:
        asked = self.do(
            operations.request_handoff,
            conversation_id=conversation,
            channel="web",
            transcript=said or [{"from": "user", "text": "quero falar com alguém", "at": START.isoformat()}],
            wait_minutes=5,
            email=email,
        )
        return int(asked.id)

    def parked(self, to: str = "errado@saude.gov.br") -> int:
        """A mail that came back."""
        row = self.do(outbox.enqueue, kind="answered", to=to, payload={"text": "oi"})
        self.do(outbox.claim, worker="w", lease_seconds=30, limit=50)
        self.do(outbox.mark_failed, item_id=row.id, worker="w", error="550 no such user", permanent=True)
        return int(row.id)

    def kept_for_a_person(self) -> None:
        """A message that was not understood, a letter that could not be read and a mail that came back."""
        self.do(
            operations.record_misunderstood,
            conversation_id="web-9",
            text="a tela ficou roxa",
            guess="greet",
            confidence=0.3,
        )
        self.do(operations.keep_letter, message_id="<a@b>", reason="unparsable", raw=b"x", excerpt="texto")
        self.parked()

    def ticket(self, number: str) -> TicketView:
        with reading(self.engine) as session:
            return queries.desk_ticket(session, ticket_number=number)

    def history(self, number: str) -> list[Any]:
        with reading(self.engine) as session:
            return queries.history(session, ticket_number=number, internal=True)

    def mails(self, to: str) -> list[str]:
        """Kinds of what was put in the outbox for that address, the oldest first."""
        rows = (
            select(model.OutboxRow.kind).where(model.OutboxRow.recipient == to).order_by(model.OutboxRow.id)
        )
        with reading(self.engine) as session:
            return list(session.scalars(rows))

    def codes(self, to: str = ANA) -> list[str]:
        """The one-time codes mailed to that address, the oldest first."""
        rows = (
            select(model.OutboxRow)
            .where(model.OutboxRow.recipient == to, model.OutboxRow.kind == "one_time_code")
            .order_by(model.OutboxRow.id)
        )
        with reading(self.engine) as session:
            return [str(row.payload["code"]) for row in session.scalars(rows)]

    def audited(self, name: str) -> list[tuple[str, str]]:
        """(action, target) of what that attendant did, the oldest first."""
        with reading(self.engine) as session:
            trail = accounts.audit_trail(session, agent_id=self.ids[name])
        return [(entry.action, entry.target) for entry, _ in reversed(trail)]
