"""A yes beside a change, and what stands beside what is said: rules, no model needed."""

from typing import Any

import pytest

from nlu import yes_and_change
from nlu.in_place import agreed_to_the_like, of_what_was_told
from nlu.reading import names
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

FINDER = Finder()
YES = {"command": "affirm"}
NEW = {"command": "start", "flow": "open_ticket"}
LAST = {"number": "2026-0000003", "service": "vpn", "status": "new", "description": "a vpn cai"}


def reading(text: str, pending: str = "none", **state: Any) -> Reading:
    return Reading(text, {"pending": pending, **state}, FINDER)


@pytest.mark.parametrize("text", ["sala 312", "ramal 4471", "fica na ug 170010", "é o patrimônio 44871"])
def test_the_number_of_a_thing_is_no_ticket(text: str) -> None:
    assert not [r for r in reading(text, last=LAST).references if r.by == "number"]
    assert not [r for r in reading(text, "number", last=LAST).references if r.by == "number"]


def test_the_number_that_is_all_that_is_said_is_one() -> None:
    assert [r.value for r in reading("o 312", last=LAST).references if r.by == "number"] == ["312"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("não tem pressa, pode ser normal", "normal"),
        ("eu disse normal, não baixa", "normal"),
        ("prioridade baixa", "low"),
        ("é urgente, não normal", "high"),
    ],
)
def test_the_level_that_stands(text: str, level: str) -> None:
    assert reading(text).urgency == level


def test_what_is_denied_is_meant_nowhere_in_the_message() -> None:
    assert [s.code for s in reading("SEI não! é e-CAC. no SEI funciona").chosen_services] == ["ecac"]


def test_what_is_counted_is_no_grade() -> None:
    assert reading("põe 3, demorou quatro dias", "score").grade.value == "3"  # type: ignore[union-attr]
    assert reading("nota 5 por favor", "score").grade.value == "5"  # type: ignore[union-attr]


def test_the_system_told_instead_of_a_denied_one() -> None:
    assert names.instead("não é sisref, é aquele da escola") == "aquele da escola"
    assert names.instead("é o sisref") is None


def test_the_like_ticket_is_agreed_to() -> None:
    adds = {"command": "start", "flow": "add_ticket_information"}
    that = {"command": "choose", "by": "that"}
    told = {"command": "set", "slot": "information", "value": "são 12 máquinas"}
    at = reading("põe nesse e diz que são 12 máquinas", "similar", last=LAST)
    assert agreed_to_the_like(at, [adds, that, told]) == [YES, told]
    other = {"command": "choose", "by": "service", "value": "sei"}
    assert agreed_to_the_like(at, [adds, other, told]) == [adds, other, told]


def test_what_is_pointed_at_is_what_was_told_before() -> None:
    assert of_what_was_told(reading("abre um chamado disso aí"), [NEW]) == [{**NEW, "which": "told"}]
    assert of_what_was_told(reading("quero abrir um chamado"), [NEW]) == [NEW]


TICKET = {
    "service": "siafi",
    "description": "a guia não sai, que saco. Ramal 3310, sala 2",
    "email": "ana@orgao.gov.br",
}


def change(**edit: str) -> dict[str, str]:
    return {"command": "edit", "slot": "description", **edit}


