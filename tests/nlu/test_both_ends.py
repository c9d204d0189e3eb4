"""Where a text begins and ends; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.both_ends import behind_its_que, from_its_beginning, of_whom
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

OPENS: dict[str, Any] = {"command": "start", "flow": "open_ticket"}
UNCLEAR: list[dict[str, Any]] = [{"command": "unclear"}]


@pytest.mark.parametrize(
    ("text", "read", "told"),
    [
        ("põe que só esquenta de tarde", "esquenta de tarde", "só esquenta de tarde"),
        (
            "esqueci de contar q isso é desde q mudaram a sala",
            "mudaram a sala",
            "isso é desde q mudaram a sala",
        ),
        ("avisa a equipe que não é no meu", "não é no meu", "não é no meu"),
        ("lembrei que também pisca", "lembrei que também pisca", "também pisca"),
        ("lembrei o que a tela diz: erro 9", "erro 9", "erro 9"),
        ("põe que esqueci de falar: só pisca", "só pisca", "só pisca"),
        (
            "o monitor avisa que só liga depois",
            "o monitor avisa que só liga depois",
            "o monitor avisa que só liga depois",
        ),
    ],
)
def test_what_is_announced_begins_behind_its_que_and_none_of_it_is_cut(
    text: str, read: str, told: str
) -> None:
    added = {"command": "set", "slot": "information"}
    reading = Reading(text, {"pending": "none"}, Finder())
    assert behind_its_que(reading, [{**added, "value": read}]) == [{**added, "value": told}]


def test_a_place_within_what_is_announced_names_no_ticket() -> None:
    second: dict[str, Any] = {"command": "choose", "by": "ordinal", "value": 2}
    told: dict[str, Any] = {"command": "set", "slot": "information", "value": "pisca no segundo andar"}
    reading = Reading("avisa que pisca no segundo andar", {"pending": "none"}, Finder())
    assert behind_its_que(reading, [second, told]) == [{"command": "choose", "by": "that"}, told]
    named = Reading("avisa no segundo que só pisca", {"pending": "none"}, Finder())
    assert behind_its_que(named, [second, {**told, "value": "pisca"}])[0] == second


@pytest.mark.parametrize(
    ("lead", "whom"),
    [
        ("abre um chamado pra ", "minha colega a Rosana, "),
        ("abre um chamado pro ", "seu João do almoxarifado, "),
        ("quero abrir em nome da ", "Márcia, "),
        ("é para ", "a minha chefe, dona Célia. "),
    ],
)
def test_whom_the_problem_points_at_stays_in_its_text(lead: str, whom: str) -> None:
    told = "ela está de cama e o siape dela não abre"
    read = [OPENS, {"command": "set", "slot": "description", "value": told}]
    said = Reading(f"{lead}{whom}{told}", {}, Finder())
    assert of_whom(said, read)[1]["value"] == whom + told


@pytest.mark.parametrize(
    "text",
    [
        "abre um chamado pra mim, ela não abre",
        "preciso falar para eu ver, ela não abre",
        "siape, ela não abre",
    ],
)
def test_nobody_named_stays_out(text: str) -> None:
    read = [OPENS, {"command": "set", "slot": "description", "value": "ela não abre"}]
    assert of_whom(Reading(text, {}, Finder()), read) == read


SHOWN = {"pending": "confirm_open", "known": {"service": "email", "description": "a caixa não envia"}}


@pytest.mark.parametrize(
    ("text", "read", "told"),
    [
        ("é no tablet novo, no velho envia", "no velho envia", "é no tablet novo, no velho envia"),
        ("anota meu ramal que é melhor 4410", "é melhor 4410", "meu ramal que é melhor 4410"),
        ("faltou o andar, é o terceiro", "é o terceiro", "o andar, é o terceiro"),
        ("acrescenta uma coisa, é só de tarde", "é só de tarde", "é só de tarde"),
        ("põe de novo que a sala é a 12", "a sala é a 12", "a sala é a 12"),
        ("tá certo, só que trava de tarde", "trava de tarde", "trava de tarde"),
    ],
)
def test_what_is_added_is_a_whole_sentence_without_the_order(text: str, read: str, told: str) -> None:
    add = {"command": "edit", "slot": "description", "how": "add"}
    reading = Reading(text, SHOWN, Finder())
    assert from_its_beginning(reading, [{**add, "text": read}]) == [{**add, "text": told}]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sim, pode abrir. e avisa que o prédio fecha cedo", "o prédio fecha cedo"),
        ("isso, registra e nesse fala que sou da CGU", "sou da CGU"),
    ],
)
def test_what_is_announced_behind_a_yes_is_added(text: str, told: str) -> None:
    add = {"command": "edit", "slot": "description", "how": "add", "text": told}
    assert behind_its_que(Reading(text, SHOWN, Finder()), [{"command": "affirm"}]) == [add]


@pytest.mark.parametrize("text", ["já falei que sim", "já disse que pode registrar"])
def test_a_yes_said_again_is_no_text(text: str) -> None:
    yes = [{"command": "affirm"}]
    assert behind_its_que(Reading(text, SHOWN, Finder()), yes) == yes


def test_the_address_given_before_stands_in_no_word_of_the_message() -> None:
    same = [{"command": "set", "slot": "email", "value": "ana@x.gov.br"}]
    asked = Reading("já falei que é o mesmo", {"pending": "email"}, Finder())
    assert behind_its_que(asked, same) == same
