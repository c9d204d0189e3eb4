"""The demonstration: a believable store, nothing of it ever mailed, and nothing of others touched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from launcher import demo
from ticket_store import accounts, in_force, model, operations, outbox, queries
from ticket_store.database import connect, reading, transaction
from ticket_store.queries import incident_tickets, training

pytestmark = pytest.mark.xdist_group("demonstration")  # what fills the store once is on one worker
NOW = datetime(2026, 11, 25, 18, 0, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Filled:
    """A store with the demonstration in it, and what filling it gave."""

    engine: Any
    passwords: list[tuple[dict[str, Any], str]]
    count: int
    files: Path


@pytest.fixture(scope="module", autouse=True)
def few_days() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "DAYS", 5)
        yield


@pytest.fixture
def engine(tmp_path: Path, blank_store: Path) -> Iterator[Any]:
    shutil.copy(blank_store, tmp_path / "tickets.db")
    engine = connect(f"sqlite:///{tmp_path / 'tickets.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, blank_store: Path, few_days: None) -> Iterator[Filled]:
    path = tmp_path_factory.mktemp("filled") / "tickets.db"
    shutil.copy(blank_store, path)
    engine = connect(f"sqlite:///{path}")
    yield Filled(engine, *demo.fill(engine, NOW, path.parent / "files"), path.parent / "files")
    engine.dispose()


def test_the_desk_and_the_dashboard_have_something_to_show(filled: Filled) -> None:
    engine, passwords = filled.engine, filled.passwords
    assert filled.count > 30
    with reading(engine) as session:
        figures = queries.dashboard(session, start=(NOW - timedelta(days=5)).date(), end=NOW.date(), now=NOW)
        assert figures.resolved > 10
        assert figures.ratings > 0
        assert figures.days[-1].backlog > 0
        assert figures.misunderstood
        assert queries.live_queue(session)
        assert queries.active_incidents(session)
        assert in_force.announced(session, now=NOW)
        assert not in_force.announced(session, now=NOW + timedelta(days=30))
        written = {
            kind for kind, _ in session.execute(select(model.SettingVersion.kind, model.SettingVersion.id))
        }
        assert {"mail_template", "assistant_text", "duty", "limits", "automation", "announcement"} <= written
        outcomes = set(session.scalars(select(model.AutomationRun.outcome)))
        assert "done" in outcomes
        newest = session.scalar(select(func.max(model.Event.at)))
    assert newest is not None
    assert newest <= NOW
    account, password = passwords[0]
    checked = accounts.check_password(engine, email=account["email"], password=password, asker="", now=NOW)
    with transaction(engine) as session:
        assert accounts.accept(session, checked=checked, now=NOW).role == "attendant"


def test_nothing_is_left_for_a_worker_to_send(filled: Filled) -> None:
    with reading(filled.engine) as session:
        queued = select(func.count()).select_from(model.OutboxRow).where(model.OutboxRow.state == "queued")
        assert session.scalar(queued) == 0


def test_no_mail_of_it_is_left_among_the_failures(filled: Filled) -> None:
    with reading(filled.engine) as session:
        assert outbox.parked(session) == []
        assert session.scalar(select(func.count()).select_from(model.OutboxRow)) > 100


def test_what_attendants_keep_and_do_together_is_there_to_be_seen(filled: Filled) -> None:
    with reading(filled.engine) as session:
        for table in (model.Macro, model.SavedView, model.CannedText, model.TicketLink, model.HeldFile):
            assert session.scalar(select(func.count()).select_from(table)), table.__name__
        assert session.scalar(select(func.count()).select_from(model.TicketFollower))
        assert session.scalar(select(func.count()).select_from(model.RequesterNote))
        rung = set(session.scalars(select(model.DeskNotice.kind)))
        assert "note" in rung  # somebody was spoken of


def test_what_is_decided_and_taught_is_there_to_be_seen(filled: Filled) -> None:
    with reading(filled.engine) as session:
        (proposal,) = incident_tickets.proposals(session)
        assert proposal.service_code == "comprasnet"
        labelled = select(model.ReviewItem.taught).where(model.ReviewItem.status == "labelled")
        assert list(session.scalars(labelled)) == [["start check_ticket_status"]]
        (run,) = training.trainings(session)
        assert run.status == "done"
        assert run.report is not None
        assert training.under_way(session) is None  # nothing that a trainer would begin with
        sent = session.scalars(select(model.Attachment)).one()
        assert (filled.files / sent.storage_key).read_bytes().startswith(b"Erro 0071")
        passed = (
            select(func.count())
            .select_from(model.AuditEntry)
            .where(model.AuditEntry.action == "handoff_passed")
        )
        assert session.scalar(passed) == 1
        roles_made = select(func.count()).where(model.SettingVersion.kind == "role")
        assert session.scalar(roles_made)


def test_the_same_seed_tells_the_same_story(filled: Filled, engine: Any, tmp_path: Path) -> None:
    def story(of: Any) -> list[tuple[str, str, str]]:
        with reading(of) as session:
            rows = select(model.Ticket.number, model.Ticket.description, model.Ticket.status).order_by(
                model.Ticket.id
            )
            return [tuple(row) for row in session.execute(rows)]

    demo.fill(engine, NOW, tmp_path / "files")
    assert story(engine) == story(filled.engine)


def open_for_ana(engine: Any, at: datetime) -> None:
    with transaction(engine) as session:
        operations.open_ticket(
            session,
            email="ana@saude.gov.br",
            service_code="siape",
            description="A folha não abre.",
            channel="web",
            submission_key="real",
            now=at,
        )


def send_mails(engine: Any) -> None:
    """What the worker does when it is up."""
    with transaction(engine) as session:
        for item in outbox.claim(session, worker="w", lease_seconds=60, limit=99, now=NOW):
            outbox.mark_sent(session, item_id=item.id, worker="w", now=NOW)


def of_ana(engine: Any) -> tuple[Any, ...]:
    """Her ticket, its history and its mails, whole."""
    with reading(engine) as session:
        ticket = session.scalars(select(model.Ticket).where(model.Ticket.submission_key == "real")).one()
        mails = session.scalars(select(model.OutboxRow).where(model.OutboxRow.ticket_id == ticket.id))
        return (
            ticket.number,
            ticket.status,
            ticket.agent_id,
            [(event.kind, event.at) for event in ticket.events],
            [(mail.kind, mail.state, mail.sent_at) for mail in mails],
        )


@pytest.mark.parametrize("age", [timedelta(minutes=30), timedelta(days=3)])
def test_a_ticket_that_was_there_before_stays_as_it_was(engine: Any, age: timedelta, tmp_path: Path) -> None:
    """Ana tried the chat first, as the README says; days ago, too, while no worker minded the deadlines."""
    open_for_ana(engine, NOW - age)
    with transaction(engine) as session:
        operations.watch_deadlines(session, now=NOW)
    send_mails(engine)
    before = of_ana(engine)
    _, count = demo.fill(engine, NOW, tmp_path / "files")
    assert count > 30
    assert of_ana(engine) == before


def test_a_mail_of_others_that_has_not_left_is_never_taken_for_sent(engine: Any, tmp_path: Path) -> None:
    open_for_ana(engine, NOW - timedelta(hours=1))
    with pytest.raises(demo.DemoRefused, match="por enviar"):
        demo.fill(engine, NOW, tmp_path / "files")
    assert [state for _, state, _ in of_ana(engine)[-1]] == ["queued"]
    with reading(engine) as session:
        assert queries.agents(session) == []


def test_a_deadline_nobody_minded_tells_the_team_before_the_demonstration_passes_by(
    engine: Any, tmp_path: Path
) -> None:
    open_for_ana(engine, NOW - timedelta(days=3))
    send_mails(engine)
    with pytest.raises(demo.DemoRefused, match="por enviar"):
        demo.fill(engine, NOW, tmp_path / "files")
    assert "queued" in [state for _, state, _ in of_ana(engine)[-1]]
    send_mails(engine)
    demo.fill(engine, NOW, tmp_path / "files")


def test_a_second_filling_is_refused(filled: Filled, tmp_path: Path) -> None:
    with pytest.raises(demo.DemoRefused, match="já está no banco"):
        demo.fill(filled.engine, NOW, tmp_path / "files")
