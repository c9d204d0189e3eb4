"""A word of the language is never a misspelt system's name, and a guess yields to a name in full."""

import pytest
from spellchecker import SpellChecker

from nlu.normalise import fold
from nlu.reading.services import Finder, chosen
from nlu.reading.words import Said

OFTEN = 300  # occurrences in the frequency list
INFLECTED = {"emails", "scanners", "certificados"}


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder()


def meant(finder: Finder, text: str) -> list[str]:
    return [service.code for service in chosen(finder.find(Said(text)))]


def test_no_word_that_is_often_written_names_a_system_that_it_is_only_like(finder: Finder) -> None:
    often = SpellChecker(language="pt").word_frequency.dictionary.items()
    words = {fold(word) for word, count in often if count >= OFTEN and word.isalpha()}
    guessed = {word for word in words if any(one.guessed for one in finder.find(Said(f"e {word}")))}
    assert guessed == INFLECTED


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("não sei se devo clicar no link", []),
        ("posso citar o nome do sistema aqui?", []),
        ("não consigo rodar o relatório do siape", ["siape"]),
        ("o cicar não abre", ["sicar"]),
        ("caiu o sougv", ["sougov"]),
        ("entro com a conta gov.br e o sougv não abre", ["sougov"]),
        ("a conta gov.br pediu sipae e parou", ["govbr"]),
    ],
)
def test_which_system_is_meant(finder: Finder, text: str, codes: list[str]) -> None:
    assert meant(finder, text) == codes
