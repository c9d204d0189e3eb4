"""Where a summary is shown: only which field is wrong is said, or how urgent it is (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu import atoms as names
from nlu.edits import SHOWN
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import content_words

_CHANGES = ("remove", "takes_out", "exchange", "instead", "change", "keep_only", "rewrite", "wrong", "rather")
_NO_TEXT = (
    *(
        "yes",
        "stop",
        "wait",
        "field_text",
        "field_email",
        "field_urgency",
        "urgency_named",
        "restart",
        "repeat",
    ),
    *("undoes", "hedge", "condition", "insult", "apology", "thanks", "person", "ticket", "needless", "skip"),
)
_TELLS = 3  # words of a statement
_EARLY = 2  # words before it is said that something is missing
_LEAD = 10  # words before the colon
_AROUND = ("small_words", "lead_words", "articles", "copulas", "yes", "no")


def what_to_change(reading: Reading) -> list[Command]:
    """`quero mudar o motivo`; `a prioridade, pode ser normal`, asked what to change; else none."""
    if reading.pending not in SHOWN or "?" in reading.text:
        return []
    text = ("wish", "change", "field_text")
    slot = names.edited_slot(reading.pending, reading.known)
    if "change" in reading.cues and "field_text" in reading.cues and _only(reading, *text):
        return [{"command": "correct", "slot": slot, "value": None}] if reading.known.get(slot) else []
    levels = [name for name in reading.cues if name.startswith("urgency_")]
    told = "urgency_named" in levels and len(levels) > 1 and reading.urgency is not None
    if reading.pending == "change" and told and _only(reading, *levels, "wish", "change", "yes", "put_there"):
        given = "correct" if reading.known.get("urgency") else "set"
        return [{"command": given, "slot": "urgency", "value": reading.urgency}]
    return []


def what_is_missing(reading: Reading) -> list[Command]:
    """`falta o que eu já tentei: reiniciei`, where a text is shown: added, with what it is said to be."""
    said, slot = reading.said, names.edited_slot(reading.pending, reading.known)
    hits = [hit for hit in reading.cues.get("is_missing", ()) if hit.first <= _EARLY]
    colon = said.mark(":", 0, _LEAD)
    if reading.pending not in SHOWN or not reading.known.get(slot) or not hits or "?" in reading.text:
        return []
    if colon is None or colon < hits[-1].after or colon + 1 >= len(said.words):
        return []
    named = said.words[hits[-1].after : colon]
    hollow = cues.listed("articles", "small_words", "announcing_words", "telling_words")
    bare = all(word.is_mark or word.meant in hollow for word in named)
    tried = any(word.meant == cues.words()["already"] for word in named)
    if len(hits[-1].phrase.split()) == 1 and not bare and named[0].meant not in cues.listed("articles"):
        return []  # `falta papel: não imprime`
    first = colon + 1 if bare and not tried else hits[-1].after
    told = said.part(first, len(said.words)).strip()
    return [{"command": "edit", "slot": slot, "how": "add", "text": told}] if content_words(told) else []


def without_the_rest(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o resto tá certo` is no more of the text: nothing else is to be changed."""
    if "rest_is_right" not in reading.cues:
        return commands
    left = [c for c in commands if not (c.get("how") == "add" and _is_the_rest(str(c.get("text"))))]
    return left or [{"command": "skip"}]


def _is_the_rest(text: str) -> bool:
    said = Said(text)
    return said.is_only(cues.words_of(said, "rest_is_right"), cues.listed("small_words", "lead_words"))


def plainly_told(reading: Reading, commands: list[Command]) -> list[Command]:
    """`já reiniciei duas vezes`, asked what to change and not understood, or cut to its end: a statement
    without a word of changing is more of the text, and all of it."""
    slot = names.edited_slot(reading.pending, reading.known)
    cut = [c for c in commands if c.get("how") == "replace" and "old" not in c]
    whole = reading.text.strip()
    dropped = cut and content_words(whole) - content_words(str(cut[0]["text"])) >= _TELLS - 1
    if reading.pending != "change" or not reading.known.get(slot) or "?" in reading.text or reading.addresses:
        return commands
    if len(commands) != 1 or not (dropped or commands[0]["command"] == "unclear"):
        return commands
    said = {*_CHANGES, *_NO_TEXT} & set(reading.cues)
    if said or content_words(whole) < _TELLS:
        return commands
    return [{"command": "edit", "slot": slot, "how": "add", "text": whole}]


def _only(reading: Reading, *said: str) -> bool:
    """Nothing but these cues and small words."""
    return reading.said.is_only(reading.words_of(*said), cues.listed(*_AROUND))
