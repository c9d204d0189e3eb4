"""Another ticket than the one that is asked about is to be cancelled or reopened (pure)."""

from __future__ import annotations

from typing import Any

from ground.notation import Command
from nlu.in_place import VERBS, points_at, reference_command, ticket_asked_in
from nlu.reading import cues, references
from nlu.reading.turn import Reading
from nlu.reading.words import covered

_CHOSEN = ("number", "ordinal", "newest", "oldest", "service", "words", "other", "all")
_SMALL = ("small_words", "lead_words", "copulas", "articles", "belongs", "counted")


def the_other_one(reading: Reading) -> list[Command]:
    """`cancela o outro`, `é o 2026-… que eu quero cancelar`: not a word but the wish and which ticket it is;
    [] where it is the one asked about, or both.
    """
    verb, asked = VERBS.get(reading.pending), ticket_asked_in(reading.state)
    named = [one for one in reading.references if one.by in _CHOSEN and one.sure]
    also = any(
        word.meant in cues.listed("also") - cues.listed("joining_words") for word in reading.said.words
    )
    both = all(one in reading.cues for one in VERBS.values())  # `pode reabrir. e cancela o da VPN`
    if not verb or not asked or "?" in reading.text or not named or also or both or _agrees_first(reading):
        return []
    passed = covered(named) | reading.words_of(verb, "yes", "no", "wish", "not_that", "wrong", "service_word")
    if not reading.said.is_only(passed, cues.listed(*_SMALL)):
        return []
    best = references.best(references.without_refused(reading.said, named), reading.state)
    chosen = reference_command(best, shown=True) if best and best.by != "that" else None
    if best is None or chosen is None or _means(chosen, asked):
        return []
    if chosen["command"] == "set":
        return [{"command": "correct", "slot": "ticket", "value": chosen["value"]}]
    put_right = any(cues.is_copula(reading.said, word) for word in reading.said.words)
    vague = best.by == "other" and put_right  # `era outro`: which one is not said
    return [chosen] if (verb in reading.cues or put_right) and not vague else []


def _agrees_first(reading: Reading) -> bool:
    """`sim, cancela só o da VPN`: a yes to the one that is asked about."""
    yes, first = reading.words_of("yes"), reading.clauses[0]
    words = range(first.after)
    return len(reading.clauses) > 1 and all(i in yes or reading.said.words[i].is_mark for i in words)


def _means(chosen: Command, ticket: dict[str, Any]) -> bool:
    return points_at(chosen, ticket) or (chosen.get("by") == "number" and chosen["value"] == ticket["number"])
