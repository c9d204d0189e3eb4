"""A question about the conversation itself is answered where it is asked, and what was asked comes again."""

import pytest

from tests.engine.told import Desk, Told, do

ANA = "ana@fazenda.gov.br"


@pytest.fixture
def service(told: Told) -> Told:
    told.say("quero abrir um chamado", "start open_ticket")
    assert told.pending == "service"
    return told


@pytest.fixture
def description(service: Told) -> Told:
    service.say("SEI", "set service: sei")
    assert service.pending == "description"
    return service


@pytest.fixture
def summary(description: Told) -> Told:
    description.say("não assina", "set description: não assina")
    description.say(ANA, f"set email: {ANA}")
    assert description.pending == "confirm_open"
    return description


def test_a_short_answer_and_the_question_again(description: Told) -> None:
    said = description.say("qual o tamanho máximo do texto?", "ask other")
    assert "8.000 caracteres" in said
    assert "O que está acontecendo" in said
    assert "/ajuda/" not in said


def test_it_comes_before_a_general_answer_of_ours(summary: Told) -> None:
    said = summary.say("minha coordenação vai ser avisada?", "ask faq_privacy")
    assert "só para o e-mail que você der" in said
    assert "LGPD" not in said
    assert summary.pending == "confirm_open"


def test_why_something_is_asked_has_its_own_answer(description: Told) -> None:
    assert "sem precisar perguntar" in description.say("o que devo escrever e por quê?", "ask why")


def test_what_is_not_understood_may_be_such_a_question(description: Told) -> None:
    assert "áudio eu não escuto" in description.say("aceita mensagem de voz?", "unclear", asked=True)


def test_a_question_that_was_read_as_a_wish_is_answered_and_begins_nothing(told: Told) -> None:
    said = told.say("é obrigatório fazer cadastro antes?", "start open_ticket", asked=True)
    assert "não há cadastro" in said
    assert told.pending == "none"
    assert told.tickets() == []


def test_a_wish_that_is_no_question_is_a_wish(told: Told) -> None:
    told.say("é obrigatório fazer cadastro antes, abre", "start open_ticket")
    assert told.pending == "service"


def test_who_asks_whether_a_system_is_served_here_hears_it_and_goes_on_with_it(service: Told) -> None:
    said = service.say("o SIAFI é com vocês?", "set service: siafi", asked=True)
    assert "pode registrar aqui" in said
    assert service.pending == "description"


def test_a_question_kept_as_a_text_is_no_text(description: Told) -> None:
    question = "tenho que pôr minha senha aqui?"
    assert "nunca" in description.say(question, f"set description: {question}", asked=True)
    assert description.pending == "description"


def test_of_two_questions_neither_is_given_up_for_what_is_near_to_the_other(told: Told) -> None:
    """ "Qual o telefone?" is as near to "telefonar ou escrever?" as a question alone may be."""
    whole, telephone = "ask faq_what_is_css", "ask faq_phone_number"
    parts = [
        {"text": "o que é a css", "meant": "o que é a css", "commands": [do(whole)]},
        {"text": "qual o telefone?", "meant": "ligo ou faço por aqui?", "commands": [do(telephone)]},
    ]
    said = told.say("o que é a css e qual o telefone?", whole, telephone, questions=parts, asked=True)
    assert said.startswith("Tanto faz")
    assert "atende e dá suporte" in said
    parts[1]["meant"] = "qual o telefone?"
    said = told.say("o que é a css e qual o telefone?", whole, telephone, questions=parts, asked=True)
    assert "O telefone da CSS é" in said


def test_an_address_beside_the_question_is_kept(description: Told) -> None:
    description.say("não assina", "set description: não assina")
    question = f"pode ser gmail? {ANA}"
    assert "pessoal ou do trabalho" in description.say(question, f"set email: {ANA}", asked=True)
    assert description.pending == "confirm_open"


def test_no_is_said_by_who_asks_what_a_no_does(summary: Told) -> None:
    said = summary.say("se eu não confirmar perco o que escrevi?", "deny", asked=True)
    assert "Não se perde nada" in said
    assert summary.pending == "confirm_open"


def test_a_yes_that_is_put_as_a_question_is_a_yes_and_no_more(summary: Told) -> None:
    said = summary.say("pode registrar o acionamento para mim?", "affirm", asked=True)
    assert "foi registrado" in said
    assert "o e-mail dela" not in said


