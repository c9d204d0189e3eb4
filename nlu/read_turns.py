"""`python -m nlu.read_turns < turns.jsonl > commands.jsonl`: the judged command of turns.md, on the
newest model.

Reads through the trained components themselves, without Rasa's graph: one line in, one line out, in order.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import IO, Any

from nlu.interpreter import Interpreter
from nlu.spelling import Speller

ROOT = Path(__file__).resolve().parents[1]
STATE = ("pending", "known", "listed", "last")


class NoModel(FileNotFoundError):
    """No trained model with our parts lies in models/."""


def newest(folder: Path = ROOT / "models") -> Path:
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise NoModel(folder)
    return models[-1]


def load(model: Path) -> tuple[Speller, Interpreter]:
    """The speller and the interpreter of a packed Rasa model."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(model) as packed:
        packed.extractall(folder)
        root = Path(folder)
        interpreters = list(root.rglob("atoms.json"))
        spellers = sorted(root.rglob("spelling.json"))
        if not interpreters or not spellers:
            raise NoModel(model)
        return Speller.load(spellers[0].parent), Interpreter.load(interpreters[0].parent)


def answer(speller: Speller, interpreter: Interpreter, line: str) -> dict[str, Any]:
    asked = json.loads(line)
    text = str(asked.get("text") or "")
    state = {key: asked[key] for key in STATE if asked.get(key)}
    return {"commands": interpreter.read(text, speller.restore(text), state).commands}


def main(lines: IO[str], out: IO[str]) -> None:
    speller, interpreter = load(newest())
    for line in lines:
        if line.strip():
            out.write(json.dumps(answer(speller, interpreter, line), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
