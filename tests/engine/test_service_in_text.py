"""The system of a ticket and its name in the text, and good news before it is registered."""

import pytest

from tests.engine.told import Told

ANA = "ana@fazenda.gov.br"
OPENS = ("start open_ticket", "set service: siape", f"set email: {ANA}")


def described(told: Told) -> tuple[str | None, str]:
    told.say("sim", "affirm")
    [ticket] = told.tickets()
    return ticket.service_code, ticket.description


@pytest.fixture
def summary(told: Told) -> Told:
    told.say("o siape não gera a ficha", *OPENS, "set description: o siape não gera a ficha")
    return told


def test_the_text_follows_the_system_that_is_put_right(summary: Told) -> None:
    said = summary.say("é o sigepe", "correct service: sigepe")
    assert "Troquei no texto “siape” por “SIGEPE”" in said
    assert "o siape não gera a ficha" in summary.say("volta como estava", "back")
    summary.say("troca no texto também", "edit description replace: siape => SIGEPE")
    assert described(summary) == ("sigepe", "o SIGEPE não gera a ficha")


def test_the_system_follows_its_name_that_gives_way_in_the_text_and_comes_back_with_it(summary: Told) -> None:
    said = summary.say("troca siape por sougov", "edit description replace: siape => sougov")
    assert "O serviço agora é SouGov." in said
    assert "Serviço: SIAPE" in summary.say("volta como estava", "back")
    summary.say("troca siape por sougov", "edit description replace: siape => sougov")
    assert described(summary) == ("sougov", "o sougov não gera a ficha")


@pytest.mark.parametrize("text", ["o sigepe abre e o siape não", "a ficha não sai"])
def test_a_text_that_names_both_or_none_stays(told: Told, text: str) -> None:
    told.say(text, *OPENS, f"set description: {text}")
    assert "Troquei" not in told.say("é o sigepe", "correct service: sigepe")
    assert described(told) == ("sigepe", text)


def test_more_than_the_name_exchanged_leaves_the_system(summary: Told) -> None:
    said = summary.say("troca", "edit description replace: o siape => a tela do sougov")
    assert "O serviço agora" not in said
    assert described(summary)[0] == "siape"


def test_good_news_are_asked_about_and_kept(summary: Told) -> None:
    said = summary.say(
        "refizeram e agora gerou", "edit description add: refizeram e agora gerou", works_now=True
    )
    assert "Que bom!" in said
    assert summary.buttons == ["/affirm", "/stop"]
    assert "Confira o acionamento" in summary.say("sim", "affirm")
    assert described(summary) == ("siape", "o siape não gera a ficha\nrefizeram e agora gerou")


def test_good_news_that_may_give_up_are_asked_about_and_a_no_registers_nothing(summary: Told) -> None:
    assert "Que bom!" in summary.say("agora foi sozinho", "stop", works_now=True)
    assert "nada foi registrado" in summary.say("não quero mais", "stop")
    assert summary.tickets() == []


def test_an_unclear_line_that_tells_a_problem_begins_the_ticket_that_is_offered(told: Told) -> None:
    told.say("o siape caiu?", "start service_status", "set service: siape")
    text = "ninguém entra aqui, gira e cai"
    either = [["affirm", f"set description: {text}"], [f"set description: {text}"]]
    assert "e-mail" in told.say(text, "unclear", or_else=either)
    told.say(ANA, f"set email: {ANA}")
    assert described(told) == ("siape", text)


def test_a_verb_spelt_like_a_system_and_a_piece_of_a_word_stay(told: Told) -> None:
    text = "não sei a causa, passei a tarde nisso"
    told.say(text, OPENS[0], "set service: sei", OPENS[2], f"set description: {text}")
    assert "Troquei" not in told.say("é o sougov", "correct service: sougov")
    assert described(told) == ("sougov", text)


def test_each_place_of_the_name_is_exchanged_and_one_undo_takes_both_back(told: Told) -> None:
    text = "siape parado. o siape cai ao gravar"
    told.say(text, *OPENS, f"set description: {text}")
    assert "SouGov parado. o SouGov cai ao gravar" in told.say("é o sougov", "correct service: sougov")
    said = told.say("volta como estava", "back")
    assert text in said
    assert "Serviço: SIAPE" in said
    assert described(told) == ("siape", text)


def test_a_name_in_the_text_and_the_system_told_together_are_put_right_once(summary: Told) -> None:
    exchanged = "edit description replace: siape => SouGov"
    said = summary.say("é o sougov, troca no texto", exchanged, "correct service: sougov")
    assert "não" not in said.partition("Confira")[0]
    assert described(summary) == ("sougov", "o SouGov não gera a ficha")
