"""`make bench-nlu`: our pipeline beside the one `rasa init` gives, trained and timed in the same run.

Both learn the same stratified sample of data/nlu (966 examples, as in the lab's first table; --all takes
everything, and the stock pipeline then needs most of an hour) and answer tests/nlu/heldout.yml. --others puts
two more of Rasa's own pipelines beside them.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import yaml

from launcher.training import rasa_environment
from settings import ROOT

SAMPLE = 966
SEED = 20261125
RASA = ROOT / ".venv-rasa" / "bin"
STOCK, OURS = ("rasa init", ROOT / "bench" / "nlu_stock.yml"), ("este projeto", ROOT / "config.yml")
OTHERS = (
    ("DIET pequeno", ROOT / "bench" / "nlu_diet_small.yml"),
    ("logística", ROOT / "bench" / "nlu_logistic.yml"),
)

COLUMNS = {
    "train_seconds": "treino s",
    "load_seconds": "carga s",
    "memory_mb": "memória MB",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "accuracy": "acerto",
}


def show(title: str, figures: dict[str, float]) -> None:
    print(f"{title:14}" + "".join(f"{figures[key]:>12.2f}" for key in COLUMNS), flush=True)


def sample(folder: Path, size: int) -> int:
    """Writes `size` training lines, the same share of each intent, and the vocabulary; returns how many."""
    lines: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            if "intent" in entry:
                lines[entry["intent"]] += re.findall(r"^- (.+)$", entry["examples"], re.MULTILINE)
    total, chance, kept = sum(map(len, lines.values())), random.Random(SEED), 0
    entries = []
    for intent, texts in sorted(lines.items()):
        chosen = chance.sample(texts, min(len(texts), max(10, round(size * len(texts) / total))))
        entries.append({"intent": intent, "examples": "".join(f"- {text}\n" for text in chosen)})
        kept += len(chosen)
    text = yaml.safe_dump({"version": "3.1", "nlu": entries}, allow_unicode=True)
    (folder / "sample.yml").write_text(text, "utf-8")
    shutil.copy(ROOT / "data" / "nlu" / "vocabulary.yml", folder)
    return kept


def train(config: Path, data: Path, room: Path) -> tuple[Path, float]:
    """(model, seconds), in an empty folder: Rasa's training cache would make a second one look instant."""
    command = [
        str(RASA / "rasa"), "train", "nlu", "--nlu", str(data), "--config", str(config), "--domain",
        str(ROOT / "domain.yml"), "--out", str(room), "--fixed-model-name", "model",
    ]  # fmt: skip
    started = time.monotonic()
    with (room / "log").open("w") as log:
        subprocess.run(command, cwd=room, env=environment(), stdout=log, stderr=log, check=True)
    return room / "model.tar.gz", time.monotonic() - started


def environment() -> dict[str, str]:
    return rasa_environment(ROOT, os.environ)


def measure(model: Path) -> dict[str, float]:
    command = [str(RASA / "python"), "-m", "bench.nlu_parse", str(model)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        data.mkdir()
        kept = sample(data, 10**9 if "--all" in arguments else SAMPLE)
        print(f"{kept} exemplos de treino; conjunto separado: tests/nlu/heldout.yml", flush=True)
        print(f"{'':14}" + "".join(f"{title:>12}" for title in COLUMNS.values()))
        results = []
        for title, config in (*(OTHERS if "--others" in arguments else ()), STOCK, OURS):
            room = Path(name) / config.stem
            room.mkdir()
            model, seconds = train(config, data, room)
            results.append({"train_seconds": seconds, **measure(model)})
            show(title, results[-1])
        stock, ours = results[-2:]
        show("razão", {key: ours[key] / stock[key] for key in COLUMNS})
    return 0
