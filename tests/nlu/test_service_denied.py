"""The service that is shown denied without another one of the catalogue, or `outro` put there; no sentence
here trains."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.service_denied import goes_by, taken_off

UNCLEAR = [{"command": "unclear"}]


def at(text: str, pending: str = "confirm_open", **more: str) -> Reading:
    known = {"service": "sicaf", "description": "a certidão sai em branco", **more}
    return Reading(text, {"pending": pending, "known": known}, Finder())


def service(value: str | None) -> dict[str, Any]:
    return {"command": "correct", "slot": "service", "value": value}


@pytest.mark.parametrize(
    "text",
    [
        "o serviço não é o SICAF",
        "não é sicaf não",
        "SICAF não",
        "tira o SICAF daí",
        "isso não tem nada a ver com o SICAF",
        "o SICAF não é o sistema correto",
        "eu não falei do SICAF",
        "não é esse sistema",
    ],
)
def test_a_service_denied_is_taken_off_and_asked_for(text: str) -> None:
    assert taken_off(at(text), UNCLEAR) == [service(None)]
    assert taken_off(at(text), [{"command": "stop"}]) == [service(None)]


@pytest.mark.parametrize(
    "text",
    [
        "SICAF não! trata-se do Vigiforn, da vigilância",
        "não é o SICAF, é o sistema da merenda",
        "o SICAF não: o sistema é o Vigiforn",
        "não é do SICAF é do Vigiforn",
    ],
)
def test_what_is_named_instead_is_a_service_of_that_name(text: str) -> None:
    assert taken_off(at(text, "email"), UNCLEAR) == [service("outro")]


@pytest.mark.parametrize(
    "text",
    [
        "o SICAF não abre",
        "não é o SICAF que trava, a rede caiu",
        "o SEI abre, o SICAF não",
        "não é o SICAF?",
        "no SICAF não aparece nada, acrescenta isso",
        "não é o SICAF que é lento",
        "a certidão do SICAF não é de hoje",
        "quero outro e-mail",
    ],
)
def test_what_only_speaks_of_it_changes_nothing(text: str) -> None:
    assert taken_off(at(text), UNCLEAR) == UNCLEAR


def test_the_denial_is_no_text_and_what_is_told_behind_it_is() -> None:
    said = "SICAF não! Trata-se do Vigiforn; o problema é a certidão em branco"
    told = [{"command": "set", "slot": "description", "value": said}]
    text = {"command": "set", "slot": "description", "value": "a certidão em branco"}
    assert taken_off(at(said, "description"), told) == [service("outro"), text]


@pytest.mark.parametrize(
    "text",
    [
        'o serviço é outro; ponha "outro", por favor',
        'não registre ainda. O serviço é outro; ponha "outro"',
        "o serviço deve constar como Outro",
        "põe outro no serviço",
        "serviço: outro",
        "marca outro como serviço",
        "pode pôr Outro no lugar do SICAF",
        "registra como outro",
    ],
)
def test_other_is_put_there_and_nothing_is_given_up(text: str) -> None:
    assert taken_off(at(text), [{"command": "stop"}]) == [service("outro")]


@pytest.mark.parametrize("text", ["o sistema é outro", "muda o serviço pra outro", "põe outro sistema"])
def test_that_it_is_another_one_does_not_say_which(text: str) -> None:
    assert taken_off(at(text), [service(None)]) == [service(None)]


def test_a_name_told_beside_a_question_where_the_system_is_asked_is_its_name() -> None:
    asked = [{"command": "ask", "about": "other"}]
    here = Reading("acho que se chama Controle de Acervo. Isso importa?", {"pending": "service"}, Finder())
    assert goes_by(here, asked) == [{"command": "set", "slot": "service", "value": "outro"}, *asked]
    other = Reading("como se chama o sistema?", {"pending": "service"}, Finder())
    assert goes_by(other, asked) == asked


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("é o SICAP", []),
        ("é o sicafe", ["sicaf"]),
        ("O SICAFE NÃO ABRE AQUI", ["sicaf"]),
        ("Sistema de Acervo Documental (SIAD)", []),
        ("siad, sistema de acervo documental", []),
        ("o siad não abre", ["siads"]),
        ("Sistema de Patrimônio, SIADS", ["siads", "siads"]),
    ],
)
def test_an_acronym_in_capitals_or_spelt_out_is_no_slip_of_another(text: str, codes: list[str]) -> None:
    assert [one.code for one in Finder().find(Said(text))] == codes
