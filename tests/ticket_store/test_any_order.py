"""Whatever people do to a ticket, in whatever order, the store stays consistent with itself."""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from ticket_store import database, lifecycle, model, operations, queries
from ticket_store.authors import Author
from ticket_store.errors import TicketStoreError

ANA = Author.requester("Ana")
template: Path


class AnyOrder(RuleBasedStateMachine):
    """One ticket with an ANS; every refusal must be one of the store's own and leave no trace."""

    @initialize()
    def open(self) -> None:
        self.directory = Path(tempfile.mkdtemp())
        shutil.copy(template, self.directory / "t.db")
        self.engine = database.connect(f"sqlite:///{self.directory}/t.db")
        self.now = datetime(2026, 3, 13, 18, 0, tzinfo=UTC)  # a Friday afternoon
        with database.transaction(self.engine) as session:
            agent = model.Agent(
                name="Bruno",
                email="b@serpro.gov.br",
                password_hash="!",
                role="attendant",
                team_codes=[],
                created_at=self.now,
            )
            session.add(agent)
            session.flush()
            self.bruno = Author.agent(agent)
            self.number = operations.open_ticket(
                session,
                email="ana@fazenda.gov.br",
                service_code="siafi",
                description="O SIAFI não abre",
                channel="web",
                conversation_id="web-1",
                submission_key="k",
                now=self.now,
            ).number

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()
            shutil.rmtree(self.directory)

    def attempt(self, operation: Any, **arguments: Any) -> None:
        before = self.rows()
        try:
            with database.transaction(self.engine) as session:
                operation(session, now=self.now, **arguments)
        except TicketStoreError:
            assert self.rows() == before

    def rows(self) -> tuple[int, ...]:
        with database.reading(self.engine) as session:
            tables = (model.Event, model.OutboxRow, model.Rating, model.Deadline)
            return tuple(len(session.scalars(select(t)).unique().all()) for t in tables)

    @rule(hours=st.integers(1, 80))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(author=st.sampled_from(["ana", "bruno"]))
    def say(self, author: str) -> None:
        who = ANA if author == "ana" else self.bruno
        self.attempt(operations.comment, ticket_number=self.number, text="Oi", author=who)

    @rule()
    def question(self) -> None:
        self.attempt(operations.ask_requester, ticket_number=self.number, text="Qual?", author=self.bruno)

    @rule(team=st.sampled_from(["finance", "network", "moon"]))
    def forward(self, team: str) -> None:
        self.attempt(
            operations.forward, ticket_number=self.number, team_code=team, note=None, author=self.bruno
        )

    @rule()
    def take(self) -> None:
        self.attempt(operations.take, ticket_number=self.number, agent_id=self.bruno.agent_id)

    @rule()
    def resolve(self) -> None:
        self.attempt(operations.resolve, ticket_number=self.number, solution="Feito", author=self.bruno)

    @rule()
    def reopen(self) -> None:
        self.attempt(operations.reopen, ticket_number=self.number, reason="Voltou", author=ANA)

    @rule(score=st.integers(0, 6))
    def rate(self, score: int) -> None:
        self.attempt(operations.rate, ticket_number=self.number, score=score, channel="web")

    @rule()
    def cancel(self) -> None:
        self.attempt(operations.cancel, ticket_number=self.number, author=ANA)

    @rule()
    def the_clock_strikes(self) -> None:
        self.attempt(operations.watch_deadlines)
        self.attempt(operations.close_due)

    @invariant()
    def everything_agrees(self) -> None:
        if not hasattr(self, "number"):
            return
        with database.reading(self.engine) as session:
            view = queries.desk_ticket(session, ticket_number=self.number)
            history = queries.history(session, ticket_number=self.number, internal=True)
            promises = queries.deadlines(session, ticket_number=self.number)
            mails = session.scalars(select(model.OutboxRow).where(model.OutboxRow.channel == "mail")).all()
        moves = [(e.from_status, e.to_status) for e in history if e.to_status]
        assert all(wanted in lifecycle.MOVES[current] for current, wanted in moves)
        assert view.status == (moves[-1][1] if moves else lifecycle.NEW)
        assert (view.reopen_until is not None) == (view.status == lifecycle.RESOLVED)
        assert (view.finished_at is not None) == (view.status in lifecycle.FINISHED)
        assert [e.at for e in history] == sorted(e.at for e in history)
        kinds = [e.kind for e in history]
        assert (view.resolution_count, view.reopen_count) == (
            kinds.count("resolved"),
            kinds.count("reopened"),
        )
        assert view.resolution_count - view.reopen_count in (0, 1)
        # A running promise only while open; a paused one only while waiting; one more for each reopening.
        running = [p for p in promises if p.kind == "resolution" and p.met_at is None]
        assert len([p for p in promises if p.kind == "resolution"]) == 1 + view.reopen_count
        if view.status in (lifecycle.NEW, lifecycle.IN_PROGRESS):
            assert len(running) == 1
            assert view.due_at == running[0].due_at
        assert view.status == lifecycle.WAITING or not any(p.paused for p in promises)
        told = (
            "answered",
            "waiting_on_requester",
            "forwarded",
            "resolved",
            "reopened",
            "closed",
            "cancelled",
        )
        assert sorted(m.kind for m in mails if m.kind in told) == sorted(k for k in kinds if k in told)


AnyOrder.TestCase.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.fixture(autouse=True)
def _template(blank_store: Path) -> None:
    global template
    template = blank_store


TestAnyOrder = AnyOrder.TestCase
