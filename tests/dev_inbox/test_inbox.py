"""The development inbox as its process: mails sent by SMTP, read from the disk."""

import errno
import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest

from dev_inbox.server import start

ROOT = Path(__file__).parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def mail(to="ana@x.gov.br", subject="Olá", body="Não há pressa.\n"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "css@serpro.gov.br", to, subject
    message.set_content(body)
    return message


def kept(folder):
    return [
        BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        for path in sorted(folder.glob("*.eml"))
    ]


@pytest.fixture
def inbox(tmp_path):
    port = free_port()
    controller = start("127.0.0.1", port, tmp_path / "inbox")
    yield port, tmp_path / "inbox"
    controller.stop()


def test_a_mail_is_kept_whole_with_its_accents_and_who_really_got_it(inbox):
    port, folder = inbox
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail(), to_addrs=["ana@x.gov.br", "oculta@x.gov.br"])
    [letter] = kept(folder)
    assert letter["Subject"] == "Olá"
    assert letter.get_content().strip() == "Não há pressa."
    assert letter["X-Envelope-To"] == "ana@x.gov.br, oculta@x.gov.br"
    assert letter["X-Envelope-From"] == "css@serpro.gov.br"
    assert [path.name for path in (folder, *folder.iterdir()) if path.stat().st_mode & 0o077] == []


def test_mails_are_listed_in_the_order_in_which_they_came(inbox):
    port, folder = inbox
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(12):
            server.send_message(mail(subject=f"mail {number}"))
    assert [letter["Subject"] for letter in kept(folder)] == [f"mail {number}" for number in range(12)]


def test_no_half_written_mail_is_left_behind(inbox):
    port, folder = inbox
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail(body="linha\n" * 20000))
    assert [path.suffix for path in folder.iterdir()] == [".eml"]


def test_an_attachment_survives_byte_by_byte(inbox):
    port, folder = inbox
    message, content = mail(), bytes(range(256)) * 40
    message.add_attachment(content, maintype="application", subtype="pdf", filename="relatório.pdf")
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(message)
    [attachment] = kept(folder)[0].iter_attachments()
    assert attachment.get_filename() == "relatório.pdf"
    assert attachment.get_content() == content


@contextmanager
def process(port, folder):
    secrets = {name: "x" for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN")}
    environment = os.environ | secrets | {"INBOX_PORT": str(port), "INBOX_DIR": str(folder)}
    running = subprocess.Popen([sys.executable, "-m", "dev_inbox"], cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + 15
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < deadline, "the inbox did not start"
                time.sleep(0.05)
        yield running
    finally:
        running.kill()
        running.wait()


def test_the_process_keeps_mails_over_a_restart_and_stops_when_told(tmp_path):
    port, folder = free_port(), tmp_path / "inbox"
    for expected in (1, 2):
        with process(port, folder) as running:
            with smtplib.SMTP("127.0.0.1", port) as server:
                server.send_message(mail())
            running.send_signal(signal.SIGTERM)
            assert running.wait(timeout=5) == 0
        assert len(kept(folder)) == expected


def test_a_port_that_is_taken_is_said_at_once(inbox, tmp_path):
    with pytest.raises(OSError, match="in use"):
        start("127.0.0.1", inbox[0], tmp_path / "other")


def test_a_full_disk_asks_the_sender_to_come_again_and_keeps_no_half_of_a_mail(inbox, monkeypatch):
    port, folder = inbox

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", full)
        with smtplib.SMTP("127.0.0.1", port) as client, pytest.raises(smtplib.SMTPDataError) as refused:
            client.send_message(mail())
    assert refused.value.smtp_code == 452
    assert list(folder.iterdir()) == []
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(mail())
    assert len(kept(folder)) == 1
