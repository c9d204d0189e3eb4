"""A ticket like another, but for what differs. No sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.alike_but import alike_but
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

PHONE = {
    "number": "2026-0007011",
    "service": "outro",
    "status": "new",
    "description": "o telefone da sala 12 ramal 4410 está mudo",
}
ROUTER = {"number": "2026-0007012", "service": "rede", "status": "new", "description": "o wifi caiu"}


def differs(text: str, **state: Any) -> list[dict[str, Any]]:
    return alike_but(Reading(text, state, Finder()))


@pytest.mark.parametrize(
    "text",
    [
        "o ramal 4411 também está mudo, abre outro igual àquele do 4410",
        "quero outro chamado igual ao do ramal 4410, mas agora é o 4411",
        "abre um parecido com aquele do 4410 para o ramal 4411",
    ],
)
def test_both_numbers_are_told(text: str) -> None:
    opens, like = differs(text)
    assert opens == {"command": "start", "flow": "open_ticket"}
    assert like == {"command": "choose", "by": "newest", "old": "4410", "text": "4411"}


@pytest.mark.parametrize(
    "text", ["abre um igual pro ramal 4411", "o ramal 4411 ficou mudo, registra outro igual"]
)
def test_the_number_of_the_same_thing_in_the_ticket_shown_gives_way(text: str) -> None:
    assert differs(text, last=PHONE)[1] == {"command": "choose", "by": "that", "old": "4410", "text": "4411"}


def test_the_one_in_whose_text_the_number_stands_is_meant() -> None:
    like = differs("abre outro igual ao do 4410 pro ramal 4411", last=ROUTER, listed=[PHONE, ROUTER])[1]
    assert (like["by"], like["value"]) == ("number", "2026-0007011")


@pytest.mark.parametrize(
    "text",
    [
        "abre um igual pra Ana",
        "o ramal 4411 está mudo",
        "abre um chamado pro ramal 4411",
        "cancela o igual ao do 4410 do ramal 4411",
        "abriram um igual no ramal 4410 e no 4411?",
    ],
)
def test_nothing_is_copied_where_it_is_not_asked_for_or_no_number_differs(text: str) -> None:
    assert differs(text, last=PHONE) == []
