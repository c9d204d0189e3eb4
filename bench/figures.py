"""What was measured, in docs/benchmarks/figures.json: the tables of docs/benchmarks.md and its pictures."""

from __future__ import annotations

import json
import os
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bench import ROOT

FOLDER = ROOT / "docs" / "benchmarks"
PATH = FOLDER / "figures.json"


def load() -> float:
    """How many processes want a core, on average over the last minute."""
    return round(os.getloadavg()[0], 1)


def read(path: Path = PATH) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def keep(name: str, measured: dict[str, Any], path: Path = PATH, now: datetime | None = None) -> None:
    """In place of what was kept under that name."""
    when = (now or datetime.now(timezone.utc)).isoformat(timespec="minutes")
    every = read(path) | {name: {"measured_at": when, **measured}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(every, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
