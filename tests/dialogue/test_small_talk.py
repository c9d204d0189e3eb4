"""Greeting, questions, misunderstandings: what needs no task."""

import pytest

from tests.dialogue.talk import Conversation, Server
from ticket_store import database, queries

MAIN = ["/open_ticket", "/check_ticket_status", "/list_my_tickets", "/talk_to_human"]
FACTS = {
    "o que é a CSS?": "Central de Serviços Serpro",
    "qual o horário de atendimento?": "24 horas por dia",
    "quais os canais de contato com a CSS?": "Lojas virtuais de aplicativos",
    "que tipo de suporte a CSS presta?": "esclarecimento de dúvidas",
    "qual o fluxo de atendimento na CSS?": "demais equipes de suporte",
    "qual o prazo de atendimento de uma solicitação?": "acordo de nível de serviço",
    "como faço para acompanhar o andamento de uma solicitação?": "formulário de consulta",
    "como complementar as informações de um acionamento?": "0800 728 2323",
    "como sei se uma solicitação foi atendida?": "solução aplicada",
    "como avaliar um atendimento realizado?": "controle de qualidade",
    "o que é chatbot?": "assistente virtual",
    "quais são as funções do assistente serpro?": "Consulta de acionamento",
    "qual o telefone da css?": "0800 728 2323",
    "qual é o e-mail da css?": "css.serpro@serpro.gov.br",
    "o que é o número de registro?": "identifica o seu acionamento",
    "o que vocês fazem com os meus dados?": "LGPD",
}


@pytest.mark.parametrize(("question", "fact"), FACTS.items())
def test_each_question_of_the_faq_is_answered_with_its_facts(
    chat: Conversation, question: str, fact: str
) -> None:
    assert fact in chat.say(question)


def test_the_greeting_says_who_it_is_what_is_done_with_data_and_offers_the_main_things(
    chat: Conversation,
) -> None:
    greeting = chat.say("bom dia")
    assert "robô" in greeting
    assert "LGPD" in greeting
    assert chat.buttons == MAIN


def test_help_offers_the_main_things(chat: Conversation) -> None:
    chat.say("ajuda")
    assert chat.buttons == MAIN


def test_two_misunderstandings_in_a_row_offer_a_person_phone_and_email(chat: Conversation) -> None:
    chat.say("qual a receita de bolo de cenoura?")
    assert chat.buttons == MAIN
    answer = chat.say("e quem ganhou o jogo do flamengo ontem?")
    assert "0800 728 2323" in answer
    assert "css.serpro@serpro.gov.br" in answer
    assert "/talk_to_human" in chat.buttons


def test_an_answer_in_between_starts_the_count_again(chat: Conversation) -> None:
    chat.tell("qual a receita de bolo de cenoura?", "qual o telefone da css?")
    assert "Também não" not in chat.say("e quem ganhou o jogo do flamengo ontem?")


def test_repeat_says_the_last_answer_again(chat: Conversation) -> None:
    first = chat.say("qual o horário de atendimento?")
    assert chat.say("repete por favor") == first
    assert chat.say("repete por favor") == first


def test_thanks_and_stop_in_the_air_change_nothing(chat: Conversation) -> None:
    assert "Por nada" in chat.say("obrigado!")
    assert "não há nada em andamento" in chat.say("deixa pra lá")
    assert chat.tickets() == []


def test_a_person_is_reached_by_phone_and_email(chat: Conversation) -> None:
    answer = chat.say("quero falar com um atendente")
    assert "0800 728 2323" in answer


def test_an_answer_in_doubt_is_given_and_kept_for_a_person_to_review(server: Server) -> None:
    """Two questions in one message: whichever is answered, the other was nearly as likely."""
    doubles = (
        "qual o telefone e qual o email de vocês?",
        "qual o horário de vocês e qual o prazo?",
        "como avalio e como sei se resolveram?",
        "qual o número de telefone e o e-mail de contato",
        "vocês atendem de madrugada e cobram quanto?",
        "como mudo o e-mail e o telefone?",
        "o que é ans e quem define?",
        "posso ligar ou é só por aqui?",
    )
    plain = "qual o horário de funcionamento da css?"
    chat = Conversation(server)
    for text in (plain, *doubles):
        assert chat.say(text).strip()
    with database.reading(server.engine) as session:
        kept = {item.text: item.misunderstood for item in queries.review_queue(session)}
    assert plain not in kept
    doubtful = [text for text in doubles if kept.get(text) == 0]
    assert doubtful
    # the conversation goes on as if nothing had been kept
    assert "24 horas" in chat.say(plain)


def test_two_questions_in_one_message_are_both_answered(chat: Conversation) -> None:
    answer = chat.say("o que é a css e qual o telefone?")
    assert "Central de Serviços Serpro" in answer
    assert "0800 728 2323" in answer


def test_the_long_greeting_is_said_once(chat: Conversation) -> None:
    assert "LGPD" in chat.say("bom dia")
    assert "LGPD" not in chat.say("oi, tudo bem?")


def test_a_digit_alone_offers_the_menu_and_rates_nothing(chat: Conversation) -> None:
    assert "não entendi" in chat.say("2")
    assert set(MAIN) <= set(chat.buttons)
