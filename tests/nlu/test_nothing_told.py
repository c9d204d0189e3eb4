"""What only says that something is wrong is no description; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.nothing_told import in_passing, only_its_name, only_the_system, only_trouble, with_the_trouble
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

OPENS = {"command": "start", "flow": "open_ticket"}


def at(text: str, **state: Any) -> Reading:
    return Reading(text, {"pending": "none", **state}, Finder())


def wish(service: str) -> list[dict[str, Any]]:
    return [OPENS, {"command": "set", "slot": "service", "value": service}]


def told(text: str, service: str) -> list[dict[str, Any]]:
    return [*wish(service), {"command": "set", "slot": "description", "value": text}]


@pytest.mark.parametrize(
    "text",
    [
        "ando com um probleminha no sicaf desde quinta passada",
        "oi, o sicaf do meu chefe ta com defeito de novo",
        "bom dia! precisava de um auxílio no sicaf por gentileza",
        "gostaria de registrar um chamado do sicaf da minha colega",
        "o sicaf deu erro hoje cedo",
        "há 3 dias que tenho dificuldade com o sicaf",
    ],
)
def test_that_something_is_wrong_with_a_system_opens_a_ticket_without_a_text(text: str) -> None:
    assert only_the_system(at(text), told(text, "sicaf")) == wish("sicaf")


@pytest.mark.parametrize(
    "text",
    [
        "to com problema pra assinar no sicaf",
        "erro 403 no sicaf",
        "o sicaf não abre desde ontem",
        "problema no sicaf: a certidão sumiu",
        "ajuda com o cadastro no sicaf",
        "problema no sicaf e no siape",
    ],
)
def test_what_tells_more_stays_its_text(text: str) -> None:
    assert only_the_system(at(text), told(text, "sicaf")) == told(text, "sicaf")


def test_what_was_not_understood_and_names_the_system_opens_a_ticket() -> None:
    assert only_the_system(at("meu sicaf tá ruim"), [{"command": "unclear"}]) == wish("sicaf")
    help_and_greeting = [{"command": "social", "kind": "help"}, {"command": "social", "kind": "greet"}]
    text = "oi, dificuldade no sicaf, alguém me ajuda?"
    assert only_the_system(at(text), help_and_greeting) == [*wish("sicaf"), help_and_greeting[1]]


@pytest.mark.parametrize("text", ["o sicaf tem problema?", "meu chamado do sicaf deu problema"])
def test_a_question_or_a_ticket_that_exists_opens_none(text: str) -> None:
    assert only_the_system(at(text), [{"command": "unclear"}]) == [{"command": "unclear"}]


def test_trouble_with_the_system_of_a_ticket_that_is_shown_is_left() -> None:
    text = "to com um problema no sicaf"
    shown = at(text, last={"number": "2026-0000017", "service": "sicaf", "status": "new"})
    assert only_the_system(shown, told(text, "sicaf")) == told(text, "sicaf")


def test_a_symptom_is_more_than_trouble() -> None:
    assert only_trouble(at("é um problema desde ontem"))
    assert not only_trouble(at("não abre"))


@pytest.mark.parametrize(
    "text",
    [
        "baixei no notebook e não conecta",
        "desliguei o computador e continua caindo",
        "não conecta no meu computador",
        "tá caindo aqui nesse pc",
    ],
)
def test_a_thing_may_be_named_in_passing(text: str) -> None:
    assert in_passing(at(text))


@pytest.mark.parametrize(
    "text",
    [
        "o notebook não liga",
        "minha impressora parou, e não imprime nada",
        "preciso de um computador novo",
        "no notebook o sicaf não abre",
        "não conecta",
    ],
)
def test_a_thing_that_fails_or_a_system_is_not(text: str) -> None:
    assert not in_passing(at(text))


def test_an_opening_that_no_word_asks_for_is_asked_for_by_the_trouble_told() -> None:
    said = "a portaria não tá liberando o crachá dos terceirizados"
    text = {"command": "set", "slot": "description", "value": said}
    greet = {"command": "social", "kind": "greet"}
    assert with_the_trouble(at(f"boa tarde, {said}"), [OPENS, greet]) == [OPENS, greet, text]
    for wish_only in ("não consigo abrir um chamado pelo site de vocês", "não sei com quem falar"):
        assert with_the_trouble(at(wish_only), [OPENS]) == [OPENS]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a impressora da portaria", False),
        ("um programa nosso, foi a secretaria que fez", False),
        ("o programa da portaria, a ficha aparece vazia", True),
        ("o programa da portaria não abre", True),
    ],
)
def test_where_the_system_is_asked_its_name_is_no_text(text: str, kept: bool) -> None:
    told = [
        {"command": "set", "slot": "service", "value": "outro"},
        {"command": "set", "slot": "description", "value": text},
    ]
    assert (only_its_name(Reading(text, {"pending": "service"}, Finder()), told) == told) is kept
