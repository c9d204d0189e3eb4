"""`make turns-report`: how messages are read in their place, cross-validated and held out, against what
is committed.

`--update` writes docs/turns/figures.json. Ends with 1 when exact fell, or harm rose, by more than MARGIN.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench import ROOT
from launcher.training import ensure_model, rasa_environment

FOLDER = ROOT / "docs" / "turns"
FIGURES = FOLDER / "figures.json"
MARGIN = 0.015
"""About one standard error of the held-out figures: a fall by more is a change, not chance."""
KEPT = ("n", "exact", "values", "harm")


def measure(arguments: list[str]) -> dict[str, Any]:
    """Runs bench.turns_evaluate in Rasa's environment, on the model of the sources as they are."""
    model, _ = ensure_model(ROOT, ROOT / "var" / "log" / "train.log")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        command = [
            str(ROOT / ".venv-rasa" / "bin" / "python"),
            "-m",
            "bench.turns_evaluate",
            str(out),
            *arguments,
        ]
        environment = {**rasa_environment(ROOT, os.environ), "ASSISTANT_MODEL": str(model)}
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        return json.loads(out.read_text("utf-8"))


def summary(result: dict[str, Any]) -> dict[str, Any]:
    """What is committed: figures, no text."""
    return {
        part: {
            **{name: round(found[name], 4) for name in KEPT},
            "pending": {
                pending: {name: round(one[name], 4) for name in KEPT}
                for pending, one in found["pending"].items()
            },
        }
        for part, found in result.items()
    }


def worse(now: dict[str, Any], before: dict[str, Any], margin: float = MARGIN) -> list[str]:
    """What fell, in words; of the held-out part."""
    found = []
    if before["exact"] - now["exact"] > margin:
        found.append(f"exact {before['exact']:.3f} -> {now['exact']:.3f}")
    if now["harm"] - before["harm"] > margin:
        found.append(f"harm {before['harm']:.3f} -> {now['harm']:.3f}")
    return found


def text(result: dict[str, Any]) -> str:
    lines = []
    for part, found in result.items():
        lines.append(
            f"== {part}: {found['n']} turns   exact {found['exact']:.3f}   "
            f"values {found['values']:.3f}   harm {found['harm']:.3f}"
        )
        for pending, one in sorted(found["pending"].items(), key=lambda item: item[1]["exact"]):
            lines.append(
                f"{pending:16} {one['n']:4}   {one['exact']:.3f}   {one['values']:.3f}   {one['harm']:.3f}"
            )
        lines.append("harm: " + "; ".join(f"{kind} {times}" for kind, times in found["harms"][:12]))
        if (
            part == "cv"
        ):  # of training lines only: who writes turns must not learn what the held-out part says
            lines += [f"{times:3} {meant}  ->  {read}" for meant, read, times in found["confusions"][:15]]
    return "\n".join(lines)


def picture(result: dict[str, Any], path: Path) -> None:
    """Exact and harm per pending question, cross-validated and held out."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    names = sorted(result["heldout"]["pending"], key=lambda name: result["heldout"]["pending"][name]["exact"])
    figure, axes = plt.subplots(1, 2, figsize=(12, 6.5), layout="constrained", sharey=True)
    for axis, value, title in ((axes[0], "exact", "read exactly"), (axes[1], "harm", "harm done")):
        for offset, part, colour in ((-0.2, "cv", "#8fb3e8"), (0.2, "heldout", "#1351b4")):
            if part in result:
                shares = [result[part]["pending"].get(name, {}).get(value, 0) for name in names]
                axis.barh([row + offset for row in range(len(names))], shares, 0.38, color=colour, label=part)
        axis.set_title(title)
        axis.set_yticks(range(len(names)), names)
    axes[0].axvline(0.85, color="#168821")
    axes[1].axvline(0.03, color="#e52207")
    axes[0].legend(loc="lower left")
    figure.savefig(path, metadata={"Software": None}, dpi=80)
    plt.close(figure)


def main(arguments: list[str]) -> int:
    result = measure(["--cv"])
    FOLDER.mkdir(parents=True, exist_ok=True)
    before = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else None
    print(text(result))
    picture(result, FOLDER / "pending.png")
    if "--update" in arguments or before is None:
        FIGURES.write_text(json.dumps(summary(result), indent=1) + "\n", "utf-8")
        return 0
    fell = worse(result["heldout"], before["heldout"])
    for one in fell:
        print(f"FELL: {one}")
    return 1 if fell else 0
