"""A candidate: the program's own sources with what the desk taught beside them, trained in a folder apart.

Nothing in the project's folder is changed. The fingerprint of that folder covers the taught files too.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from launcher import taught
from launcher.training import FOLDERS, SOURCES, ensure_model

BESIDE = ("ground",)
"""What the sources import."""
KEPT = 6
"""Files of candidates that are kept."""


def prepare(root: Path, work: Path, labels: Sequence[taught.Label]) -> int:
    """Makes `work` anew; returns how many labels it has."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for name in SOURCES:
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, work / name)
    for folder in {name for name, _ in FOLDERS} | set(BESIDE):
        shutil.copytree(
            root / folder, work / folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
        )
    (work / "models").mkdir()
    (work / ".venv-rasa").symlink_to(root / ".venv-rasa")
    return taught.write(labels, work)


def train(work: Path, models: Path, log: Path, on_progress: Callable[[str], None]) -> Path:
    """The candidate's file in `models`. Raises TrainingFailed."""
    made, _ = ensure_model(work, log, on_progress)
    models.mkdir(parents=True, exist_ok=True)
    return Path(shutil.move(made, models / made.name))


def tidy(models: Path, needed: set[str]) -> None:
    """Of the candidates nobody needs, the oldest go."""
    spare = [path for path in models.glob("*.tar.gz") if path.name not in needed]
    for path in sorted(spare, key=lambda one: one.stat().st_mtime)[:-KEPT]:
        path.unlink()
