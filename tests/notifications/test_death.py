"""kill -9 between any two steps of a delivery: real processes, a store on disk, the development inbox."""

import signal
import subprocess
import sys
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from dying_worker import STEPS
from mail_servers import free_port

from dev_inbox.server import start
from notifications.worker import LEASE_SECONDS

ROOT = Path(__file__).parents[2]
# Between the server's "250" and our commit nobody can know: there it may arrive twice.
MAY_REPEAT = {"after_the_server_took_it", "before_recording", "recorded_but_not_committed"}


@pytest.fixture
def inbox(tmp_path):
    port = free_port()
    controller = start("127.0.0.1", port, tmp_path / "inbox")
    yield port
    controller.stop()


@pytest.fixture
def mails(tmp_path):
    def look():
        found = sorted((tmp_path / "inbox").glob("*.eml"))
        return [BytesParser(policy=policy.default).parsebytes(path.read_bytes()) for path in found]

    return look


def run(database_url, port, step, shift=0):
    script = Path(__file__).with_name("dying_worker.py")
    command = [sys.executable, str(script), database_url, str(port), step, str(shift)]
    return subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, timeout=60, check=False
    ).returncode


@pytest.mark.parametrize("step", STEPS)
def test_a_mail_survives_the_death_of_its_worker(step, database_url, inbox, mails, open_ticket, clock, rows):
    clock.now = datetime.now(UTC)
    number = open_ticket()
    assert run(database_url, inbox, step) == -signal.SIGKILL
    assert run(database_url, inbox, "none", shift=LEASE_SECONDS + 1) == 0
    arrived = mails()
    assert rows() == ["sent"]
    assert 1 <= len(arrived) <= (2 if step in MAY_REPEAT else 1)
    assert len({mail["Message-ID"] for mail in arrived}) == 1
    assert number in arrived[0]["Subject"]


def test_a_row_of_a_dead_worker_waits_for_its_lease_and_no_longer(
    database_url, inbox, mails, open_ticket, clock
):
    clock.now = datetime.now(UTC)
    open_ticket()
    assert run(database_url, inbox, "before_sending") == -signal.SIGKILL
    assert run(database_url, inbox, "none") == 0
    assert mails() == []
    assert run(database_url, inbox, "none", shift=LEASE_SECONDS + 1) == 0
    assert len(mails()) == 1
