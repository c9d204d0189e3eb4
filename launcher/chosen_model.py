"""Which model Rasa is to answer with: the program's own, or a candidate that was activated at the desk.

It is written in VAR_DIR/models/in_use.json, which every Rasa server of the machine looks at
(channels/core/model_in_use.py). A candidate made from other sources than those here is never served.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from launcher.training import is_known_whole

FILE = "in_use.json"


def models_dir(var: Path) -> Path:
    return var / "models"


def write(var: Path, model: Path, base: str) -> None:
    """For every Rasa server, at once and whole."""
    folder = models_dir(var)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{FILE}.part"
    part.write_text(json.dumps({"model": str(model), "base": base}), "utf-8")
    os.replace(part, folder / FILE)


def settled(var: Path, own: Path, base: str) -> Path:
    """The model to start Rasa with; what is written there is put right. own: the program's, which is whole.
    base: of the sources as they are."""
    try:
        told = json.loads((models_dir(var) / FILE).read_text("utf-8"))
        model = Path(told["model"])
        if told["base"] == base and (model == own or is_known_whole(model)):
            return model
    except (OSError, ValueError, KeyError, TypeError):
        pass
    write(var, own, base)
    return own
