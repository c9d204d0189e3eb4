"""The css mailbox on a real IMAP server."""

import threading
import time

import pytest
from dovecot_server import PASSWORD, USER, dovecot
from mail_room import plain

from inbound_mail import mailbox


@pytest.fixture
def server():
    with dovecot() as running:
        yield running


def account(server, **changed):
    return mailbox.Account("127.0.0.1", server.port, USER, PASSWORD, **({"idle": 1.0, "poll": 0.2} | changed))


def unseen(server):
    with mailbox.connect(account(server)) as box:
        return len(box.uids("UNSEEN"))


def wait_for(what, seconds=15):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


@pytest.fixture
def watching():
    """watching(account, take) reads until the test ends."""
    stops = []

    def start(one, take):
        stop = threading.Event()
        thread = threading.Thread(target=mailbox.watch, args=(one, take, stop), daemon=True)
        thread.start()
        stops.append((stop, thread))

    yield start
    for stop, thread in stops:
        stop.set()
        thread.join(15)
        assert not thread.is_alive()


def test_a_letter_is_read_byte_for_byte_and_then_marked_as_seen(server, letter):
    server.deliver(letter("reply-gmail-web"), "1")
    taken = []
    with mailbox.connect(account(server)) as box:
        waiting = mailbox.read_unseen(
            box, lambda raw, complete: taken.append((raw, complete)), threading.Event()
        )
    assert taken == [(letter("reply-gmail-web"), True)]
    assert waiting == 0
    assert unseen(server) == 0


def test_a_letter_that_must_wait_stays_unseen_and_those_behind_it_are_read(server):
    server.deliver(plain("um", frm="ana@x.gov.br"), "1")
    server.deliver(plain("dois", frm="ana@x.gov.br", message_id="m2"), "2")
    taken = []

    def take(raw, _):
        if b"um" in raw:
            raise RuntimeError("depois")
        taken.append(raw)

    with mailbox.connect(account(server)) as box:
        assert mailbox.read_unseen(box, take, threading.Event()) == 1
    assert len(taken) == 1
    assert unseen(server) == 1


def test_nothing_is_deleted(server):
    server.deliver(plain("um", frm="ana@x.gov.br"), "1")
    with mailbox.connect(account(server)) as box:
        mailbox.read_unseen(box, lambda raw, complete: None, threading.Event())
        assert len(box.uids("ALL")) == 1


def test_a_letter_that_arrives_while_idle_is_read_at_once(server, watching):
    taken = []
    watching(account(server, idle=8.0), lambda raw, complete: taken.append(raw))
    time.sleep(1)  # it has logged in and is idle
    began = time.monotonic()
    server.deliver(plain("chegou", frm="ana@x.gov.br"), "1")
    wait_for(lambda: taken)
    assert time.monotonic() - began < 5


def test_a_server_without_idle_is_polled(watching):
    taken = []
    with dovecot(idle=False) as server:
        watching(account(server), lambda raw, complete: taken.append(raw))
        time.sleep(0.5)
        server.deliver(plain("chegou", frm="ana@x.gov.br"), "1")
        wait_for(lambda: taken)


def test_a_lost_connection_is_made_again(watching, monkeypatch):
    monkeypatch.setattr(mailbox, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(mailbox, "LONGEST_PAUSE", 0.2)
    taken = []
    with dovecot() as server:
        watching(account(server), lambda raw, complete: taken.append(raw))
        server.deliver(plain("um", frm="ana@x.gov.br"), "1")
        wait_for(lambda: len(taken) == 1)
    with dovecot() as again:
        assert again.port == server.port
        again.deliver(plain("dois", frm="ana@x.gov.br"), "1")
        wait_for(lambda: len(taken) == 2)


def test_of_a_letter_that_is_too_large_only_the_headers_are_fetched(server, monkeypatch):
    monkeypatch.setattr(mailbox, "LARGEST", 1000)
    server.deliver(plain("x" * 5000, frm="ana@x.gov.br"), "1")
    taken = []
    with mailbox.connect(account(server)) as box:
        mailbox.read_unseen(box, lambda raw, complete: taken.append((raw, complete)), threading.Event())
    [(raw, complete)] = taken
    assert not complete
    assert b"From: ana@x.gov.br" in raw
    assert b"xxx" not in raw


def test_a_too_large_letter_waits_for_a_person_and_its_sender_is_told(handler, store):
    raw = plain("", frm="ana@x.gov.br")
    assert handler.handle(raw, complete=False) == "unreadable"
    assert store.kept() == ["unreadable"]
    assert store.answers() == [("too_large", "ana@x.gov.br")]


def test_another_host_is_never_spoken_to_in_the_clear(monkeypatch):
    asked = []

    class Box:
        def __init__(self, host, port, timeout):
            asked.append(type(self).__name__)

        def login(self, *_, **__):
            return self

    for name in ("MailBox", "MailBoxStartTls", "MailBoxUnencrypted"):
        monkeypatch.setattr(mailbox, name, type(name, (Box,), {}))
    mailbox.connect(mailbox.Account("imap.serpro.gov.br", 993, USER, PASSWORD))
    mailbox.connect(mailbox.Account("imap.serpro.gov.br", 143, USER, PASSWORD))
    mailbox.connect(mailbox.Account("127.0.0.1", 5510, USER, PASSWORD))
    assert asked == ["MailBox", "MailBoxStartTls", "MailBoxUnencrypted"]
