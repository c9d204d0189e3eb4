"""CPFs and payment cards in a text, told from the many numbers that only look like them. Pure.

One rule for the chat's gate, the store and the logs. A check digit alone takes one number in ten (Luhn) or a
hundred (CPF): an issuer's prefix and length, the usual grouping and what the number is called must agree.
"""

from __future__ import annotations

import re

CPF_MASK = "[CPF removido]"
CARD_MASK = "[cartão removido]"

# Neither may be part of a longer number, a process number or a hexadecimal word.
_BEFORE = r"(?<![\w])(?<!\d[.,/:-])(?<![0-9a-fA-F]-)"
_AFTER = r"(?![\w])(?![.,/:-]\d)(?!-[0-9a-fA-F])"
_CPF = re.compile(rf"{_BEFORE}(\d{{3}})([.\s-]?)(\d{{3}})([.\s-]?)(\d{{3}})[-./\s]?(\d{{2}}){_AFTER}")
_CARD = re.compile(
    rf"{_BEFORE}(?:\d{{13,19}}|\d{{4}}([ .-])\d{{4}}\1\d{{4}}\1\d{{4}}(?:\1\d{{1,3}})?"
    rf"|\d{{4}}([ -])\d{{6}}\2\d{{4,5}})"
    rf"{_AFTER}"
)
_SAID_CPF = re.compile(r"\bc\.?p\.?f\b[^\d]{0,20}$", re.IGNORECASE)
_SAID_CARD = re.compile(
    r"\b(?:cart[aã]o|cr[eé]dito|d[eé]bito|visa|master\w*|elo|amex)\b[^\d]{0,20}$", re.IGNORECASE
)
# What else has 11 to 19 digits at work.
_SAID_ELSE = re.compile(
    r"\b(?:imei|patrim[oô]nio|processo|protocolo|nup|sei|empenho|pedido|s[eé]rie|serial|chamado|ticket|acionamento"
    r"|registro|uuid|id|chave|barras|digit[aá]vel|nota|nf-?e|tel(?:efone)?|cel(?:ular)?|whats(?:app)?|fone|ramal|log"
    r"|timestamp|matr[ií]cula|ug|ob|boleto)\b[^\d]{0,20}$",
    re.IGNORECASE,
)
# 20260001234 is how a registration number looks without its hyphen; one in a hundred passes the CPF check.
_TICKET_NUMBER = re.compile(r"20[2-9]\d{8}")
_NEAR = 32
# (first digits from, to, lengths): ISO/IEC 7812 as Brazil's acquirers list it.
_ISSUERS: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("4", "4", (16, 19)),
    ("51", "55", (16,)),
    ("2221", "2720", (16,)),
    ("34", "34", (15,)),
    ("37", "37", (15,)),
    ("300", "305", (14,)),
    ("36", "36", (14,)),
    ("38", "38", (14, 16, 19)),
    ("6011", "6011", (16, 19)),
    ("644", "649", (16, 19)),
    ("65", "65", (16, 19)),
    ("3528", "3589", (16, 19)),
    ("5041", "5041", (16,)),
    ("5066", "5067", (16,)),
    ("5090", "5099", (16,)),
    ("6277", "6277", (16,)),
    ("6362", "6363", (16,)),
    ("6500", "6559", (16,)),
    ("6062", "6062", (16, 19)),
    ("62", "62", (16, 17, 18, 19)),
)


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
    """Whether some issuer gives out numbers of that beginning and length, and Luhn's check passes."""
    issued = any(
        low <= digits[: len(low)] <= high and len(digits) in lengths for low, high, lengths in _ISSUERS
    )
    return issued and len(set(digits)) > 1 and _luhn(digits)


def mask(text: str) -> str:
    """`text` with cards and valid CPFs replaced, and with any CPF-shaped number that is announced as one."""
    return _CPF.sub(_cpf, _CARD.sub(_card, text))


def _card(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _NEAR) : found.start()]
    if _SAID_ELSE.search(before) and not _SAID_CARD.search(before):
        return found[0]
    return CARD_MASK if is_card(re.sub(r"\D", "", found[0])) else found[0]


def _cpf(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _NEAR) : found.start()]
    if _SAID_CPF.search(before):
        return CPF_MASK
    digits = found[1] + found[3] + found[5] + found[6]
    unpunctuated = found[0].isdigit()
    if (
        not is_cpf(digits)
        or _TICKET_NUMBER.fullmatch(found[0])
        or (unpunctuated and _SAID_ELSE.search(before))
    ):
        return found[0]
    return CPF_MASK


def _luhn(digits: str) -> bool:
    total = 0
    for i, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if i % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
