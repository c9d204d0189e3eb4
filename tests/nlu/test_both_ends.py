"""Where a text begins and ends; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.both_ends import begun_anew, behind_its_que, told_again, told_at_all, with_its_end
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

UNCLEAR: list[dict[str, Any]] = [{"command": "unclear"}]
OPENS = {"command": "start", "flow": "open_ticket"}


def shown(text: str, known: str) -> Reading:
    return Reading(text, {"pending": "confirm_open", "known": {"description": known}}, Finder())


@pytest.mark.parametrize(
    ("text", "known", "old", "new"),
    [
        ("cortou, é 'três salas sem luz'", "o prédio tem três salas", "três salas", "três salas sem luz"),
        (
            'no final é "a nota vence amanhã"',
            "não emite. A nota vence",
            "A nota vence",
            "a nota vence amanhã",
        ),
        (
            "comeu o final, a nota vence amanhã",
            "não emite. A nota vence",
            "A nota vence",
            "a nota vence amanhã",
        ),
    ],
)
def test_an_end_that_was_cut_off_is_told_once_more(text: str, known: str, old: str, new: str) -> None:
    edit = {"command": "edit", "slot": "description", "how": "replace", "old": old, "text": new}
    assert with_its_end(shown(text, known), UNCLEAR) == [edit]


def test_what_is_taken_out_beside_it_is_taken_out() -> None:
    here = shown("cortou o final, é 'tela azul', e tira o ola", "ola, dá erro e fica a tela")
    out = {"command": "edit", "slot": "description", "how": "remove", "old": "ola"}
    more = {"command": "edit", "slot": "description", "how": "add", "text": "'tela azul'"}
    end = {"command": "edit", "slot": "description", "how": "replace", "old": "tela", "text": "tela azul"}
    assert with_its_end(here, [out, more]) == [out, end]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("no sicaf eu entro", "dá erro no sicaf"),
        ("faltou a sala 12", "não imprime na sala"),
        ("cortou o final", "não imprime na sala"),
    ],
)
def test_no_end_is_told(text: str, known: str) -> None:
    assert with_its_end(shown(text, known), UNCLEAR) == UNCLEAR


def test_the_verb_that_asks_to_add_is_no_text() -> None:
    here = shown("acrescenta", "fica a tela")
    verb = {"command": "edit", "slot": "description", "how": "add", "text": "acrescenta"}
    assert told_at_all(here, [verb]) == [{"command": "correct", "slot": "description", "value": None}]
    more = {**verb, "text": "acrescenta o ramal 12"}
    assert told_at_all(here, [more]) == [more]


def test_a_yes_changes_no_end() -> None:
    yes: list[dict[str, Any]] = [{"command": "affirm"}]
    assert with_its_end(shown("cortou, mas ok, é 'tela azul'", "fica a tela"), yes) == yes


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("e aproveitando, o ramal ficou mudo", "o ramal ficou mudo"),
        ("outra coisa: o ramal ficou mudo", "o ramal ficou mudo"),
        ("tb fiquei sem ramal.", "fiquei sem ramal."),
        ("outra coisa que falha é o ramal", "outra coisa que falha é o ramal"),
        ("também não", "também não"),
    ],
)
def test_a_new_problem_is_told_without_what_joins_it(text: str, told: str) -> None:
    problem = {"command": "set", "slot": "description", "value": text}
    assert begun_anew([OPENS, problem]) == [OPENS, {**problem, "value": told}]
    assert begun_anew([problem]) == [problem]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("já falei, a catraca não libera", "a catraca não libera"),
        ("ué, já expliquei, a guia sai em branco", "a guia sai em branco"),
        ("eu já contei que a impressora puxa duas folhas", "a impressora puxa duas folhas"),
    ],
)
def test_that_it_was_told_before_is_no_part_of_the_text_that_is_asked_for(text: str, kept: str) -> None:
    asked = Reading(text, {"pending": "description", "known": {"service": "sei"}}, Finder())
    told = {"command": "set", "slot": "description", "value": kept}
    assert told_again(asked, [{**told, "value": text}]) == [told]
    assert told_again(asked, UNCLEAR) == [told]


def test_a_text_without_such_a_remark_stays_as_it_is() -> None:
    asked = Reading("a catraca não libera", {"pending": "description"}, Finder())
    told = [{"command": "set", "slot": "description", "value": "a catraca não libera"}]
    assert told_again(asked, told) == told
    assert told_again(Reading("já falei", {"pending": "description"}, Finder()), UNCLEAR) == UNCLEAR


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
