"""Only which field is wrong is said, how urgent it is, or which ticket was meant: rules, no model needed."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.at_the_summary import where_it_goes
from nlu.edits import explicit_edit, kept_only, written_anew
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.two_problems import two_problems
from nlu.what_to_change import of_the_mail_itself

FINDER = Finder()
BADGE = {"number": "2026-0004001", "service": "vpn", "status": "new", "description": "a vpn cai"}
MAIL = {"number": "2026-0004002", "service": "sei", "status": "new", "description": "não assina"}
REASON = {"ticket_number": BADGE["number"], "reason": "saiu com 14 páginas em 2 vias"}


def at(text: str, pending: str, **state: Any) -> Reading:
    return Reading(text, {"pending": pending, **state}, FINDER)


def written(commands: list[dict[str, Any]]) -> list[str]:
    return [write(command) for command in commands]


def test_two_wishes_are_no_two_problems() -> None:
    assert (
        two_problems(at("duas coisas: cancelar o 2026-0004001 e abrir um da rede que caiu", "none")) is None
    )
    assert two_problems(at("duas coisas: reabrir o da vpn e abrir um da rede que caiu", "none")) is None
    assert two_problems(at("duas coisas: a vpn não conecta e a rede caiu de novo", "none")) is not None


def test_what_is_done_instead_of_something_is_no_exchange() -> None:
    assert explicit_edit(at("quero abrir um novo em vez de reabrir", "confirm_reopen", known=REASON)) is None
    [old, new] = ("14", "41")
    edit = explicit_edit(at("são 41 páginas em vez de 14", "confirm_reopen", known=REASON))
    assert edit is not None
    assert (edit["old"], edit["text"]) == (old, new)


UNTOLD = {"description": "o siafi está fora", "untold": "abre, mas dá erro NE 0305"}


@pytest.mark.parametrize(
    "said", ["no lugar", "Ponha no lugar do texto", "troca tudo por isso", "deixa só esse", "não, troca"]
)
def test_what_was_told_takes_the_place_of_the_text(said: str) -> None:
    read = where_it_goes(Reading(said, {"pending": "draft", "known": UNTOLD}, FINDER))
    assert read == [
        {"command": "edit", "slot": "description", "how": "replace", "text": "abre, mas dá erro NE 0305"}
    ]


@pytest.mark.parametrize(
    ("said", "read"),
    [("acrescenta e registra", ["affirm"]),
     ("os dois", ["affirm"]), ("acrescenta embaixo", ["affirm"]), ("nenhum dos dois", ["deny"]),
     ("não troca", []), ("no lugar?", []), ("no lugar da chefe fica o Pedro", [])],
)  # fmt: skip
def test_where_it_goes_is_heard_only_where_that_is_all(said: str, read: list[str]) -> None:
    told = where_it_goes(Reading(said, {"pending": "draft", "known": UNTOLD}, FINDER))
    assert [c["command"] for c in told] == read


SIAFI = {"description": "siafi fora, preciso fechar o empenho até 18h"}
TOLD = "siafi abre mas dá erro NE 0305 ao fechar o empenho, preciso até 18h"


@pytest.mark.parametrize("lead", ["o problema é: ", "credo, siafi fora?? o problema é: ", "Ruim. texto: "])
def test_what_is_told_behind_the_field_takes_its_place_whatever_remark_stands_before(lead: str) -> None:
    assert written([written_anew(at(lead + TOLD, "confirm_open", known=SIAFI))]) == [
        f"edit description replace: => {TOLD}"
    ]


OF_MAIL = {
    "service": "email",
    "description": "o e-mail parou de receber desde ontem, é a terceira vez que cai",
}


@pytest.mark.parametrize(
    ("text", "pending", "read"),
    [
        (
            "o email parou de receber hoje",
            "change",
            "edit description replace: => o email parou de receber hoje",
        ),
        (
            "o email parou de receber hoje",
            "confirm_open",
            "edit description add: o email parou de receber hoje",
        ),
        ("o email tá errado", "change", "correct email"),
        ("o email", "change", "correct email"),
        ("meu email é outro", "change", "correct email"),
    ],
)
def test_what_is_told_of_the_mail_is_no_wrong_address(text: str, pending: str, read: str) -> None:
    wrong = {"command": "correct", "slot": "email", "value": None}
    assert written(of_the_mail_itself(at(text, pending, known=OF_MAIL), [wrong])) == [read]


def test_only_one_part_stays_behind_the_field() -> None:
    told = at(
        "a descrição. é só que o e-mail parou de receber desde ontem, tira o resto", "change", known=OF_MAIL
    )
    assert written([kept_only(told)]) == [
        "edit description replace: => o e-mail parou de receber desde ontem"
    ]
