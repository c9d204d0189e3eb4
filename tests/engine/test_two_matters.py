"""Two matters in one conversation: what waits comes once, what there is already is given up, and the address
that was given is taken."""

from types import SimpleNamespace
from typing import Any

import pytest

from actions.dialogue import flow, waiting
from actions.dialogue.commands import Command
from tests.engine.told import Desk, Told
from tests.engine.told import do as raw

ANA = "ana@fazenda.gov.br"
SCANNER = "o scanner do arquivo parou de digitalizar"
BOTH = (
    "start open_ticket",
    "set service: siafi",
    "set description: o siafi foi liberado?",
    "start open_ticket",
    "set service: estacao-de-trabalho",
    f"set description: {SCANNER}",
)
LOOKS = ("start check_ticket_status", "choose service: siafi")


@pytest.fixture
def both(told: Told) -> Told:
    told.say("duas coisas", *BOTH)
    told.say(ANA, f"set email: {ANA}")
    return told


def test_what_is_open_already_is_dropped_for_good_and_the_other_one_comes(both: Told, desk: Desk) -> None:
    number = desk.open(ANA, "siafi sem acesso", "siafi")
    asked = both.say("o do siafi já tem chamado, só quero saber dele", "stop", *LOOKS)
    assert "de lado" not in asked
    assert ANA in asked
    assert both.pending == "code"
    code = both.code(ANA)
    shown = both.say(code, f"set code: {code}")
    assert number in shown
    assert "Ainda quer registrar" not in shown
    assert SCANNER in shown
    both.say("sim", "affirm")
    assert [ticket.description for ticket in both.tickets()] == [SCANNER]


def test_what_waits_and_is_told_in_other_words_comes_once(both: Told) -> None:
    again = "scanner: não digitaliza, é o do 2º andar"
    said = both.say("esse não. o do scanner: …", "stop", "start open_ticket", f"set description: {again}")
    assert SCANNER in said
    assert again in said
    after = both.say("sim", "affirm")
    assert "o outro pedido" not in after
    assert [ticket.description for ticket in both.tickets()] == [f"{SCANNER}\n{again}"]


def test_another_problem_of_that_system_is_one_more(both: Told) -> None:
    other = ("start open_ticket", "set service: estacao-de-trabalho", "set description: o mouse morreu ontem")
    both.say("esse não. o mouse morreu ontem", "stop", *other)
    assert SCANNER in both.say("sim", "affirm")
    both.say("sim", "affirm")
    assert len(both.tickets()) == 2


def test_the_same_address_is_the_one_that_was_given(both: Told) -> None:
    both.say("o e-mail está errado", "correct email")
    assert both.state
    assert both.state["known"]["address"] == ANA


def test_a_word_that_only_hints_at_a_system_names_none(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "desconto do consignado em dobro", "siape")
    told.proved(ANA)
    asked = ("start check_ticket_status", "choose service: sougov")
    assert number in told.say("aquele do contracheque, o do consignado", *asked)
    desk.open(ANA, "a vpn cai de hora em hora", "vpn")
    missed = told.say("e o do contracheque?", *asked)
    assert told.responses[0] == "utter_no_such_ticket"
    assert "SouGov" not in missed


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("não consigo acessar o siape", "também não consigo acessar a intranet"),
        ("o teclado parou de funcionar", "o mouse também parou de funcionar"),
    ],
)
def test_two_problems_told_in_the_same_words_are_two(told: Told, first: str, second: str) -> None:
    for problem in ("o siafi não abre", first, second):
        told.say(problem, "start open_ticket", f"set description: {problem}")
    assert {wish[1]["value"] for wish in (told.state or {})["queue"]} == {first, second}


def test_one_more_that_waits_without_a_word_is_the_one_that_is_told_then(told: Told) -> None:
    told.say(
        "o siape não abre", "start open_ticket", "set description: o siape não abre", "start open_ticket"
    )
    assert told.state
    assert [len(wish) for wish in told.state["queue"]] == [1]
    told.say(f"esse não. {SCANNER}", "stop", "start open_ticket", f"set description: {SCANNER}")
    assert told.state["queue"] == []


def test_what_waits_for_a_ticket_that_was_named_takes_no_text_of_the_one_under_way() -> None:
    named = [raw("start add_ticket_information"), raw("choose number: 2"), raw("set information: x")]
    wish = [
        Command("start", flow="add_ticket_information"),
        Command("set", slot="information", value="x"),
    ]
    talk: Any = SimpleNamespace(flows=flow.shipped())
    assert not waiting._is_that(talk, named, wish)
    assert waiting._is_that(talk, [named[0], named[2]], wish)
