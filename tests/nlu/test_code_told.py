"""The code that was sent for, told among other words: tried, never voided, and no text."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.code_told import is_no_wish_for_another, still_wanted, wants_none
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

FINDER = Finder()
AGAIN = {"command": "resend_code"}


def at(text: str, pending: str) -> Reading:
    known = {"email": "ana@dnit.gov.br", "reason": "a tela apagou outra vez"}
    return Reading(text, {"pending": pending, "known": known}, FINDER)


def written(commands: list[dict[str, Any]]) -> list[str]:
    return [write(command) for command in commands]


@pytest.mark.parametrize("text", ["771204 o código", "771 204, é esse que veio", "estava no spam: 771204"])
def test_a_code_that_is_told_is_tried_and_no_other_one_sent(text: str) -> None:
    assert written(is_no_wish_for_another(at(text, "code"), [AGAIN])) == ["set code: 771204"]


@pytest.mark.parametrize("text", ["manda outro", "veio 77120"])
def test_without_a_code_another_one_is_sent(text: str) -> None:
    assert is_no_wish_for_another(at(text, "code"), [AGAIN]) == [AGAIN]


@pytest.mark.parametrize("text", ["não pedi nada disso", "código de quê? esquece", "era só um elogio, moço"])
def test_who_wants_no_code_is_not_asked_for_it_again(text: str) -> None:
    assert written(wants_none(at(text, "code"))) == ["stop"]


@pytest.mark.parametrize(
    "text", ["deixa eu ver", "não chegou", "esquece, 771204", "não precisa, abre um novo"]
)
def test_who_looks_for_it_or_wants_something_else_gives_nothing_up(text: str) -> None:
    assert wants_none(at(text, "code")) == []


@pytest.mark.parametrize("text", ["deixa, pra que código?", "cancela, não pedi código"])
def test_a_giving_up_beside_it_is_one(text: str) -> None:
    asked = at(text, "code")
    assert wants_none(asked) == [{"command": "stop"}]


def test_who_asks_where_it_comes_gives_nothing_up() -> None:
    asks = {"command": "ask", "about": "other"}
    asked = at("cadê esse código? vem por SMS?", "code")
    assert still_wanted(asked, [{"command": "stop"}, asks]) == [asks]
    assert still_wanted(at("deixa, pra que código?", "code"), [{"command": "stop"}]) == [{"command": "stop"}]


def test_a_code_is_tried_whatever_stands_behind_it() -> None:
    told = is_no_wish_for_another(at("771204, a tela apagou de novo", "code"), [{"command": "unclear"}])
    assert written(told) == ["set code: 771204", "set description: a tela apagou de novo"]
