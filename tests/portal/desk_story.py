"""Tickets as the desk would have left them, for the requester's pages: Ana asks, Bruno attends."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from fastapi.testclient import TestClient

from ticket_store import links, operations, outbox, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction

ANA = "ana@saude.gov.br"
CARLA = "carla@mec.gov.br"
BRUNO = Author("agent", "Bruno")
START = datetime(2026, 11, 25, 14, 0, tzinfo=timezone.utc)


class Clock:
    """The portal's clock, moved by hand."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


class Story:
    """Moves a ticket as others would; each step is a transaction at the clock's time."""

    def __init__(self, engine: Any, clock: Clock, secret: str) -> None:
        self.engine, self.clock, self.secret = engine, clock, secret

    def opened(
        self, email: str = ANA, key: str = "k1", description: str = "O SIAPE dá erro ao abrir a folha."
    ) -> str:
        with transaction(self.engine) as session:
            ticket = operations.open_ticket(
                session,
                email=email,
                service_code="siape",
                description=description,
                channel="web",
                submission_key=key,
                now=self.clock(),
            )
            return ticket.number

    def incident(self, service: str, title: str, text: str, follower: str | None = None) -> int:
        with transaction(self.engine) as session:
            made = operations.announce_incident(
                session, service_code=service, title=title, text=text, agent_id=None, now=self.clock()
            )
            if follower:
                operations.follow_incident(session, incident_id=made.id, email=follower, now=self.clock())
            return made.id

    def incident_news(self, incident_id: int, text: str, over: bool = False) -> None:
        verb = operations.end_incident if over else operations.update_incident
        with transaction(self.engine) as session:
            verb(session, incident_id=incident_id, text=text, agent_id=None, now=self.clock())

    def asked(self, number: str, text: str) -> None:
        with transaction(self.engine) as session:
            operations.ask_requester(session, ticket_number=number, text=text, author=BRUNO, now=self.clock())

    def noted(self, number: str, text: str) -> None:
        with transaction(self.engine) as session:
            operations.comment(
                session, ticket_number=number, text=text, author=BRUNO, internal=True, now=self.clock()
            )

    def resolved(self, number: str, solution: str = "A folha foi reprocessada.") -> None:
        with transaction(self.engine) as session:
            operations.resolve(
                session, ticket_number=number, solution=solution, author=BRUNO, now=self.clock()
            )

    def closed(self) -> None:
        with transaction(self.engine) as session:
            operations.close_due(session, now=self.clock())

    def consult(self, number: str) -> str:
        return f"/consulta/{links.sign(links.CONSULT, self.named(number), self.secret)}"

    def survey(self, number: str, resolution: int = 1) -> str:
        data = self.named(number) | {"resolution": resolution}
        return f"/pesquisa/{links.sign(links.SURVEY, data, self.secret)}"

    def named(self, number: str) -> dict[str, Any]:
        with reading(self.engine) as session:
            return {
                "number": number,
                "key": queries.desk_ticket(session, ticket_number=number).link_key,
            }

    def codes(self) -> list[tuple[str, str]]:
        """(to, code) of every code mail not yet sent, the oldest first."""
        with transaction(self.engine) as session:
            rows = outbox.claim(
                session, worker="test", lease_seconds=1, limit=50, channel="mail", now=self.clock()
            )
            found = [(row.to, row.payload["code"]) for row in rows if row.kind == "one_time_code"]
        self.clock.forward(seconds=2)
        return found

    def confirmed(self, client: TestClient, link: str) -> str:
        """The link, once this browser has entered the code that its page sends."""
        client.post(f"{link}/confirmar")
        client.post("/consulta/codigo", data={"code": self.codes()[-1][1]})
        return link

    def unsubscribe(self, email: str) -> str:
        return f"/descadastro/{links.sign(links.UNSUBSCRIBE, {'email': email}, self.secret)}"
