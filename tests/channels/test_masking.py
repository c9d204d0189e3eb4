"""CPFs and cards are masked; registration numbers and telephones survive."""

from __future__ import annotations

import pytest

from channels.core.masking import CARD_MASK, CPF_MASK, is_cpf, mask


@pytest.mark.parametrize("cpf", ["529.982.247-25", "52998224725", "529 982 247 25", "529982247-25"])
def test_a_valid_cpf_is_masked_in_prose(cpf: str) -> None:
    assert mask(f"sou {cpf}, ajuda") == f"sou {CPF_MASK}, ajuda"


def test_a_wrong_cpf_is_masked_only_where_it_is_called_a_cpf() -> None:
    assert mask("meu cpf: 529.982.247-26") == f"meu cpf: {CPF_MASK}"
    assert mask("C.P.F. nº 111.111.111-11") == f"C.P.F. nº {CPF_MASK}"
    assert mask("protocolo 529.982.247-26") == "protocolo 529.982.247-26"


def test_no_registration_number_is_taken_for_a_cpf() -> None:
    numbers = [f"2026{n:07d}" for n in range(3000)]
    assert any(is_cpf(number) for number in numbers)
    for number in numbers:
        assert mask(f"como está o {number}?") == f"como está o {number}?"
        assert mask(f"2026-{number[4:]} e 2026 {number[4:]}") == f"2026-{number[4:]} e 2026 {number[4:]}"


@pytest.mark.parametrize("card", ["4111 1111 1111 1111", "4111111111111111", "5500-0000-0000-0004"])
def test_a_card_is_masked(card: str) -> None:
    assert mask(f"cartão {card}.") == f"cartão {CARD_MASK}."


@pytest.mark.parametrize(
    "text", ["ligue 0800 728 2323", "(61) 2021-8000", "erro 1234567890123", "CEP 70836-900"]
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == text
