"""Where news are wanted, and that they are wanted nowhere else."""

from __future__ import annotations

import pytest

from nlu.beside import nowhere_else
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

FINDER = Finder()


@pytest.mark.parametrize(
    "text",
    ["Quero receber novidades só por e-mail", "por e-mail apenas", "não me avisa mais aqui, manda e-mail"],
)
def test_one_place_is_wanted_alone(text: str) -> None:
    assert nowhere_else(Reading(text, {}, FINDER))


@pytest.mark.parametrize(
    "text",
    ["me avisa por e-mail quando mexerem?", "quero nos dois, não só no e-mail", "por e-mail e aqui também"],
)
def test_both_are_wanted_or_none_is_denied(text: str) -> None:
    assert not nowhere_else(Reading(text, {}, FINDER))
