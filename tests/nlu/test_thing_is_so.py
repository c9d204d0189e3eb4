"""A thing and what it is doing, or has on it, is a trouble; a thing that works, asks or waits is none."""

from __future__ import annotations

import pytest

from nlu.in_place import OPENS
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.thing_is_so import thing_is_so

FINDER = Finder()


@pytest.mark.parametrize(
    "text",
    [
        "meu monitor tá tremendo",
        "boa tarde, o scanner do arquivo está fazendo barulho",
        "o notebook ficou com a tela azul",
        "a impressora da sala 9 anda borrando as folhas",
    ],
)
def test_what_a_thing_is_doing_opens_a_ticket(text: str) -> None:
    told = thing_is_so(Reading(text, {"pending": "none"}, FINDER))
    assert told[0] == OPENS
    assert told[-1]["slot"] == "description"
    assert text.endswith(told[-1]["value"])


@pytest.mark.parametrize(
    "text",
    [
        "o sei está funcionando bem",
        "a impressora está funcionando?",
        "o pessoal da rede está esperando",
        "queria saber se a vpn está caindo",
        "meu chamado da vpn está demorando",
        "a impressora da secretaria",
    ],
)
def test_what_works_waits_or_is_asked_about_is_none(text: str) -> None:
    assert thing_is_so(Reading(text, {"pending": "none"}, FINDER)) == []


def test_nothing_is_told_anew_where_something_is_asked() -> None:
    assert thing_is_so(Reading("meu monitor tá tremendo", {"pending": "comment"}, FINDER)) == []
