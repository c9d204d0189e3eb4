"""A correction in a few words: what of the text told before gives way to it; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.both_ends import from_its_beginning
from nlu.plainly import said_plainly
from nlu.reading.nearest import nearest
from nlu.reading.removal import removed, taking_out
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.reading.words import Said

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
        ("a doutora Heloísa", None, None),
    ],
)
def test_what_is_nearest_gives_way(text: str, old: str | None, new: str | None) -> None:
    assert nearest(text, KNOWN) == ((old, new) if old else None)


@pytest.mark.parametrize(
    ("text", "known", "pair"),
    [
        ("setor de licitações", "o setor de compras parou", ("compras", "licitações")),
        ("desde terça", "parou desde ontem", ("ontem", "terça")),
        ("meu nome é Rute", "quem pediu foi o Jorge", None),
        ("a da sala 20 também", "a rede da sala 15 caiu", None),
        ("falei com a Joana", "falei com o Jorge ontem", ("o Jorge", "a Joana")),
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


SHOWN: dict[str, Any] = {"pending": "confirm_open", "known": {"service": "rede", "description": KNOWN}}


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("quem usa é a Rute, põe isso", ["add: quem usa é a Rute"]),
        ("falo pela diretora, dona Rute. Deixe isso claro no texto", ["add: falo pela diretora, dona Rute"]),
        ("quero reescrever. A guia some depois de paga", ["replace: => A guia some depois de paga"]),
        ("tudo certo, e põe que a Rute também viu", []),
    ],
)  # fmt: skip
def test_of_a_text_that_is_shown_what_is_said_is_changed(text: str, commands: list[str]) -> None:
    assert read(text, SHOWN) == [f"edit description {command}" for command in commands]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("tira o nome da moça", "Helena Prado"),
        ("nada de helena aí", "a doutora Helena Prado já ligou duas vezes"),
        ("favor suprimir o número da guia", "7730"),
        ("deixa sem o bloco", "no bloco B"),
        ("a última frase sai", "Agradeço."),
        ("a primeira frase fica, a última sai", "Agradeço."),
        ("tira o final", "Agradeço."),
        ("a parte da doutora sai", "a doutora Helena Prado já ligou duas vezes"),
        ("não quero que conste o nome da doutora", "Helena Prado"),
    ],
)
def test_what_is_to_go_is_what_is_pointed_at(text: str, part: str) -> None:
    assert removed(text, KNOWN + ". Agradeço.").rstrip(".") == part.rstrip(".")


@pytest.mark.parametrize(
    ("known", "part"),
    [
        ("falei com o Jorge. A guia não sai", "falei com o Jorge."),
        ("o Jorge já ligou e a guia não sai", "o Jorge"),
        ("o técnico Jorge veio e a guia não sai", "Jorge"),
        ("a guia não sai e o Jorge já ligou", "e o Jorge já ligou"),
    ],
)
def test_a_name_goes_without_leaving_a_hole(known: str, part: str) -> None:
    assert removed("tira o nome dele", known) == part


def test_a_verb_of_the_text_takes_nothing_out() -> None:
    assert not taking_out(Said("a guia não sai nunca"))
    assert not taking_out(Said("o nome do arquivo não sai na guia"))


def test_what_is_added_begins_with_its_clause() -> None:
    reading = Reading("o ramal é 3344", SHOWN, FINDER)
    cut_off = {"command": "edit", "slot": "description", "how": "add", "text": "3344"}
    assert from_its_beginning(reading, [cut_off]) == [{**cut_off, "text": "o ramal é 3344"}]
    asked = Reading("acrescenta o ramal 3344", SHOWN, FINDER)
    only = {**cut_off, "text": "ramal 3344"}
    assert from_its_beginning(asked, [only]) == [only]


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


@pytest.mark.parametrize(
    "text", ["pode ser o mesmo texto do anterior", "o mesmo de antes, uai", "igual ao outro"]
)
def test_the_text_of_the_one_before_is_pointed_at(text: str) -> None:
    said = said_plainly(Reading(text, {"pending": "description", "known": {"service": "sei"}}, FINDER))
    assert said is not None
    assert said.commands == [{"command": "choose", "by": "that"}]


def test_what_is_told_with_it_is_the_text() -> None:
    state = {"pending": "description", "known": {"service": "sei"}}
    assert said_plainly(Reading("o mesmo de antes, a tela pisca", state, FINDER)) is None
