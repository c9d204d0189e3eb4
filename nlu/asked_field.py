"""What is asked of the ticket spoken of, or of what was just done with it: the table `asked_of_a_ticket` of
cues.yml (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ground.notation import Command, parse
from nlu.in_place import reference_command
from nlu.reading import cues, references
from nlu.reading.clauses import Clause
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered

_ASKING = 20  # words of a question
_BRIEF = 8  # words of one that `o que …` begins: more of them tell
_ASKS = ("question", "indirect_question", "how_to", "asks_leave", "why", "how_many", "shows_it")
_CONFIRMS = ("confirms_it", *_ASKS)  # `só confirma que tá reaberto`
_ORDERS = ("open_verb", "list_verb", "remove", "symptom")
_OFFERED = "draft"  # where a ticket for a question is offered
_NOES = ("no", "stop")
_REGRADES = "grade_change"
_NAMES = ("number", "service", "ordinal")
_TELLS = ("symptom", "open_verb", "list_verb")


@dataclass(frozen=True)
class _Row:
    """`asks`: the commands. All of `words` stand in the question, and none of `but`."""

    asks: tuple[Command, ...]
    words: tuple[re.Pattern[str], ...]
    but: re.Pattern[str] | None

    def places(self, said: Said) -> set[int] | None:
        """The words by which it is asked; None where it is not."""
        if self.but and cues.hits(said, self.but):
            return None
        found = [cues.hits(said, pattern) for pattern in self.words]
        return covered(hit for hits in found for hit in hits) if all(found) else None


@lru_cache(maxsize=1)
def _table() -> tuple[_Row, ...]:
    return tuple(map(_row, cues.words()["asked_of_a_ticket"]))


def _row(raw: dict[str, Any]) -> _Row:
    lines = raw["asks"] if isinstance(raw["asks"], list) else [raw["asks"]]
    first, *others = map(parse, lines)
    which = {"which": raw["which"]} if "which" in raw else {}
    but = cues.compiled(raw["but"]) if "but" in raw else None
    return _Row(({**first, **which}, *others), tuple(map(cues.compiled, raw["of"])), but)


def asked_field(reading: Reading) -> list[Command]:
    """The commands, where it is plainly asked; else none. `which`, beyond the contract, names the answer."""
    offered = reading.pending == _OFFERED and not reading.known.get("description")
    if not (reading.pending == "none" or offered) or not reading.shown or reading.addresses:
        return []
    if reading.said.count > _ASKING or not reading.state.get("last"):
        return []
    for before, sentence in zip((None, *reading.sentences), reading.sentences, strict=False):
        brief = before and sentence.after - sentence.first <= _BRIEF
        both = [replace(sentence, first=before.first)] if brief and before else []  # `um link. ele abre?`
        if asked := next(filter(None, (_in(reading, one) for one in (sentence, *both))), []):
            thanks: list[Command] = (
                [{"command": "social", "kind": "thank"}] if "thanks" in reading.cues else []
            )
            return [*_refused(reading, sentence), *thanks, *asked]
    return []


def _refused(reading: Reading, asked: Clause) -> list[Command]:
    """`não precisa. ela recebe o número?`, where a ticket is offered: the no before the question."""
    if reading.pending != _OFFERED:
        return []
    no = any(h.first < asked.first for name in _NOES for h in reading.cues.get(name, ()))
    return [{"command": "deny"}] if no else []


def _in(reading: Reading, sentence: Clause) -> list[Command]:
    """What that sentence asks, where the others order and tell nothing of weight."""
    here = range(sentence.first, sentence.after)
    if not _is_asked(reading, here):
        return []
    if any(h.first not in here for name in _TELLS for h in reading.cues.get(name, ())):
        return []
    said = Said(reading.said.part(sentence.first, sentence.after))
    for row in _table():
        if (places := row.places(said)) is None:
            continue
        placed = {sentence.first + i for i in places}
        if row.asks[0].get("which") == _REGRADES and reading.short_numbers:
            continue  # `posso mudar a nota? é 3`: the grade is told
        passed = placed | {i for i in here if reading.said.words[i].meant in cues.listed("trouble_words")}
        if any(h.first not in passed for name in _ORDERS for h in reading.cues.get(name, ())):
            continue
        return [*_which(reading, placed), *row.asks]
    return []


def _is_asked(reading: Reading, here: range) -> bool:
    """Of that sentence: by its mark, by its first word of weight, or by its last."""
    words, small = reading.said.words, cues.listed("small_words", "lead_words")
    hits = [h for name in _CONFIRMS for h in reading.cues.get(name, ()) if h.first in here]
    first = next((i for i in here if not words[i].is_mark and words[i].meant not in small), here[0])
    led = any(h.first <= first < h.after or (h.first < first and len(here) <= _BRIEF) for h in hits)
    ends = {h.after for h in (*hits, *reading.cues.get("tag", ()))}  # `foi cancelado mesmo, né`
    return led or any(words[i].said == "?" for i in here) or here[-1] + 1 in ends


def _which(reading: Reading, placed: set[int]) -> list[Command]:
    """The one ticket that is named beside the question, where it is not the one spoken of."""
    again = {i - 1 for i, word in enumerate(reading.said.words) if word.meant in cues.listed("again")}
    named = [r for r in reading.references if r.by in _NAMES and not (placed | again) & covered([r])]
    best = references.best(named, reading.state) if len({r.value for r in named}) == 1 else None
    last = reading.state["last"]
    if best is None or not best.sure or best.value in (last["number"], last.get("service")):
        return []
    chosen = reference_command(best, shown=True)
    return [chosen] if chosen["command"] == "choose" else []
