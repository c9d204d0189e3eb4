"""A trouble told, and beside it only whether this is the place to tell it: the question is not of the text,
and the trouble is what is wanted (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from ground.notation import Command
from nlu.in_place import OPENS
from nlu.reading.clauses import Clause
from nlu.reading.turn import Reading
from nlu.told_problem import TROUBLE, alone, opening

_TELLS = 4  # words of a trouble


def without_right_place(reading: Reading, commands: list[Command]) -> list[Command]:
    """`… É com os senhores que devo tratar?`: out of the text; where nothing was sure, the text is told."""
    asked = [s for s in reading.sentences if s.ends == "?" and _is_it_here(reading, s)]
    if reading.pending != "none" or not asked or len(asked) == len(reading.sentences):
        return commands
    if OPENS in commands:
        return [_without(reading, asked, command) for command in commands]
    if {c["command"] for c in commands} - {"unclear", "ask", "social"} or "cancel_verb" in reading.cues:
        return commands
    rest = alone(reading, " ".join(_part(reading, s) for s in reading.sentences if s not in asked))
    tells = rest.said.count >= _TELLS and set(TROUBLE) & set(rest.cues) and "?" not in rest.text
    told = opening(rest) if tells else []
    return told if OPENS in told else commands


def _is_it_here(reading: Reading, sentence: Clause) -> bool:
    return any(sentence.first <= hit.first < sentence.after for hit in reading.cues.get("right_place", ()))


def _part(reading: Reading, sentence: Clause) -> str:
    return reading.said.part(sentence.first, sentence.after).strip()


def _without(reading: Reading, asked: Sequence[Clause], command: Command) -> Command:
    """The text without these sentences, unless that is all of it."""
    if command.get("slot") != "description":
        return command
    text = str(command["value"])
    for sentence in asked:
        text = text.replace(_part(reading, sentence), "").replace("  ", " ").strip()
    return {**command, "value": text} if len(text.split()) >= _TELLS else command
