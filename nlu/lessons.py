"""What of the turns can be learnt apart from everything else, in a process of its own on the second core:
their signs, and which of their words are a text. It is Python that looks at words, one core a process.

`python -m nlu.lessons TURNS FOLDER` reads a folder of turns, and leaves what it made in the other. It begins
with the training, for what Rasa does first takes one core.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from ground.notation import TRAINING, Turn, load_folder
from nlu import atoms
from nlu.reading.services import Finder
from nlu.reading.texts import FILE, TextModel, tags
from nlu.reading.turn import Reading
from nlu.signs import Signs

_ROOT = Path(__file__).resolve().parents[1]
_DIGEST, _SIGNS = "digest", "signs.npy"


@dataclass
class _Course:
    folder: tempfile.TemporaryDirectory[str]
    process: subprocess.Popen[bytes]


_BEGUN: list[_Course] = []
"""The one that runs beside this training, if there is one."""


def begin(turns: Path = TRAINING) -> None:
    """Starts with them, for whoever asks `learn` for them later, maybe with some behind without a text."""
    folder = tempfile.TemporaryDirectory(prefix="lessons-")
    process = subprocess.Popen([sys.executable, "-m", "nlu.lessons", str(turns), folder.name], cwd=_ROOT)
    _BEGUN[:] = [_Course(folder, process)]


def learn(turns: Sequence[Turn], folder: Path) -> tuple[np.ndarray, TextModel]:
    """(signs of the turns, the text model, written into `folder`): those that were begun, or made now."""
    course = _BEGUN.pop() if _BEGUN else None
    if course and course.process.wait() == 0:
        made = Path(course.folder.name)
        signs = np.load(made / _SIGNS, allow_pickle=False)
        text_model, digest = (made / FILE).read_bytes(), (made / _DIGEST).read_text()
        course.folder.cleanup()
        known, rest = turns[: len(signs)], turns[len(signs) :]
        if digest == _digest(known) and not any(map(_keeps_text, rest)):
            (folder / FILE).write_bytes(text_model)
            return np.concatenate([signs, Signs().rows(_readings(rest))]), TextModel.load(folder)
    return _learn(turns, folder), TextModel.load(folder)


def _learn(turns: Sequence[Turn], folder: Path) -> np.ndarray:
    readings = _readings(turns)
    signs = Signs().rows(readings)
    TextModel.fit(
        [
            (reading, atoms.atoms(turn.readings[0]), marked)
            for reading, turn in zip(readings, turns, strict=True)
            if _keeps_text(turn) and (marked := tags(reading.said, turn.readings[0])) is not None
        ],
        folder,
    )
    return signs


def _readings(turns: Sequence[Turn]) -> list[Reading]:
    finder = Finder()
    return [Reading(turn.text, turn.state, finder) for turn in turns]


def _keeps_text(turn: Turn) -> bool:
    return atoms.name_text(atoms.atoms(turn.readings[0]))


def _digest(turns: Sequence[Turn]) -> str:
    return sha256(json.dumps([[turn.text, turn.state, turn.readings] for turn in turns]).encode()).hexdigest()


def main(source: Path, folder: Path) -> None:
    turns = load_folder(source)
    np.save(folder / _SIGNS, _learn(turns, folder))
    (folder / _DIGEST).write_text(_digest(turns))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
