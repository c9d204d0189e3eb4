"""Loads one Rasa model and times it on the held-out set: `python -m bench.nlu_parse MODEL`.

Prints one JSON line: memory (MB, resident after loading and parsing), p50 and p95 of a parse (ms), accuracy.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from pathlib import Path

from rasa.core.agent import Agent

from bench import nlu_scores
from bench.nlu_data import HELDOUT, load


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


async def measure(model: Path) -> dict[str, float]:
    """Raises FileNotFoundError when the model is absent: Rasa would silently load another."""
    if not model.is_file():
        raise FileNotFoundError(model)
    started = time.perf_counter()
    agent = Agent.load(str(model))
    loaded = time.perf_counter() - started
    unseen, _ = load(HELDOUT)
    for example in unseen[:20]:
        await agent.parse_message(example.text)
    took, predicted = [], []
    for example in unseen:
        began = time.perf_counter()
        parsed = await agent.parse_message(example.text)
        took.append((time.perf_counter() - began) * 1000)
        name = parsed["intent"]["name"]
        predicted.append(nlu_scores.OUT_OF_SCOPE if name in (None, "nlu_fallback") else name)
    right = sum(guess == example.intent for guess, example in zip(predicted, unseen, strict=True))
    return {
        "load_seconds": loaded,
        "memory_mb": resident_megabytes(),
        "p50_ms": statistics.median(took),
        "p95_ms": statistics.quantiles(took, n=20)[-1],
        "accuracy": right / len(unseen),
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(Path(sys.argv[1]).resolve()))))
