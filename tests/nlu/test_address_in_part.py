"""An address that is known is put right by a part of it; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.address_in_part import put_right
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

FINDER = Finder()
TEXT = "a guia não sai desde terça"


def read(text: str, known: str, pending: str = "confirm_open") -> Any:
    slot = "email_denied" if pending == "email" else "email"
    state = {"pending": pending, "known": {"service": "siafi", "description": TEXT, slot: known}}
    return put_right(Reading(text, state, FINDER))


@pytest.mark.parametrize(
    ("text", "known", "right"),
    [
        ("o mail tá quase, é rubens.fraga1977", "rubens.fraga77@gmail.com", "rubens.fraga1977@gmail.com"),
        ("é rubens.fraga1977, digitei errado", "rubens.fraga77@gmail.com", "rubens.fraga1977@gmail.com"),
        ("o meu email é rubens ponto fraga 78", "rubens.fraga77@gmail.com", "rubens.fraga78@gmail.com"),
        ("é o mesmo, só que wiezer com z no lugar do s", "k.wieser@mapa.com", "k.wiezer@mapa.com"),
        ("no e-mail é cátia com c", "katia.w@mapa.com", "catia.w@mapa.com"),
        ("o endereço termina com gov.br, não com .com", "k.w@mapa.com", "k.w@mapa.gov.br"),
        ("é .gov.br no final", "k.w@mapa.com", "k.w@mapa.gov.br"),
        ("errei o email, é sem o underline", "joao_melo@uol.com.br", "joaomelo@uol.com.br"),
        ("o email é do hotmail, não do gmail", "jo@gmail.com", "jo@hotmail.com"),
        ("não, ficou ruim. o email certo é jo@mds.gov.br", "jo@gmail.com", "jo@mds.gov.br"),
    ],
)
def test_a_part_that_is_told_takes_its_place(text: str, known: str, right: str) -> None:
    told = read(text, known)
    assert told.command == {"command": "correct", "slot": "email", "value": right}
    assert told.rest in ("", "não, ficou ruim.")


@pytest.mark.parametrize(
    ("text", "right"),
    [("fernandes com s", "l.fernandes@mec.gov.br"), ("o mesmo com s", "l.fernandes@mec.gov.br")],
)
def test_the_address_that_was_taken_back_is_put_right_where_it_is_asked_anew(text: str, right: str) -> None:
    told = read(text, "l.fernandez@mec.gov.br", "email")
    assert told.command == {"command": "set", "slot": "email", "value": right}


def test_what_is_said_beside_it_is_read_by_itself() -> None:
    told = read("não foi terça, foi quarta, e o email é jo.melo com l, escrevi errado", "jo.mello@mds.gov.br")
    assert told.command["value"] == "jo.melo@mds.gov.br"
    assert told.rest == "não foi terça, foi quarta"


@pytest.mark.parametrize(
    "text",
    [
        "o email tá certo",
        "o e-mail do setor não recebe nada",
        "o email da chefe é bia@mds.gov.br",
        "a guia não sai com o token",
        "quem usa é a Joana",
        "é com ela",
        "o portal gov.br também",
        "o e-mail é qual?",
        "no e-mail some o anexo de 15mb",
        "o endereço confere, trava a partir das 9h30",
        "meu login é joan.prado",
    ],
)
def test_nothing_else_changes_it(text: str) -> None:
    assert read(text, "joan.melo@mds.com") is None
