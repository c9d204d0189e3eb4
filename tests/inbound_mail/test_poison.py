"""A letter that kills whoever reads it is set aside after its second death, and those behind it are read."""

import subprocess
import sys
from dataclasses import replace

import pytest
from mail_room import plain, proof

from inbound_mail import handler as rooms
from inbound_mail.assistant import AssistantAway
from inbound_mail.handler import Handler
from ticket_store.database import reading
from ticket_store.queries import mailbox as mails

ANA = "ana@x.gov.br"
POISON = plain("veneno", frm=ANA, message_id="veneno", extra=proof(ANA))


class Death(BaseException):
    """As a SIGKILL, nobody's handler sees it."""


@pytest.fixture
def deadly(monkeypatch):
    """Reading the poison kills; returns how often it did."""
    deaths, parse = [], rooms.parse

    def kill(raw, **given):
        if raw == POISON:
            deaths.append(1)
            raise Death
        return parse(raw, **given)

    monkeypatch.setattr(rooms, "parse", kill)
    return deaths


def test_after_its_second_death_a_letter_waits_for_the_desk_whole_and_the_queue_goes_on(
    office, store, deadly
):
    for _ in range(2):
        with pytest.raises(Death):
            Handler(replace(office)).handle(POISON)
    assert Handler(replace(office)).handle(POISON) == "deadly"
    assert len(deadly) == 2
    with reading(store.engine) as session:
        [kept] = mails.kept_letters(session)
        assert (kept.reason, mails.kept_raw(session, letter_id=kept.id)) == ("deadly", POISON)
    assert Handler(replace(office)).handle(POISON) == "repeated"
    assert store.kept() == ["deadly"]
    assert Handler(replace(office)).handle(plain("Quero abrir um chamado.", frm=ANA)) == "answered"


def test_one_death_is_forgiven(office, store, monkeypatch):
    parse = rooms.parse
    monkeypatch.setattr(rooms, "parse", lambda *_, **__: (_ for _ in ()).throw(Death()))
    with pytest.raises(Death):
        Handler(replace(office)).handle(POISON)
    monkeypatch.setattr(rooms, "parse", parse)
    for _ in range(2):
        Handler(replace(office)).handle(POISON)
    assert store.outcomes() == ["answered"]


def test_waiting_for_the_assistant_is_no_death(handler, store, assistant):
    assistant.down = True
    for _ in range(4):
        with pytest.raises(AssistantAway):
            handler.handle(POISON)
    assistant.down = False
    assert handler.handle(POISON) == "answered"
    assert store.outcomes() == ["answered"]


def test_a_letter_that_never_ends_ends_the_process_even_inside_a_pattern():
    endless = (
        "import re; from inbound_mail.handler import limited\n"
        "with limited(0.5): re.match(r'(a+)+b', 'a' * 60)"
    )
    done = subprocess.run([sys.executable, "-c", endless], timeout=60, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"Timeout" in done.stderr
