"""What of the turns can be learnt apart from everything else, in a process of its own on the second core:
their signs, and which of their words are a text. It is Python that looks at words, one core a process.

`python -m nlu.lessons FOLDER` reads the turns that are written there, and leaves what it made beside them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ground.notation import Turn
from nlu import atoms
from nlu.reading.services import Finder
from nlu.reading.texts import FILE, TextModel, tags
from nlu.reading.turn import Reading
from nlu.signs import Signs

_ROOT = Path(__file__).resolve().parents[1]
_TURNS, _SIGNS = "turns.json", "signs.npy"


@dataclass
class _Course:
    written: str
    folder: tempfile.TemporaryDirectory[str]
    process: subprocess.Popen[bytes]


_BEGUN: list[_Course] = []
"""The one that runs beside this training, if there is one."""


def begin(turns: Sequence[Turn]) -> None:
    """Starts with it, for whoever asks `learn` for the same turns later."""
    folder = tempfile.TemporaryDirectory(prefix="lessons-")
    written = _written(turns)
    (Path(folder.name) / _TURNS).write_text(written, "utf-8")
    process = subprocess.Popen([sys.executable, "-m", "nlu.lessons", folder.name], cwd=_ROOT)
    _BEGUN[:] = [_Course(written, folder, process)]


def learn(turns: Sequence[Turn], folder: Path) -> tuple[np.ndarray, TextModel]:
    """(signs of the turns, the text model, written into `folder`): those that were begun, or made now."""
    course = _BEGUN.pop() if _BEGUN else None
    if course and course.written == _written(turns) and course.process.wait() == 0:
        made = Path(course.folder.name)
        (folder / FILE).write_bytes((made / FILE).read_bytes())
        signs = np.load(made / _SIGNS, allow_pickle=False)
        course.folder.cleanup()
        return signs, TextModel.load(folder)
    return _learn(turns, folder), TextModel.load(folder)


def _learn(turns: Sequence[Turn], folder: Path) -> np.ndarray:
    finder = Finder()
    readings = [Reading(turn.text, turn.state, finder) for turn in turns]
    signs = Signs().rows(readings)
    said = [atoms.atoms(turn.readings[0]) for turn in turns]
    TextModel.fit(
        [
            (reading, atoms_said, marked)
            for reading, turn, atoms_said in zip(readings, turns, said, strict=True)
            if atoms.name_text(atoms_said) and (marked := tags(reading.said, turn.readings[0])) is not None
        ],
        folder,
    )
    return signs


def _written(turns: Sequence[Turn]) -> str:
    return json.dumps([[turn.text, turn.state, turn.readings, turn.author] for turn in turns])


def main(folder: Path) -> None:
    turns = [Turn(*one) for one in json.loads((folder / _TURNS).read_text("utf-8"))]
    np.save(folder / _SIGNS, _learn(turns, folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
