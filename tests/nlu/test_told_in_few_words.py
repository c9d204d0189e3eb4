"""A correction in a few words: what of the text told before gives way to it; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.plainly import said_plainly
from nlu.reading.nearest import nearest
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

KNOWN = (
    "a guia 7730 do lote 12/2026 não abre no bloco B desde terça, a doutora Helena Prado já ligou duas vezes"
)
FINDER = Finder()


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("7703!", "7730", "7703"),
        ("a guia 8810, desculpa", "7730", "8810"),
        ("o lote é 11", "12", "11"),
        ("lote 12/2025", "12/2026", "12/2025"),
        ("bloco D", "bloco B", "bloco D"),
        ("tudo certo, só o bloco que é D", "bloco B", "bloco D"),
        ("desde quinta, arruma", "terça", "quinta"),
        ("ligou três vezes", "duas", "três"),
        ("Elena sem h", None, None),
        ("Hellena com ll", "Helena", "Hellena"),
        ("a doutora Heloísa", None, None),
        ("a doutora ainda não ligou", "já ligou", "ainda não ligou"),
        ("abre, mas fica em branco. corrige", "não abre", "abre, mas fica em branco"),
        ("guia de recolhimento, especifica", "guia", "guia de recolhimento"),
    ],
)
def test_what_is_nearest_gives_way(text: str, old: str | None, new: str | None) -> None:
    assert nearest(text, KNOWN) == ((old, new) if old else None)


@pytest.mark.parametrize(
    ("text", "known", "pair"),
    [
        ("setor de licitações", "o setor de compras parou", ("compras", "licitações")),
        ("falei com a Joana", "falei com o Jorge ontem", ("o Jorge", "a Joana")),
        ("o nome é Rute", "quem pediu foi o Jorge", ("Jorge", "Rute")),
        ("do bloco C", "ninguém do bloco A nem do bloco B", None),
    ],
)
def test_what_stands_behind_the_same_words_gives_way(
    text: str, known: str, pair: tuple[str, str] | None
) -> None:
    assert nearest(text, known) == pair


@pytest.mark.parametrize(
    "text",
    [
        "o ramal é 3344",
        "a guia também some",
        "é 7703?",
        "a impressora do bloco D puxa duas folhas",
        "não",
        "não abre no bloco B",
        "minha sala é a 12",
        "abre",
    ],
)
def test_what_tells_more_takes_no_place(text: str) -> None:
    assert nearest(text, KNOWN) is None


def read(text: str, state: dict[str, Any]) -> list[str]:
    said = said_plainly(Reading(text, state, FINDER))
    return [write(command) for command in said.commands] if said else []


LAST = {"number": "2026-0000079", "service": "vpn", "status": "new", "description": "a vpn cai na sala 15"}


def test_the_text_is_the_one_that_is_shown_or_was_told_a_moment_ago() -> None:
    shown = {"pending": "confirm_open", "known": {"service": "vpn", "description": "a vpn cai na sala 15"}}
    assert read("sala 16", shown) == ["edit description replace: sala 15 => sala 16"]
    assert read("sala 16", {"pending": "none", "last": LAST}) == [
        "edit description replace: sala 15 => sala 16"
    ]
    noted = {"pending": "none", "last": LAST, "known": {"information": "o ramal é 3320"}}
    assert read("3302!!", noted) == ["edit information replace: 3320 => 3302"]
    graded = {
        "pending": "none",
        "last": {**LAST, "status": "closed"},
        "known": {"rated_comment": "seis dias"},
    }
    assert read("foram sete dias", graded) == ["edit comment replace: seis => sete"]
