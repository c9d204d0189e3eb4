"""Complementing, cancelling, rating and reopening in the chat, with the same proof."""

import re
from datetime import datetime, timezone

import pytest

from tests.dialogue.talk import Conversation, Server
from ticket_store import database, operations, queries
from ticket_store.authors import SYSTEM
from ticket_store.views import EventView, TicketView

NUMBER = re.compile(r"\b20\d\d-\d{7}\b")


def open_ticket(server: Server, address: str, problem: str = "o siafi não abre desde ontem") -> str:
    found = NUMBER.search(Conversation(server).tell(f"{problem}, meu email é {address}", "sim"))
    assert found
    return found[0]


def resolve(server: Server, number: str) -> None:
    with database.transaction(server.engine) as session:
        operations.resolve(
            session,
            ticket_number=number,
            solution="Senha redefinida.",
            author=SYSTEM,
            now=datetime.now(timezone.utc),
        )


def ask(server: Server, number: str, question: str) -> None:
    """The team asks the requester something."""
    with database.transaction(server.engine) as session:
        operations.ask_requester(
            session, ticket_number=number, text=question, author=SYSTEM, now=datetime.now(timezone.utc)
        )


def prove(chat: Conversation, address: str) -> str:
    """Gives the address and the code that came; returns the answer."""
    chat.say(address)
    return chat.say(chat.code(address))


def ticket(server: Server, number: str, address: str) -> TicketView:
    with database.reading(server.engine) as session:
        return queries.find_ticket(session, ticket_number=number, emails={address})


def history(server: Server, number: str) -> list[EventView]:
    with database.reading(server.engine) as session:
        return queries.history(session, ticket_number=number)


