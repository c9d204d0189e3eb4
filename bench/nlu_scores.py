"""Counting of intents and entities, as the bars of issue 5 are defined. Pure; shared by both environments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

OUT_OF_SCOPE = "out_of_scope"


def intents(truth: Sequence[str], predicted: Sequence[str]) -> dict[str, Any]:
    """accuracy, macro_f1, per intent (recall, precision, n), out-of-scope recall, share of in-scope refused.

    `predicted` has OUT_OF_SCOPE where the model fell back.
    """
    right = Counter(t for t, p in zip(truth, predicted, strict=True) if t == p)
    wanted, given = Counter(truth), Counter(predicted)
    per_intent = {
        name: {
            "recall": right[name] / wanted[name],
            "precision": right[name] / given[name] if given[name] else 0.0,
            "n": wanted[name],
        }
        for name in sorted(wanted)
    }
    scores = [2 * right[name] / (wanted[name] + given[name]) for name in wanted]
    inside = [p for t, p in zip(truth, predicted, strict=True) if t != OUT_OF_SCOPE]
    return {
        "n": len(truth),
        "accuracy": sum(right.values()) / len(truth),
        "macro_f1": sum(scores) / len(scores),
        "worst_recall": min(entry["recall"] for entry in per_intent.values()),
        "out_of_scope_recall": right[OUT_OF_SCOPE] / max(1, wanted[OUT_OF_SCOPE]),
        "in_scope_refused": sum(p == OUT_OF_SCOPE for p in inside) / max(1, len(inside)),
        "per_intent": per_intent,
    }


def entities(truth: Sequence[set[tuple]], predicted: Sequence[set[tuple]]) -> dict[str, Any]:
    """Items are (start, end, kind); only an exact span counts. F1 of each kind and of all ("all")."""
    hits, missed, wrong = Counter(), Counter(), Counter()
    for true, guess in zip(truth, predicted, strict=True):
        hits.update(kind for *_, kind in true & guess)
        missed.update(kind for *_, kind in true - guess)
        wrong.update(kind for *_, kind in guess - true)
    kinds = sorted(set(hits) | set(missed) | set(wrong))
    result = {kind: _f1(hits[kind], wrong[kind], missed[kind]) for kind in kinds}
    result["all"] = _f1(sum(hits.values()), sum(wrong.values()), sum(missed.values()))
    return result


def _f1(hits: int, wrong: int, missed: int) -> dict[str, float]:
    return {
        "f1": 2 * hits / max(1, 2 * hits + wrong + missed),
        "precision": hits / max(1, hits + wrong),
        "recall": hits / max(1, hits + missed),
        "n": hits + missed,
    }


def confusions(truth: Sequence[str], predicted: Sequence[str]) -> list[tuple[str, str, int]]:
    """(meant, understood, times), most frequent first."""
    counted = Counter((t, p) for t, p in zip(truth, predicted, strict=True) if t != p)
    return [(t, p, times) for (t, p), times in counted.most_common()]
