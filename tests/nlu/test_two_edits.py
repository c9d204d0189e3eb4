"""Two changes of a text told in one message; rules, no model needed."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.two_edits import both_done

KNOWN = "o monitor pisca e apaga, tipo assim"
EDIT: dict[str, Any] = {"command": "edit", "slot": "description"}
GOES = {**EDIT, "how": "remove", "old": "tipo assim"}


def shown(text: str) -> Reading:
    return Reading(text, {"pending": "confirm_open", "known": {"description": KNOWN}}, Finder())


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ('retire a expressão "tipo assim" e acrescente que ocorre na sala nove', "ocorre na sala nove"),
        ("tira o tipo assim e põe que uso dois", "uso dois"),
        ("apaga tipo assim, coloca: só de manhã", "só de manhã"),
        ("corta tipo assim, inclui que caiu e tira o resto", "caiu"),
    ],
)
def test_what_is_added_beside_what_goes_is_added_too(text: str, added: str) -> None:
    assert both_done(shown(text), [GOES]) == [GOES, {**EDIT, "how": "add", "text": added}]


@pytest.mark.parametrize(
    "text",
    ["tira tipo assim", 'tira "e põe que pisca"', "tira tipo assim e põe que pisca?", "põe que uso dois"],
)
def test_one_change_stays_one(text: str) -> None:
    assert both_done(shown(text), [GOES]) == [GOES]


def test_what_is_to_go_is_no_part_of_what_is_added() -> None:
    read = [GOES, {**EDIT, "how": "add", "text": "é desde ontem e tira tipo assim"}]
    found = both_done(shown("acrescenta que é desde ontem e tira tipo assim"), read)
    assert found == [GOES, {**EDIT, "how": "add", "text": "é desde ontem"}]


def test_what_takes_the_place_of_a_part_is_not_added_as_well() -> None:
    read = [{**EDIT, "how": "replace", "old": "pisca", "text": "treme"}]
    assert both_done(shown("tira pisca e põe que treme"), read) == read
