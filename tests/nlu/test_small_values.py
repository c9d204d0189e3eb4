"""Small words that are no value, and values that are told beside an edit: rules, no model needed."""

from typing import Any

import pytest

from nlu.edits import kept_only
from nlu.in_place import with_plain_values
from nlu.reading import literal, numbers
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.settle import settle

FINDER = Finder()
KNOWN = {"service": "siafi", "description": "o host 10.14.22.40 cai\no setor parou", "email": "a@b.gov.br"}


def reading(text: str, pending: str = "none", **known: Any) -> Reading:
    return Reading(text, {"pending": pending, "known": known}, FINDER)


@pytest.mark.parametrize("text", ["nenhum dos dois!", "os dois estão abertos", "nas duas vezes"])
def test_both_is_no_grade(text: str) -> None:
    assert numbers.grade(Said(text), asked=True) is None


def test_two_is_a_grade_where_it_is_said_as_one() -> None:
    grade = numbers.grade(Said("dou dois"), asked=True)
    assert grade
    assert grade.value == "2"


@pytest.mark.parametrize(
    ("text", "level"),
    [("e a prioridade?", None), ("e a prioridade? deixa normal", "normal"), ("põe prioridade", "high")],
)
def test_a_question_about_the_level_sets_none(text: str, level: str | None) -> None:
    assert reading(text).urgency == level


def test_a_normal_level_named_beside_an_edit_is_kept() -> None:
    edit = {"command": "edit", "slot": "description", "how": "replace", "old": "a", "text": "b"}
    beside = reading("corrige o ip: é 10.14.22.41, e prioridade normal", "confirm_open", **KNOWN)
    level = {"command": "set", "slot": "urgency", "value": "normal"}
    assert with_plain_values(beside, [edit]) == [edit, level]
    plain = reading("troca a por b, funcionava normal antes", "confirm_open", **KNOWN)
    assert with_plain_values(plain, [edit]) == [edit]


@pytest.mark.parametrize(
    "text", ["deixa só o meu. o resto tá bom", "fica só o dela", "deixa só o meu e-mail"]
)
def test_whose_address_stays_cuts_no_text(text: str) -> None:
    assert kept_only(reading(text, "confirm_open", **KNOWN)) is None


def test_what_is_kept_of_the_text_is_kept() -> None:
    kept = kept_only(reading("deixa só o setor parou", "confirm_open", **KNOWN))
    assert kept
    assert kept["text"] == "o setor parou"


def test_a_verb_inside_a_quotation_asks_for_nothing() -> None:
    known = "ainda bem que é antiga, será que é isso? põe que a cnh é antiga"
    assert literal.exchanged('tira o "ainda bem que" e o "põe que"', known) is None
    assert literal.exchanged('põe "nova" no lugar de "antiga"', known) == ("antiga", "nova")


def test_what_stays_instead_of_another_is_no_order_to_drop_the_rest() -> None:
    assert kept_only(reading("no lugar de o host deixa só a rede", "confirm_open", **KNOWN)) is None


@pytest.mark.parametrize("text", ["2 - sumiram com o meu processo", "merece 2, sumiram com o meu processo"])
def test_the_grade_is_no_part_of_the_comment_beside_it(text: str) -> None:
    said = reading(text, "score", ticket_number="2026-0007009")
    told = next(number for number, word in enumerate(said.said.words) if word.meant == "sumiram")
    found = settle(said, frozenset({"set:score", "set:text"}), [(told, len(said.said.words))])
    assert {"command": "set", "slot": "comment", "value": "sumiram com o meu processo"} in found
