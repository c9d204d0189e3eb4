"""`make nlu-review`: what was labelled at the desk becomes training text, and stays only if no intent falls.

Each message is shown masked, as it is kept, with what had been asked and what was read; the person
accepts, rewrites (to annotate entities) or skips it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bench.nlu_report import measure, worse_than_committed
from launcher.training import ensure_model
from settings import ROOT, Settings
from ticket_store import database, operations, queries

# The marks of ticket_store/masking.py, as training text: something of the same kind that is nobody's.
STAND_INS = {
    "[EMAIL]": "[pessoa@orgao.gov.br](email)",
    "[CHAMADO]": "[2026-0001234](ticket_number)",
    "[LINK]": "https://exemplo.gov.br",
    "[CPF]": "000.000.000-00",
    "[CNPJ]": "00.000.000/0000-00",
    "[NÚMERO]": "00000000",
    "[SEGREDO]": "xxxx",
    "[NOME]": "fulano",
}


@dataclass(frozen=True)
class Item:
    """A labelled message; `text` may hold annotated entities once a person has rewritten it."""

    id: int
    text: str
    intent: str
    pending: str | None = None
    commands: list[Any] | None = None

    @property
    def context(self) -> str:
        """What had been asked and what was read, by their names in nlu.read_turns; empty when not kept."""
        asked = f"\n  perguntado: {self.pending}" if self.pending else ""
        read = json.dumps(self.commands, ensure_ascii=False) if self.commands else ""
        return asked + (f"\n  lido: {read}" if read else "")


def training_file(data: Path, intent: str) -> Path | None:
    """The file of that intent below `data`; None when no file has it."""
    for path in sorted(data.rglob("*.yml")):
        if any(entry.get("intent") == intent for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]):
            return path
    return None


def unmasked(text: str) -> str:
    """ "meu email é [EMAIL]" -> "meu email é [pessoa@orgao.gov.br](email)"."""
    for mark, stand_in in STAND_INS.items():
        text = text.replace(mark, stand_in)
    return text


def accepted(items: Iterable[Item], ask: Callable[[str], str]) -> list[Item]:
    """What becomes training text. An empty answer accepts, "-" skips, anything else replaces the text."""
    lines = []
    for item in items:
        answer = ask(
            f"{item.intent}: {item.text}{item.context}\n  Enter aceita, - pula, ou escreva a frase anotada: "
        ).strip()
        line = " ".join((answer or unmasked(item.text)).split())
        if line and line != "-":
            lines.append(Item(item.id, line, item.intent))
    return lines


def append(data: Path, items: Iterable[Item]) -> dict[Path, str]:
    """Adds the lines that a file does not have yet; returns each changed file's text before."""
    lines: dict[str, list[str]] = defaultdict(list)
    for item in items:
        lines[item.intent].append(item.text)
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
    engine = database.connect(Settings.from_env().database_url)
    with database.reading(engine) as session:
        labelled = queries.review_queue(session, status="labelled")
        items = [
            Item(item.id, item.text, item.label, item.pending, item.commands)
            for item in labelled
            if item.label and not item.taught  # commands are trained by page (launcher/trainer.py)
        ]
    if not items:
        raise SystemExit("Nada para revisar: rotule as mensagens em /atendimento, na página Não entendidas.")
    taken = accepted(items, ask)
    before = append(ROOT / "data" / "nlu", taken)
    if before:
        print("medindo o candidato (alguns minutos)…", flush=True)
        if worse := worse_than_committed(measure([])):
            for path, text in before.items():
                path.write_text(text, "utf-8")
            names = ", ".join(f"{intent} ({old:.2f} -> {new:.2f})" for intent, old, new in worse)
            raise SystemExit(f"O candidato piora {names}. O modelo e os dados ficam como estavam.")
    with database.transaction(engine) as session:
        operations.mark_trained(session, item_ids=[item.id for item in taken], now=datetime.now(UTC))
    if not before:
        raise SystemExit("Nada novo: estas frases já estão em data/nlu.")
    model, _ = ensure_model(ROOT, ROOT / "var" / "log" / "train.log")
    print(f"Nenhuma intenção caiu. Modelo novo: {model.name}. Reinicie o `make run` para usá-lo.")
