"""CPF and payment card numbers never reach Rasa, its tracker or a log: they are replaced here.

Rasa's room has no validate-docbr, so the two check-digit rules are written out.
"""

from __future__ import annotations

import re

CPF_MASK = "[CPF removido]"
CARD_MASK = "[cartão removido]"

_CPF = re.compile(r"(?<!\d)(\d{3})[.\s-]?(\d{3})[.\s-]?(\d{3})[-./\s]?(\d{2})(?!\d)")
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_SAID_CPF = re.compile(r"\bc\.?p\.?f\b[^\d]{0,20}$", re.IGNORECASE)
# 20260001234 is how a registration number looks without its hyphen; one in a hundred passes the CPF check.
_TICKET_NUMBER = re.compile(r"20[2-9]\d{8}")


def is_cpf(digits: str) -> bool:
    """Whether 11 digits have a CPF's two check digits (eleven equal digits are not a CPF)."""
    if len(digits) != 11 or len(set(digits)) == 1:
        return False
    for length in (9, 10):
        total = sum(int(d) * (length + 1 - i) for i, d in enumerate(digits[:length]))
        if int(digits[length]) != total * 10 % 11 % 10:
            return False
    return True


def is_card(digits: str) -> bool:
    """Whether 13 to 19 digits pass Luhn's check."""
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    total = 0
    for i, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if i % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mask(text: str) -> str:
    """`text` with valid CPFs and cards replaced, and with any CPF-shaped number that is announced as one."""

    def card(found: re.Match[str]) -> str:
        return CARD_MASK if is_card(re.sub(r"\D", "", found[0])) else found[0]

    def cpf(found: re.Match[str]) -> str:
        if _SAID_CPF.search(found.string[max(0, found.start() - 30) : found.start()]):
            return CPF_MASK
        if not is_cpf("".join(found.groups())) or _TICKET_NUMBER.fullmatch(found[0]):
            return found[0]
        return CPF_MASK

    return _CPF.sub(cpf, _CARD.sub(card, text))
