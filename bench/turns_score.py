"""How well messages were read in their place, as turns.md counts it: exact, values, harm (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Command = dict[str, Any]
Key = tuple[str, ...]

TEXT_SLOTS = frozenset({"description", "information", "reason", "comment", "answer"})
SAME_TEXT = 0.9  # of the words of two texts, the share from which they are one
SURE_ACTS = frozenset({"affirm", "deny", "stop"})
WISHES = frozenset({"start", "set", "correct", "edit", "choose"})


@dataclass(frozen=True)
class Verdict:
    """exact: the commands are acceptable. hits, wrong, missed: values. harm: what was done or lost, or ()."""

    exact: bool
    hits: int
    wrong: int
    missed: int
    harm: tuple[str, ...]


def judge(state: dict[str, Any], readings: Sequence[Sequence[Command]], said: Sequence[Command]) -> Verdict:
    """`readings`: the acceptable ones; the one nearest to what was said counts for the values."""
    predicted = _same(state, said)
    acceptable = [_same(state, reading) for reading in readings]
    keys = Counter(map(key, predicted))
    exact = any(set(keys) == set(map(key, reading)) for reading in acceptable)
    best = max(
        (_values(reading, predicted) for reading in acceptable),
        key=lambda counts: (counts[0] - counts[1] - counts[2], counts[0]),
    )
    return Verdict(exact, *best, _harm(acceptable, predicted))


def key(command: Command) -> Key:
    """What turns.md compares: the command with its slot, flow, kind or about, and how or field."""
    name = command["command"]
    parts = [name]
    for part in ("slot", "flow", "kind", "about", "how", "field"):
        if part in command:
            parts.append(str(command[part]))
    return tuple(parts)


def _same(state: dict[str, Any], commands: Sequence[Command]) -> list[Command]:
    """The commands after what turns.md calls the same is made the same."""
    made = [_one_reference(state, command) for command in commands]
    if any(command["command"] == "ask" and command.get("about") == "ticket" for command in made):
        made = [c for c in made if not (c["command"] == "choose" and c.get("by") == "that")]
    if any(command["command"] != "social" for command in made):
        made = [command for command in made if command["command"] != "social"]
    return made


def _one_reference(state: dict[str, Any], command: Command) -> Command:
    if command["command"] != "set" or command.get("slot") != "ticket":
        return command
    value = command.get("value")
    if isinstance(value, dict):
        return {"command": "choose", **value}
    listed = {str(ticket.get("number")) for ticket in (state.get("listed") or [])}
    if str(value) in listed:
        return {"command": "choose", "by": "number", "value": value}
    return command


def _values(wanted: Sequence[Command], said: Sequence[Command]) -> tuple[int, int, int]:
    """(hits, wrong, missed) over the values of two lists of commands."""
    left = [value for command in wanted for value in values(command)]
    hits = wrong = 0
    for value in (value for command in said for value in values(command)):
        found = next((other for other in left if _alike(value, other)), None)
        if found is None:
            wrong += 1
        else:
            left.remove(found)
            hits += 1
    return hits, wrong, len(left)


def values(command: Command) -> list[tuple[Key, str]]:
    """(key with the field, value as text) for each value that a command carries."""
    found = []
    for field in ("value", "text", "old", "where", "which"):
        if field in command and command[field] is not None:
            value = command[field]
            if isinstance(value, dict):
                value = f"{value.get('by')} {value.get('value', '')}"
            if command["command"] == "choose":
                value = f"{command.get('by')} {value}"
            found.append(((*key(command), field), str(value).strip()))
    if command["command"] == "choose" and command.get("value") is None:
        found.append(((*key(command), "value"), str(command.get("by"))))
    return found


def _alike(one: tuple[Key, str], other: tuple[Key, str]) -> bool:
    if one[0] != other[0]:
        return False
    if one[1].casefold() == other[1].casefold():
        return True
    is_text = one[0][0] == "edit" or (len(one[0]) > 1 and one[0][1] in TEXT_SLOTS)
    return is_text and same_text(one[1], other[1])


def same_text(one: str, other: str) -> bool:
    """Nine tenths of the words are the same, in number."""
    first, second = Counter(_words(one)), Counter(_words(other))
    shared = sum((first & second).values())
    return shared >= SAME_TEXT * max(sum(first.values()), sum(second.values()), 1)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))


def _harm(acceptable: Sequence[Sequence[Command]], said: Sequence[Command]) -> tuple[str, ...]:
    """What was done that was not said, or lost without a word. `unclear` asks back: that loses nothing."""
    allowed = {key(command) for reading in acceptable for command in reading}
    harm = [c["command"] for c in said if c["command"] in SURE_ACTS and key(c) not in allowed]
    harm += [f"start {c['flow']}" for c in said if c["command"] == "start" and key(c) not in allowed]
    if any(map(_stores_text, said)) and not any(_stores_text(c) for reading in acceptable for c in reading):
        harm.append("text")
    if not any(command["command"] == "unclear" for command in said):
        told = {key(command) for command in said}
        lost = min(
            ([k for k in map(key, reading) if k[0] in WISHES and k not in told] for reading in acceptable),
            key=len,
        )
        harm += [f"lost {' '.join(one)}" for one in lost]
    return tuple(harm)


def _stores_text(command: Command) -> bool:
    if command["command"] == "edit":
        return bool(command.get("text"))
    return command["command"] == "set" and command.get("slot") in TEXT_SLOTS


def totals(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """n, exact, values (F1 over all), harm (share of the turns)."""
    hits = sum(v.hits for v in verdicts)
    misses = sum(v.wrong + v.missed for v in verdicts)
    count = max(1, len(verdicts))
    return {
        "n": len(verdicts),
        "exact": sum(v.exact for v in verdicts) / count,
        "values": 2 * hits / max(1, 2 * hits + misses),
        "harm": sum(bool(v.harm) for v in verdicts) / count,
    }
