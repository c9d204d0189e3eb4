"""What a caller said or typed on the keypad, as he would have written it (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rasa.shared.core.events import BotUttered, Event, UserUttered

from channels.core.output import Button, buttons_from

# What the keys mean when no option was read out for them.
KEYS = {"0": "/talk_to_human", "*": "/repeat"}
_WORDS = {
    **{"zero": "0", "um": "1", "uma": "1", "dois": "2", "duas": "2", "tres": "3", "quatro": "4"},
    **{"cinco": "5", "seis": "6", "meia": "6", "sete": "7", "oito": "8", "nove": "9"},
}
_NUMBER_WORD = r"(?:zero|uma?|dois|duas|tr[eê]s|quatro|cinco|seis|meia|sete|oito|nove|\d)"
# Four in a row are a number being dictated; fewer may be part of a sentence.
_DICTATED = re.compile(rf"\b{_NUMBER_WORD}(?:[\s,.-]+{_NUMBER_WORD}){{3,24}}\b", re.IGNORECASE)
_SIGN = {"arroba": "@", "ponto": ".", "underline": "_", "sublinhado": "_", "traço": "-", "hífen": "-"}
_PART = r"[\w.+-]{1,64}"
_SPOKEN_EMAIL = re.compile(
    rf"\b{_PART}(?:\s+(?:ponto|underline|sublinhado|traço|hífen)\s+{_PART}){{0,6}}"
    rf"\s*(?:\barroba\b|@)\s*{_PART}(?:\s+ponto\s+{_PART}){{0,6}}",
    re.IGNORECASE,
)


def understood(speech: str) -> str:
    """Recognised speech with dictated numbers as digits and a dictated address as an address."""
    text = _SPOKEN_EMAIL.sub(lambda found: _address(found[0]), " ".join(speech.split()))
    return _DICTATED.sub(lambda found: _digits(found[0]), text)


def typed(keys: str, options: tuple[Button, ...]) -> str:
    """What keys stand for: a code or number as they are, one key for the option read out with it."""
    digits = keys.replace("#", "")
    if len(digits) == 1:
        if digits in "123456789" and int(digits) <= len(options):
            return options[int(digits) - 1].payload
        return KEYS.get(digits, digits)
    return digits.replace("*", "")


def options(events: Iterable[Event]) -> tuple[Button, ...]:
    """The options of the last answer, in the order in which they were read out; nine at most."""
    found: list[Button] = []
    for event in events:
        if isinstance(event, UserUttered):
            found = []
        elif isinstance(event, BotUttered):
            found += buttons_from((event.data or {}).get("buttons"))
    return tuple({b.payload: b for b in found}.values())[:9]


def last_answer(events: Iterable[Event]) -> list[str]:
    """What the bot said since the user last spoke."""
    said: list[str] = []
    for event in events:
        if isinstance(event, UserUttered):
            said = []
        elif isinstance(event, BotUttered) and event.text:
            said.append(event.text)
    return said


def _address(words: str) -> str:
    return _plain("".join(_SIGN.get(word, word) for word in words.lower().split()))


def _digits(words: str) -> str:
    parts = re.split(r"[\s,.-]+", _plain(words.lower()))
    return "".join(_WORDS.get(part, part) for part in parts)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
