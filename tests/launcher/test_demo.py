"""The demonstration: a believable store, nothing of it ever mailed, and never mixed with real tickets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from launcher import demo
from ticket_store import accounts, model, operations, queries
from ticket_store.database import connect, migrate, reading, transaction

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=timezone.utc)


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(demo, "DAYS", 5)
    url = f"sqlite:///{tmp_path / 'tickets.db'}"
    migrate(url)
    engine = connect(url)
    yield engine
    engine.dispose()


def test_the_desk_and_the_dashboard_have_something_to_show(engine: Any) -> None:
    passwords, count = demo.fill(engine, NOW)
    assert count > 30
    with reading(engine) as session:
        figures = queries.dashboard(session, start=(NOW - timedelta(days=5)).date(), end=NOW.date(), now=NOW)
        assert figures.resolved > 10
        assert figures.ratings > 0
        assert figures.days[-1].backlog > 0
        assert figures.misunderstood
        assert queries.live_queue(session)
        assert queries.active_incidents(session)
        newest = session.scalar(select(func.max(model.Event.at)))
    assert newest is not None
    assert newest <= NOW
    account, password = passwords[0]
    with transaction(engine) as session:
        assert (
            accounts.log_in(session, email=account["email"], password=password, now=NOW).role == "attendant"
        )


def test_nothing_is_left_for_a_worker_to_send(engine: Any) -> None:
    demo.fill(engine, NOW)
    with reading(engine) as session:
        queued = select(func.count()).select_from(model.OutboxRow).where(model.OutboxRow.state == "queued")
        assert session.scalar(queued) == 0


def test_the_same_seed_tells_the_same_story(engine: Any, tmp_path: Path) -> None:
    def story(of: Any) -> list[tuple[str, str, str]]:
        with reading(of) as session:
            rows = select(model.Ticket.number, model.Ticket.description, model.Ticket.status).order_by(
                model.Ticket.id
            )
            return [tuple(row) for row in session.execute(rows)]

    demo.fill(engine, NOW)
    url = f"sqlite:///{tmp_path / 'again.db'}"
    migrate(url)
    again = connect(url)
    demo.fill(again, NOW)
    assert story(engine) == story(again)
    again.dispose()


def test_it_refuses_a_store_with_real_tickets(engine: Any) -> None:
    with transaction(engine) as session:
        operations.open_ticket(
            session,
            email="ana@saude.gov.br",
            service_code="siape",
            description="A folha não abre.",
            channel="web",
            submission_key="real",
            now=NOW,
        )
    with pytest.raises(demo.DemoRefused, match="acionamentos de verdade"):
        demo.fill(engine, NOW)
    with reading(engine) as session:
        assert queries.agents(session) == []


def test_a_second_filling_is_refused(engine: Any) -> None:
    demo.fill(engine, NOW)
    with pytest.raises(demo.DemoRefused, match="já está no banco"):
        demo.fill(engine, NOW)
