"""Questions and orders said to a ticket that is spoken of: what is answered, and what is never said of it."""

import pytest

from .told import Desk, Told

ANA = "ana@orgao.gov.br"
FORGOT = "como recupero a senha gov.br"


@pytest.fixture
def number(told: Told, desk: Desk) -> str:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    return number


@pytest.mark.parametrize("text", [f"não precisa. então {FORGOT}", f"não, {FORGOT}?"])
def test_a_question_beside_a_no_to_an_offered_ticket_is_answered(told: Told, number: str, text: str) -> None:
    said = told.say("como estorno no siafi?", "ask other", asked=True)
    assert "registre a sua pergunta" in said
    said = told.say(text, "deny", "ask other", asked=True)
    assert "Como recuperar a senha da conta gov.br" in said
    assert told.pending != "confirm_open"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("brigada. e aproveitando, esqueci a senha do gov.br tb, vcs resolvem isso?", "recuperar a senha"),
        (FORGOT, "recuperar a senha"),
        ("como assino documento no SEI?", "assinar"),
    ],
)
def test_how_a_named_system_is_used_is_answered_at_rest(
    told: Told, number: str, text: str, title: str
) -> None:
    assert title in told.say(text, "ask other", asked=True)


def test_an_order_with_a_polite_tag_asks_nothing(told: Told, number: str) -> None:
    question = "o erro era 809 nao 812, da pra corrigir la?"
    change = "edit description replace: 812 => 809"
    asked = {"text": question, "commands": [{"command": "edit"}, {"command": "ask", "about": "other"}]}
    said = told.say(question, change, "ask other", questions=[asked], asked=True)
    assert "A equipe vai ver" in said
    assert "0800" not in said


def test_a_question_of_its_own_beside_an_order_is_not_passed_over(told: Told, number: str) -> None:
    question = "quem é o ministro que manda nesse tal de empenho?"
    asked = {"text": question, "commands": [{"command": "ask", "about": "other"}]}
    change = "edit description replace: 812 => 809"
    said = told.say(f"era 809. {question}", change, "ask other", questions=[asked], asked=True)
    assert "0800" in said


def test_the_same_answer_is_not_given_again_to_who_asked_something_else(told: Told, number: str) -> None:
    asks = "ask other which=readers"
    first = told.say("o Jorge vê a moqueca?", asks)
    assert "Só vê" in first
    said = told.say("não foi isso. o Jorge vê a moqueca?", asks, beside=[{"command": "unclear"}])
    assert "Só vê" not in said
    assert "0800 728 2323" in said


@pytest.mark.parametrize("more", [[], ["ask ticket number"], ["ask ticket status"]])
def test_all_of_them_are_listed_in_short(told: Told, desk: Desk, number: str, more: list[str]) -> None:
    second = desk.open(ANA, "a VPN cai toda hora", "vpn")
    said = told.say("me lista os dois", "choose all", *more)
    assert number in said
    assert second in said
    assert "um de cada vez" not in said
    assert said.count("\n") < 5
    assert told.pending == "none"


def test_where_both_stand_is_the_list(told: Told, desk: Desk, number: str) -> None:
    second = desk.open(ANA, "a VPN cai toda hora", "vpn")
    both = {"command": "ask", "about": "ticket", "field": "status", "by": "all"}
    said = told.say("quais são os dois?", both)
    assert number in said
    assert second in said
    assert told.pending == "none"
