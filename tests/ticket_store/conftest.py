"""The store under test, on SQLite and on PostgreSQL: the same tests must hold on both."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from tests.emptied import empty
from ticket_store import accounts, database, model, operations, queries
from ticket_store.authors import Author
from ticket_store.views import TicketView

ANA = "ana@fazenda.gov.br"  # has an ANS on the extended calendar
BRUNO = "bruno@serpro.gov.br"
CARLA = "carla@prefeitura.sp.gov.br"  # has none
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL")
KEPT_TABLES = {"teams", "services", "canned_solutions"}


@dataclass
class Store:
    """The engine and a hand on the clock. `now` starts on Tuesday 2026-03-10, 11:00 in São Paulo."""

    engine: Engine
    now: datetime = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
    _keys: int = field(default=0)

    def do(self, operation: Callable[..., Any], **arguments: Any) -> Any:
        """One operation in its own transaction, at `now`."""
        with database.transaction(self.engine) as session:
            return operation(session, **{"now": self.now, **arguments})

    def ask(self, query: Callable[..., Any], **arguments: Any) -> Any:
        with database.reading(self.engine) as session:
            return query(session, **arguments)

    def later(self, **how_much: float) -> None:
        self.now += timedelta(**how_much)

    def at(self, year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
        """Sets the clock to that time in São Paulo (UTC-3)."""
        self.now = datetime(year, month, day, hour, minute, tzinfo=UTC) + timedelta(hours=3)
        return self.now

    def open(self, email: str = ANA, **arguments: Any) -> model.Ticket:
        self._keys += 1
        given = {
            "email": email,
            "service_code": "siafi",
            "description": "O SIAFI não abre desde ontem",
            "channel": "web",
            "submission_key": f"key-{self._keys}",
        }
        return self.do(operations.open_ticket, **given | arguments)

    def resolved(self, email: str = ANA, **arguments: Any) -> model.Ticket:
        ticket = self.open(email, **arguments)
        self.do(
            operations.resolve, ticket_number=ticket.number, solution="Senha redefinida", author=self.agent()
        )
        return ticket

    def agent(self, name: str = "Bruno", role: str = "attendant") -> Author:
        """The author of that name, with an account without password: hashing one takes its time."""
        email = f"{name.lower()}@serpro.gov.br"
        with database.transaction(self.engine) as session:
            agent = session.scalar(select(model.Agent).where(model.Agent.email == email))
            if agent is None:
                agent = model.Agent(
                    name=name, email=email, password_hash="!", role=role, team_codes=[], created_at=self.now
                )
                session.add(agent)
                session.flush()
            return Author.agent(agent)

    def account(self, email: str, password: str) -> model.Agent:
        return self.do(accounts.create_agent, name="Bruno", email=email, password=password, role="attendant")

    def view(self, number: str) -> TicketView:
        return self.ask(queries.desk_ticket, ticket_number=number)

    def kinds(self, number: str, internal: bool = True) -> list[str]:
        return [e.kind for e in self.ask(queries.history, ticket_number=number, internal=internal)]

    def outbox(self, channel: str = "mail") -> list[model.OutboxRow]:
        with database.reading(self.engine) as session:
            rows = select(model.OutboxRow).where(model.OutboxRow.channel == channel)
            return list(session.scalars(rows.order_by(model.OutboxRow.id)))

    def mails(self, to: str | None = None) -> list[str]:
        return [row.kind for row in self.outbox() if to is None or row.recipient == to]

    def plan(self, statement: Callable[[Session], Any]) -> str:
        """How the database would run it. PostgreSQL is kept from reading its small tables whole
        or along their keys.
        """
        with database.reading(self.engine) as session:
            compiled = statement(session).compile(
                self.engine, compile_kwargs={"literal_binds": True, "render_postcompile": True}
            )
            if self.engine.dialect.name == "sqlite":
                rows = session.execute(text(f"EXPLAIN QUERY PLAN {_written(compiled)}"))
                return "\n".join(row[3] for row in rows)
            session.execute(text("SET LOCAL enable_seqscan = off"))
            session.execute(text("SET LOCAL enable_indexscan = off"))
            return "\n".join(session.scalars(text(f"EXPLAIN {_written(compiled)}")))

    def count(self, table: type[model.Base]) -> int:
        with database.reading(self.engine) as session:
            return len(session.scalars(select(table)).unique().all())


def _written(compiled: Any) -> str:
    return str(compiled).replace(":", "\\:").replace("%%", "%")


@pytest.fixture(scope="session")
def postgres_engine(worker_id: str) -> Iterator[Engine | None]:
    """A schema of this test process's own in the database of TEST_POSTGRES_URL."""
    if not POSTGRES_URL:
        yield None
        return
    given = POSTGRES_URL
    schema = f"store_{worker_id}"
    admin = database.connect(given)
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(given).update_query_dict({"options": f"-csearch_path={schema}"})
    database.migrate(url.render_as_string(hide_password=False))
    engine = database.connect(url.render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


# Without a server the whole PostgreSQL half is one skip with its reason, not hundreds.
@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES_URL else ["sqlite"])
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, blank_store: Path, postgres_engine: Engine | None
) -> Iterator[Engine]:
    if request.param == "sqlite":
        path = tmp_path / "tickets.db"
        shutil.copy(blank_store, path)
        engine = database.connect(f"sqlite:///{path}")
        yield engine
        engine.dispose()
        return
    assert postgres_engine is not None
    yield postgres_engine
    empty(postgres_engine, but=KEPT_TABLES)


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine)
