"""The comment of a grade that was given; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.comment_of_a_grade import comment_of_a_grade, no_fragment, with_what_is_before_but
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

FINDER = Finder()
LAST: dict[str, Any] = {"number": "2026-0000079", "service": "vpn", "status": "resolved"}
RATED: dict[str, Any] = {"pending": "none", "last": LAST, "known": {"rated": 4, "rated_comment": "bom"}}
OF_IT = ["start rate_service", "choose that"]
RESOLVED: dict[str, Any] = {"pending": "none", "last": LAST}


def read(text: str, state: dict[str, Any] = RATED) -> list[str]:
    return [write(command) for command in comment_of_a_grade(Reading(text, state, FINDER))]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("deixa o comentário assim: veio rápido", ["edit comment replace: => veio rápido"]),
        ("o comentário é que veio rápido", ["edit comment replace: => veio rápido"]),
        ("esse comentário tá errado, muda para: veio rápido", ["edit comment replace: => veio rápido"]),
        ("isso não é comentário, deixa só veio rápido", ["edit comment replace: => veio rápido"]),
        ("3, e o comentário: veio tarde", ["set score: 3", "edit comment replace: => veio tarde"]),
        ("põe 5, e no comentário bota que veio a Lia", ["set score: 5", "set comment: veio a Lia"]),
        ("coloca no comentário que veio a Lia", ["set comment: veio a Lia"]),
        ("retira o comentário e fica só a nota 2", ["set score: 2", "edit comment remove: "]),
        ("esse não é comentário", ["edit comment remove: "]),
        ("gostaria de trocar o meu comentário", ["correct comment"]),
    ],
)  # fmt: skip
def test_the_comment_that_is_named_is_put_right(text: str, commands: list[str]) -> None:
    assert read(text) == commands
    if text not in GIVEN_ONLY:
        assert read(text, RESOLVED) == [*OF_IT, *commands]


GIVEN_ONLY = ("esse não é comentário", "isso não é comentário, deixa só veio rápido")


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("era 3 a nota, volta", ["correct score: 3"]),
        ("errei, a nota é 5. o comentário fica", ["correct score: 5"]),
        ("acrescente que veio a Lia", ["edit comment add: veio a Lia"]),
        ("quem veio foi a Lia, põe lá!", ["edit comment add: quem veio foi a Lia"]),
        ("acrescenta que continua ruim", []),
        ("põe 3 e diz que veio a Lia", []),
    ],
)  # fmt: skip
def test_right_after_a_grade_it_is_put_right_without_being_named(text: str, commands: list[str]) -> None:
    assert read(text) == commands


@pytest.mark.parametrize(
    "text",
    ["o comentário apareceu?", "veio a Lia", "reabre, o comentário diz por quê"],
)  # fmt: skip
def test_what_puts_no_comment_right_is_left_to_the_model(text: str) -> None:
    assert read(text) == []


def test_of_a_ticket_that_cannot_be_graded_nothing_is_put_right() -> None:
    is_open = {"pending": "none", "last": {**LAST, "status": "in_progress"}}
    assert read("tira o comentário", is_open) == []


def test_while_it_is_rated_no_ticket_is_chosen() -> None:
    rating = {"pending": "comment", "last": LAST, "known": {"score": "4", "comment": "bom"}}
    assert read("o comentário: veio tarde", rating) == ["edit comment replace: => veio tarde"]
    first = {**rating, "known": {"score": "4"}}
    assert read("5, e o comentário: veio tarde", first) == ["correct score: 5", "set comment: veio tarde"]


def test_a_comment_told_whole_is_not_told_twice() -> None:
    assert read("foi bom mas demorou") == ["edit comment replace: => foi bom mas demorou"]
    assert read("demorou um pouco") == []


def test_what_stands_before_the_but_is_of_the_comment() -> None:
    text = "o sei ficou bom sim mas demorou, acho que 4"
    reading = Reading(text, {"pending": "score", "known": {}}, FINDER)
    named = {"command": "set", "slot": "ticket", "value": {"by": "service", "value": "sei"}}
    grade = {"command": "set", "slot": "score", "value": "4"}
    told = {"command": "set", "slot": "comment", "value": "demorou"}
    whole = {**told, "value": "o sei ficou bom sim mas demorou"}
    assert with_what_is_before_but(reading, [named, told, grade]) == [whole, grade]
    alone = Reading("demorou mas foi bom, 4", {"pending": "score", "known": {}}, FINDER)
    assert with_what_is_before_but(alone, [grade]) == [grade]


@pytest.mark.parametrize(
    ("text", "run", "kept"),
    [
        (
            "dou cinco de coração pro rapaz que me ligou",
            "me ligou",
            "dou cinco de coração pro rapaz que me ligou",
        ),
        ("nota 5 pra equipe, nota 2 pro site", "equipe", "nota 5 pra equipe, nota 2 pro site"),
        ("dou 4, foram gentis e rápidos", "gentis", "foram gentis e rápidos"),
        ("dou 4 porque demorou", "demorou", "demorou"),
        ("obrigado, nota 5, resolveu rápido", "resolveu rápido", "resolveu rápido"),
        ("5 pro da vpn, ficou ótimo", "ficou ótimo", "ficou ótimo"),
    ],
)
def test_a_comment_is_no_fragment(text: str, run: str, kept: str) -> None:
    reading = Reading(text, {"pending": "score", "known": {}}, FINDER)
    grade = {"command": "set", "slot": "score", "value": "5"}
    told = {"command": "set", "slot": "comment", "value": run}
    assert no_fragment(reading, [grade, told]) == [grade, {**told, "value": kept}]
