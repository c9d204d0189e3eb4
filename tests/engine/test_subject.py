"""What was spoken of before a ticket is wanted is not asked again."""

from .told import Told


def test_the_system_named_alone_is_that_of_the_problem_told_next(told: Told) -> None:
    told.say("sei", "set service: sei")
    problem = "some a árvore inteira do processo"
    answer = told.say(problem, "start open_ticket", f"set description: {problem}")
    assert "SEI" in answer
    assert "e-mail" in answer


def test_a_thing_that_was_named_stays_in_the_text(told: Told) -> None:
    told.say("impressora", "set service: estacao-de-trabalho")
    told.say("nao imprime", "start open_ticket", "set description: nao imprime")
    assert told.state
    assert told.state["known"]["description"] == "impressora: nao imprime"


def test_another_system_told_with_the_problem_counts(told: Told) -> None:
    told.say("sei", "set service: sei")
    told.say(
        "o siafi não abre", "start open_ticket", "set service: siafi", "set description: o siafi não abre"
    )
    assert told.state
    assert told.state["known"]["service"] == "siafi"


def test_the_question_that_was_offered_to_the_team_is_what_the_ticket_begins_with(told: Told) -> None:
    told.say("como integro o siafi com a planilha do setor?", "ask other")
    told.say("e a macro dela, serve?", "ask other")
    told.say("então abre um chamado disso", "start open_ticket which=told")
    assert told.state
    assert told.state["known"]["service"] == "siafi"
    assert "planilha do setor" in told.state["known"]["description"]


def test_it_is_forgotten_once_it_was_taken_up(told: Told) -> None:
    told.say("sei", "set service: sei")
    told.say("não assina", "start open_ticket", "set description: não assina o despacho")
    told.say("deixa pra lá", "stop")
    answer = told.say("a impressora falha", "start open_ticket", "set description: a impressora falha")
    assert "SEI" not in answer


def test_the_doubt_that_nobody_answers_is_registered_as_it_was_asked(told: Told) -> None:
    told.say("quem paga o guincho do caminhão?", "ask other")
    told.say("registra a dúvida", "start open_ticket which=told")
    assert told.state
    assert told.state["known"]["description"] == "quem paga o guincho do caminhão?"


def test_a_ticket_of_another_matter_begins_without_the_question(told: Told) -> None:
    told.say("quem paga o guincho do caminhão?", "ask other")
    told.say("quero abrir um chamado", "start open_ticket")
    assert told.state
    assert not told.state["known"].get("description")


def test_what_is_pointed_at_and_was_never_told_is_asked(told: Told) -> None:
    answer = told.say("abre um chamado disso", "start open_ticket which=told")
    assert "sistema ou serviço" in answer


def test_the_thing_on_which_it_fails_gives_way_to_the_system_asked_about(told: Told) -> None:
    told.say("como coloco a vpn no notebook da estagiária?", "ask other")
    told.say("e tem vídeo ensinando?", "ask other")
    problem = "coloquei no notebook mas cai"
    commands = ("start open_ticket", "set service: estacao-de-trabalho", f"set description: {problem}")
    assert "VPN" in told.say(problem, *commands, in_passing=True)


def test_a_thing_that_fails_itself_does_not(told: Told) -> None:
    told.say("como coloco a vpn no notebook da estagiária?", "ask other")
    told.say("e tem vídeo ensinando?", "ask other")
    problem = "a impressora daqui parou"
    commands = ("start open_ticket", "set service: estacao-de-trabalho", f"set description: {problem}")
    assert "VPN" not in told.say(problem, *commands)


def test_of_a_question_that_names_a_thing_too_the_system_is_meant(told: Told) -> None:
    told.say("qual a cor do ícone do siafi no notebook da estagiária?", "ask other")
    told.say("/affirm")
    assert told.state
    assert told.state["known"]["service"] == "siafi"
