"""What may spare a ticket: a known incident, a similar open ticket, an article."""

import re
from collections.abc import Iterator
from datetime import datetime, timezone

import pytest

from tests.dialogue.talk import Conversation, Server
from ticket_store import database, operations

NUMBER = re.compile(r"\b20\d\d-\d{7}\b")
NOW = datetime.now(timezone.utc)


@pytest.fixture
def sicaf_is_down(server: Server) -> Iterator[int]:
    with database.transaction(server.engine) as session:
        incident = operations.announce_incident(
            session,
            service_code="sicaf",
            title="SICAF fora do ar",
            text="Equipe atuando.",
            agent_id=None,
            now=NOW,
        )
        incident_id = incident.id
    yield incident_id
    with database.transaction(server.engine) as session:
        operations.end_incident(session, incident_id=incident_id, text="Voltou.", agent_id=None, now=NOW)


@pytest.mark.usefixtures("sicaf_is_down")
def test_a_known_incident_is_told_and_can_be_followed_instead(chat: Conversation, address: str) -> None:
    answer = chat.say(f"o sicaf não abre desde ontem, meu email é {address}")
    assert "SICAF fora do ar" in answer
    assert chat.buttons == ["/affirm", "/deny"]
    followed = chat.say("sim")
    assert address in followed
    assert "Nenhum acionamento foi aberto" in followed
    assert chat.tickets() == []


@pytest.mark.usefixtures("sicaf_is_down")
def test_following_asks_for_the_address_when_it_is_not_known(chat: Conversation, address: str) -> None:
    chat.tell("quero abrir um chamado do sicaf", "sim")
    assert "Nenhum acionamento foi aberto" in chat.say(address)


@pytest.mark.usefixtures("sicaf_is_down")
def test_who_wants_a_ticket_all_the_same_gets_it_and_is_not_asked_twice(
    chat: Conversation, address: str
) -> None:
    chat.say("o sicaf não abre desde ontem")
    assert "Qual é o seu e-mail?" in chat.say("não, quero abrir")
    assert "Confira o acionamento" in chat.say(address)
    assert NUMBER.search(chat.say("sim"))
    assert len(chat.tickets()) == 1


def test_a_similar_open_ticket_can_be_complemented_instead(chat: Conversation, address: str) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    [first] = chat.tickets()
    answer = chat.say("o siafi não abre desde ontem, aparece erro 504")
    assert "acionamento parecido" in answer
    assert first.number in answer
    assert "Acrescentei ao acionamento" in chat.say("sim")  # opened here, it needs no code
    assert len(chat.tickets()) == 1


def test_another_ticket_is_opened_after_a_no(chat: Conversation, address: str) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    chat.say("o siafi não abre desde ontem, aparece erro 504")
    assert "Confira o acionamento" in chat.say("não, quero abrir outro")
    assert NUMBER.search(chat.say("sim"))
    assert len(chat.tickets()) == 2


def test_an_unproved_address_learns_of_no_similar_ticket(server: Server, address: str) -> None:
    Conversation(server).tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    assert "Confira o acionamento" in Conversation(server).say(
        f"o siafi não abre desde ontem, meu email é {address}"
    )


@pytest.mark.usefixtures("sicaf_is_down")
def test_open_it_all_the_same_follows_nothing(chat: Conversation, address: str) -> None:
    chat.say(f"o sicaf não abre desde ontem, meu email é {address}")
    assert "Confira o acionamento" in chat.say("abre assim mesmo")


def test_the_similar_ticket_is_forgotten_when_the_new_one_is_given_up(
    chat: Conversation, address: str
) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    chat.tell(f"a vpn não conecta em casa, meu email é {address}", "sim")
    asked = chat.say(f"o siafi não abre, continua igual desde cedo, meu email é {address}")
    assert "acionamento parecido" in asked
    assert "Qual deles" in chat.tell("deixa pra lá", "quero complementar meu chamado")


def test_what_is_added_with_the_yes_goes_into_the_similar_ticket(chat: Conversation, address: str) -> None:
    chat.tell(f"a vpn não conecta, erro 809, meu email é {address}", "sim")
    chat.say(f"a vpn não conecta, meu email é {address}")
    assert "agora dá erro 691 também" in chat.say("sim, acrescenta que agora dá erro 691 também")


def test_a_problem_that_an_article_solves_is_answered_first_and_a_no_registers_it(
    chat: Conversation, address: str
) -> None:
    answer = chat.say("esqueci a senha do gov.br")
    assert "Antes de registrar" in answer
    assert "Como recuperar a senha da conta gov.br" in answer
    assert chat.buttons == ["/affirm", "/deny"]
    assert "Qual é o seu e-mail" in chat.say("não, o banco não aparece na lista")
    chat.tell(address, "sim")
    [ticket] = chat.tickets()
    assert ticket.service_code == "govbr"
    for told in ("esqueci a senha do gov.br", "o banco não aparece na lista", "não resolveu"):
        assert told in ticket.description


def test_a_solved_one_opens_nothing(chat: Conversation) -> None:
    chat.say("bom dia, não recebo o código do gov.br")
    assert "não registrei nenhum" in chat.say("resolveu, obrigada")
    assert chat.tickets() == []


def test_who_asks_for_a_ticket_is_not_sent_to_an_article(chat: Conversation) -> None:
    said = chat.say("abre um chamado, esqueci a senha do gov.br")
    assert "Antes de registrar" not in said
    assert "Qual é o seu e-mail" in said
