"""An order put as a question: what goes into the open ticket or the text shown, and what goes out of it."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.asked_to_put import asked_to_put, kept_open
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

LAST = {"number": "2026-0007003", "service": "vpn", "status": "new", "description": "a vpn cai"}
INTO_IT = ["start add_ticket_information", "choose that"]


def after(text: str, **state: Any) -> Reading:
    return Reading(text, {"pending": "none", "last": LAST, **state}, Finder())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dá pra colocar tb que moro longe da rede?", "moro longe da rede"),
        ("consegue anotar aí que só cai à noite?", "só cai à noite"),
        ("só cai no wi-fi da sala, dá pra pôr isso?", "só cai no wi-fi da sala"),
        ("meu modem é azul, consegue incluir no chamado?", "meu modem é azul"),
    ],
)
def test_what_is_asked_to_be_put_there_is_told_to_the_ticket(text: str, told: str) -> None:
    assert [write(c) for c in asked_to_put(after(text))] == [*INTO_IT, f"set information: {told}"]


def test_the_ticket_that_is_named_before_it_gets_it() -> None:
    siape = {"number": "2026-0007004", "service": "siape", "status": "new", "description": "senha"}
    found = asked_to_put(after("e no do siape, consigo pôr que é urgente pra folha?", listed=[LAST, siape]))
    assert write(found[1]) == "choose service: siape"


@pytest.mark.parametrize(
    "text",
    [
        "dá pra acrescentar uma coisa?",
        "dá pra colocar mais memória?",
        "a vpn parou, dá pra colocar outra?",
        "tem como colocar a vpn no celular?",
        "boa. e se eu quiser que liguem no meu celular dá pra pôr?",
        "caso eu ache a matrícula depois, dá pra incluir?",
    ],
)
def test_a_question_of_something_else_puts_nothing_there(text: str) -> None:
    assert asked_to_put(after(text)) == []


@pytest.mark.parametrize(
    "state", [{"last": {**LAST, "status": "closed"}}, {"last": None}, {"pending": "email"}]
)
def test_only_an_open_ticket_with_nothing_asked_is_told_more(state: dict[str, Any]) -> None:
    assert asked_to_put(after("dá pra pôr que só cai à noite?", **state)) == []


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("pode tirar o nome dela?", "remove: a Helena já ligou"),
        ("dá pra tirar a parte da guia?", "remove: a guia não sai"),
        ("pode colocar que eu uso o Linux?", "add: eu uso o Linux"),
        ("o prédio fecha às 17h, dá pra pôr isso?", "add: o prédio fecha às 17h"),
    ],
)
def test_of_the_text_that_is_shown_it_is_done(text: str, edit: str) -> None:
    known = {"service": "rede", "description": "a guia não sai, a Helena já ligou"}
    shown = Reading(text, {"pending": "confirm_open", "known": known}, Finder())
    assert [write(c) for c in asked_to_put(shown)] == [f"edit description {edit}"]


@pytest.mark.parametrize(
    "text", ["não deixa aberto que pelo cabo deu certo", "pelo cabo deu certo, deixa aberto?"]
)
def test_a_no_or_a_question_tells_nothing(text: str) -> None:
    assert kept_open(after(text)) == []


@pytest.mark.parametrize("text", ["deixa aberto", "pensando bem cancela não, deixa esse aberto"])
def test_a_bare_word_changes_nothing(text: str) -> None:
    assert [write(c) for c in kept_open(after(text))] == ["deny"]


def test_another_wish_beside_it_is_left_and_what_fails_is_told() -> None:
    for text in ("cancela o do siape e deixa esse aberto", "abre outro pra impressora e deixa esse aberto"):
        assert kept_open(after(text)) == []
    told = [write(c) for c in kept_open(after("não fecha ainda, a vpn voltou a cair cedo"))]
    assert told == [*INTO_IT, "set information: não fecha ainda, a vpn voltou a cair cedo"]
