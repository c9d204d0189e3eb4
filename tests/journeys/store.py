"""The running stack's store: what time does to a ticket, and looks at what the pages cannot show."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import inspect, select

from notifications import chores
from settings import Settings
from ticket_store import model, operations, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.views import EventView, TicketView

AGENT = Author("agent", "Bruno Lima")


@dataclass(frozen=True)
class Store:
    """Operations as the other processes call them, with the clock of this machine unless told otherwise."""

    engine: Any
    settings: Settings

    def do(self, verb: Any, now: datetime | None = None, **values: Any) -> Any:
        with transaction(self.engine) as session:
            return verb(session, now=now or datetime.now(timezone.utc), **values)

    def ticket(self, number: str) -> TicketView:
        with reading(self.engine) as session:
            return queries.desk_ticket(session, ticket_number=number)

    def history(self, number: str) -> list[EventView]:
        with reading(self.engine) as session:
            return queries.history(session, ticket_number=number, internal=True)

    def resolve(self, number: str, solution: str) -> None:
        self.do(operations.resolve, ticket_number=number, solution=solution, author=AGENT)

    def age(self, number: str, by: timedelta) -> None:
        """As if all of the ticket's life had happened that much earlier."""
        with transaction(self.engine) as session:
            ticket = session.scalars(select(model.Ticket).where(model.Ticket.number == number)).one()
            events = select(model.Event).where(model.Event.ticket_id == ticket.id)
            for row in (ticket, *ticket.deadlines, *ticket.ratings, *session.scalars(events)):
                for column in inspect(type(row)).columns:
                    value = getattr(row, column.key)
                    if value is not None and isinstance(value, datetime):
                        setattr(row, column.key, value - by)

    def expire_handoffs(self) -> None:
        """As if the set time had passed for everyone who waits for a person."""
        with transaction(self.engine) as session:
            for handoff in session.scalars(select(model.Handoff).where(model.Handoff.status == "requested")):
                handoff.expires_at = datetime.now(timezone.utc)

    def chores(self) -> None:
        """The worker's chores of each minute, without waiting for the minute."""
        clock = lambda: datetime.now(timezone.utc)  # noqa: E731
        chores.once(self.engine, clock, {**chores.OFTEN, **chores.ENDING, **chores.EACH_MINUTE})(
            threading.Event()
        )
