"""A person in the conversation, and what is told when a ticket moves."""

import re
import uuid
from datetime import datetime, timedelta, timezone

import pytest

from tests.dialogue.talk import Conversation, Server
from ticket_store import accounts, database, operations, queries
from ticket_store.authors import SYSTEM
from ticket_store.views import HandoffView

NUMBER = re.compile(r"\b20\d\d-\d{7}\b")


def now() -> datetime:
    return datetime.now(timezone.utc)


def handoff(chat: Conversation) -> HandoffView:
    with database.reading(chat.server.engine) as session:
        found = queries.active_handoff(session, conversation_id=chat.id)
    assert found
    return found


def bruno(server: Server) -> int:
    with database.transaction(server.engine) as session:
        agent = accounts.create_agent(
            session,
            name="Bruno",
            email=f"bruno.{uuid.uuid4().hex[:8]}@serpro.gov.br",
            password="uma senha bem comprida 1",
            role="attendant",
            now=now(),
        )
        return agent.id


@pytest.fixture(autouse=True, scope="module")
def on_duty(server: Server) -> int:
    """Somebody who can be called: without an account at the desk nobody is said to have been called."""
    return bruno(server)


def heard(chat: Conversation, handoff_id: int) -> list[str]:
    with database.reading(chat.server.engine) as session:
        return [m.text for m in queries.live_messages(session, handoff_id=handoff_id)]


def test_asking_for_a_person_puts_the_conversation_before_the_desk(chat: Conversation) -> None:
    chat.say("qual o horário de atendimento?")
    answer = chat.say("quero falar com um atendente")
    assert "0800 728 2323" in answer
    waiting = handoff(chat)
    assert waiting.status == "requested"
    assert [m["text"] for m in waiting.transcript if m["from"] == "user"] == [
        "qual o horário de atendimento?",
        "quero falar com um atendente",
    ]


def test_while_waiting_messages_are_kept_and_acknowledged_and_the_wait_can_be_given_up(
    chat: Conversation,
) -> None:
    chat.say("quero falar com um atendente")
    waiting = handoff(chat)
    assert "Anotei" in chat.say("avisa que eu trabalho na coordenação de pagamento")
    assert heard(chat, waiting.id) == ["avisa que eu trabalho na coordenação de pagamento"]
    assert "cancelei o pedido" in chat.say("deixa pra lá")
    assert "24 horas" in chat.say("qual o horário de atendimento?")


def test_the_assistant_is_silent_while_a_person_talks_and_speaks_again_afterwards(chat: Conversation) -> None:
    chat.say("quero falar com um atendente")
    taken, agent_id = handoff(chat), bruno(chat.server)
    with database.transaction(chat.server.engine) as session:
        operations.take_handoff(session, handoff_id=taken.id, agent_id=agent_id, now=now())
    assert chat.say("qual o horário de atendimento?") == ""
    assert chat.say("obrigado") == ""
    assert heard(chat, taken.id) == ["qual o horário de atendimento?", "obrigado"]
    with database.transaction(chat.server.engine) as session:
        operations.give_back_handoff(session, handoff_id=taken.id, agent_id=agent_id, now=now())
    assert "24 horas" in chat.say("qual o horário de atendimento?")
    assert "Por nada" in chat.say("obrigado")


def test_when_nobody_comes_the_next_message_is_answered_by_the_assistant(
    chat: Conversation, address: str
) -> None:
    chat.say("quero falar com um atendente")
    with database.transaction(chat.server.engine) as session:
        operations.expire_handoffs(session, now=now() + timedelta(hours=1))
    assert "Confira o acionamento" in chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    assert NUMBER.search(chat.say("sim"))


def test_a_person_can_be_asked_for_in_the_middle_of_a_ticket_and_the_draft_stays(chat: Conversation) -> None:
    chat.say("o siafi não abre desde ontem")
    assert "Chamei uma pessoa" in chat.say("quero falar com um atendente")
    chat.say("deixa pra lá")
    answer = chat.say("quero abrir um chamado")
    assert "Qual é o seu e-mail?" in answer


def test_what_moved_is_told_once_and_a_typed_intent_proves_nothing(chat: Conversation, address: str) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    [ticket] = chat.tickets()
    assert chat.say("/EXTERNAL_visit") == ""
    with database.transaction(chat.server.engine) as session:
        operations.resolve(
            session, ticket_number=ticket.number, solution="Senha redefinida.", author=SYSTEM, now=now()
        )
    told = chat.say("/EXTERNAL_ticket_moved")
    assert ticket.number in told
    assert "Senha redefinida." in told
    assert chat.buttons == ["/rate_service", "/reopen_ticket"]
    assert chat.say("/EXTERNAL_ticket_moved") == ""
    assert Conversation(chat.server).say("/EXTERNAL_ticket_moved") == ""


def test_news_in_the_middle_of_a_form_leave_the_question_pending(chat: Conversation, address: str) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    [ticket] = chat.tickets()
    chat.say("quero abrir um chamado da vpn")
    with database.transaction(chat.server.engine) as session:
        operations.comment(
            session, ticket_number=ticket.number, text="Estamos vendo.", author=SYSTEM, now=now()
        )
    told = chat.say("/EXTERNAL_ticket_moved")
    assert "Estamos vendo." in told
    assert told.endswith("copie aqui.")  # the form's question comes again, so that it is the last
    assert "Confira o acionamento" in chat.say("não conecta desde cedo, dá erro 809")


def test_what_was_not_understood_is_kept_masked_for_review(chat: Conversation) -> None:
    chat.say("anota aí: 529.982.247-25, o bolo de cenoura solou")
    with database.reading(chat.server.engine) as session:
        kept = [item.text for item in queries.review_queue(session)]
    assert any("bolo de cenoura" in text for text in kept)
    assert not any("529.982.247-25" in text for text in kept)


def test_news_may_come_by_mail_only_and_again_in_the_chat(chat: Conversation, address: str) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    [ticket] = chat.tickets()
    assert "só por e-mail" in chat.say("Quero receber novidades só por e-mail")
    with database.transaction(chat.server.engine) as session:
        operations.comment(
            session, ticket_number=ticket.number, text="Estamos vendo.", author=SYSTEM, now=now()
        )
    assert chat.say("/EXTERNAL_visit") == ""
    assert "aqui no chat" in chat.say("quero novidades aqui no chat")
    assert "Estamos vendo." in chat.say("/EXTERNAL_visit")


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("não, o processo continua sem abrir", "Confirma a reabertura"),
        ("não", "O que ainda não está certo"),
        ("resolveu sim, obrigado", "Que nota você dá"),
        ("5", "comentário"),
    ],
)
def test_the_question_whether_it_is_solved_is_answered_in_words(
    chat: Conversation, address: str, said: str, asks: str
) -> None:
    chat.tell(f"a vpn não conecta em casa, meu email é {address}", "sim")
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    numbers = [ticket.number for ticket in chat.tickets()]
    with database.transaction(chat.server.engine) as session:
        for number in numbers:
            operations.resolve(
                session, ticket_number=number, solution="Senha redefinida.", author=SYSTEM, now=now()
            )
    chat.say("/EXTERNAL_ticket_moved")
    chat.say(said)
    answer = chat.say(chat.code(address))
    assert asks in answer
    if said != "5":
        assert numbers[-1] in answer
