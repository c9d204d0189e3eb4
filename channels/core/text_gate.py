"""The only way for typed text into Rasa. The order of the steps is the security: a slash is looked for
after every transformation that could create or uncover one."""

from __future__ import annotations

import re
import unicodedata

from channels.core.private import hide_private

# Letters and symbols that show nothing, yet are not "format" characters for Unicode.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")
_NEWLINES = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
# NFKC would turn "nº" into "no", which is another word.
_ORDINALS = re.compile("([ºª])")


class TextRefused(Exception):
    """Typed text that does not pass; `reason` is "invalid", "empty" or "too_long"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def admit(text: object, *, limit: int, payloads: frozenset[str]) -> str:
    """The text as Rasa may read it.

    `limit` counts characters; `payloads` are the button payloads ("/open_ticket") let through as they are.
    Raises TextRefused.
    """
    if not isinstance(text, str):
        raise TextRefused("invalid")
    if len(text) > limit:
        raise TextRefused("too_long")
    text = text.encode("utf-8", "ignore").decode("utf-8")  # lone surrogates
    text = "".join(
        part if part in "ºª" else unicodedata.normalize("NFKC", part) for part in _ORDINALS.split(text)
    )
    text = _visible(text).strip()
    if len(text) > limit:  # NFKC can grow a text eighteen times
        raise TextRefused("too_long")
    if text.startswith("/"):
        if text in payloads:
            return text
        text = text.lstrip("/ \n")
    if not text:
        raise TextRefused("empty")
    return hide_private(text)


def _visible(text: str) -> str:
    kept = []
    for char in _NEWLINES.sub("\n", text):
        category = unicodedata.category(char)
        if char == "\n":
            kept.append(char)
        elif char == "\t" or category == "Zs":
            kept.append(" ")
        elif category[0] != "C" and char not in _BLANK:
            kept.append(char)
    return "".join(kept)
