"""What is to be added to a ticket, and where; a complaint about what was done with it."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import Command, write
from nlu.in_place import gives_up
from nlu.questions import only_told
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
    assert for_another_ticket(reading("e o da vpn?")) == for_another_ticket(reading("é no da vpn")) == []


@pytest.mark.parametrize(
    ("text", "blames"),
    [
        ("puxa, eu ainda nem contei o resto", True),
        ("puxa vida, nem terminei de explicar", True),
        ("não terminei de imprimir", False),
        ("você anotou só o começo", True),
        ("não era pra mandar agora", True),
        ("o sistema não era pra mandar e-mail", False),
        ("ficou só uma tela branca", False),
        ("nem terminei de cadastrar e o programa fechou", False),
        ("nem comecei e travou", False),
        ("não foi isso que pedi, quero o toner preto", False),
        ("você escreveu errado, é Teixeira", False),
        ("não era pra você encerrar", False),
        ("não era pra você cancelar o da vpn", False),
        ("só perguntei se atrasa", False),
    ],
)
def test_a_complaint_about_what_was_done_here_is_nothing_for_the_team(text: str, blames: bool) -> None:
    said = [ADDS, THAT, told(text)]
    assert (complains(reading(text), said)[0].get("which") == "told_by_mistake") is blames


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("pode, mas no chamado do sei", "choose service: sei"),
        ("manda nesse acionamento mesmo", "choose that"),
        ("não, no chamado não", None),
        ("manda no sei que travou tudo", None),
        ("sim, é no sei", None),
        ("claro, registra no sei", None),
        ("sim, no da vpn", "choose service: vpn"),
    ],
)
def test_a_yes_may_only_say_where_it_goes(text: str, which: str | None) -> None:
    found = only_where(reading(text, "draft"))
    assert (write(found) if found else None) == which


@pytest.mark.parametrize("status", ["resolved", "closed", "cancelled"])
def test_of_a_ticket_that_is_over_it_is_no_complaint_about_a_text(status: str) -> None:
    over = Reading(
        "não era pra mandar agora", {"pending": "none", "last": {**LAST, "status": status}}, Finder()
    )
    assert complains(over, [ADDS]) == [ADDS]


def test_what_is_asked_or_wanted_back_is_no_complaint() -> None:
    asks: Command = {"command": "ask", "about": "ticket", "field": "deadline"}
    again: Command = {"command": "start", "flow": "reopen_ticket"}
    assert complains(reading("não era pra mandar"), [asks]) == [asks]
    assert complains(reading("não pedi isso, reabre"), [again]) == [again]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("põe isso nos dois: a sala mudou para a 12", "a sala mudou para a 12"),
        ("acrescenta nos dois que só volto quinta", "só volto quinta"),
        ("nos dois chamados anota que só volto quinta", "só volto quinta"),
        ("anota sala 12 nos dois, por favor", "sala 12"),
    ],
)
def test_an_order_that_leads_to_both_adds_to_both(text: str, kept: str) -> None:
    added = [ADDS, {"command": "choose", "by": "all"}, told(kept)]
    assert what_is_added(reading(text), [ADDS, THAT, told(kept)]) == added


@pytest.mark.parametrize(
    "text",
    [
        "abri no Edge e no Opera e fecha nos dois",
        "avisa que mudei a senha nos dois",
        "anota que a tela pisca em ambos",
        "anota erro 4 nos dois notebooks",
        "o aviso some nos dois",
    ],
)
def test_two_things_within_a_text_are_no_two_tickets(text: str) -> None:
    said = [ADDS, THAT, told(text)]
    assert what_is_added(reading(text), said) == said


@pytest.mark.parametrize("text", ["quarenta e um", "na segunda", "em ambos", "agora tem", "igual"])
def test_a_short_answer_to_the_team_is_one(text: str) -> None:
    assert what_is_added(reading(text, "information"), [told(text)]) == [told(text)]


def test_an_order_for_another_one_adds_there_what_this_one_got() -> None:
    assert [write(c) for c in for_another_ticket(reading("põe no da vpn também"))] == [
        "start add_ticket_information which=also",
        "choose service: vpn",
    ]


def test_what_is_cancelled_at_the_summary_is_what_is_shown_there() -> None:
    cancels: list[Command] = [{"command": "start", "flow": "cancel_ticket"}, THAT]
    shown = reading("não, cancela isso", "confirm_open", description="trava")
    assert gives_up(shown, [{"command": "deny"}, *cancels]) == [{"command": "stop"}]
    assert gives_up(reading("cancela isso"), cancels) == cancels


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sim, só que o motivo é que trocaram o cabo", "trocaram o cabo"),
        ("o motivo foi distração minha, pode cancelar", "distração minha"),
        ("o motivo é outro: mudei de sala", "mudei de sala"),
        ("isso, o motivo é esse aí mesmo", None),
        ("o motivo é aquele que já te disse", None),
        ("o motivo é outro", None),
    ],
)
def test_a_reason_named_anew_takes_the_place_of_the_first(text: str, reason: str | None) -> None:
    found = reason_put_right(reading(text, "confirm_cancel", reason="voltou"), [{"command": "affirm"}])
    assert [write(c) for c in found] == [f"edit reason replace: => {reason}" if reason else "affirm"]


def test_a_no_beside_a_reason_stays_a_no() -> None:
    deny: Command = {"command": "deny"}
    said = reading("não, o motivo é que travou de novo", "confirm_cancel", reason="voltou")
    assert reason_put_right(said, [deny]) == [deny]


def test_what_is_only_told_beside_a_question_is_not_ordered() -> None:
    said = [ADDS, THAT, told("sou nova aqui")]
    assert only_told(reading("sou nova aqui"), said) == [said[-1]]
    assert only_told(reading("avisa a equipe que sou nova aqui"), said) == said
