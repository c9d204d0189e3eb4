"""Two problems of one message: said to be two, counted, or joined; and what is one."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.in_place import OPENS
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.two_problems import as_two, enumerated, joined

FINDER = Finder()


def at(text: str, pending: str = "none", **known: Any) -> Reading:
    return Reading(text, {"pending": pending, "known": known}, FINDER)


def told(commands: list[dict[str, Any]] | None, slot: str) -> list[Any]:
    return [c["value"] for c in commands or [] if c.get("slot") == slot]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "o primeiro é que o scanner trava, o outro é que o sei não salva",
            "o scanner trava",
            "o sei não salva",
        ),
        ("um é a rede que caiu e o outro é o ramal sem linha", "a rede que caiu", "o ramal sem linha"),
        ("o primeiro: siape sem folha. o segundo: vpn não conecta", "siape sem folha", "vpn não conecta"),
        (
            "dois: um do scdp que não emite e outro do sei que não abre",
            "scdp que não emite",
            "sei que não abre",
        ),
    ],
)
def test_each_that_is_counted_is_one(text: str, first: str, second: str) -> None:
    assert enumerated(at(text)) == (first, second)


@pytest.mark.parametrize(
    "text",
    [
        "um da equipe falou, o outro da rede resolve",
        "primeiro a tela pisca, segundo o técnico é o cabo",
        "o outro é ruim",
    ],
)
def test_people_and_steps_are_not_counted(text: str) -> None:
    assert enumerated(at(text)) is None


def test_trouble_with_two_systems_is_parted_where_one_more_is_said() -> None:
    assert joined(at("o siape não calcula as férias e também minha vpn não conecta")) == (
        "o siape não calcula as férias",
        "minha vpn não conecta",
    )
    for text in (
        "o sei não abre e também não abre no celular",  # one system
        "a internet caiu e também o sei não abre por causa disso",  # one has to do with the other
        "o siape não abre, também já troquei o computador",  # nothing fails there
    ):
        assert joined(at(text)) is None


def test_a_greeting_is_of_neither() -> None:
    both = as_two(
        at("bom dia, o scanner não liga e tb o siafi dá erro"),
        [OPENS],
    )
    assert told(both, "description") == ["o scanner não liga", "o siafi dá erro"]
    assert told(both, "service") == ["estacao-de-trabalho", "siafi"]


def test_the_first_is_the_one_that_is_being_opened() -> None:
    text = "o primeiro é que o scanner trava, o outro é que o sei não salva"
    both = as_two(at(text, "service"), [{"command": "unclear"}])
    assert both is not None
    assert [c["command"] for c in both] == ["set", "set", "start", "set", "set"]
    assert as_two(at(text, "comment"), [{"command": "unclear"}]) is None


def test_two_that_are_only_announced() -> None:
    assert as_two(at("preciso registrar dois chamados"), [OPENS]) == [OPENS, OPENS]
    listed: dict[str, Any] = {"command": "start", "flow": "list_my_tickets"}
    assert as_two(at("como estão meus dois chamados"), [listed]) is None


@pytest.mark.parametrize(
    "text",
    [
        "duas coisas: qual o prazo e quem atende aqui?",
        "posso cancelar os dois chamados?",
        "dois chamados por aqui demoram quanto?",
        "tenho dois chamados aqui",
    ],
)
def test_two_questions_and_two_tickets_there_are_are_left(text: str) -> None:
    assert as_two(at(text), [{"command": "ask", "about": "other"}]) is None


@pytest.mark.parametrize(
    "text",
    [
        "fiz dois pedidos no sei, o primeiro gravou e o outro não salvou",
        "já abri dois chamados e o siafi não abre",
    ],
)
def test_two_that_are_told_of_are_not_announced(text: str) -> None:
    assert as_two(at(text), [OPENS]) is None
    assert as_two(at(text, "description"), [{"command": "set", "slot": "description", "value": text}]) is None


def test_a_text_without_end_is_not_parted() -> None:
    text = "duas coisas: não abre e trava. " * 250
    assert as_two(at(text), [OPENS, {"command": "set", "slot": "description", "value": text}]) is None


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("a impressora do 3º andar masca papel e o meu e-mail também parou de enviar", True),
        ("o siape não grava e o siafi não abre", True),
        ("a rede caiu e a impressora não imprime", False),
        ("o sei não abre e a vpn também não", False),
    ],
)
def test_two_systems_that_fail_are_two_unless_one_may_be_why(text: str, parted: bool) -> None:
    assert (joined(at(text)) is not None) is parted


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "o meu é o sei, não salva minuta, o dela é o siafi parado",
            "o sei, não salva minuta",
            "o siafi parado",
        ),
        ("o meu é a vpn que cai, o do colega é o scdp fora", "a vpn que cai", "o scdp fora"),
    ],
)
def test_mine_and_hers_are_two_where_the_system_is_asked(text: str, first: str, second: str) -> None:
    asked = at(text, "service")
    assert told(as_two(asked, [{"command": "set", "slot": "service", "value": "sei"}]), "description") == [
        first,
        second,
    ]


def test_her_address_is_no_second_problem() -> None:
    assert enumerated(at("o meu é o sei que não abre, o dela é ana@mec.gov.br", "service")) is None


def test_how_are_you_is_in_no_text() -> None:
    commands = as_two(at("opa, tudo bem? o scanner parou e a vpn também não conecta"), [OPENS])
    assert told(commands, "description") == ["o scanner parou", "a vpn também não conecta"]


@pytest.mark.parametrize(
    ("text", "asked", "new"),
    [
        (
            "Duas coisas: meu SCDP foi liberado? E o scanner da sala não liga",
            "scdp",
            "o scanner da sala não liga",
        ),
        (
            "são dois assuntos. a vpn caiu aqui, e queria saber como anda meu chamado do sei",
            "sei",
            "a vpn caiu aqui",
        ),
        ("dois pedidos: o do sicaf já foi resolvido? e o projetor não liga", "sicaf", "o projetor não liga"),
    ],
)
def test_what_is_asked_of_a_ticket_there_is_is_no_new_one(text: str, asked: str, new: str) -> None:
    commands = as_two(at(text), [OPENS]) or []
    assert told(commands, "ticket") == [{"by": "service", "value": asked}]
    assert told(commands, "description") == [new]
    assert sum(c == OPENS for c in commands) == 1


def test_each_is_of_its_own_system_though_only_one_fails() -> None:
    text = "são duas coisas: o siconfi dá erro no envio e tbm preciso trocar minha senha da rede"
    assert told(as_two(at(text), [OPENS]), "description") == [
        "o siconfi dá erro no envio",
        "preciso trocar minha senha da rede",
    ]
