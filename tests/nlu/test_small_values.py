"""Small words that are no value, and values that are told beside an edit: rules, no model needed."""

from typing import Any

import pytest

from nlu.address_shown import without_address
from nlu.at_the_summary import about_the_text, yes_by_its_verb
from nlu.edits import kept_only
from nlu.in_place import with_plain_values
from nlu.reading import literal, numbers
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.settle import settle
from nlu.sureness import more_of_the_story, thing_and_place

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


def test_an_address_is_no_whole_text() -> None:
    text = "melhor botar o meu e-mail: rita@b.gov.br"
    edit = {"command": "edit", "slot": "description", "how": "replace", "text": "rita@b.gov.br"}
    right = {"command": "correct", "slot": "email", "value": "rita@b.gov.br"}
    assert without_address(reading(text, "confirm_open", **KNOWN), [edit]) == [right]


def test_an_address_that_is_told_in_the_text_changes_none() -> None:
    text = "falta dizer que a caixa é a rita@b.gov.br"
    more = {"command": "edit", "slot": "description", "how": "add", "text": "a caixa é a rita@b.gov.br"}
    unsaid = {"command": "correct", "slot": "email", "value": None}
    assert without_address(reading(text, "confirm_open", **KNOWN), [more, unsaid]) == [more]
    assert without_address(reading("troca o e-mail", "confirm_open", **KNOWN), [unsaid]) == [unsaid]
    its_own = {"command": "correct", "slot": "email", "value": "rita@b.gov.br"}
    assert without_address(reading(text, "confirm_open", **KNOWN), [more, its_own]) == [more]


def test_an_address_that_is_told_of_a_thing_is_more_of_the_text() -> None:
    unsaid = {"command": "correct", "slot": "email", "value": None}
    told = reading("a caixa vai chamar obras@b.gov.br, e o resto ok", "confirm_open", **KNOWN)
    more = {
        "command": "edit",
        "slot": "description",
        "how": "add",
        "text": "a caixa vai chamar obras@b.gov.br",
    }
    assert without_address(told, [unsaid]) == [more]
    for text in ("a@b.gov.br tá errado", "o certo é obras@b.gov.br", "troca o e-mail"):
        assert without_address(reading(text, "confirm_open", **KNOWN), [unsaid]) == [unsaid]


@pytest.mark.parametrize("text", ["isso, acrescenta", "pode pôr", "pode registrar a pergunta por favor"])
def test_a_yes_is_said_by_the_verb_of_what_is_offered(text: str) -> None:
    assert yes_by_its_verb(reading(text, "draft", **KNOWN)) == [{"command": "affirm"}]


@pytest.mark.parametrize(
    "text", ["não acrescenta", "acrescenta o ramal 12", "acrescenta?", "registra outro", "isso"]
)
def test_what_tells_more_or_less_than_a_yes_is_left(text: str) -> None:
    assert yes_by_its_verb(reading(text, "draft", **KNOWN)) == []
    assert yes_by_its_verb(reading("acrescenta", "confirm_open", **KNOWN)) == []


def test_the_persons_own_address_is_put_right_though_it_stands_in_the_text() -> None:
    text = "e o recibo não chega, muda meu e-mail pra rita@b.gov.br"
    more = {"command": "edit", "slot": "description", "how": "add", "text": text}
    right = {"command": "correct", "slot": "email", "value": "rita@b.gov.br"}
    assert without_address(reading(text, "confirm_open", **KNOWN), [more, right]) == [more, right]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("não, o e-mail continua a Marta", True),
        ("não! meu email continua o da marta, a caixa é que chama obras", True),
        ("meu e-mail continua travando", False),
        ("o e-mail continua o mesmo", False),
        ("meu e-mail continua marta?", False),
    ],
)
def test_an_address_that_was_to_stay_comes_back(text: str, kept: bool) -> None:
    known = {**KNOWN, "email": "obras@b.gov.br"}
    back = [{"command": "correct", "slot": "email", "value": None}, {"command": "back"}]
    assert about_the_text(reading(text, "confirm_open", **known)) == (back if kept else [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a impressora daqui da secretaria", "estacao-de-trabalho"),
        ("impressora da sala 3", "estacao-de-trabalho"),
        ("a impressora quebrou", None),
        ("a impressora da sala não puxa o papel", None),
        ("o siafi da secretaria", None),
    ],
)
def test_a_thing_and_where_it_stands_tell_no_problem(text: str, code: str | None) -> None:
    assert thing_and_place(reading(text)) == code


def test_what_may_be_a_refusal_is_told_where_an_address_is_asked() -> None:
    story = [{"command": "edit", "slot": "description", "how": "add", "text": "não sai nada"}]
    likely = [[{"command": "stop"}], story]
    told = reading("não sai nada, fica dando atolamento sem papel preso", "email", **KNOWN)
    assert more_of_the_story(told, likely) == story
    refused = reading("não precisa mais registrar, resolveram o atolamento aqui", "email", **KNOWN)
    assert more_of_the_story(refused, likely) == []
    broken = reading("maria jose silva santos arroba gmail ponto com", "email", **KNOWN)
    assert more_of_the_story(broken, likely) == []


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
