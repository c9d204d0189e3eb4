"""One mask for the chat's gate, the store and the logs: what looks like a card or a CPF and is none stays."""

import pytest

from ground.masking import CARD_MASK, CPF_MASK, mask


@pytest.mark.parametrize(
    "text",
    [
        "IMEI 490154203237518",
        "o celular 356938035643809",
        "o log diz 1647725122227 timeout",
        "patrimônio 1234567890128",
        "patrimônio 4111111111111111",
        "UUID 47223179-9330-4259-b66c-f2db26efb20c",
        "linha digitável 34191.79001 01043.510047 91020.150008 5 12340000012345",
        "processo 23000.012345/2026-11",
        "NUP 00190.529982/2247-25",
        "valor 0.4111111111111111",
        "acionamento 20260000001",
        "celular 52998224725",
    ],
)
def test_numbers_of_work_stay(text) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "card",
    ["4111111111111111", "4111 1111 1111 1111", "4111.1111.1111.1111",
     "5500-0000-0000-0004", "378282246310005", "3782 822463 10005",
     "2221000000000009", "6062826786276634", "30569309025904"],
)  # fmt: skip
def test_cards_of_every_issuer_are_masked(card) -> None:
    assert mask(f"paguei com {card}.") == f"paguei com {CARD_MASK}."


def test_a_cpf_is_masked_bare_or_punctuated() -> None:
    assert mask("sou 52998224725, ajuda, 529.982.247-25") == f"sou {CPF_MASK}, ajuda, {CPF_MASK}"
