"""A real store on SQLite, a clock that the test moves, and a worker over real SMTP and HTTP servers."""

import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

# With --import-mode=importlib a test folder is not on the path by itself.
sys.path.insert(0, str(Path(__file__).parent))

from mail_rows import SECRET

from notifications.chat import ChatTransport
from notifications.mail import Mailer
from notifications.push import PushPost
from notifications.smtp import Server, SmtpTransport
from notifications.speaker import Speaker
from notifications.webhooks import WebhookPost
from notifications.worker import Worker
from ticket_store import operations
from ticket_store.database import connect, reading, transaction
from ticket_store.mails.values import Site
from ticket_store.model import OutboxRow


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock():
    return Clock(datetime(2026, 7, 24, 17, 30, tzinfo=UTC))


@pytest.fixture
def database_url(blank_store, tmp_path):
    (tmp_path / "tickets.db").write_bytes(blank_store.read_bytes())
    return f"sqlite:///{tmp_path / 'tickets.db'}"


@pytest.fixture
def engine(database_url):
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def open_ticket(engine, clock):
    """Ana opens a ticket; its number."""

    def do(email="ana@x.gov.br", conversation_id=None, **given):
        facts = {
            "service_code": "siafi",
            "description": "Não consigo emitir a ordem bancária.",
            "channel": "desk",
            "submission_key": f"chave-{do.count}",
            "name": "Ana Conceição",
        }
        do.count += 1
        with transaction(engine) as session:
            return operations.open_ticket(
                session, email=email, conversation_id=conversation_id, now=clock(), **(facts | given)
            ).number

    do.count = 0
    return do


@pytest.fixture
def rows(engine):
    """The outbox now: (kind, state) or one column of a channel's rows."""

    def look(column="state", channel="mail"):
        with reading(engine) as session:
            found = session.query(OutboxRow).filter_by(channel=channel).order_by(OutboxRow.id)
            return [getattr(row, column) for row in found]

    return look


@pytest.fixture
def worker(engine, clock):
    def make(smtp_port=1, rasa_url="http://127.0.0.1:1", name="worker-a", **options):
        site = Site("https://css.exemplo.gov.br", SECRET)
        local = options.pop("allow_local", True)
        vapid = options.pop("vapid_private_key", "")
        server = Server("127.0.0.1", smtp_port, timeout=options.pop("timeout", 5))
        return Worker(
            engine=engine,
            name=name,
            clock=clock,
            mailer=Mailer(SmtpTransport(server), site, "css.serpro@serpro.gov.br", engine),
            speaker=Speaker(ChatTransport(rasa_url, "segredo", timeout=2), site),
            webhooks=WebhookPost(engine, SECRET, allow_local=local, timeout=2),
            push=PushPost(engine, site, vapid, "css.serpro@serpro.gov.br", allow_local=local, timeout=2),
            **options,
        )

    return make


@pytest.fixture
def never():
    return threading.Event()
