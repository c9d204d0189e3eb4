"""Which words of a message are a text: what is taught, what is seen of each word, what is written down."""

from __future__ import annotations

import pytest

from nlu.edits import edits
from nlu.reading import text_signs
from nlu.reading.services import Finder
from nlu.reading.texts import tags, to_its_end
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import joined, of_an_address


def at(text: str, pending: str = "none", **known: str) -> Reading:
    return Reading(text, {"pending": pending, "known": known}, Finder())


def signs(text: str, atoms: set[str], word: int, pending: str = "none") -> set[str]:
    reading = at(text, pending)
    return set(text_signs.rows(reading, frozenset(atoms), reading.word_signs)[word])


def test_each_word_is_taught_before_at_in_or_behind_a_text() -> None:
    said = Said("oi, a guia trava, obrigada")
    told = [{"command": "set", "slot": "description", "value": "a guia trava"}]
    assert tags(said, told) == ["O", "O", "B", "T", "T", "A", "A"]


def test_two_texts_begin_each_with_a_word_of_its_own() -> None:
    told = [{"command": "set", "slot": "reason", "value": text} for text in ("a rede cai", "o som some")]
    assert tags(Said("a rede cai e o som some"), told) == ["B", "T", "T", "A", "B", "T", "T"]


def test_a_text_that_stands_nowhere_teaches_nothing() -> None:
    assert tags(Said("a guia trava"), [{"command": "set", "slot": "reason", "value": "trava tudo"}]) is None


def test_a_word_is_seen_with_what_the_text_is_for() -> None:
    told = {"start:reopen_ticket", "set:text"}
    assert "r=reason" in signs("reabre, a guia trava", told, 3)
    assert "r=edit:add" in signs("põe que a guia trava", {"edit:add"}, 3, "confirm_open")


def test_a_word_is_seen_behind_the_cue_that_leads_to_it() -> None:
    assert any(sign.startswith("x=add") for sign in signs("bota a guia trava", {"edit:add"}, 1))
    assert "x=#" in signs("bota, a guia trava", {"edit:add"}, 2)


def test_trouble_is_seen_in_the_clauses_around() -> None:
    text, told = "sou da escola, a guia não abre, viu", {"start:open_ticket", "set:text"}
    assert "t=001" in signs(text, told, 1)
    assert "t=010" in signs(text, told, 5)
    assert "t=100" in signs(text, told, 9)


@pytest.mark.parametrize(
    ("text", "span", "kept"),
    [
        ("anota: a guia trava, viu", (1, 6), "a guia trava"),
        ("o e-CAC não abre", (3, 6), "e-CAC não abre"),
        ("nota baixa,demora muito", (3, 5), "demora muito"),
        ("põe 'a guia trava' lá", (1, 5), "'a guia trava'"),
    ],
)
def test_a_text_begins_with_a_whole_word_and_no_mark(text: str, span: tuple[int, int], kept: str) -> None:
    assert joined(at(text), [span]) == kept


def test_an_address_and_what_leads_to_it_are_no_text() -> None:
    reading = at("o e-mail é rui@cgu.gov.br", "email", description="a guia trava")
    assert of_an_address(reading, [(1, 5)])
    assert edits(reading, frozenset({"edit:add"}), [(1, 5)]) == []


def test_what_is_told_beside_an_address_is_a_text() -> None:
    reading = at("rui@cgu.gov.br, só falha de manhã", "email", description="a guia trava")
    assert not of_an_address(reading, [(8, len(reading.said.words))])


@pytest.mark.parametrize(
    ("text", "run", "kept"),
    [
        ("a guia trava e fica a tela branca", (0, 7), "a guia trava e fica a tela branca"),
        ("a guia trava. O prazo é amanhã.", (0, 3), "a guia trava. O prazo é amanhã."),
        ("a guia trava. quanto demora?", (0, 3), "a guia trava."),
        ("a guia trava. meu e-mail é rui@cgu.gov.br", (0, 3), "a guia trava."),
        ("a guia trava e cancela o outro", (0, 3), "a guia trava"),
        ("a guia trava. obrigada", (0, 3), "a guia trava."),
    ],
)
def test_a_text_ends_where_something_else_is_said_and_not_before(
    text: str, run: tuple[int, int], kept: str
) -> None:
    first, after = to_its_end(at(text), run)
    assert Said(text).part(first, after) == kept
