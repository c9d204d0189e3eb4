"""`make nlu-review`: what was labelled at the desk becomes training text, and stays only if no intent falls.

Each message is shown masked, as it is kept; the person accepts, rewrites (to annotate entities) or skips it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import yaml

from bench.nlu_report import FIGURES, fallen, measure, pooled
from launcher.training import ensure_model
from settings import ROOT, Settings
from ticket_store import database, queries


def training_file(data: Path, intent: str) -> Path | None:
    """The file of that intent below `data`; None when no file has it."""
    for path in sorted(data.rglob("*.yml")):
        if any(entry.get("intent") == intent for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]):
            return path
    return None


def accepted(items: Iterable[tuple[str, str]], ask: Callable[[str], str]) -> dict[str, list[str]]:
    """intent -> lines. items: (text, intent). An empty answer accepts, "-" skips, anything else replaces."""
    lines: dict[str, list[str]] = defaultdict(list)
    for text, intent in items:
        answer = ask(f"{intent}: {text}\n  Enter aceita, - pula, ou escreva a frase anotada: ").strip()
        line = " ".join((answer or text).split())
        if line and line != "-":
            lines[intent].append(line)
    return lines


def append(data: Path, lines: dict[str, list[str]]) -> dict[Path, str]:
    """Adds the lines that a file does not have yet; returns each changed file's text before."""
    before: dict[Path, str] = {}
    for intent, texts in lines.items():
        path = training_file(data, intent)
        if path is None:
            continue
        text = path.read_text("utf-8")
        new = [line for line in dict.fromkeys(texts) if f"    - {line}\n" not in text]
        if new:
            before.setdefault(path, text)
            path.write_text(text.rstrip("\n") + "\n" + "".join(f"    - {line}\n" for line in new), "utf-8")
    return before


def main(ask: Callable[[str], str] = input) -> None:
    """Trains the candidate and keeps it, or puts the files back as they were."""
    settings = Settings.from_env()
    with database.reading(database.connect(settings.database_url)) as session:
        items = [(item.text, item.label or "") for item in queries.review_queue(session, status="labelled")]
    if not items:
        raise SystemExit("Nada para revisar: rotule as mensagens em /atendimento, na página Não entendidas.")
    before = append(ROOT / "data" / "nlu", accepted(items, ask))
    if not before:
        raise SystemExit("Nada novo: estas frases já estão em data/nlu.")
    print("medindo o candidato (alguns minutos)…", flush=True)
    worse = fallen(pooled(measure([])), json.loads(FIGURES.read_text("utf-8"))["recall"])
    if worse:
        for path, text in before.items():
            path.write_text(text, "utf-8")
        names = ", ".join(f"{intent} ({old:.2f} -> {new:.2f})" for intent, old, new in worse)
        raise SystemExit(f"O candidato piora {names}. O modelo e os dados ficam como estavam.")
    model, _ = ensure_model(ROOT, ROOT / "var" / "log" / "train.log")
    print(
        f"Nenhuma intenção caiu. Modelo novo: {model.name}. Reinicie o `make run` para usá-lo."
    )
