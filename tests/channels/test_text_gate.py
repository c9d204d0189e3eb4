"""Every slash that is not a button's exact payload is plain text, however it is disguised."""

from __future__ import annotations

import pytest

from channels.core.text_gate import TextRefused, admit

PAYLOADS = frozenset({"/open_ticket"})


def gate(text: object, limit: int = 1000) -> str:
    return admit(text, limit=limit, payloads=PAYLOADS)


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        " /restart",
        "\u00a0/restart",
        "\u200b/restart",
        "\ufeff/restart",
        "\u00ad/restart",
        "\u3164/restart",
        "\u2800/restart",
        "／restart",
        "//restart",
        "/ / /restart",
        "/\u200b/restart",
        "\n/restart",
        "\u2028/restart",
        "\ud800/restart",
        "/\ud800/restart",
        "\x00/restart",
        "/／restart",
        "\u202e/restart",
        "\U000e0001/restart",
    ],
)
def test_a_disguised_command_becomes_words(text: str) -> None:
    assert gate(text) == "restart"


def test_a_buttons_payload_passes_exactly_and_nothing_around_it() -> None:
    assert gate(" /open_ticket\n") == "/open_ticket"
    assert gate('/open_ticket{"email": "a@b"}') == 'open_ticket{"email": "a@b"}'
    assert gate("/open_ticket@1.0") == "open_ticket@1.0"
    assert gate("/OPEN_TICKET") == "OPEN_TICKET"


def test_portuguese_text_keeps_its_letters_lines_and_ordinals() -> None:
    assert gate("na\u0303o abre,\r\no nº 1234 da 2ª via ✅") == "não abre,\no nº 1234 da 2ª via ✅"
    assert gate("a\tb\u00a0c") == "a b c"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "invalid"),
        (5, "invalid"),
        ({"a": 1}, "invalid"),
        (["a"], "invalid"),
        (b"oi", "invalid"),
        ("", "empty"),
        (" \u200b\u3164 ", "empty"),
        ("/", "empty"),
        ("/ /", "empty"),
        ("a" * 1001, "too_long"),
        (" " * 1001, "too_long"),
        ("\ufdfa" * 900, "too_long"),
    ],
)
def test_what_is_refused_says_why(text: object, reason: str) -> None:
    with pytest.raises(TextRefused) as refused:
        gate(text)
    assert refused.value.reason == reason


def test_a_thousand_characters_pass() -> None:
    assert len(gate("a" * 1000)) == 1000


def test_cpf_and_card_are_gone_after_the_gate() -> None:
    assert gate("meu CPF é ５29.982.247-25") == "meu CPF é [CPF removido]"


def test_a_password_told_in_a_sentence_is_gone_after_the_gate() -> None:
    assert gate("não entra com a senha Zx9Canary7") == "não entra com a senha [senha omitida]"
