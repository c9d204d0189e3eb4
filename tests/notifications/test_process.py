"""`python -m notifications` as it runs in production, beside the development inbox."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mail_servers import Channel, Postman, free_port, smtp

from dev_inbox.server import start
from ground import vitals
from launcher import env_files
from notifications.__main__ import worker_from
from settings import Settings
from ticket_store import operations
from ticket_store.authors import Author
from ticket_store.database import transaction

ROOT = Path(__file__).parents[2]


@contextmanager
def process(database_url, tmp_path, **settings):
    """The process and its log file."""
    secrets = {name: "segredo" for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN")}
    known = secrets | {"DATABASE_URL": database_url, "SMTP_SECURITY": "none"} | settings
    own = env_files.given(known, "notifications")  # nothing else, as where systemd starts it
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **own}
    log = tmp_path / "worker.log"
    with log.open("ab") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "notifications"], cwd=ROOT, env=environment, stderr=out, stdout=out
        )
        try:
            until(lambda: b"started" in log.read_bytes())
            yield running, log
        finally:
            running.kill()
            running.wait()


def until(true, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def stopped(running):
    """Seconds that a SIGTERM took."""
    began = time.monotonic()
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=15) == 0
    return time.monotonic() - began


@pytest.fixture(autouse=True)
def today(clock):
    clock.now = datetime.now(UTC)


def test_a_mail_and_a_chat_notice_leave_within_seconds_and_the_log_names_nobody(
    database_url, tmp_path, engine, clock, open_ticket
):
    port, folder, channel = free_port(), tmp_path / "inbox", Channel()
    controller = start("127.0.0.1", port, folder)
    with (
        channel.running() as url,
        process(database_url, tmp_path, SMTP_PORT=str(port), RASA_URL=url) as (running, log),
    ):
        assert vitals.ask(tmp_path / "run" / "notifications.vitals", "/ready")
        number = open_ticket(conversation_id="web-1f")
        with transaction(engine) as session:
            author = Author("agent", "Bruno Araújo")
            operations.comment(
                session, ticket_number=number, text="Estamos vendo.", author=author, now=clock()
            )
        until(lambda: len(list(folder.glob("*.eml"))) == 2 and channel.seen)
        until(lambda: log.read_text().count(" sent") == 3)
        assert stopped(running) < 8
    controller.stop()
    said = log.read_text()
    assert "stopped" in said
    for personal in ("ana@x.gov.br", "Ana Conceição", "ordem bancária", "web-1f"):
        assert personal not in said


def test_mails_wait_while_the_server_is_away_and_leave_when_it_is_back(
    database_url, tmp_path, open_ticket, rows
):
    port, postman = free_port(), Postman()
    open_ticket()
    with process(database_url, tmp_path, SMTP_PORT=str(port)) as (_, log):
        until(lambda: "no connection" in log.read_text())
        with smtp(postman, port=port):
            until(lambda: postman.mails)
            until(lambda: rows() == ["sent"])
    assert rows("attempts") == [1]


def test_it_stops_in_seconds_even_while_a_mail_server_keeps_it_waiting(
    database_url, tmp_path, open_ticket, rows
):
    open_ticket()
    with smtp(Postman(hold=30)) as port, process(database_url, tmp_path, SMTP_PORT=str(port)) as (running, _):
        until(lambda: rows("attempts") == [1])
        time.sleep(0.5)
        assert stopped(running) < 8
    assert rows() == ["queued"]


def test_a_resolved_ticket_closes_by_itself_after_its_days(
    database_url, tmp_path, engine, open_ticket, clock, rows
):
    number = open_ticket()
    clock.pass_(days=-11)
    with transaction(engine) as session:
        operations.resolve(
            session, ticket_number=number, solution="Corrigido.", author=Author("agent", "Bruno"), now=clock()
        )
    with process(database_url, tmp_path, SMTP_PORT=str(free_port())):
        until(lambda: "closed" in rows("kind"))


@pytest.mark.parametrize(
    ("settings", "read"),
    [({}, False), ({"IMAP_HOST": "imap.serpro.gov.br"}, True), ({"LMTP_PORT": "8024"}, True)],
)
def test_mails_may_be_answered_where_the_mailbox_is_read(monkeypatch, tmp_path, settings, read):
    for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN"):
        monkeypatch.setenv(name, "segredo")
    plain = {"IMAP_HOST": "", "LMTP_PORT": "0", "VAR_DIR": str(tmp_path)}
    for name, value in (plain | settings).items():
        monkeypatch.setenv(name, value)
    worker = worker_from(Settings.from_env())
    assert worker.mailer.site.replies_read == read
    worker.engine.dispose()