def test_what_no_article_of_the_place_answers_is_left_as_it_is(description: Told) -> None:
    assert "não sei responder" in description.say("e o dólar, quanto está?", "ask other", asked=True)
    description.say("deixa isso", "stop")
    assert description.pending == "none"


DOUBT = "recebi um SMS dizendo que a minha conta gov.br vai ser bloqueada, não sei se clico"


def test_a_message_that_may_be_a_fraud_is_warned_of_and_opens_nothing(told: Told) -> None:
    read = ("start open_ticket", "set service: govbr", "set description: recebi um SMS")
    said = told.say(DOUBT, *read, asked=True)
    assert said.startswith("Não clique")
    assert "0800 728 2323" in said
    assert told.pending == "none"
    assert told.tickets() == []


def test_the_warning_is_given_where_the_address_is_asked(description: Told) -> None:
    description.say("a minha conta ia ser bloqueada", "set description: a minha conta ia ser bloqueada")
    said = description.say("mas o link que veio é golpe ou não?", "ask why")
    assert said.startswith("Não clique")
    assert description.pending == "email"


def test_whether_the_chat_itself_is_one_is_another_question(description: Told) -> None:
    assert "da Central de Serviços Serpro" in description.say("isso é golpe?", "ask other")


def test_what_cannot_be_clicked_on_is_a_problem(told: Told) -> None:
    text = "não consigo clicar no botão entrar do gov.br"
    said = told.say(text, "start open_ticket", "set service: govbr", f"set description: {text}")
    assert "Não clique" not in said


def shown(told: Told, desk: Desk) -> str:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    return number


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("qual é o nome de quem ficou responsável?", "Sistemas financeiros e orçamentários"),
        ("esse protocolo vai ser trocado por outro?", "não muda"),
        ("de que dia é isso que apareceu, é atual?", "É de agora"),
    ],
)
def test_what_is_asked_of_a_ticket_is_answered_from_it(
    told: Told, desk: Desk, question: str, part: str
) -> None:
    number = shown(told, desk)
    said = told.say(question, "ask other", asked=True)
    assert part in said
    assert number in said
    assert told.pending == "none"


VISIT = "e o técnico que ficou de vir amanhã, ainda vem?"


def test_what_was_just_done_is_a_place(told: Told, desk: Desk) -> None:
    shown(told, desk)
    assert "visita marcada" not in told.say(VISIT, "ask other", asked=True)
    told.say("cancela", "start cancel_ticket")
    told.say("sim", "affirm")
    assert "de visita marcada eu não sei" in told.say(VISIT, "ask other", asked=True)


