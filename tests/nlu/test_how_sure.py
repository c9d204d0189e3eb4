"""What is far likelier than anything else needs no word for it; what says the same twice is said once. Rules,
no model needed. No sentence here trains.
"""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import Command, write
from nlu.atom_model import Reading as AtomReading
from nlu.in_place import and_asks, one_question, the_right_one
from nlu.parts import is_under_way
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.settle import settle
from nlu.sureness import plain_refusal, sure_value

FINDER = Finder()
THAT: Command = {"command": "choose", "by": "that"}
WHY: Command = {"command": "ask", "about": "why"}
ASKS: Command = {"command": "ask", "about": "other"}


def reading(text: str, pending: str, **state: Any) -> Reading:
    return Reading(text, {"pending": pending, **state}, FINDER)


def likely(*told: tuple[set[str], float, float]) -> list[AtomReading]:
    """(atoms, share, belief) of each."""
    return [AtomReading(frozenset(atoms), share, belief, 0.0) for atoms, share, belief in told]


def starts(flow: str) -> Command:
    return {"command": "start", "flow": flow}


@pytest.mark.parametrize(
    ("pending", "other", "said"),
    [
        ("confirm_open", 0.1, "deny"),
        ("confirm_open", 0.25, None),
        ("similar", 0.1, None),  # there a no opens a new one
    ],
)
def test_a_no_far_ahead_of_the_rest_is_heard(pending: str, other: float, said: str | None) -> None:
    read = likely(({"deny"}, 0.3, 0.4), ({"deny", "edit:add"}, 0.2, 0.4), ({"affirm"}, other, other))
    assert plain_refusal(reading("nem morto que vai assim", pending), read) == said


def test_a_question_is_no_refusal() -> None:
    read = likely(({"deny"}, 0.3, 0.4), ({"affirm"}, 0.1, 0.1))
    assert plain_refusal(reading("e se estiver torto?", "confirm_open"), read) is None


def test_a_value_in_every_likely_reading_is_sure() -> None:
    read = likely(({"set:score"}, 0.4, 1), ({"set:score", "set:text"}, 0.3, 0.4), ({"stop"}, 0.1, 0.1))
    asked = reading("um 4 pela rapidez", "score")
    assert sure_value(asked, read)
    assert not sure_value(asked, read[1:])
    assert not sure_value(reading("um 4 pela rapidez", "email"), read)


def test_a_system_that_the_catalogue_has_not_is_another_one() -> None:
    asked = reading("o Farolzão da câmara municipal", "service")
    assert written(settle(asked, frozenset({"set:service"}), [])) == ["set service: outro"]
    assert not settle(reading("o Farolzão da câmara?", "service"), frozenset({"set:service"}), [])


def test_more_of_a_known_description_is_added_to_it() -> None:
    asked = reading("vpn, e o cabo está solto", "service", known={"description": "não conecta"})
    told = settle(asked, frozenset({"set:service", "set:text"}), [(3, 7)])
    assert written(told) == ["set service: vpn", "edit description add: o cabo está solto"]


def written(commands: list[Command]) -> list[str]:
    return [write(command) for command in commands]


def test_which_ticket_it_is_says_that_the_other_was_wrong() -> None:
    wrong: Command = {"command": "correct", "slot": "ticket", "value": None}
    named: Command = {"command": "choose", "by": "service", "value": "vpn"}
    asked = reading("troquei, é o da vpn", "information")
    assert the_right_one(asked, [wrong, named]) == [named]
    assert the_right_one(asked, [wrong]) == [wrong]


def test_a_question_is_asked_once() -> None:
    number: Command = {"command": "ask", "about": "faq_registration_number"}
    asked = reading("para que o número do meu telefone?", "email")
    assert one_question(asked, [number, WHY]) == [WHY]
    two = reading("para que isso? e qual é o número?", "email")
    assert one_question(two, [number, WHY]) == [number, WHY]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a luz pisca em vermelho, isso queima a placa?", "a luz pisca em vermelho"),
        ("a luz pisca em vermelho. alguém vem aqui?", "a luz pisca em vermelho"),
    ],
)
def test_a_question_behind_a_text_is_asked(text: str, kept: str) -> None:
    told: Command = {"command": "set", "slot": "description", "value": text}
    found = and_asks(reading(text, "description"), [told])
    assert found == [{**told, "value": kept}, ASKS]


@pytest.mark.parametrize("text", ["por que a luz pisca em vermelho?", "a luz pisca em vermelho, né?"])
def test_a_text_that_is_a_question_stays_whole(text: str) -> None:
    told: Command = {"command": "set", "slot": "description", "value": text}
    assert and_asks(reading(text, "description"), [told]) == [told]


def test_the_flow_under_way_is_no_second_wish() -> None:
    state = {"pending": "score", "known": {"ticket_number": "2026-0000009"}}
    other: Command = {"command": "choose", "by": "service", "value": "vpn"}
    assert is_under_way([starts("rate_service"), THAT], state)
    assert not is_under_way([starts("rate_service"), other], state)
    assert not is_under_way([starts("reopen_ticket"), THAT], state)
    assert not is_under_way([ASKS], state)
