"""`python -m bench.turns_read MODEL OUT.json TURNS.yml…`, in Rasa's environment: what a model reads of
labelled turns, each file under its name; `heldout` is always among them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ground.notation import HELDOUT, Turn, load, load_folder
from nlu.read_turns import load as load_model

HELD_OUT = "heldout"


def read(model: Path, files: list[Path]) -> dict[str, list[dict[str, Any]]]:
    """File -> [{"text", "state", "readings", "said"}], in the files' order."""
    speller, interpreter = load_model(model)
    turns: list[tuple[str, Turn]] = [(HELD_OUT, turn) for turn in load_folder(HELDOUT)]
    turns += [(path.stem, turn) for path in files for turn in load(path)]
    said = interpreter.read_all([(turn.text, speller.restore(turn.text), turn.state) for _, turn in turns])
    told: dict[str, list[dict[str, Any]]] = {}
    for (name, turn), one in zip(turns, said, strict=True):
        found = {"text": turn.text, "state": turn.state, "readings": turn.readings, "said": one.commands}
        told.setdefault(name, []).append(found)
    return told


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(read(Path(sys.argv[1]), [*map(Path, sys.argv[3:])])), "utf-8")