def test_until_when_it_may_be_reopened_is_a_day(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    said = told.say("quando esse aqui se encerra sozinho?", "ask other", asked=True)
    assert f"o {number} se encerra sozinho" in said


def test_before_there_is_a_ticket_nothing_is_said_of_one(told: Told) -> None:
    said = told.say("onde faço queixa do atendimento?", "ask other", asked=True)
    assert "Fala.BR" in said
    assert "None" not in said


def alone(text: str, *commands: dict[str, str]) -> dict[str, object]:
    return {"text": text, "commands": list(commands) or [{"command": "ask", "about": "other"}]}


def test_a_question_is_looked_for_without_what_stands_beside_it(description: Told) -> None:
    problem = "dá erro 0042 quando gravo"
    said = description.say(
        f"{problem}. posso anexar o print da tela?",
        f"set description: {problem}. posso anexar o print da tela?",
        "ask other",
        questions=[alone("posso anexar o print da tela?")],
        beside=[{"command": "set", "slot": "description", "value": problem}],
    )
    assert "botão do clipe" in said
    assert description.pending == "email"
    assert description.state
    assert description.state["frames"][0]["values"]["description"] == problem + "."


def test_a_question_left_out_of_what_was_read_is_answered(description: Told) -> None:
    description.say("não assina", "set description: não assina")
    said = description.say(
        f"posso por o da minha chefe? é {ANA}",
        f"set email: {ANA}",
        questions=[alone("posso por o da minha chefe?")],
        beside=[{"command": "set", "slot": "email", "value": ANA}],
    )
    assert "o de outra pessoa" in said
    assert description.pending == "confirm_open"


def test_where_nobody_knows_that_is_said_shortly_and_the_flow_goes_on(description: Told) -> None:
    description.say("não assina", "set description: não assina")
    said = description.say(
        f"{ANA} e o dólar, quanto está?",
        f"set email: {ANA}",
        questions=[alone("o dólar, quanto está?")],
        beside=[{"command": "set", "slot": "email", "value": ANA}],
    )
    assert description.responses[0] == "utter_question_aside"
    assert "0800 728 2323" in said
    assert description.pending == "confirm_open"


def test_no_yes_is_heard_in_a_part_where_the_whole_was_none(summary: Told) -> None:
    summary.say(
        "pode sim, só que será que o dólar sobe?",
        "unclear",
        questions=[alone("será que o dólar sobe?")],
        beside=[{"command": "affirm"}],
    )
    assert summary.pending == "confirm_open"
    assert summary.tickets() == []


def test_two_questions_are_both_answered(description: Told) -> None:
    said = description.say(
        "posso mandar áudio? e qual o tamanho máximo do texto?",
        "ask other",
        questions=[alone("posso mandar áudio?"), alone("qual o tamanho máximo do texto?")],
    )
    assert "áudio eu não escuto" in said
    assert "8.000 caracteres" in said
    assert description.pending == "description"


@pytest.fixture
def registered(summary: Told) -> Told:
    summary.say("sim", "affirm")
    assert summary.pending == "none"
    return summary


def test_thanks_with_a_question_are_thanks_and_the_answer(registered: Told) -> None:
    said = registered.say(
        "obrigada. a equipe telefona ou escreve?",
        "social thank",
        questions=[alone("a equipe telefona ou escreve?")],
        beside=[{"command": "social", "kind": "thank"}],
    )
    assert registered.responses[0] == "utter_thank"
    assert "por escrito" in said


def test_beside_a_ticket_no_question_is_offered_to_be_registered(registered: Told) -> None:
    registered.say(
        "o Jorge gosta de moqueca de siri?",
        "ask other",
        questions=[alone("o Jorge gosta de moqueca de siri?")],
    )
    assert registered.responses == ["utter_question_aside"]


def test_a_question_that_is_not_understood_is_no_wish(registered: Told) -> None:
    question = "e o cavalo branco do chefe, sobe?"
    registered.say(
        question, "unclear", or_else=[["start open_ticket"]], questions=[alone(question)], asked=True
    )
    assert registered.responses == ["utter_question_aside"]


def test_a_question_told_with_the_problem_goes_to_the_team(description: Told) -> None:
    problem, question = "travou e sumiu o plano", "será que a tinta preta era mais barata?"
    description.say(
        f"{problem}. {question}",
        f"set description: {problem}",
        "ask other",
        questions=[alone(question)],
        beside=[{"command": "set", "slot": "description", "value": problem}],
    )
    assert description.responses[0] == "utter_question_in_text"
    assert description.state
    assert description.state["frames"][0]["values"]["description"] == f"{problem}\n{question}"


def test_what_the_whole_leaves_out_of_two_questions_is_answered_too(registered: Told) -> None:
    said = registered.say(
        "quem atende? e qual é o prazo?",
        "ask ticket status which=team",
        questions=[
            alone("quem atende?"),
            alone("qual é o prazo?", {"command": "ask", "about": "faq_resolution_deadline"}),
        ],
    )
    assert "é a equipe" in said
    assert "prazo" in said


def test_an_article_of_another_system_is_not_given_beside_a_ticket(registered: Told) -> None:
    question = "dá pra tirar uma certidão?"
    registered.say(question, "ask other", questions=[alone(question)])
    assert registered.responses == ["utter_question_aside"]


def test_after_an_article_a_question_is_answered_or_not_and_it_is_asked_again(told: Told) -> None:
    told.say("como faço para recuperar a senha do gov.br?", "ask other")
    question = "e o cavalo branco do chefe, sobe?"
    told.say(question, "ask other", questions=[alone(question)], asked=True)
    assert told.responses == ["utter_question_aside", "utter_article_solved"]
    assert told.pending == "news_resolved"
    said = told.say(
        "não, pede outra senha. quem tem o cavalo branco?",
        "deny",
        "ask other",
        questions=[alone("quem tem o cavalo branco?")],
        beside=[{"command": "deny"}],
    )
    assert "Qual é o seu e-mail" in said


def test_all_that_was_registered_is_shown(registered: Told) -> None:
    registered.say(
        "abre outro", "start open_ticket", "set service: siafi", "set description: trava", f"set email: {ANA}"
    )
    registered.say("sim", "affirm")
    said = registered.say("me mostra como ficou tudo", "ask ticket status which=all_of_them")
    assert all(ticket.number in said for ticket in registered.tickets())
    assert len(registered.tickets()) == 2


def test_a_change_between_a_yes_and_a_question_is_no_yes(summary: Told) -> None:
    """ "Sim. A sala é a 312. Vem alguém hoje?" was registered without the room."""
    told = [{"command": "edit", "slot": "description", "how": "add", "text": "a sala é a 312"}]
    summary.say(
        "sim. a sala é a 312. o dólar sobe hoje?",
        "affirm",
        "ask other",
        questions=[alone("o dólar sobe hoje?")],
        beside=told,
    )
    assert summary.pending == "confirm_open"
    assert "a sala é a 312" in summary.state["known"]["description"]


def test_a_question_is_looked_for_as_it_was_meant(told: Told) -> None:
    asked = "to no cel, da pra fzr tdo por aki"
    meant = "estou no celular, dá para fazer tudo por aqui"
    said = told.say(asked, "ask other", asked=True, meant=meant)
    assert "funciona no celular" in said


def test_a_longer_question_than_how_a_ticket_stands_has_its_answer(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    said = told.say("por que fecharam ele sem falar comigo antes?", "ask ticket status", asked=True)
    assert "Quem dá a solução é a equipe" in said
    assert number not in said
    assert number in told.say("alguém já olhou?", "ask ticket status", asked=True)


def test_whether_this_is_a_robot_is_answered_beside_a_sigh(told: Told) -> None:
    robot = {"command": "social", "kind": "bot_challenge"}
    said = told.say(
        "é robô ou gente? já cansei de gravação",
        "social bot_challenge",
        questions=[alone("é robô ou gente?", robot)],
        beside=[{"command": "social", "kind": "remark"}],
        asked=True,
    )
    assert "não tenho resposta" not in said
    assert "assistente" in said


def test_a_summary_is_not_agreed_to_by_a_question_alone(summary: Told) -> None:
    question = "registrar é feito prestar queixa na delegacia?"
    said = summary.say(question, "affirm", "ask other", questions=[alone(question)], asked=True)
    assert "não é denúncia" in said.lower()
    assert summary.tickets() == []
    assert summary.pending == "confirm_open"


def test_the_news_of_a_ticket_are_no_steps_of_an_article(registered: Told, desk: Desk) -> None:
    [ticket] = registered.tickets()
    desk.resolve(ticket.number)
    registered.say("EXTERNAL_ticket_moved")
    assert registered.pending == "news_resolved"
    for question in ("isso é uma resposta pronta?", "tem vídeo mostrando os passos?"):
        said = registered.say(question, "ask other", asked=True)
        assert "Ajuda" not in said
        assert "passos" not in said


def test_a_question_taken_for_a_remark_or_for_a_wait_is_not_said_to_be_unknown(told: Told) -> None:
    told.say("quero abrir um chamado", "start open_ticket")
    for text, read in (("posso descrever depois?", "wait"), ("Lu, o teu tá assinando?", "social remark")):
        told.say(text, read, asked=True, questions=[{"text": text, "commands": []}])
        assert not {"utter_question_aside", "utter_question_without_answer"} & set(told.responses)


def test_a_no_behind_an_answer_is_a_no_though_it_says_a_word_of_the_question(summary: Told) -> None:
    question = "se eu não registrar, some o texto?"
    summary.say(question, "ask other", questions=[alone(question)], asked=True)
    summary.say("não, o texto tem um engano", "correct description")
    assert summary.pending == "description"


def test_whether_it_is_general_is_told_of_the_system_under_way(summary: Told) -> None:
    question = "está fora do ar para todo mundo ou é só aqui?"
    summary.say(question, "ask other", questions=[alone(question)], asked=True)
    assert summary.responses[0] == "utter_service_status_ok"
    assert summary.pending == "confirm_open"


def test_who_refuses_a_ticket_after_the_steps_gets_none(told: Told) -> None:
    told.say("como faço para recuperar a senha do gov.br?", "ask other")
    told.say("não era isso, e não precisa registrar", "deny", wants_none=True)
    assert (told.pending, told.responses) == ("none", ["utter_anything_else"])


def test_the_answer_behind_the_teams_own_question_said_back_is_stored(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o relatório some")
    desk.ask(number, "Que aviso aparece quando imprime?")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    text = "Que aviso aparece? Um aviso amarelo, sem papel"
    read = {"command": "set", "slot": "answer", "value": "Um aviso amarelo, sem papel"}
    asked = {"text": "Que aviso aparece?", "commands": [{"command": "ask", "about": "other"}]}
    told.say(text, f"set answer: {text}", questions=[asked], beside=[read], asked=True)
    assert any("aviso amarelo" in one for one in told.written(number))
