"""Checking and listing tickets, by talking: nothing is read without a proof."""

import re
import uuid

import pytest

from tests.dialogue.talk import Conversation, Server

NUMBER = re.compile(r"\b20\d\d-\d{7}\b")


def open_ticket(server: Server, address: str, problem: str = "o siafi não abre desde ontem") -> str:
    """Opens one in a conversation of its own and returns its number."""
    found = NUMBER.search(Conversation(server).tell(f"{problem}, meu email é {address}", "sim"))
    assert found
    return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.mark.parametrize("written", ["{n}", "{year} {seq}", "{year}{seq}", "nº {short}", "{year}/{seq}"])
def test_the_same_number_in_any_written_form(chat: Conversation, address: str, written: str) -> None:
    number = open_ticket(chat.server, address)
    year, seq = number.split("-")
    chat.say("como está o meu chamado?")
    chat.say(address)
    chat.say(chat.code(address))
    # The only ticket of the address was told at once; now by number.
    answer = chat.say("como está o chamado " + written.format(n=number, year=year, seq=seq, short=int(seq)))
    assert f"O acionamento {number} (SIAFI)" in answer  # in short: it was shown whole a moment ago


def test_a_ticket_of_this_conversation_is_read_without_a_code(chat: Conversation, address: str) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    answer = chat.say("como está o meu chamado?")
    assert f"Acionamento {chat.tickets()[0].number}" in answer
    assert "registrado, aguardando atendimento" in answer


