"""What the desk labelled, as the files that a training reads: turns in their place, and phrases of intents.

The marks of what was masked become something of the same kind that is nobody's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import yaml

from launcher.review import STAND_INS, unmasked

AUTHOR = "desk"
TURNS = Path("data/understanding/turns/desk.yml")
PHRASES = Path("data/nlu/desk.yml")
MARKS = {mark: re.sub(r"\[(.*?)\]\(\w+\)", r"\1", stand_in) for mark, stand_in in STAND_INS.items()} | {
    "[CARTÃO]": "0000000000000000"
}
_TICKET = re.compile(r"\[CHAMADO (\d+)\]")


class Label(Protocol):
    """As the store has it."""

    @property
    def text(self) -> str: ...
    @property
    def pending(self) -> str | None: ...
    @property
    def state(self) -> dict[str, Any] | None: ...
    @property
    def label(self) -> str | None: ...
    @property
    def taught(self) -> list[Any] | None: ...


def plain(value: Any) -> Any:
    """`[EMAIL]` -> an address of nobody, wherever it stands; `[CHAMADO 2]` -> a number of its own."""
    if isinstance(value, str):
        value = _TICKET.sub(lambda found: f"2026-{5000 + int(found[1]):07d}", value)
        for mark, stand_in in MARKS.items():
            value = value.replace(mark, stand_in)
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def turns_file(turns: Iterable[tuple[str, str, dict[str, Any], Sequence[str]]], author: str = "") -> str:
    """(pending, text, state, commands in their notation) -> the YAML of data/understanding/turns."""
    states: dict[str, Any] = {}
    blocks = []
    for number, (pending, text, state, commands) in enumerate(turns):
        rest = plain({name: value for name, value in state.items() if name != "pending" and value})
        if rest:
            states[f"s{number}"] = rest
        blocks.append(
            {
                "pending": pending,
                "state": f"s{number}" if rest else "empty",
                "said": [[plain(text), *(plain(line) for line in commands)]],
            }
        )
    content = {"author": author or AUTHOR, "states": states, "turns": blocks}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def turns(labels: Iterable[Label]) -> list[tuple[str, str, dict[str, Any], Sequence[str]]]:
    return [(one.pending or "none", one.text, one.state or {}, one.taught) for one in labels if one.taught]


def conversation(kept: Iterable[Mapping[str, Any]], name: str) -> str:
    """A conversation kept as a test (ticket_store/model/training.py), in the same notation."""
    told = (
        (one["state"].get("pending") or "none", one["text"], one["state"], one["commands"]) for one in kept
    )
    return turns_file(told, name)


def phrases_file(labels: Iterable[Label]) -> str:
    """The first messages that have an intent, as data/nlu has them; empty where there is none."""
    said: dict[str, list[str]] = defaultdict(list)
    for one in labels:
        if one.label and not one.pending and (line := " ".join(unmasked(one.text).split())):
            said[one.label].append(line)
    if not said:
        return ""
    entries = [
        {"intent": intent, "examples": "".join(f"- {line}\n" for line in dict.fromkeys(lines))}
        for intent, lines in sorted(said.items())
    ]
    return yaml.safe_dump({"version": "3.1", "nlu": entries}, allow_unicode=True, sort_keys=False)


def write(labels: Sequence[Label], root: Path) -> int:
    """Puts the files below `root`; returns how many labels stand in them."""
    told, phrases = turns(labels), phrases_file(labels)
    if told:
        (root / TURNS).write_text(turns_file(told), "utf-8")
    if phrases:
        (root / PHRASES).write_text(phrases, "utf-8")
    return sum(bool(one.taught or (one.label and not one.pending)) for one in labels)
