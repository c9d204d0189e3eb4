"""The reason told beside a yes or beside which ticket it is, and what of a ticket is asked after; pure."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import parse
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.told_why import what_is_asked, why

FINDER = Finder()
CANCEL = ("start cancel_ticket",)
SAYS = ("affirm", "start add_ticket_information", "choose that", "set information: a sala é a 9")


def reading(text: str, pending: str = "none", **state: Any) -> Reading:
    return Reading(text, {"pending": pending, **state}, FINDER)


@pytest.mark.parametrize(
    ("text", "pending", "commands", "reason"),
    [
        ("pode, trouxeram outra ontem", "confirm_cancel", ("affirm",), "trouxeram outra ontem"),
        ("cancela pq chegou um novo", "confirm_cancel", ("affirm",), "chegou um novo"),
        ("sim. era a tomada", "confirm_cancel", ("affirm",), "era a tomada"),
        ("isso, e piora de tarde", "confirm_reopen", ("affirm",), "piora de tarde"),
        (
            "sim. só imprime se eu desligar antes",
            "confirm_reopen",
            ("unclear",),
            "só imprime se eu desligar antes",
        ),
        (
            "sim, era o cabo e avisa que a sala é a 9",
            "confirm_cancel",
            SAYS,
            "era o cabo e avisa que a sala é a 9",
        ),
        (
            "pode. avisa que ninguém precisa vir",
            "confirm_cancel",
            ("affirm",),
            "avisa que ninguém precisa vir",
        ),
        ("não, o meu banco nem aparece ali", "news_resolved", ("deny",), "o meu banco nem aparece ali"),
        ("o do scanner, o estagiário arrumou", "number", ("choose ordinal: 1",), "o estagiário arrumou"),
        ("cancela o meu da vpn, voltou sozinha", "none", CANCEL, "voltou sozinha"),
        (
            "já consegui entrar pelo celular, pode cancelar o da vpn",
            "none",
            CANCEL,
            "já consegui entrar pelo celular",
        ),
    ],
)
def test_the_reason_is_what_is_told_beside(text: str, pending: str, commands: Any, reason: str) -> None:
    assert why(reading(text, pending), [parse(c) for c in commands]) == reason


@pytest.mark.parametrize(
    ("text", "pending", "commands"),
    [
        ("sim", "confirm_cancel", ("affirm",)),
        ("não resolveu", "news_resolved", ("deny",)),
        ("pode cancelar sim, por favor, obrigado", "confirm_cancel", ("affirm",)),
        ("esse mesmo, o da sala nove", "confirm_cancel", ("affirm",)),
        ("sim, se for sem custo pra gente", "confirm_cancel", ("unclear",)),
        ("não, pode deixar", "confirm_cancel", ("deny",)),
        ("não, o estagiário se enganou quando pediu", "confirm_cancel", ("deny",)),
        ("sim, e abre outro pro siape", "confirm_cancel", ("affirm", "start open_ticket")),
        ("sim, vai demorar muito tempo?", "confirm_reopen", ("affirm", "ask other")),
        ("o primeiro, por favor", "number", ("choose ordinal: 1",)),
        ("cancela o da vpn, meu e-mail é ana@orgao.gov.br", "none", CANCEL),
        ("quero ver o da vpn, caiu de novo", "none", ("start check_ticket_status",)),
    ],
)
def test_courtesy_another_wish_and_doubt_are_no_reason(text: str, pending: str, commands: Any) -> None:
    assert why(reading(text, pending), [parse(c) for c in commands]) is None


@pytest.mark.parametrize("text", ["isso. só o do scanner viu, o da rede fica", "sim, só esse, o outro deixa"])
def test_which_one_it_is_is_no_reason(text: str) -> None:
    assert why(reading(text, "confirm_cancel"), [parse("affirm")]) is None


def test_what_is_asked_after_is_the_reason_only_where_it_is_named() -> None:
    history = [parse("ask ticket history")]
    assert what_is_asked(reading("guardaram a justificativa?"), history) == "reason"
    assert what_is_asked(reading("o que já fizeram?"), history) is None
    assert what_is_asked(reading("qual o motivo?"), [parse("ask other")]) is None


def test_what_still_fails_beside_the_no_is_told_and_a_reason_is_not_named_twice() -> None:
    assert why(reading("não, a porta travou outra vez", "confirm_cancel"), [parse("deny")]) == (
        "a porta travou outra vez"
    )
    said = reading("pode cancelar, motivo: o leitor voltou", "confirm_cancel")
    assert why(said, [parse("affirm")]) == "o leitor voltou"
