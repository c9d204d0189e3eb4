"""Two tickets rated in one message, and codes that are read out in any way; no sentence here trains."""

import pytest

from nlu.reading import cues
from nlu.reading.numbers import codes
from nlu.reading.words import Said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dois, zero, oito, oito, um, cinco", "208815"),
        ("veio 208 e depois 815", "208815"),
        ("vinte, oitenta e oito, quinze", "208815"),
        ("dois zero oito… oito um cinco", "208815"),
        ("20-88-15", "208815"),
    ],
)
def test_a_code_is_heard_however_it_is_parted(text: str, code: str) -> None:
    assert [found.value for found in codes(Said(text))] == [code]


@pytest.mark.parametrize("text", ["meu ramal é 2088", "são 208 máquinas, umas 815 paradas", "2026-0007001"])
def test_other_numbers_are_no_code(text: str) -> None:
    assert not codes(Said(text))


def test_the_word_no_is_a_word() -> None:
    for name in ("articles", "into_it", "small_words", "number_leads"):
        assert "no" in cues.listed(name)
        assert "False" not in cues.listed(name)
