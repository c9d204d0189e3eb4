"""How a system is used: an article answers, then "resolveu?"; a no opens a ticket with all that was told."""

import pytest

from tests.engine.told import Told

QUESTION = "como aumento o nível da minha conta gov.br?"
ANA = "ana@fazenda.gov.br"


@pytest.fixture
def answered(told: Told) -> Told:
    """Ana has read the article and is asked whether it helped."""
    answer = told.say(QUESTION, "ask other")
    for part in (
        "Como aumentar o nível da conta gov.br com reconhecimento facial",
        "1. Entre em acesso.gov.br",
        "Fonte: Manual da conta gov.br",
        "(06/03/2024)",
        "/ajuda/conta-govbr-aumentar-nivel-rosto",
        "Isso resolveu",
    ):
        assert part in answer
    assert told.pending == "news_resolved"
    return told


def test_a_source_without_a_date_has_the_day_when_it_was_consulted(told: Told) -> None:
    answer = told.say("como tiro a certidão de regularidade fiscal?", "ask other")
    assert "Fonte: Portal gov.br" in answer
    assert "(sem data; consultada em 28/11/2026)" in answer


def test_a_yes_ends_it_and_opens_nothing(answered: Told) -> None:
    answered.say("sim, obrigada", "affirm")
    assert answered.pending == "none"
    assert answered.tickets() == []


def test_a_no_goes_on_to_a_ticket_with_everything_told(answered: Told) -> None:
    assert "Qual é o seu e-mail" in answered.say("não", "deny")
    answered.say(ANA, f"set email: {ANA}")
    answered.say("/affirm")
    [ticket] = answered.tickets()
    assert ticket.service_code == "govbr"
    assert QUESTION in ticket.description
    assert "com reconhecimento facial” não resolveu" in ticket.description


def test_what_still_goes_wrong_is_told_along_however_it_is_read(answered: Told) -> None:
    answered.say("não, a foto não passa", "deny", "set reason: a foto não passa")
    answered.say(ANA, f"set email: {ANA}")
    answered.say("/affirm")
    assert "a foto não passa" in answered.tickets()[0].description


def test_a_longer_answer_that_is_not_understood_opens_nothing_unasked(answered: Told) -> None:
    assert "registr" in answered.say("já fiz isso e a foto não passa", "unclear")
    assert answered.pending == "draft"
    assert "Qual é o seu e-mail" in answered.say("quero sim", "affirm")
    answered.say(ANA, f"set email: {ANA}")
    answered.say("/affirm")
    assert "a foto não passa" in answered.tickets()[0].description


def test_the_next_question_or_wish_ends_the_asking(answered: Told) -> None:
    assert "A1: fica guardado" in answered.say("o que é certificado a1?", "ask other")
    answered.say("lista os meus", "start list_my_tickets")
    assert answered.pending == "email"
    answered.say("deixa", "stop")
    assert answered.pending == "none"


@pytest.mark.parametrize("read", ["out_of_scope", "unclear", "ask faq_how_to_add_information"])
def test_what_was_read_as_something_else_is_answered_all_the_same(told: Told, read: str) -> None:
    assert "caneta preta" in told.say("como assino um documento no SEI?", read)


def test_in_the_middle_of_a_ticket_it_is_an_aside_and_the_question_comes_again(told: Told) -> None:
    told.say("abre", "start open_ticket", "set service: siafi")
    answer = told.say(QUESTION, "ask other")
    assert "Com o aplicativo gov.br" in answer
    assert "Isso resolveu" not in answer
    assert told.pending == "description"


def test_where_no_article_answers_the_team_may_be_asked(told: Told) -> None:
    assert "a equipe da CSS" in told.say("como estorno um empenho no siafi?", "ask other")
    said = told.say("quero", "affirm")
    assert "e-mail" in said
    assert told.state
    assert told.state["frames"][0]["values"]["description"] == "como estorno um empenho no siafi?"
    told.say("deixa", "stop")


def test_who_only_wanted_to_know_gets_no_ticket(told: Told) -> None:
    told.say("como estorno um empenho no siafi?", "ask other")
    told.say("não precisa", "deny")
    assert told.pending == "none"
    assert "não" in told.say("qual a cor do cavalo branco?", "ask other").lower()
    assert told.pending == "none"


def test_how_the_desk_works_is_told_beside_a_ticket_without_asking_whether_it_helped(told: Told) -> None:
    told.say(
        "o siafi trava",
        "start open_ticket",
        "set service: siafi",
        "set description: trava ao emitir",
        "set email: ana@saude.gov.br",
    )
    told.say("sim", "affirm")
    answer = told.say("a equipe telefona ou escreve?", "ask other")
    assert "por escrito" in answer
    assert "resolveu" not in answer
    assert told.pending == "none"


@pytest.fixture
def opening(told: Told) -> Told:
    told.say("o siafi trava", "start open_ticket", "set service: siafi", "set description: trava ao emitir")
    assert told.pending == "email"
    return told


@pytest.mark.parametrize("question", ["o meu ou o dela?", "tem que ser o meu?", "posso pôr o dele?"])
def test_a_question_that_names_nothing_is_of_what_was_just_asked(opening: Told, question: str) -> None:
    said = opening.say(question, "ask other")
    assert "Pode ser o seu ou o de outra pessoa" in said
    assert "Qual é o seu e-mail" in said


def test_what_no_article_tells_of_it_stays_unanswered(opening: Told) -> None:
    assert "não sei responder" in opening.say("e o dólar?", "ask other")


@pytest.mark.parametrize(
    ("question", "read", "answer"),
    [
        ("minha colega consegue ver ele também?", "ask other", "Só com o número ninguém consulta"),
        ("devo guardar o número?", "ask ticket number", "É bom guardar"),
        ("como mando o print?", "ask faq_how_to_add_information", "botão do clipe"),
        ("o senhor precisa do meu CPF?", "ask faq_privacy", "Não é preciso: um CPF"),
    ],
)
def test_beside_a_ticket_the_article_answers_before_what_is_more_general(
    opening: Told, question: str, read: str, answer: str
) -> None:
    opening.say(ANA, f"set email: {ANA}")
    opening.say("sim", "affirm")
    assert answer in opening.say(question, read, asked=True)


@pytest.mark.parametrize(
    ("question", "read", "answer"),
    [
        ("qual o número dele?", "ask ticket number", "2026-"),
        ("como complemento o chamado?", "ask faq_how_to_add_information", "Para complementar"),
        ("como usam os meus dados?", "ask faq_privacy", "LGPD"),
    ],
)
def test_what_is_asked_in_general_has_its_general_answer(
    opening: Told, question: str, read: str, answer: str
) -> None:
    opening.say(ANA, f"set email: {ANA}")
    opening.say("sim", "affirm")
    assert answer in opening.say(question, read, asked=True)


@pytest.mark.parametrize("question", ["como instalo a vpn?", "onde baixo o programa da vpn?"])
def test_who_installs_the_vpn_is_told(told: Told, question: str) -> None:
    assert "área de tecnologia do seu órgão" in told.say(question, "ask other")


def test_an_insult_after_the_steps_is_no_yes(told: Told) -> None:
    told.say("como recupero a senha do gov.br?", "ask other", asked=True)
    told.say("ah, que saco isso", "unclear", or_else=[["social insult"]])
    assert "utter_article_helped" not in told.responses
