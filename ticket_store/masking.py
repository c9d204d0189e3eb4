"""Takes out of what is learnt from all personal data: addresses, documents, phones, numbers. Pure."""

import re

from validate_docbr import CNPJ

from ground.masking import is_card, is_cpf
from ground.passwords import PASSWORD_MASK, hide_passwords

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*", re.UNICODE)
_LINK = re.compile(r"https?://\S+", re.I)
_TICKET = re.compile(r"\b20\d{2}[-/. ]?\d{7}\b")
_SECRET = re.compile(r"\b(senha|password|token|pin)(\s+(?:é|e|eh|:|=)\s*|\s*[:=]\s*)(\S+)", re.I)
# Whatever looks like a document or a phone, spelt with dots, dashes, blanks or brackets.
_DIGITS = re.compile(r"(?<!\w)[(+]?\d(?:[\d.\-/() ]*\d)?(?!\w)")
_NAME = re.compile(
    r"\b(meu nome (?:é|e|eh)|me chamo|aqui (?:é|e|eh) (?:o|a)|sou (?:o|a))\s+((?:\w+\s?){1,3})", re.I
)
SHORTEST = 6  # digits: shorter numbers (error codes, years) say nothing of anybody


def mask(text: str) -> str:
    """ "meu cpf é 111.444.777-35" -> "meu cpf é [CPF]"."""
    text = hide_passwords(text).replace(PASSWORD_MASK, "[SEGREDO]")
    text = _LINK.sub("[LINK]", text)
    text = _EMAIL.sub("[EMAIL]", text)
    text = _SECRET.sub(lambda m: f"{m[1]}{m[2]}[SEGREDO]", text)
    text = _NAME.sub(lambda m: f"{m[1]} [NOME]", text)
    text = _TICKET.sub("[CHAMADO]", text)
    return _DIGITS.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[0])
    if len(digits) < SHORTEST:
        return match[0]
    if is_cpf(digits):
        return "[CPF]"
    if is_card(digits):
        return "[CARTÃO]"
    if len(digits) == 14 and CNPJ().validate(digits):
        return "[CNPJ]"
    return "[NÚMERO]"
