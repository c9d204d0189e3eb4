"""Where a text that was taken back is asked for anew: the former one is meant (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.asked_politely import taken_out_of
from nlu.reading import cues, literal
from nlu.reading.turn import Reading
from nlu.reading.words import Said

FORMER = "description_denied"  # the text before it was taken back
_FRESH = 2  # words of a message that tells nothing new
_POLITE = ("field_text", "thanks", "asks_kindly", "no", "yes", "without", "apology", "change")


def told_before(reading: Reading) -> list[Command]:
    """`o relato já foi feito, está tudo conforme antes`, `retire as palavras X`: the former text comes back,
    without what is to go of it."""
    former = str(reading.known.get(FORMER) or "")
    if reading.pending != "description" or not former or "?" in reading.text:
        return []
    parts = taken_out_of(reading, former)
    if not parts and "without" in reading.cues:
        parts = [literal.there(part, former) for _, part in literal.quotations(reading.said)]
    before = {"as_before", "undoes", "back"} & set(reading.cues)
    if not all(parts) or not (parts or (before and _tells_nothing(reading))):
        return []
    edit: Command = {"command": "edit", "slot": "description", "how": "remove"}
    return [{"command": "back"}, *({**edit, "old": part} for part in parts)]


def _tells_nothing(reading: Reading) -> bool:
    """Hardly a word beside those that say that it was told."""
    said = reading.said
    passed = reading.words_of("as_before", "undoes", "back", *_POLITE)
    for at, part in literal.quotations(said):
        passed |= set(range(at, at + len(Said(part).words) + 2))
    small = cues.listed("small_words", "lead_words", "whole_fields", "only", "whole_text", "told_words")
    fresh = [
        word
        for i, word in enumerate(said.words)
        if i not in passed and not word.is_mark and word.meant not in small
    ]
    return len(fresh) <= _FRESH
