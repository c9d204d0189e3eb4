"""Takes out of a text what must not be kept: of what is learnt from, all personal data (addresses, documents,
phones, numbers, secrets); of what a requester tells us, his password. Pure.
"""

import re

from validate_docbr import CNPJ

from ground.masking import is_card, is_cpf

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*", re.UNICODE)
_LINK = re.compile(r"https?://\S+", re.I)
_TICKET = re.compile(r"\b20\d{2}[-/. ]?\d{7}\b")
_SECRET = re.compile(r"\b(senha|password|token|pin)(\s+(?:é|e|eh|:|=)\s*|\s*[:=]\s*)(\S+)", re.I)
# Whatever looks like a document or a phone, spelt with dots, dashes, blanks or brackets.
_DIGITS = re.compile(r"(?<!\w)[(+]?\d(?:[\d.\-/() ]*\d)?(?!\w)")
_NAME = re.compile(
    r"\b(meu nome (?:é|e|eh)|me chamo|aqui (?:é|e|eh) (?:o|a)|sou (?:o|a))\s+((?:\w+\s?){1,3})", re.I
)
# "senha do SIAPE é", "senha atual:", not "erro na senha:", which an error's code follows.
_PASSWORD = re.compile(
    r"(?<!erro )(?<!erro de )(?<!erro na )(?<!erro da )"
    r"(\b(?:senha|password)(?:\s+(?:atual|nova|antiga|anterior|provis[óo]ria|tempor[áa]ria))?"
    r"(?:\s+d[oae]s?\s+(?:meu\s+|minha\s+|sistema\s+|portal\s+)?[\w-]+)?"
    r"(?:\s+(?:é|e|eh|era)\s*:?\s+|\s*[:=]\s*))(\S+)",
    re.I,
)
_ADDRESS = re.compile(r"://|@[\w-]+\.")
PASSWORD_MASK = "[senha omitida]"
SHORTEST = 6  # digits: shorter numbers (error codes, years) say nothing of anybody


def mask(text: str) -> str:
    """ "meu cpf é 111.444.777-35" -> "meu cpf é [CPF]"."""
    text = _LINK.sub("[LINK]", text)
    text = _EMAIL.sub("[EMAIL]", text)
    text = _SECRET.sub(lambda m: f"{m[1]}{m[2]}[SEGREDO]", text)
    text = _NAME.sub(lambda m: f"{m[1]} [NOME]", text)
    text = _TICKET.sub("[CHAMADO]", text)
    return _DIGITS.sub(_digits, text)


def hide_passwords(text: str) -> str:
    """ "minha senha é Fla2024" -> "minha senha é [senha omitida]".

    Only what looks made up: at least four characters, among them a digit or one of @#$%&*!+_.
    "A senha é inválida" and "senha: expirada" stay; so does a password that is a plain word, which nobody
    can tell from them.
    """
    return _PASSWORD.sub(lambda m: m[1] + PASSWORD_MASK if _made_up(m[2]) else m[0], text)


def _made_up(word: str) -> bool:
    core = word.strip(".,;:!?()[]\"'“”")
    return len(core) >= 4 and bool(re.search(r"[\d@#$%&*!+_]", core)) and not _ADDRESS.search(core)


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
