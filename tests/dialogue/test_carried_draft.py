"""A ticket begun in one conversation, taken up in another once the e-mail is proved there, by talking."""

import re
import uuid

import pytest

from tests.dialogue.talk import Conversation, Server

NUMBER = re.compile(r"\b20\d\d-\d{7}\b")
WAITING = "Você começou um acionamento em outra conversa"
PROBLEM = "aparece erro 504 quando tento emitir um empenho"


@pytest.fixture
def page(server: Server, address: str) -> Conversation:
    """Ana began on the page and left at the summary."""
    page = Conversation(server)
    assert "Confira o acionamento" in page.tell("quero abrir um chamado", "siafi", PROBLEM, address)
    return page


@pytest.fixture
def phone(server: Server) -> Conversation:
    """Her Telegram, where nothing is known of her yet; of a cluster only the page is at hand."""
    return Conversation(server) if server.line else Conversation(server, id=f"tg-{uuid.uuid4().int % 10**10}")


def prove(conversation: Conversation, address: str) -> str:
    """Lists her tickets there, which needs the code of her mailbox; returns the last answer."""
    conversation.tell("quais são os meus chamados?", address)
    return conversation.say(conversation.code(address))


def test_the_draft_comes_along_and_is_registered_where_it_was_taken_up(
    page: Conversation, phone: Conversation, address: str
) -> None:
    offer = prove(phone, address)
    assert WAITING in offer
    assert "SIAFI" in offer
    assert PROBLEM in offer
    assert phone.buttons == ["/affirm", "/deny"]
    summary = phone.say("sim")
    assert "trouxe o acionamento para esta conversa" in summary
    assert "Confira o acionamento" in summary
    assert address in summary
    assert NUMBER.search(phone.say("sim"))
    [ticket] = phone.tickets()
    assert (ticket.service_code, ticket.description) == ("siafi", PROBLEM)
    assert page.tickets() == []


def test_confirmed_in_both_conversations_it_is_one_ticket(
    page: Conversation, phone: Conversation, address: str
) -> None:
    prove(phone, address)
    phone.tell("sim", "sim")
    [ticket] = phone.tickets()
    assert ticket.number in page.say("sim")
    assert page.tickets() == []
    assert len(page.mails("registered", address)) == 1


def test_without_the_code_nothing_of_the_draft_is_shown(
    page: Conversation, phone: Conversation, address: str
) -> None:
    answer = phone.tell("quero abrir um chamado")
    answer += phone.tell("vpn", "ela não conecta desde cedo", address)
    assert WAITING not in answer
    assert PROBLEM not in answer


def test_who_asks_to_continue_is_led_to_the_proof_first(
    page: Conversation, phone: Conversation, address: str
) -> None:
    answer = phone.say("quero continuar o chamado que comecei no site")
    assert "confirmar o seu e-mail" in answer
    phone.say(address)
    assert WAITING in phone.say(phone.code(address))
    assert "Confira o acionamento" in phone.say("/affirm")


def test_a_plain_opening_asks_about_the_draft_where_the_address_is_proved(
    page: Conversation, phone: Conversation, address: str
) -> None:
    prove(phone, address)
    phone.say("não")
    assert WAITING not in phone.say("abrir um chamado")  # once is enough
    phone.say("deixa pra lá")
    other = Conversation(phone.server)
    prove(other, address)
    assert "Confira o acionamento" in other.tell("agora não", "quero continuar o chamado")


def test_an_unfinished_draft_goes_on_with_what_is_missing(
    server: Server, phone: Conversation, address: str
) -> None:
    begun = Conversation(server)
    begun.tell("quero abrir um chamado do SIAPE", f"meu e-mail é {address}")
    offer = prove(phone, address)
    assert "Descrição: ainda não informada" in offer
    assert "O que está acontecendo com SIAPE" in phone.say("sim")
    assert "Confira o acionamento" in phone.say("a folha não fecha e aparece tela branca")


@pytest.mark.parametrize("ending", ["sim", "deixa pra lá"])
def test_what_was_registered_or_given_up_is_not_offered(
    page: Conversation, phone: Conversation, address: str, ending: str
) -> None:
    page.say(ending)
    assert WAITING not in prove(phone, address)


def test_a_draft_taken_up_here_is_not_offered_there_again(
    page: Conversation, phone: Conversation, address: str
) -> None:
    prove(phone, address)
    phone.say("sim")
    prove(page, address)  # leaves the summary for the list
    phone.say("sim")
    third = Conversation(page.server)
    assert WAITING not in prove(third, address)


def test_continuing_goes_back_to_the_draft_of_this_conversation(page: Conversation) -> None:
    page.say("qual a situação do chamado 2026-0000001?")
    assert "Confira o acionamento" in page.tell("deixa pra lá", "quero continuar o chamado")
