"""`make bench-pictures`: docs/benchmarks/*.svg, from docs/benchmarks/figures.json and nothing else.

Runs in Rasa's environment, which has matplotlib. The same figures give the same files.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib

from bench.figures import FOLDER, read

matplotlib.use("Agg")
import matplotlib.pyplot as plt

OURS, OTHER, BAR = "#1351b4", "#8fb3e8", "#e52207"
COLOURS = {"ours": OURS, "baseline": OTHER}
NAMES = {
    "ours": "este projeto",
    "baseline": "rasa init",
    "stock": "Rasa como vem",
    "faq": "dúvida",
    "flow": "fluxo",
    "form": "formulário",
}


def conversation(told: dict[str, Any]) -> Any:
    """What a turn costs as one conversation grows."""
    figure, axes = plt.subplots(figsize=(7, 3.5), layout="constrained")
    for row in told["rows"]:
        dash = "-" if row["kind"] == "faq" else "--"
        name = f"{NAMES[row['side']]}, {NAMES[row['kind']]}"
        axes.plot(
            told["at"], row["median_ms"], dash, color=OURS if row["side"] == "ours" else OTHER, label=name
        )
    axes.set(xlabel="mensagem da conversa", ylabel="ms (mediana)", ylim=(0, None))
    axes.legend(fontsize=8)
    return figure


def people(told: dict[str, Any]) -> Any:
    """Turns a second, by how many talk at once."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 3.2), layout="constrained", sharey=True)
    for axis, kind in zip(axes, ("faq", "flow"), strict=True):
        for side, colour in COLOURS.items():
            rows = [row for row in told["rows"] if (row["side"], row["kind"]) == (side, kind)]
            of = sorted((row["people"], row["per_second"], *row["per_second_range"]) for row in rows)
            axis.plot([one[0] for one in of], [one[1] for one in of], "o-", color=colour, label=NAMES[side])
            axis.fill_between(
                [o[0] for o in of], [o[2] for o in of], [o[3] for o in of], color=colour, alpha=0.2, lw=0
            )
        axis.set(title=NAMES[kind], xlabel="pessoas", ylim=(0, None))
    axes[0].set_ylabel("turnos por segundo")
    axes[0].legend(fontsize=8)
    return figure


def store(told: dict[str, Any]) -> Any:
    """Each thing that is asked, at ten thousand and at a million tickets."""
    rows = told["rows"]
    figure, axes = plt.subplots(1, 2, figsize=(9, 6.5), layout="constrained", sharey=True)
    for axis, (name, first) in zip(axes, (("SQLite", 0), ("PostgreSQL", 2)), strict=True):
        for offset, at, colour in ((0.2, first, OTHER), (-0.2, first + 1, OURS)):
            size = "10 mil" if at == first else "1 milhão"
            places = [len(rows) - 1 - n + offset for n in range(len(rows))]
            axis.barh(places, [row["ms"][at] for row in rows], 0.38, color=colour, label=size)
        axis.axvline(150, color=BAR)
        axis.set(title=name, xlabel="ms (mediana)")
    axes[0].set_yticks(range(len(rows)), [row["what"] for row in reversed(rows)], fontsize=8)
    axes[0].legend(fontsize=8)
    return figure


def memory(told: dict[str, Any]) -> Any:
    """Of all processes of `make run`, before and now."""
    figure, axes = plt.subplots(figsize=(7, 2.4), layout="constrained")
    for place, name in enumerate(("agora", "antes")):
        left = 0.0
        for number, (process, megabytes) in enumerate(told[name].items()):
            axes.barh(place, megabytes, left=left, color=plt.cm.Blues(0.9 - 0.1 * number), label=process)
            left += megabytes
    axes.axvline(800, color=BAR)
    axes.set_yticks([0, 1], ["agora", "antes"])
    axes.set_xlabel("MB (Pss)")
    handles, names = axes.get_legend_handles_labels()
    half = len(names) // 2
    axes.legend(
        handles[:half], names[:half], fontsize=7, ncol=4, loc="upper center", bbox_to_anchor=(0.5, 1.35)
    )
    return figure


DRAWN: dict[str, Callable[[dict[str, Any]], Any]] = {
    "conversation": conversation, "turns": people, "store": store, "memory": memory,
}  # fmt: skip


def draw(folder: Path = FOLDER) -> list[Path]:
    """One picture for each thing that was measured."""
    plt.rcParams.update({"svg.hashsalt": "assistente", "svg.fonttype": "none"})
    measured, drawn = read(), []
    for name, picture in DRAWN.items():
        if name in measured:
            figure = picture(measured[name])
            figure.savefig(path := folder / f"{name}.svg", metadata={"Date": None})
            plt.close(figure)
            drawn.append(path)
    return drawn


if __name__ == "__main__":
    print(*draw(), sep="\n")
    sys.exit(0)
