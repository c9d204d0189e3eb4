"""All that is seen in one message in its place, before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nlu.reading import addresses, clauses, cues, numbers, references, text_signs
from nlu.reading.services import Finder, Service, chosen
from nlu.reading.words import Said, covered

_NEAR = 3
_TAKES_AWAY = ("no", "remove", "stop")
EDITABLE = ("description", "reason", "information", "comment")
REQUESTS = (
    "greeting", "thanks", "yes", "no", "add", "complement_verb", "open_verb", "cancel_verb", "reopen_verb",
    "rate_verb", "check_verb", "list_verb", "remove", "change", "rather", "ticket", "wish", "wait", "stop",
    "person",
)  # fmt: skip
"""Cues of what stands around a text."""


@dataclass(frozen=True)
class Reading:
    """text in its state; restored: as spelling.Speller has it."""

    text: str
    state: dict[str, Any]
    finder: Finder

    @property
    def pending(self) -> str:
        return self.state.get("pending") or "none"

    @property
    def known(self) -> dict[str, Any]:
        return self.state.get("known") or {}

    @cached_property
    def shown(self) -> list[dict[str, Any]]:
        """The tickets that were listed, and the one spoken of; each once."""
        told = [*(self.state.get("listed") or []), self.state.get("last")]
        return list({t["number"]: t for t in told if t}.values())

    @cached_property
    def said(self) -> Said:
        return Said(self.text)

    @cached_property
    def cues(self) -> dict[str, list[cues.Hit]]:
        return cues.find_all(self.said)

    @cached_property
    def clauses(self) -> list[clauses.Clause]:
        return clauses.cut(self.said)

    @cached_property
    def sentences(self) -> list[clauses.Clause]:
        return clauses.sentences(self.said)

    @cached_property
    def addresses(self) -> list[addresses.Address]:
        return addresses.find(self.said)

    @cached_property
    def services(self) -> list[Service]:
        return self.finder.find(self.said, self.addresses)

    @cached_property
    def chosen_services(self) -> list[Service]:
        return chosen(self.services)

    @cached_property
    def full_numbers(self) -> list[numbers.Number]:
        return numbers.full(self.said)

    @cached_property
    def short_numbers(self) -> list[numbers.Number]:
        return numbers.short(self.said, self.full_numbers)

    @cached_property
    def codes(self) -> list[numbers.Number]:
        return numbers.codes(self.said)

    @cached_property
    def grade(self) -> numbers.Number | None:
        return numbers.grade(self.said, asked=self.pending == "score")

    @cached_property
    def references(self) -> list[references.Reference]:
        return references.find(self.said, self.state, self.finder)

    @cached_property
    def urgency(self) -> str | None:
        """The level that is said, the strongest of denials first; urgency named alone is a high one. One that
        is denied or taken away is a normal one."""
        said = {level: self._levels(level) for level in ("low", "critical", "high", "normal")}
        if said["low"] and said["normal"] and said["normal"][-1].first > said["low"][-1].first:
            return "normal"  # `sem pressa, pode ser normal`
        if found := next((level for level, hits in said.items() if hits), None):
            return found
        if any(not self._is_denied(hit) for hit in self.cues.get("urgency_named", ())):
            return None if self.text.rstrip().endswith("?") else "high"
        return "normal" if any(name.startswith("urgency_") for name in self.cues) else None

    def _levels(self, level: str) -> list[cues.Hit]:
        return [hit for hit in self.cues.get(f"urgency_{level}", ()) if not self._is_denied(hit)]

    def is_led(self, hit: cues.Hit, names: Sequence[str], near: int) -> bool:
        """Whether one of these cues begins at most `near` words before it, with no mark between them."""
        marks = [i for i in range(hit.first) if self.said.words[i].is_mark]
        window = range(max(0, hit.first - near, *(i + 1 for i in marks[-1:])), hit.first)
        return any(one.first in window for name in names for one in self.cues.get(name, ()))

    def _is_denied(self, level: cues.Hit) -> bool:
        """`deixa normal`, `deixa como crítico` take nothing away, though it may give a whole matter up."""
        leads = {one.after for one in self.cues.get("stop", ()) if one.after - one.first == 1}
        first = level.first
        while first and self.said.words[first - 1].meant in cues.listed("level_leads"):
            first -= 1
        return self.is_led(level, _TAKES_AWAY, _NEAR) and first not in leads

    @cached_property
    def requests(self) -> set[int]:
        """Words of the request around a text, of courtesy and of answers."""
        return self.words_of(*REQUESTS) | covered((*self.addresses, *self.references, *self.services))

    def words_of(self, *names: str) -> set[int]:
        """The words in which these cues stand."""
        return covered(hit for name in names for hit in self.cues.get(name, ()))

    @cached_property
    def word_signs(self) -> text_signs.OfWords:
        """Asked for once for each set of atoms that the message may hold."""
        return text_signs.words(self)

    @cached_property
    def known_texts(self) -> dict[str, str]:
        return {slot: str(self.known[slot]) for slot in EDITABLE if self.known.get(slot)}

    @cached_property
    def quotes_known(self) -> bool:
        """A word of four letters or a number that stands in a text given before."""
        known = {word.said for text in self.known_texts.values() for word in Said(text).words}
        return any(
            word.said in known and (len(word.said) >= 4 or word.said.isdigit()) for word in self.said.words
        )
