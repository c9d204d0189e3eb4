"""`make nlu-report`: cross-validation and the held-out set, as text and pictures, against what is committed.

`--update` writes docs/nlu/figures.json; `--final` measures the final set too (once). Ends with 1 when an
intent fell by more than five points.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench import ROOT
from launcher.training import rasa_environment

FOLDER = ROOT / "docs" / "nlu"
FIGURES = FOLDER / "figures.json"
FALL = 0.05
UNSEEN = ("heldout", "first")


def pooled(result: dict[str, Any], sets: tuple[str, str] = ("cv", "heldout")) -> dict[str, float]:
    """Intent -> recall over two sets together: cross-validation and the held-out set, or ("heldout",
    "first"), which need no training.

    Twelve held-out messages alone would turn one of them into eight points.
    """
    recalls = {}
    for intent, figure in result[sets[0]]["intents"]["per_intent"].items():
        other = result[sets[1]]["intents"]["per_intent"].get(intent, {"recall": 0.0, "n": 0})
        right = figure["recall"] * figure["n"] + other["recall"] * other["n"]
        recalls[intent] = right / (figure["n"] + other["n"])
    return recalls


def summary(result: dict[str, Any]) -> dict[str, Any]:
    """What is committed: no text, only figures."""
    kept = ("n", "accuracy", "macro_f1", "worst_recall", "out_of_scope_recall", "in_scope_refused")
    parts = {
        name: {
            **{key: round(part["intents"][key], 4) for key in kept},
            "entity_f1": {kind: round(figure["f1"], 4) for kind, figure in part["entities"].items()},
        }
        for name, part in result.items()
    }
    return {
        **parts,
        "recall": {name: round(recall, 4) for name, recall in pooled(result).items()},
        "unseen_recall": {n: round(recall, 4) for n, recall in pooled(result, UNSEEN).items()},
        "heldout_recall": {name: round(recall, 4) for name, recall in on_heldout(result).items()},
    }


def on_heldout(result: dict[str, Any]) -> dict[str, float]:
    """Intent -> recall on the held-out set alone."""
    return {name: f["recall"] for name, f in result["heldout"]["intents"]["per_intent"].items()}


def fallen(
    now: dict[str, float], before: dict[str, float], by: float = FALL
) -> list[tuple[str, float, float]]:
    """(intent, recall before, recall now) of those that fell by more than `by`; a vanished one fell to 0."""
    return [
        (intent, old, now.get(intent, 0.0))
        for intent, old in sorted(before.items())
        if old - now.get(intent, 0.0) > by
    ]


def worse_than_committed(result: dict[str, Any]) -> list[tuple[str, float, float]]:
    """What bars a candidate: an intent that falls on the held-out set, or by FALL with cross-validation.

    Cross-validation alone does not bar it: new, hard lines are its questions as well as its lessons.
    """
    before = json.loads(FIGURES.read_text("utf-8"))
    rounding = 0.001
    return fallen(on_heldout(result), before["heldout_recall"], rounding) + fallen(
        pooled(result), before["recall"]
    )


def measure(arguments: list[str]) -> dict[str, Any]:
    """Runs bench.nlu_evaluate in Rasa's environment."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        command = [
            str(ROOT / ".venv-rasa" / "bin" / "python"),
            "-m",
            "bench.nlu_evaluate",
            str(out),
            *arguments,
        ]
        subprocess.run(command, cwd=ROOT, env=rasa_environment(ROOT, os.environ), check=True)
        return json.loads(out.read_text("utf-8"))


def text(result: dict[str, Any], before: dict[str, Any] | None) -> str:
    lines = []
    for name, part in result.items():
        figures = part["intents"]
        lines += [
            f"== {name} ({figures['n']} messages)",
            f"accuracy {figures['accuracy']:.3f}   macro F1 {figures['macro_f1']:.3f}   "
            f"out of scope caught {figures['out_of_scope_recall']:.3f}   "
            f"in scope refused {figures['in_scope_refused']:.3f}",
            "entities F1: " + "  ".join(f"{k} {f['f1']:.3f} ({f['n']})" for k, f in part["entities"].items()),
        ]
        weakest = sorted(figures["per_intent"].items(), key=lambda item: item[1]["recall"])[:8]
        lines.append("weakest: " + ", ".join(f"{i} {f['recall']:.2f}" for i, f in weakest))
        lines.append("confused: " + "; ".join(f"{t} -> {p} ({n})" for t, p, n in part["confusions"][:15]))
    if before:
        now = pooled(result)
        moved = sorted((now.get(i, 0) - old, i) for i, old in before["recall"].items())
        lines.append("since the committed figures: " + ", ".join(f"{i} {d:+.3f}" for d, i in moved[:5]))
    return "\n".join(lines)


def mistakes(result: dict[str, Any], limit: int = 400) -> str:
    """Training lines that the model without them read otherwise: the surest first (often the label's)."""
    lines = [f"{s:.2f} {t} -> {p}: {line}" for t, p, s, line in result["cv"]["mistakes"][:limit]]
    lines += [
        f"{kind} {how} [{surface}]: {line}"
        for kind, how, surface, line in result["cv"]["entity_mistakes"][:limit]
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    from bench.nlu_pictures import confidence_histogram, confusion_matrix

    result = measure([argument for argument in arguments if argument == "--final"])
    before = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else None
    FOLDER.mkdir(parents=True, exist_ok=True)
    print(text(result, before))
    confusion_matrix(result["cv"], FOLDER / "confusion.png")
    confidence_histogram(result["cv"], FOLDER / "confidence.png")
    log = ROOT / "var" / "log" / "nlu-mistakes.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(mistakes(result), "utf-8")
    print(f"mistakes of the cross-validation, line by line: {log.relative_to(ROOT)}")
    if "--update" in arguments or before is None:
        FIGURES.write_text(json.dumps(summary(result), indent=1, ensure_ascii=False) + "\n", "utf-8")
        return 0
    worse = fallen(pooled(result), before["recall"])
    for intent, old, new in worse:
        print(f"FELL: {intent} {old:.3f} -> {new:.3f}")
    return 1 if worse else 0
