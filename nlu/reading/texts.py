"""Which words of a message make up a text to keep: a conditional random field over words, led by the atoms.

What it marks is widened to whole clauses, so that nothing is cut inside a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pycrfsuite

from ground.notation import TEXT_SLOTS, Command
from nlu.pending import kind
from nlu.reading.turn import Reading
from nlu.reading.words import Said

KEPT, OUT = "T", "O"
FILE = "texts.crfsuite"
_WIDENS = 0.5
_LONG = 40  # words from which a text at a text question is kept whole
_ANSWERED = ("news_question", "reason", "information")
"""Questions whose answer is told to the team: what no request leads is part of it."""
_SHAPES = ("start:", "set:", "edit:", "correct:", "stop", "affirm", "deny", "social:", "ask:")


def wanted(commands: Sequence[Command]) -> list[str]:
    """The texts that commands carry, in order."""
    found = []
    for command in commands:
        if command["command"] == "set" and command.get("slot") in TEXT_SLOTS:
            found.append(str(command["value"]))
        elif command["command"] == "edit" and command.get("text"):
            found.append(str(command["text"]))
    return found


def tags(said: Said, commands: Sequence[Command]) -> list[str] | None:
    """A tag for each word, where the texts stand in the message; None where one does not."""
    marked = [OUT] * len(said.words)
    for text in wanted(commands):
        place = _find(said, Said(text))
        if place is None:
            return None
        for i in range(place, place + len(Said(text).words)):
            marked[i] = KEPT
    return marked


def _find(said: Said, text: Said) -> int | None:
    length = len(text.words)
    wanted_words = [word.said for word in text.words]
    for start in range(len(said.words) - length + 1):
        if [word.said for word in said.words[start : start + length]] == wanted_words:
            return start
    return None


class TextModel:
    """fit, then spans."""

    def __init__(self, tagger: pycrfsuite.Tagger) -> None:
        self._tagger = tagger

    @classmethod
    def fit(cls, examples: Sequence[tuple[Reading, frozenset[str], list[str]]], folder: Path) -> TextModel:
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params(
            {"c1": 0.05, "c2": 0.1, "max_iterations": 60, "feature.possible_transitions": True}
        )
        for reading, atoms, marked in examples:
            if marked:
                trainer.append(_features(reading, atoms), marked)
        trainer.train(str(folder / FILE))
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> TextModel:
        tagger = pycrfsuite.Tagger()
        tagger.open(str(folder / FILE))
        return cls(tagger)

    def spans(self, reading: Reading, atoms: frozenset[str]) -> list[tuple[int, int]]:
        """Runs of words, first to before after, that are text; small holes are filled."""
        said = reading.said
        if said.count > _LONG and kind(reading.pending) == "text":
            return [(0, len(said.words))]
        if not said.words:
            return []
        self._tagger.set(_features(reading, atoms))
        shares = [self._tagger.marginal(KEPT, i) for i in range(len(said.words))]
        return _widened(reading, shares)


def _widened(reading: Reading, shares: list[float]) -> list[tuple[int, int]]:
    """Runs of words with more than half a share, or the most that there is; each grows to the ends of its
    clauses
    over words that may well belong to it."""
    cut = min(0.5, 0.8 * max(shares))
    runs: list[tuple[int, int]] = []
    for clause in reading.clauses:
        inside = [i for i in range(clause.first, clause.after) if shares[i] >= cut]
        if not inside:
            continue
        first, after = inside[0], inside[-1] + 1
        head, tail = shares[clause.first : first], shares[after : clause.after]
        asked = reading.pending in _ANSWERED and not any(
            clause.first <= at < first for at in reading.requests
        )
        if head and (asked or sum(head) / len(head) > _WIDENS * cut):
            first = clause.first
        if tail and sum(tail) / len(tail) > _WIDENS * cut:
            after = clause.after
        if runs and first - runs[-1][1] <= 2:
            runs[-1] = (runs[-1][0], after)
        else:
            runs.append((first, after))
    return [run for run in runs if run[1] - run[0] > 1 or len(runs) == 1]


def _features(reading: Reading, atoms: frozenset[str]) -> list[list[str]]:
    said = reading.said
    words = [word.meant for word in said.words]
    marks = _marks(reading)
    told = sorted({atom if atom.startswith(_SHAPES) else "other" for atom in atoms} or {"none"})
    atoms_seen = [f"a={atom}" for atom in told]
    where = f"k={kind(reading.pending)}"
    clauses = {
        i: (number, i - clause.first, clause.ends)
        for number, clause in enumerate(reading.clauses)
        for i in range(clause.first, clause.after)
    }
    total = len(reading.clauses)
    rows = []
    for i, word in enumerate(words):
        number, inside, ends = clauses[i]
        row = [
            "bias",
            where,
            f"w={word}",
            f"p={word[:5]}",
            f"m={marks[i]}",
            f"c={min(number, 4)}",
            f"l={total - number if total - number < 4 else 4}",
            f"in={min(inside, 5)}",
            f"e={ends}",
            f"n={'1' if total == 1 else '2' if total == 2 else 'm'}",
            *atoms_seen,
        ]
        row += [f"{where}|{atom}" for atom in atoms_seen]
        row += [f"m={marks[i]}|{atom}" for atom in atoms_seen]
        row += [f"w={word}|{atom}" for atom in atoms_seen if atom.startswith(("a=start", "a=edit", "a=set"))]
        if number == 0:
            row += [f"c0|{atom}" for atom in atoms_seen]
        for offset in (-3, -2, -1, 1, 2):
            at = i + offset
            row.append(f"w{offset}={words[at] if 0 <= at < len(words) else '#'}")
            if abs(offset) == 1:
                row.append(f"m{offset}={marks[at] if 0 <= at < len(words) else '#'}")
        first = words[i - inside]
        row.append(f"f={first}")
        row.append(f"f={marks[i - inside]}|{number}")
        row.append(f"pre={'|'.join(words[max(0, i - inside) : i - inside + 2])}")
        rows.append(row)
    return rows


_CUES = (
    "greeting",
    "thanks",
    "yes",
    "no",
    "wrong",
    "wait",
    "stop",
    "remove",
    "change",
    "add",
    "complement_verb",
    "open_verb",
    "cancel_verb",
    "reopen_verb",
    "rate_verb",
    "check_verb",
    "symptom",
    "ticket",
    "question",
    "insult",
    "apology",
    "urgency_low",
    "urgency_high",
    "urgency_critical",
    "that_one",
    "still_broken",
    "solved",
)


def _marks(reading: Reading) -> list[str]:
    """What each word is, where that is plain: part of an address, a number, a service, a cue."""
    marks = ["-"] * len(reading.said.words)

    def put(first: int, after: int, name: str) -> None:
        for i in range(first, min(after, len(marks))):
            marks[i] = name

    for name in reversed(_CUES):
        for hit in reading.cues.get(name, ()):
            put(hit.first, hit.after, name)
    for service in reading.services:
        put(service.first, service.after, "service")
    for number in reading.short_numbers:
        put(number.first, number.after, "digits")
    for number in reading.full_numbers:
        put(number.first, number.after, "number")
    for address in reading.addresses:
        put(address.first, address.after, "others" if address.others else "address")
    return marks
