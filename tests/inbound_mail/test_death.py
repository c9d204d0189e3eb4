"""The worker dies between any two steps and starts again: nothing is lost, nothing visible happens twice."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from mail_room import plain, proof
from test_talk import DAVI, opens_ticket, with_file

from inbound_mail.assistant import Assistant
from inbound_mail.handler import Handler
from inbound_mail.office import Office
from ticket_store.errors import TicketNotFound
from ticket_store.model import HeldFile


class Death(BaseException):
    """No handler of Exception sees it, as none sees a SIGKILL."""


class Steps:
    """Dies at the `fatal`-th step; counts those that were taken."""

    def __init__(self, fatal: int) -> None:
        self.fatal, self.taken = fatal, 0

    def step(self) -> None:
        self.taken += 1
        if self.taken == self.fatal:
            raise Death


class MortalAssistant(Assistant):
    def _post(self, action, body):
        STEPS[0].step()
        answer = super()._post(action, body)
        STEPS[0].step()
        return answer


class MortalOffice(Office):
    @contextmanager
    def settling(self, letter):
        STEPS[0].step()
        with super().settling(letter) as session:
            STEPS[0].step()
            yield session
            STEPS[0].step()
        STEPS[0].step()

    def done(self, session, letter, outcome):
        STEPS[0].step()
        super().done(session, letter, outcome)
        STEPS[0].step()
        return outcome


STEPS = [Steps(0)]


def mortal(office):
    assistant = MortalAssistant(office.assistant.rasa_url, office.assistant.token)
    given = {f: getattr(office, f) for f in office.__dataclass_fields__} | {"assistant": assistant}
    return MortalOffice(**given)


def through_deaths(office, letter, fatal):
    """Handles the letter with a death at step `fatal`, then again alive; whether it got to die."""
    STEPS[0] = Steps(fatal)
    died = False
    try:
        Handler(mortal(office)).handle(letter)
    except Death:
        died = True
    STEPS[0] = Steps(0)
    Handler(replace(office)).handle(letter)
    return died


@pytest.mark.parametrize("fatal", range(1, 17))
def test_a_letter_that_opens_a_ticket(fatal, office, store, assistant):
    assistant.answer = opens_ticket(store)
    letter = with_file("Quero abrir um chamado do SIAFI.", "a", extra=proof(DAVI))
    through_deaths(office, letter, fatal)
    assert len(assistant.played) == 1
    assert store.files("2026-0000002") == ["tela.png"]
    assert store.answers() == []
    assert store.outcomes() == ["opened"]
    with pytest.raises(TicketNotFound):
        store.ticket("2026-0000003")


@pytest.mark.parametrize("fatal", range(1, 17))
def test_a_question(fatal, office, store, assistant):
    through_deaths(office, plain("Qual é o telefone?", frm=DAVI), fatal)
    assert len(assistant.played) == 1
    assert store.answers() == [("assistant_reply", DAVI)]
    assert store.outcomes() == ["answered"]


@pytest.mark.parametrize("fatal", range(1, 10))
def test_a_comment_with_files(fatal, office, store, letter):
    through_deaths(office, letter("files-image-and-pdf"), fatal)
    assert store.comments() == ["Seguem a tela e o documento."]
    assert store.files() == ["tela do erro.png", "relatório.pdf"]


@pytest.mark.parametrize("fatal", range(1, 8))
def test_a_letter_for_the_desk(fatal, office, store, letter):
    through_deaths(office, letter("forged-in-a-thread"), fatal)
    assert store.kept() == ["unverified"]
    assert store.answers() == [("unconfirmed", "ana@x.gov.br")]


def test_every_step_was_tried(office, store, assistant):
    """The longest way has exactly as many steps as the tests above die at."""
    assistant.answer = opens_ticket(store)
    STEPS[0] = Steps(0)
    Handler(mortal(office)).handle(with_file("Quero abrir um chamado do SIAFI.", "a", extra=proof(DAVI)))
    assert STEPS[0].taken <= 16
    with store.engine.connect() as connection:
        assert connection.execute(HeldFile.__table__.select()).all() == []
