"""Readings that come to the same, and what is plain by a few words; no sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.nothing_told import only_the_system
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.sureness import plain_courtesy, takes_the_offer
from nlu.what_to_change import without_the_rest

FINDER = Finder()
OPENS: dict[str, Any] = {"command": "start", "flow": "open_ticket"}
YES: dict[str, Any] = {"command": "affirm"}


def at(text: str, pending: str, **known: str) -> Reading:
    return Reading(text, {"pending": pending, "known": known}, FINDER)


def test_a_wish_for_what_is_offered_is_a_yes() -> None:
    likely = [[YES], [OPENS]]
    assert takes_the_offer(at("quero que registre, vai", "draft"), likely)
    assert not takes_the_offer(at("não, abre outro", "draft"), likely)
    assert not takes_the_offer(at("quero que registre, vai", "confirm_open"), likely)
    doubt = [[YES], [{"command": "deny"}]]
    assert takes_the_offer(at("pode registrar sim", "draft"), doubt)
    assert not takes_the_offer(at("vai, né", "draft"), doubt)
    assert not takes_the_offer(at("manda pra coordenadora também", "draft"), doubt)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("bom dia, tenho um problema no siafi", ["start open_ticket", "set service: siafi"]),
        ("o siafi trava ao empenhar", ["start open_ticket", "set service: siafi", "set description: x"]),
    ],
)
def test_that_there_is_trouble_is_no_text(text: str, left: list[str]) -> None:
    service = {"command": "set", "slot": "service", "value": "siafi"}
    told = {"command": "set", "slot": "description", "value": "x"}
    assert [write(c) for c in only_the_system(at(text, "none"), [OPENS, service, told])] == left


def test_that_the_rest_is_right_is_no_more_of_the_text() -> None:
    more = {"command": "edit", "slot": "description", "how": "add", "text": "o resto está certo"}
    assert without_the_rest(at("só faltou o ramal, o resto está certo", "change"), [more]) == [
        {"command": "skip"}
    ]


def test_thanks_alone_are_no_yes() -> None:
    thanks: dict[str, Any] = {"command": "social", "kind": "thank"}
    assert plain_courtesy(at("muito obrigado!", "news_resolved"), [[YES, thanks], [thanks]]) == [thanks]
    assert plain_courtesy(at("obrigado, resolveu", "news_resolved"), [[YES, thanks], [thanks]]) == []
    assert plain_courtesy(at("fui conferir e deu na mesma", "news_resolved"), [[YES], [YES]]) == []
    assert plain_courtesy(at("era isso, valeu", "news_resolved"), [[YES]]) == []
