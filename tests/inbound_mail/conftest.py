"""Ana's ticket in a real store, the assistant's double, and a handler over both."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

# With --import-mode=importlib a test folder is not on the path by itself.
sys.path.insert(0, str(Path(__file__).parent))

from assistant_double import TOKEN, AssistantDouble
from mail_room import CORPUS, CSS, NUMBER, SECRET, UID, Clock, Store

from inbound_mail.assistant import Assistant
from inbound_mail.files import Files
from inbound_mail.handler import Handler
from inbound_mail.office import Office
from ticket_store import operations
from ticket_store.database import connect, transaction
from ticket_store.model import OutboxRow


@pytest.fixture
def clock():
    return Clock(datetime(2026, 7, 24, 17, 30, tzinfo=UTC))


@pytest.fixture
def database_url(blank_store, tmp_path):
    (tmp_path / "tickets.db").write_bytes(blank_store.read_bytes())
    return f"sqlite:///{tmp_path / 'tickets.db'}"


@pytest.fixture
def store(database_url, clock, tmp_path):
    engine = connect(database_url)
    with transaction(engine) as session:
        ticket = operations.open_ticket(
            session, email="ana@x.gov.br", name="Ana Conceição", service_code="siafi", channel="desk",
            description="Não consigo emitir a ordem bancária.", submission_key="ana", now=clock(),
        )  # fmt: skip
        assert ticket.number == NUMBER
        session.query(OutboxRow).one().uid = UID
    yield Store(engine, clock, tmp_path / "attachments")
    engine.dispose()


@pytest.fixture
def assistant(clock):
    double = AssistantDouble()
    double.clock = clock
    with double.running() as url:
        double.url = url
        yield double


@pytest.fixture
def office(store, assistant, clock):
    return Office(
        engine=store.engine, clock=clock, mailbox=CSS, secret=SECRET, trusted="mx.serpro.gov.br",
        assistant=Assistant(assistant.url, TOKEN, timeout=10), files=Files(store.directory),
    )  # fmt: skip


@pytest.fixture
def handler(office):
    return Handler(office)


@pytest.fixture
def letter():
    return lambda name: (CORPUS / f"{name}.eml").read_bytes()