def test_reading_another_ticket_needs_the_code(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    assert "e-mail" in chat.say(f"como está o chamado {number}?")
    assert "Enviei um código" in chat.say(address)
    answer = chat.say(chat.code(address))
    assert f"Acionamento {number}" in answer
    assert "SIAFI" in answer


def test_a_wrong_code_says_how_many_tries_are_left_and_the_fifth_needs_a_new_one(
    chat: Conversation, address: str
) -> None:
    number = open_ticket(chat.server, address)
    chat.tell(f"como está o chamado {number}?", address)
    bad = wrong(chat.code(address))
    assert "ainda tem 4 tentativas" in chat.say(bad)
    assert "ainda tem 3 tentativas" in chat.say(bad)
    assert "ainda tem 2 tentativas" in chat.say(bad)
    assert "ainda tem 1 tentativa." in chat.say(bad)
    assert "não vale mais" in chat.say(bad)
    assert "Enviei um novo código" in chat.say("manda outro código")
    assert f"Acionamento {number}" in chat.say(chat.code(address))


def test_a_resent_code_replaces_the_first(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    chat.tell(f"como está o chamado {number}?", address)
    first = chat.code(address)
    assert "Enviei um novo código" in chat.say("não chegou nada aqui, reenvia")
    if first != chat.code(address):
        assert "não confere" in chat.say(first)
    assert f"Acionamento {number}" in chat.say(chat.code(address))


def test_absent_and_someone_elses_number_get_the_same_answer(server: Server, address: str) -> None:
    someone_elses = open_ticket(server, f"bruno.{uuid.uuid4().hex[:6]}@orgao.gov.br")
    open_ticket(server, address)
    answers = []
    for number in (someone_elses, "2026-9999999"):
        carla = Conversation(server)
        carla.tell(f"como está o chamado {number}?", address)
        answers.append(carla.say(carla.code(address)).replace(number, "N"))
    assert answers[0] == answers[1]
    assert "Não encontrei o acionamento" in answers[0]


def test_someone_elses_address_does_not_open_his_tickets(server: Server, address: str) -> None:
    open_ticket(server, address)
    carla = Conversation(server)
    carla.tell("quero ver meus chamados", address)
    answer = carla.tell("123456", "deixa pra lá", "quero ver meus chamados")
    assert not NUMBER.search(answer)


def test_all_tickets_are_listed_after_the_proof_and_the_other_one_can_be_asked(
    chat: Conversation, address: str
) -> None:
    first = open_ticket(chat.server, address)
    second = open_ticket(chat.server, address, "a vpn não conecta desde cedo")
    chat.tell("quero ver todos os meus chamados", address)
    listed = chat.say(chat.code(address))
    assert first in listed
    assert second in listed
    assert f"Acionamento {first}" in chat.say(f"como está o {first}?")
    assert f"Acionamento {second}" in chat.say("e o outro?")


def test_one_of_several_is_chosen_by_place_or_by_service(chat: Conversation, address: str) -> None:
    first = open_ticket(chat.server, address)
    second = open_ticket(chat.server, address, "a vpn não conecta desde cedo")
    chat.tell("como está meu chamado?", address)
    assert "Qual deles" in chat.say(chat.code(address))
    assert f"Acionamento {first}" in chat.say("o do siafi")
    chat.say("quero ver meus chamados")
    assert f"Acionamento {second}" in chat.say("o primeiro")


def test_a_proof_is_good_for_the_rest_of_the_conversation(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    chat.tell("quero ver meus chamados", address)
    chat.say(chat.code(address))
    assert f"Acionamento {number}" in chat.say(f"e o {number}?")
    assert len(chat.mails("one_time_code", address)) == 1


def test_questions_during_the_proof_are_answered_and_the_code_is_still_asked(
    chat: Conversation, address: str
) -> None:
    number = open_ticket(chat.server, address)
    chat.tell(f"como está o chamado {number}?", address)
    answer = chat.say("qual o telefone da css?")
    assert "0800 728 2323" in answer
    assert "código de seis números" in answer
    assert f"Acionamento {number}" in chat.say(chat.code(address))


def test_a_mistyped_address_is_corrected_during_the_proof(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    chat.tell(f"como está o chamado {number}?", f"x{address}")
    assert "e-mail" in chat.say("errei o e-mail")
    assert "Enviei um código" in chat.say(address)
    assert f"Acionamento {number}" in chat.say(chat.code(address))


def test_codes_are_limited(chat: Conversation, address: str) -> None:
    chat.tell("quero ver meus chamados", address, "reenvia o código", "reenvia o código")
    assert "muitos códigos" in chat.say("reenvia o código")
    assert len(chat.mails("one_time_code", address)) == 3


def test_the_status_is_told_with_the_due_time_when_there_is_one(chat: Conversation, address: str) -> None:
    federal = address.replace("@orgao.gov.br", "@rfb.gov.br")
    chat.tell(f"o siafi não abre desde ontem, meu email é {federal}", "sim")
    assert "prazo para a solução" in chat.say("quando fica pronto o meu chamado?")


def test_when_will_it_be_ready_is_about_the_ticket_spoken_of_last(chat: Conversation, address: str) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    chat.tell(f"a vpn derruba a conexão toda hora, meu email é {address}", "sim")
    assert f"acionamento {chat.tickets()[1].number}" in chat.say("quando fica pronto?")
    assert f"Acionamento {chat.tickets()[0].number}" in chat.say("e o outro?")


@pytest.mark.parametrize("words", ["o código é {code}", "meu codigo: {code}", "agora chegou o código {code}"])
def test_the_code_in_a_sentence_is_the_code(chat: Conversation, address: str, words: str) -> None:
    chat.tell("quero ver meus chamados", address)
    assert "Não encontrei acionamentos" in chat.say(words.format(code=chat.code(address)))


def test_another_address_can_be_used_where_nothing_was_found(server: Server, address: str) -> None:
    Conversation(server).tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    chat, wrong = Conversation(server), f"outra.{address}"
    chat.tell("quero ver meus chamados", wrong)
    assert "usar outro e-mail" in chat.say(chat.code(wrong))
    assert "Qual é o e-mail" in chat.say("usar outro e-mail")
    chat.say(address)
    assert "SIAFI" in chat.say(chat.code(address))


def test_a_remark_at_the_code_does_not_lose_the_address(chat: Conversation, address: str) -> None:
    chat.tell("como está meu chamado?", address)
    assert address in chat.say("é no DF")


def test_after_opening_its_number_and_its_deadline_can_be_asked(chat: Conversation, address: str) -> None:
    receipt = chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    found = NUMBER.search(receipt)
    assert found
    assert found[0] in chat.say("qual o número mesmo?")
    assert found[0] in chat.say("e o prazo?")


def test_a_number_that_cannot_be_read_is_said_once(chat: Conversation, address: str) -> None:
    chat.tell("como está o chamado 2026-0000001", address)
    chat.say(chat.code(address))
    answer = chat.say("é aquele do siape de ontem")
    assert answer.count("Não encontrei") == 1


def test_a_mail_that_did_not_come_is_no_code(chat: Conversation, address: str) -> None:
    receipt = chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    found = NUMBER.search(receipt)
    assert found
    answer = chat.say("não chegou nada no meu email")
    assert found[0] in answer
    assert "spam" in answer
