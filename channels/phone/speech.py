"""A written answer as it is spoken on the phone (pure): a bullet or a URL says nothing to the ear."""

from __future__ import annotations

import re
import unicodedata

DIGITS = ("zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove")
PAGE = "a página da CSS"
_URL = re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?)\]]")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SIGNS = {"@": " arroba ", ".": " ponto ", "-": " hífen ", "_": " underline ", "+": " mais "}
# A ticket's number, a toll-free number, and whatever else is too long to be an amount.
_NUMBERS = re.compile(r"\b\d{4}-\d{7}\b|\b0800[ -]?\d{3}[ -]?\d{4}\b|\b\d{5,}\b")
_BULLET = re.compile(r"^\s*(?:[-–—•*▪◦·]+|\d{1,2}[.)])\s+")
_MARKS = re.compile(r"[*_`~#>|“”\"«»]+")
_END = (".", "!", "?", ":", ";", ",", "…")


def spoken(text: str) -> str:
    """The words of `text`, numbers digit by digit, one sentence a line."""
    text = _URL.sub(PAGE, text).replace(f"em {PAGE}", f"n{PAGE}")
    text = _EMAIL.sub(lambda found: spoken_email(found[0]), text)
    text = _NUMBERS.sub(lambda found: digit_by_digit(found[0]), text)
    text = re.sub(r"\bn[º°]\s*", "número ", text, flags=re.IGNORECASE)
    lines = (_line(line) for line in text.splitlines())
    return " ".join(line for line in lines if line)


def digit_by_digit(number: str) -> str:
    """ "2026-0000001" as "dois zero dois seis, zero zero zero zero zero zero um": parted where it was."""
    groups = re.findall(r"\d+", number)
    return ", ".join(" ".join(DIGITS[int(digit)] for digit in group) for group in groups)


def spoken_email(address: str) -> str:
    """ "css@serpro.gov.br" as "css arroba serpro ponto gov ponto br"."""
    return "".join(_SIGNS.get(char, char) for char in address)


def _line(line: str) -> str:
    line = _MARKS.sub("", _BULLET.sub("", line))
    line = "".join(char for char in line if not _is_picture(char))
    line = " ".join(line.split())
    return line if not line or line.endswith(_END) else f"{line}."


def _is_picture(char: str) -> bool:
    return unicodedata.category(char) in {"So", "Sk", "Cs", "Co", "Cn", "Cf"} or char in "\ufe0f\u20e3→←•"
