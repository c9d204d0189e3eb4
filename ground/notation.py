"""The labelled turns of data/understanding: their YAML notation into commands, and commands back into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Command = dict[str, Any]

ROOT = Path(__file__).resolve().parents[1]
UNDERSTANDING = ROOT / "data" / "understanding"
TRAINING = UNDERSTANDING / "turns"
HELDOUT = UNDERSTANDING / "heldout"
SPOKEN = UNDERSTANDING / "spoken"

PLAIN = frozenset(
    "affirm deny stop skip wait repeat restart back resend_code out_of_scope unclear".split()  # noqa: SIM905
)
TEXT_SLOTS = frozenset({"description", "information", "reason", "comment", "answer"})
SLOTS = TEXT_SLOTS | {"service", "email", "urgency", "code", "ticket", "score"}
ORDINAL = "ordinal"
_FULL = re.compile(r"(20\d\d)\D?(\d{7})")


class UnknownNotation(ValueError):
    """A line of a turns file that says nothing that turns.md knows."""


@dataclass(frozen=True)
class Turn:
    """state: pending, known, listed, last. readings: the acceptable lists of commands, the first
    preferred.
    """

    text: str
    state: dict[str, Any]
    readings: list[list[Command]] = field(default_factory=list)
    author: str = ""

    @property
    def pending(self) -> str:
        return self.state.get("pending") or "none"


def parse(line: str, text: str = "") -> Command:
    """`set urgency: high` -> the command; `text` is the message, for a text slot without a value."""
    head, colon, rest = line.partition(":")
    words, value = head.split(), rest.strip()
    if not words:
        raise UnknownNotation(line)
    name, *said = words
    if name in PLAIN and not said:
        return {"command": name}
    reader = _READERS.get(name)
    if reader is None or not said:
        raise UnknownNotation(line)
    return reader(line, said, value if colon else None, text)


def _start(line: str, said: list[str], value: str | None, text: str) -> Command:
    options = dict(one.split("=", 1) for one in said[1:])
    return {"command": "start", "flow": said[0], **options}


def _set(line: str, said: list[str], value: str | None, text: str) -> Command:
    slot = said[0]
    if slot not in SLOTS:
        raise UnknownNotation(line)
    if said[1:2] == ["unsure"]:
        return {"command": "set", "slot": slot, "value": _number(value or ""), "sure": False}
    if said[1:2] == ["by"]:
        return {"command": "set", "slot": slot, "value": _reference(line, said[2:], value)}
    if value is None and slot in TEXT_SLOTS:
        value = text
    if value is None:
        raise UnknownNotation(line)
    return {"command": "set", "slot": slot, "value": _normal(slot, value)}


def _correct(line: str, said: list[str], value: str | None, text: str) -> Command:
    slot = said[0]
    if said[1:2] == ["by"]:
        return {"command": "correct", "slot": slot, "value": _reference(line, said[2:], value)}
    return {"command": "correct", "slot": slot, "value": _normal(slot, value) if value else None}


def _edit(line: str, said: list[str], value: str | None, text: str) -> Command:
    if len(said) < 2 or said[1] not in {"add", "replace", "remove"}:
        raise UnknownNotation(line)
    slot, how = said[:2]
    command: Command = {"command": "edit", "slot": slot, "how": how}
    if how == "remove":
        return {**command, "old": value or ""}
    if how == "add":
        return {**command, "text": text if value is None else value}
    old, arrow, new = (value or "").partition("=>")
    if not arrow:
        old, new = "", value or ""
    if old.strip():
        command["old"] = old.strip()
    return {**command, "text": new.strip()} if new.strip() else command


def _choose(line: str, said: list[str], value: str | None, text: str) -> Command:
    return {"command": "choose", **_reference(line, said, value)}


def _reference(line: str, said: list[str], value: str | None) -> dict[str, Any]:
    if not said:
        raise UnknownNotation(line)
    if not value:
        return {"by": said[0]}
    if said[0] == ORDINAL:
        return {"by": ORDINAL, "value": int(value)}
    return {"by": said[0], "value": _number(value) if said[0] == "number" else value}


def _ask(line: str, said: list[str], value: str | None, text: str) -> Command:
    command: Command = {"command": "ask", "about": said[0]}
    options = dict(one.split("=", 1) for one in said[2:])
    return {**command, "field": said[1], **options} if len(said) > 1 else command


def _social(line: str, said: list[str], value: str | None, text: str) -> Command:
    return {"command": "social", "kind": said[0]}


_READERS = {
    "start": _start,
    "set": _set,
    "correct": _correct,
    "edit": _edit,
    "choose": _choose,
    "ask": _ask,
    "social": _social,
}


def _normal(slot: str, value: str) -> str:
    if slot == "ticket":
        return _number(value)
    return value.lower() if slot in {"email", "service", "urgency"} else value


def _number(value: str) -> str:
    full = _FULL.fullmatch(value)
    return f"{full[1]}-{full[2]}" if full else value


def write(command: Command) -> str:
    """The notation of one command; `parse(write(command))` gives it back."""
    name = command["command"]
    if name == "start":
        options = "".join(f" {key}={command[key]}" for key in ("where", "which") if key in command)
        return f"start {command['flow']}{options}"
    if name in {"set", "correct"}:
        value, start = command.get("value"), f"{name} {command['slot']}"
        if isinstance(value, dict):
            return f"{start} by {_written_reference(value)}"
        if value is None:
            return start
        return f"{start}{' unsure' if command.get('sure') is False else ''}: {value}"
    if name == "edit":
        start = f"edit {command['slot']} {command['how']}: "
        if command["how"] == "remove":
            return start + command.get("old", "")
        if command["how"] == "add":
            return start + command.get("text", "")
        return start + f"{command.get('old', '')} => {command.get('text', '')}".strip()
    if name == "choose":
        return f"choose {_written_reference(command)}"
    which = [f"which={command['which']}"] if "which" in command else []
    fields = [str(command[key]) for key in ("about", "field", "kind") if key in command]
    return " ".join([name, *fields, *which])


def _written_reference(reference: dict[str, Any]) -> str:
    return f"{reference['by']}: {reference['value']}" if "value" in reference else reference["by"]


def load(path: Path) -> list[Turn]:
    """The turns of one file. Raises UnknownNotation, naming the line."""
    content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)  # ten times as fast
    states = {name: _plain(state or {}) for name, state in (content.get("states") or {}).items()}
    return [
        turn
        for block in content["turns"]
        for turn in _block(block, states, str(content.get("author", path.stem)), path)
    ]


def load_folder(folder: Path = TRAINING) -> list[Turn]:
    return [turn for path in sorted(folder.glob("*.yml")) for turn in load(path)]


def _block(block: dict[str, Any], states: dict[str, Any], author: str, path: Path) -> Iterator[Turn]:
    name = block.get("state") or "empty"
    if name not in states and name != "empty":
        raise UnknownNotation(f"{path.name}: no state {name}")
    state = {"pending": block.get("pending") or "none", **states.get(name, {})}
    for said in block["said"]:
        text, *lines = said
        main = [line for line in lines if not isinstance(line, dict)]
        others = [line["or"] for line in lines if isinstance(line, dict)]
        try:
            readings = [[parse(str(line), str(text)) for line in one] for one in (main, *others)]
        except (UnknownNotation, ValueError) as problem:
            raise UnknownNotation(f"{path.name}: {said}: {problem}") from problem
        yield Turn(str(text), state, readings, author)


def _plain(state: dict[str, Any]) -> dict[str, Any]:
    """What YAML made dates and numbers of, as text again."""
    if isinstance(state, dict):
        return {key: _plain(value) for key, value in state.items()}
    if isinstance(state, list):
        return [_plain(value) for value in state]
    return state if isinstance(state, bool) or state is None else str(state)
