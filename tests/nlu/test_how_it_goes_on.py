"""What is asked beside a ticket: priority, team, where it is followed, more. No sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.how_it_goes_on import how_it_goes_on
from nlu.in_place import in_its_place
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

TICKET = {"number": "2026-0007001", "service": "siafi", "status": "new", "description": "nada aparece"}
PRIORITY, TEAM = "ask ticket status which=priority", "ask ticket status which=team"


def asked(text: str, last: dict[str, Any] | None = TICKET) -> list[str]:
    reading = Reading(text, {"last": last} if last else {}, Finder())
    return [write(command) for command in in_its_place(reading, how_it_goes_on(reading))]


@pytest.mark.parametrize(
    "text",
    [
        "entrou como prioridade alta?",
        "tá marcado como urgente né?",
        "qual ficou sendo a urgência desse chamado?",
        "foi registrado com urgência?",
    ],
)
def test_the_priority_is_asked(text: str) -> None:
    assert asked(text)[-1:] == [PRIORITY]


@pytest.mark.parametrize(
    "text",
    [
        "por que a prioridade ficou normal?",
        "pode deixar como urgente?",
        "quem define a prioridade?",
        "é urgente mesmo, tá?",
        "ficou urgente porque o pregão é hoje",
        "cadê a resposta? é urgente",
    ],
)
def test_a_wish_for_urgency_and_why_it_is_so_are_left(text: str) -> None:
    assert PRIORITY not in asked(text)


def test_the_team_and_how_it_is_reached_or_answers() -> None:
    assert asked("quem é q vai mexer nisso, eles têm ramal?") == [TEAM, "ask faq_phone_number"]
    assert asked("quem me responde, é por e-mail?") == [TEAM, "ask ticket mail"]
    assert asked("quem cuida disso?") == [TEAM]
    assert asked("quem cuida disso?", last=None) == []


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("e se eu lembrar de mais um detalhe, escrevo aqui mesmo?", "faq_how_to_add_information"),
        ("quando eu souber o modelo falo por aqui?", "faq_how_to_add_information"),
        ("como é que eu acompanho isso do celular?", "faq_how_to_track"),
        ("onde eu vejo isso depois?", "faq_how_to_track"),
        ("a minha chefe também pode ver, ou só eu?", "other"),
        ("ele consegue acompanhar também?", "other"),
        ("vem um técnico ou é remoto?", "other"),
    ],
)
def test_how_it_goes_on(text: str, about: str) -> None:
    assert asked(text) == [f"ask {about}"]


def test_thanks_come_first() -> None:
    said = asked("valeu. se eu descobrir o dia mando por aqui?")
    assert said == ["social thank", "ask faq_how_to_add_information"]


def test_what_is_told_is_no_question() -> None:
    assert asked("se eu lembrar eu mando aqui") == []
    assert asked("o acesso é remoto e não abre nada") == []