def test_information_is_added_to_the_only_open_ticket(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    chat.say("quero complementar meu chamado")
    assert f"acrescentar ao acionamento {number}" in prove(chat, address)
    answer = chat.say("agora o erro aparece também no Firefox")
    assert number in answer
    assert "agora o erro aparece também no Firefox" in [e.text for e in history(chat.server, number)]


def test_information_told_with_the_request_is_not_asked_again(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    chat.say(f"quero acrescentar no chamado {number} que o erro só acontece no Firefox")
    assert "Acrescentei" in prove(chat, address)
    assert "o erro só acontece no Firefox" in [e.text for e in history(chat.server, number)]


def test_changing_needs_the_code_even_where_the_ticket_was_opened(chat: Conversation, address: str) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    assert "enviei um código" in chat.say("pode cancelar o meu chamado")


def test_cancelling_asks_first(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    chat.say(f"quero cancelar o chamado {number}")
    assert "Confirma o cancelamento" in prove(chat, address)
    assert "foi cancelado" in chat.say("sim")
    assert ticket(chat.server, number, address).status == "cancelled"


def test_no_keeps_the_ticket(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    chat.say(f"quero cancelar o chamado {number}")
    prove(chat, address)
    assert "não mudei nada" in chat.say("não")
    assert ticket(chat.server, number, address).status == "new"


def test_carla_cannot_cancel_anas_ticket(server: Server, address: str) -> None:
    number = open_ticket(server, address)
    carla, hers = Conversation(server), f"carla.{address}"
    open_ticket(server, hers)
    carla.say(f"quero cancelar o chamado {number}")
    assert "Não encontrei o acionamento" in prove(carla, hers)
    assert ticket(server, number, address).status == "new"


def test_a_grade_is_recorded_for_the_resolved_ticket(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say("quero avaliar o atendimento")
    assert "de 1 (muito ruim) a 5" in prove(chat, address)
    assert "de 1 (muito ruim) a 5" in chat.say("nota 9")
    assert "comentário" in chat.say("5")
    assert "Registrei a nota 5" in chat.say("não")
    assert ticket(chat.server, number, address).score == 5


@pytest.mark.parametrize(
    "comment", ["péssimo, demorou demais", "ótimo atendimento, parabéns", "deixa pra lá"]
)
def test_whatever_is_said_at_the_comment_the_grade_is_kept(
    chat: Conversation, address: str, comment: str
) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say("quero avaliar o atendimento")
    prove(chat, address)
    chat.say("4")
    assert "Registrei a nota 4" in chat.say(comment)
    assert ticket(chat.server, number, address).score == 4


def test_a_grade_given_before_it_is_asked_is_not_asked_again(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.tell("quero avaliar o atendimento", "nota 4")
    assert "comentário" in prove(chat, address)
    chat.say("demorou um pouco mas resolveu")
    assert ticket(chat.server, number, address).score == 4


def test_a_good_grade_for_what_still_fails_asks_before_reopening(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say("nota 5, mas ainda dá erro")
    assert "Quer reabrir o acionamento" in prove(chat, address)
    assert ticket(chat.server, number, address).status == "resolved"
    assert "Confirma a reabertura" in chat.say("sim")
    assert ticket(chat.server, number, address).score == 5
    assert "foi reaberto" in chat.say("sim")
    assert ticket(chat.server, number, address).status == "in_progress"


def test_a_good_grade_for_what_still_fails_reopens_nothing_after_a_no(
    chat: Conversation, address: str
) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say("nota 5, mas ainda dá erro")
    prove(chat, address)
    assert "Registrei a nota 5" in chat.say("não")
    assert ticket(chat.server, number, address).status == "resolved"


@pytest.mark.parametrize("thanks", ["obrigado", "muito obrigada, resolveu!", "valeu"])
def test_thanks_neither_reopen_nor_rate(chat: Conversation, address: str, thanks: str) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say("quero ver meus chamados")
    prove(chat, address)
    chat.say(thanks)
    view = ticket(chat.server, number, address)
    assert (view.status, view.score) == ("resolved", None)


def test_reopening_takes_the_reason_and_asks_first(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say("quero reabrir meu chamado")
    assert "ainda não está certo" in prove(chat, address)
    summary = chat.say("o erro 504 voltou hoje de manhã")
    assert "Confirma a reabertura" in summary
    assert "o erro 504 voltou hoje de manhã" in summary
    assert "foi reaberto" in chat.say("sim")
    assert "o erro 504 voltou hoje de manhã" in [e.text for e in history(chat.server, number)]


def test_what_is_not_resolved_is_not_reopened(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    chat.say(f"quero reabrir o chamado {number}")
    assert "só um resolvido pode ser reaberto" in prove(chat, address)


def test_the_solution_is_told_with_the_status(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say(f"como está o chamado {number}?")
    answer = prove(chat, address)
    assert "resolvido" in answer
    assert "Senha redefinida." in answer


def test_what_the_team_asks_is_told_with_the_status_and_answered_in_the_chat(
    chat: Conversation, address: str
) -> None:
    number = open_ticket(chat.server, address)
    ask(chat.server, number, "Qual é o código da UG?")
    chat.say(f"como está o chamado {number}?")
    assert "Qual é o código da UG?" in prove(chat, address)
    chat.say("/add_ticket_information")
    assert "Acrescentei" in chat.say("a UG é 153080")
    assert ticket(chat.server, number, address).status == "in_progress"


@pytest.mark.parametrize("doubt", ["talvez", "cancelar? eu não pedi isso", "mantenha o chamado"])
def test_nothing_is_cancelled_without_a_plain_yes(chat: Conversation, address: str, doubt: str) -> None:
    number = open_ticket(chat.server, address)
    chat.say("quero cancelar meu chamado")
    assert "Confirma o cancelamento" in prove(chat, address)
    chat.say(doubt)
    assert ticket(chat.server, number, address).status == "new"


def test_a_grade_is_in_the_store_before_the_comment(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say("quero avaliar o atendimento")
    prove(chat, address)
    assert "Registrei a nota 4" in chat.say("4")
    assert ticket(chat.server, number, address).score == 4
    chat.say("demorou um pouco, mas resolveu")
    rated = [(e.data or {}).get("score") for e in history(chat.server, number) if e.kind == "rated"]
    assert rated == [4, 4]  # the grade, then the comment that came to it


def test_a_grade_without_a_comment_is_written_once(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say("quero avaliar o atendimento")
    prove(chat, address)
    chat.tell("4", "não")
    assert [e.kind for e in history(chat.server, number)].count("rated") == 1


def test_the_ticket_of_the_service_that_was_named_is_rated(chat: Conversation, address: str) -> None:
    siafi = open_ticket(chat.server, address)
    vpn = open_ticket(chat.server, address, "a vpn não conecta em casa")
    for number in (siafi, vpn):
        resolve(chat.server, number)
    chat.say("quero avaliar o chamado da vpn")
    assert vpn in prove(chat, address)
    chat.tell("5", "não")
    assert ticket(chat.server, siafi, address).score is None
    assert ticket(chat.server, vpn, address).score == 5


def test_of_two_tickets_a_small_number_names_the_place_in_the_list(chat: Conversation, address: str) -> None:
    older = open_ticket(chat.server, address)
    newer = open_ticket(chat.server, address, "a vpn não conecta em casa")
    for number in (older, newer):
        resolve(chat.server, number)
    chat.say("quero avaliar o atendimento")
    prove(chat, address)
    assert "um de cada vez" in chat.say("os dois")
    assert older in chat.say("2")


@pytest.mark.parametrize("no", ["não precisa reabrir", "deixa assim"])
def test_a_refusal_that_speaks_of_reopening_reopens_nothing(
    chat: Conversation, address: str, no: str
) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say("nota 3, mas ainda dá erro")
    prove(chat, address)
    assert "Registrei a nota 3" in chat.say(no)
    assert ticket(chat.server, number, address).status == "resolved"


def test_what_is_told_while_the_code_is_asked_is_kept(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    chat.tell("quero complementar meu chamado", address)
    assert "Anotei" in chat.say("o erro agora aparece também no firefox, é o 403")
    chat.say(chat.code(address))
    assert "o erro agora aparece também no firefox, é o 403" in [e.text for e in history(chat.server, number)]


@pytest.mark.parametrize(
    "answer", ["é o mês de outubro", "153080", "sim", "não aparece nada, só tela branca", "61 3322-4455"]
)
def test_what_is_said_after_the_teams_question_is_its_answer(
    chat: Conversation, address: str, answer: str
) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    [mine] = chat.tickets()
    ask(chat.server, mine.number, "Qual é a UG?")
    chat.say("como está meu chamado?")
    assert "Acrescentei ao acionamento" in chat.say(answer)
    assert answer in [e.text for e in history(chat.server, mine.number)]


def test_what_was_listed_can_be_named_and_cancelled_in_few_words(chat: Conversation, address: str) -> None:
    open_ticket(chat.server, address)
    newer = open_ticket(chat.server, address, "a vpn não conecta em casa")
    chat.say("quero ver meus chamados")
    prove(chat, address)
    assert newer in chat.say("o primeiro")
    assert f"Confirma o cancelamento do acionamento {newer}" in chat.say("cancela ele")
    chat.say("não")
    assert "Qual deles você quer?" in chat.say("cancela os dois")
    assert ticket(chat.server, newer, address).status == "new"


@pytest.mark.parametrize(
    ("said", "remark"),
    [("acrescenta no 2026-9999999 que é a tela de NE", "obrigado"), ("nota 1 pro 2026-9999999", "e agora?")],
)
def test_what_was_meant_for_a_number_that_was_not_found_goes_to_no_other_ticket(
    chat: Conversation, address: str, said: str, remark: str
) -> None:
    number = open_ticket(chat.server, address)
    if "nota" in said:
        resolve(chat.server, number)
    before = len(history(chat.server, number))
    chat.say(said)
    assert "Não encontrei o acionamento" in prove(chat, address)
    chat.say(remark)
    assert len(history(chat.server, number)) == before


def test_a_named_service_without_a_ticket_takes_no_other(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    chat.say("cancela o chamado da vpn")
    answer = prove(chat, address)
    assert "Não encontrei acionamento de VPN" in answer
    assert number in answer
    assert "Confirma" not in answer
    assert f"Confirma o cancelamento do acionamento {number}" in chat.say("esse mesmo")


@pytest.mark.parametrize(
    "yes", ["pode cancelar", "cancela logo", "confirmo o cancelamento", "sim não preciso mais"]
)
def test_a_plain_order_confirms_the_cancelling(chat: Conversation, address: str, yes: str) -> None:
    number = open_ticket(chat.server, address)
    chat.say(f"quero cancelar o chamado {number}")
    prove(chat, address)
    assert "foi cancelado" in chat.say(yes)


@pytest.mark.parametrize("no", ["espera, não cancela", "mantém", "não quero cancelar", "sim, mas espera"])
def test_a_refusal_in_other_words_cancels_nothing(chat: Conversation, address: str, no: str) -> None:
    number = open_ticket(chat.server, address)
    chat.say(f"quero cancelar o chamado {number}")
    prove(chat, address)
    chat.say(no)
    assert ticket(chat.server, number, address).status == "new"


def test_a_grade_is_corrected_where_the_comment_is_asked(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say("quero avaliar o atendimento")
    prove(chat, address)
    chat.say("2")
    assert "Registrei a nota 5" in chat.say("não, errei, é 5")
    assert ticket(chat.server, number, address).score == 5


def test_a_refusal_is_no_information(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    chat.say("quero complementar meu chamado")
    prove(chat, address)
    before = len(history(chat.server, number))
    assert "não mudei nada" in chat.say("não, deixa, não precisa")
    assert len(history(chat.server, number)) == before


def test_a_yes_to_the_comment_waits_for_it(chat: Conversation, address: str) -> None:
    number = open_ticket(chat.server, address)
    resolve(chat.server, number)
    chat.say("quero avaliar o atendimento")
    prove(chat, address)
    chat.say("5")
    assert "Pode escrever" in chat.say("sim")
    chat.say("o rapaz foi muito gentil")
    assert "o rapaz foi muito gentil" in [e.text for e in history(chat.server, number)]


def test_the_wish_to_answer_the_team_is_not_the_answer(chat: Conversation, address: str) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    [mine] = chat.tickets()
    ask(chat.server, mine.number, "Qual mensagem aparece?")
    asked = chat.tell("como está meu chamado?", "quero complementar o chamado")
    assert f"acrescentar ao acionamento {mine.number}" in asked
    chat.say("aparece a mensagem ORA-00942 quando clico em emitir")
    assert "aparece a mensagem ORA-00942 quando clico em emitir" in [
        e.text for e in history(chat.server, mine.number)
    ]
