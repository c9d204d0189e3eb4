"""What of the turns can be learnt apart from everything else, in a process of its own on the second core:
their signs, and which of their words are a text. It is Python that looks at words, one core a process.

`python -m nlu.lessons TURNS FOLDER` reads a folder of turns, and leaves what it made in the other: the signs,
of which it tells in a line, for comparing waits for them; then the texts. It begins with the training, for
what Rasa does first takes one core.
"""

from __future__ import annotations

import gc
import json
import os
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
    """Starts with them, for whoever asks for them later, maybe with some behind without a text."""
    folder = tempfile.TemporaryDirectory(prefix="lessons-")
    command = [sys.executable, "-m", "nlu.lessons", str(turns), folder.name]
    process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE)
    _BEGUN[:] = [_Course(folder, process)]


def signs(turns: Sequence[Turn]) -> np.ndarray:
    """Those that were begun, as soon as they are there, or made now."""
    course = _BEGUN[-1] if _BEGUN else None
    if course and course.process.stdout and course.process.stdout.readline():
        made = Path(course.folder.name)
        if (count := _known(made, turns)) is not None:
            begun = np.load(made / _SIGNS, allow_pickle=False)
            return np.concatenate([begun, Signs().rows(_readings(turns[count:]))])
    return Signs().rows(_readings(turns))


def texts(turns: Sequence[Turn], folder: Path) -> TextModel:
    """The model that was begun, once it is there, or made now; written into `folder`."""
    course = _BEGUN.pop() if _BEGUN else None
    if course and course.process.wait() == 0:
        made = Path(course.folder.name)
        count, text_model = _known(made, turns), (made / FILE).read_bytes()
        course.folder.cleanup()
        if count is not None and not any(map(_keeps_text, turns[count:])):
            (folder / FILE).write_bytes(text_model)
            return TextModel.load(folder)
    return _learn_texts(_readings(turns), turns, folder)


def _known(made: Path, turns: Sequence[Turn]) -> int | None:
    """How many of the turns, from the first, were those of the course; None where they were others."""
    count, digest = (made / _DIGEST).read_text().split()
    return int(count) if digest == _digest(turns[: int(count)]) else None


def _learn_texts(readings: Sequence[Reading], turns: Sequence[Turn], folder: Path) -> TextModel:
    return TextModel.fit(
        [
            (reading, atoms.atoms(turn.readings[0]), marked)
            for reading, turn in zip(readings, turns, strict=True)
            if _keeps_text(turn) and (marked := tags(reading.said, turn.readings[0])) is not None
        ],
        folder,
    )


def _readings(turns: Sequence[Turn]) -> list[Reading]:
    finder = Finder()
    return [Reading(turn.text, turn.state, finder) for turn in turns]


def _keeps_text(turn: Turn) -> bool:
    return atoms.name_text(atoms.atoms(turn.readings[0]))


def _digest(turns: Sequence[Turn]) -> str:
    return sha256(json.dumps([[turn.text, turn.state, turn.readings] for turn in turns]).encode()).hexdigest()


def main(source: Path, folder: Path) -> None:
    turns = load_folder(source)
    readings = _readings(turns)
    np.save(folder / _SIGNS, Signs().rows(readings))
    (folder / _DIGEST).write_text(f"{len(turns)} {_digest(turns)}")
    print("signs", flush=True)
    os.nice(5)  # what waits for nothing more of this goes first
    _learn_texts(readings, turns, folder)


if __name__ == "__main__":
    gc.disable()  # as in the training
    main(*map(Path, sys.argv[1:]))
