"""What is to be added to a ticket, and where; a complaint about what was done with it."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import Command, write
from nlu.in_place import gives_up
from nlu.questions import no_yes_within, only_told
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.told_why import reason_put_right
from nlu.what_is_added import complains, for_another_ticket, only_where, what_is_added

LAST = {"number": "2026-0000011", "service": "sei", "status": "in_progress", "description": "não assina"}
OTHER = {"number": "2026-0000012", "service": "vpn", "status": "new", "description": "cai às 9h"}
ADDS: Command = {"command": "start", "flow": "add_ticket_information"}
THAT: Command = {"command": "choose", "by": "that"}


def reading(text: str, pending: str = "none", **known: Any) -> Reading:
    return Reading(
        text, {"pending": pending, "last": LAST, "listed": [LAST, OTHER], "known": known}, Finder()
    )


def told(text: str) -> Command:
    return {"command": "set", "slot": "information", "value": text}


@pytest.mark.parametrize(
    "text",
    ["queria incluir mais três informações no chamado", "anota aí também, por gentileza", "põe meu ramal lá"],
)
def test_an_announcement_courtesy_and_a_bare_name_are_no_text(text: str) -> None:
    assert [write(c) for c in what_is_added(reading(text), [ADDS, THAT, told(text)])] == [
        "start add_ticket_information",
        "choose that",
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("avisa que a diretora também", "a diretora também"),
        ("o portal não carrega", "o portal não carrega"),
        ("complementa: o ramal", "o ramal"),
        ("complementar ramal 4521", "ramal 4521"),
    ],
)
def test_what_tells_anything_is_one(text: str, kept: str) -> None:
    said = text if kept not in text or "ramal 4521" in text else kept
    assert told(kept) in what_is_added(reading(text), [ADDS, THAT, told(said)])


def test_both_get_what_is_told_and_another_gets_what_one_got() -> None:
    both = what_is_added(
        reading("complementar ramal 4521 nos dois"), [ADDS, THAT, told("ramal 4521 nos dois")]
    )
    assert [write(c) for c in both] == [
        "start add_ticket_information",
        "choose all",
        "set information: ramal 4521",
    ]
    also = what_is_added(reading("coloca o ramal no outro também"), [ADDS, told("o ramal no outro também")])
    assert [write(c) for c in also] == ["start add_ticket_information which=also", "choose other"]
    asked = for_another_ticket(reading("e no da vpn?"))
    assert [write(c) for c in asked] == ["choose service: vpn", "ask ticket status which=also"]
    assert for_another_ticket(reading("e o da vpn?")) == []


@pytest.mark.parametrize(
    ("text", "blames"),
    [
        ("puxa, eu ainda nem contei o resto", True),
        ("você anotou só o começo", True),
        ("não era pra mandar agora", True),
        ("o sistema não era pra mandar e-mail", False),
        ("ficou só uma tela branca", False),
    ],
)
def test_a_complaint_about_what_was_done_here_is_nothing_for_the_team(text: str, blames: bool) -> None:
    said = [ADDS, THAT, told(text)]
    assert (complains(reading(text), said)[0].get("which") == "told_by_mistake") is blames


def test_it_is_no_question_beside_an_answer() -> None:
    mistake: Command = {"command": "ask", "about": "other", "which": "told_by_mistake"}
    assert complains(reading("não precisa, era só dúvida"), [{"command": "stop"}, mistake]) == [
        {"command": "stop"}
    ]


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("pode, mas no chamado do sei", "choose service: sei"),
        ("manda nesse acionamento mesmo", "choose that"),
        ("não, no chamado não", None),
        ("manda no sei que travou tudo", None),
    ],
)
def test_a_yes_may_only_say_where_it_goes(text: str, which: str | None) -> None:
    found = only_where(reading(text, "draft"))
    assert (write(found) if found else None) == which


def test_what_is_cancelled_at_the_summary_is_what_is_shown_there() -> None:
    cancels: list[Command] = [{"command": "start", "flow": "cancel_ticket"}, THAT]
    shown = reading("não, cancela isso", "confirm_open", description="trava")
    assert gives_up(shown, [{"command": "deny"}, *cancels]) == [{"command": "stop"}]
    assert gives_up(reading("cancela isso"), cancels) == cancels


def test_a_no_within_a_question_is_none() -> None:
    deny: Command = {"command": "deny"}
    asks = reading("não volta nunca mais? aí eu registro outro", "confirm_cancel")
    assert no_yes_within(asks, [deny]) == [{"command": "ask", "about": "other"}]
    assert no_yes_within(reading("não. posso pensar mais?", "confirm_cancel"), [deny]) == [deny]


def test_a_reason_named_anew_takes_the_place_of_the_first() -> None:
    asked = reading("sim, só que o motivo é que trocaram o cabo", "confirm_cancel", reason="voltou")
    assert [write(c) for c in reason_put_right(asked, [{"command": "affirm"}])] == [
        "edit reason replace: => trocaram o cabo"
    ]


def test_what_is_only_told_beside_a_question_is_not_ordered() -> None:
    said = [ADDS, THAT, told("sou nova aqui")]
    assert only_told(reading("sou nova aqui"), said) == [said[-1]]
    assert only_told(reading("avisa a equipe que sou nova aqui"), said) == said
