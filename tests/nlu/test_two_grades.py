"""Two tickets rated in one message, and codes that are read out in any way; no sentence here trains."""

import pytest

from ground.notation import write
from nlu.reading import cues
from nlu.reading.numbers import codes
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.two_grades import two_grades

LISTED = [
    {"number": "2026-0007001", "service": "sicaf", "status": "resolved", "description": "certidão some"},
    {"number": "2026-0007002", "service": "cpf", "status": "resolved", "description": "nome com erro"},
]


def read(text: str, pending: str) -> list[str]:
    known = {"ticket_number": "2026-0007001"} if pending == "score" else {}
    state = {"pending": pending, "listed": LISTED, "last": LISTED[0], "known": known}
    return [write(command) for command in two_grades(Reading(text, state, Finder()))]


@pytest.mark.parametrize(
    "text",
    [
        "dou 4 pro do sicaf e 1 pro do cpf",
        "o do cpf leva 1 de nota, o do sicaf leva 4",
        "quatro para o primeiro e nota 1 para o segundo",
    ],
)
def test_the_ticket_asked_about_is_rated_first(text: str) -> None:
    first, starts, named, second = read(text, "score")
    assert (first, starts, second) == ("set score: 4", "start rate_service", "set score: 1")
    assert named in {"choose service: cpf", "choose ordinal: 2"}


def test_with_nothing_asked_both_are_begun() -> None:
    assert read("nota 4 pro do sicaf e 1 pro do cpf", "none") == [
        "start rate_service",
        "choose service: sicaf",
        "set score: 4",
        "start rate_service",
        "choose service: cpf",
        "set score: 1",
    ]


@pytest.mark.parametrize(
    "text",
    ["4", "nota 4 pro do sicaf", "4 pro do sicaf, o do cpf não avalio", "4, o sicaf e o cpf são parecidos"],
)
def test_one_grade_is_no_two(text: str) -> None:
    assert read(text, "score") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dois, zero, oito, oito, um, cinco", "208815"),
        ("veio 208 e depois 815", "208815"),
        ("vinte, oitenta e oito, quinze", "208815"),
        ("dois zero oito… oito um cinco", "208815"),
        ("20-88-15", "208815"),
    ],
)
def test_a_code_is_heard_however_it_is_parted(text: str, code: str) -> None:
    assert [found.value for found in codes(Said(text))] == [code]


@pytest.mark.parametrize("text", ["meu ramal é 2088", "são 208 máquinas, umas 815 paradas", "2026-0007001"])
def test_other_numbers_are_no_code(text: str) -> None:
    assert not codes(Said(text))


def test_the_word_no_is_a_word() -> None:
    for name in ("articles", "into_it", "small_words", "number_leads"):
        assert "no" in cues.listed(name)
        assert "False" not in cues.listed(name)
