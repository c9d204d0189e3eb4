"""`python -m inbound_mail` itself: killed while the assistant answers, started again, stopped politely."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from assistant_double import TOKEN
from dovecot_server import PASSWORD, USER, dovecot
from mail_room import CSS, SECRET, plain, spare_port

from ground import vitals
from launcher import env_files

ROOT = Path(__file__).resolve().parents[2]
DAVI = "davi@w.gov.br"


@pytest.fixture
def start(database_url, assistant, tmp_path):
    """start(**settings) runs it until the block ends; gives the process."""

    @contextmanager
    def run(**changed):
        known = {
            "DATABASE_URL": database_url, "SECRET_KEY": SECRET, "ACTION_TOKEN": "x", "CHANNEL_TOKEN": TOKEN,
            "RASA_URL": assistant.url, "MAIL_FROM": CSS, "ATTACHMENTS_DIR": str(tmp_path / "attachments"),
            "TRUSTED_AUTHSERV_ID": "mx.serpro.gov.br",
        }  # fmt: skip
        own = env_files.given(known | changed, "inbound_mail")  # nothing else, as where systemd starts it
        log = (tmp_path / "log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", "inbound_mail"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **own},
            stderr=log,
            stdout=log,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait(10)
            log.close()

    return run


def listens(port):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("it does not listen")


def deliver(port, raw):
    with smtplib.LMTP("127.0.0.1", port, timeout=30) as server:
        server.sendmail(DAVI, [CSS], raw)


def test_killed_while_the_assistant_answers_it_answers_once_after_the_start(start, store, assistant):
    letter = plain("Quero abrir um chamado.", frm=DAVI)
    playing, go_on = threading.Event(), threading.Event()

    def slowly(*_):
        playing.set()
        go_on.wait(20)
        return [{"text": "Qual é o sistema?"}]

    assistant.answer = slowly
    port = spare_port()
    with start(LMTP_PORT=str(port)) as process:
        listens(port)
        sender = threading.Thread(target=lambda: _ignoring(deliver, port, letter))
        sender.start()
        assert playing.wait(20)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        sender.join(20)
    go_on.set()
    assert store.answers() == []
    with start(LMTP_PORT=str(port)):
        listens(port)
        deliver(port, letter)  # the other server has kept it
        deliver(port, letter)
    assert store.answers() == [("assistant_reply", DAVI)]
    assert len(assistant.played) == 1


def test_it_reads_the_mailbox_and_the_entry_at_once_and_stops_when_told(start, store, tmp_path):
    with dovecot() as server:
        port = server.port + 1
        settings = {
            "IMAP_HOST": "127.0.0.1", "IMAP_PORT": str(server.port), "IMAP_USER": USER,
            "IMAP_PASSWORD": PASSWORD, "LMTP_PORT": str(port),
        }  # fmt: skip
        with start(**settings) as process:
            listens(port)
            ready = time.monotonic() + 20  # the mailbox is reached a moment after the entry listens
            while not vitals.ask(tmp_path / "run" / "inbound_mail.vitals", "/ready"):
                assert time.monotonic() < ready, (tmp_path / "log").read_text()
                time.sleep(0.1)
            server.deliver(plain("Quero abrir um chamado.", frm=DAVI), "1")
            deliver(port, plain("Quero abrir um chamado.", frm=DAVI, message_id="m2"))
            deadline = time.monotonic() + 20
            while len(store.answers()) < 2:
                assert time.monotonic() < deadline, (tmp_path / "log").read_text()
                time.sleep(0.1)
            process.send_signal(signal.SIGTERM)
            assert process.wait(15) == 0
    written = (tmp_path / "log").read_text()
    assert "answered" in written
    for private in (DAVI, "chamado", PASSWORD):
        assert private not in written


def test_without_anything_to_read_it_says_what_to_set(start, tmp_path):
    with start() as process:
        assert process.wait(20) == 2
    assert "IMAP_HOST ou LMTP_PORT" in (tmp_path / "log").read_text()


def _ignoring(call, *given):
    with suppress(OSError, smtplib.SMTPException):
        call(*given)