FIGURE = change(how="replace", old="3310", text="3311")
OUT = change(how="remove", old="que saco.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sim, com prioridade alta", {"command": "set", "slot": "urgency", "value": "high"}),
        ("pode mandar mas é urgente, tem prova hoje", {"command": "set", "slot": "urgency", "value": "high"}),
        ("deixa como crítico e registra", {"command": "set", "slot": "urgency", "value": "critical"}),
        ("confirmo, só o ramal que é 3311", FIGURE),
        ("muda o 3310 pra 3311 e pode enviar", FIGURE),
        ("manda, só tira o que saco", OUT),
    ],
)
def test_a_yes_beside_one_plain_change_agrees(text: str, told: dict[str, str]) -> None:
    assert yes_and_change.agrees(reading(text, "confirm_open", known=TICKET), [told])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("põe prioridade alta", {"command": "set", "slot": "urgency", "value": "high"}),
        ("espera, é urgente e registra", {"command": "set", "slot": "urgency", "value": "high"}),
        ("não, troca 3310 por 3311", FIGURE),
        ("beleza, troca 3310 por 3311", FIGURE),
        ("sim, tira a reclamação", OUT),
        ("sim, só muda saco por SIAPE", change(how="replace", old="saco", text="SIAPE")),
        ("sim, põe que é no térreo", change(how="add", text="é no térreo")),
        ("sim, mas o e-mail é b@c.br", {"command": "correct", "slot": "email", "value": "b@c.br"}),
    ],
)
def test_a_change_without_a_sure_yes_or_a_plain_place_is_shown_again(text: str, told: dict[str, str]) -> None:
    assert not yes_and_change.agrees(reading(text, "confirm_open", known=TICKET), [told])


def test_a_level_that_is_left_as_such_is_not_denied() -> None:
    assert reading("deixa como crítico").urgency == "critical"


OFFER = reading("sim, mas já reiniciei e o erro fica", "draft")


STATION = {"number": "2026-0000004", "service": "estacao-de-trabalho", "status": "resolved"}
OF_TWO = {"known": {"ticket_number": LAST["number"]}, "listed": [LAST, STATION], "last": LAST}
BROKEN = "o outro, da estação, disseram que trocaram a fonte mas não liga"


SET: dict[str, Any] = {"command": "set", "slot": "email", "value": "ana@mec.gov.br"}


SHOWN = {"service": "vpn", "description": "a vpn cai"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("por mim tudo bem, só que preciso entregar o laudo hoje", "preciso entregar o laudo hoje"),
        ("sim, mas o leitor só dá erro 12 de manhã", "o leitor só dá erro 12 de manhã"),
        ("sim, mas só trava no navegador novo", "só trava no navegador novo"),
        ("confirmo, e o leitor mostra erro 12 agora", "o leitor mostra erro 12 agora"),
        ("confirmo, preciso disso hoje", "preciso disso hoje"),
    ],
)
def test_a_fact_behind_a_yes_is_more_of_the_text(text: str, told: str) -> None:
    said = reading(text, "confirm_open", known=SHOWN)
    added = [change(how="add", text=told)]
    for read in ([YES], [{"command": "unclear"}], added):
        assert yes_and_change.with_its_fact(said, read) == added
    assert yes_and_change.agrees(said, added) == (text == "confirmo, preciso disso hoje")  # of no fault


@pytest.mark.parametrize(
    "text",
    [
        "sim, fico no aguardo",
        "sim, se sair hoje",
        "sim, e tira o oi",
        "sim, manda hoje",
        "tudo certo, boa quinta para a equipe",
        "sim, e amanhã eu passo aí",
        "sim, o prazo acaba amanhã. pensando bem não registra",
        "pode abrir, a falha voltou a dar erro hoje, não abre ainda não",
        "sim, o prazo acaba hoje, espera",
        "sim, o prazo acaba hoje, cancela",
        "sim, mas o prazo é hoje, se não sair não abre",
        "pode mandar, depois a gente vê o outro que travou",
    ],
)
def test_courtesy_a_doubt_and_an_order_are_no_fact(text: str) -> None:
    said = reading(text, "confirm_open", known=SHOWN)
    assert yes_and_change.with_its_fact(said, [YES]) == [YES]
    told = text.partition(", ")[2]
    assert not yes_and_change.agrees(said, [change(how="add", text=told)])


def test_what_may_be_of_another_system_is_shown_again() -> None:
    text = "o do SICAF travou"
    said = reading(f"manda, e {text}", "confirm_open", known=SHOWN)
    assert not yes_and_change.agrees(said, [change(how="add", text=text)])
