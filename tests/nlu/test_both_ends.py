"""Where a text begins and ends; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.both_ends import behind_its_que, of_whom
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
