"""A candidate beside the model in use: the figures of both, the messages they read apart, and the
conversations that each of them fails (pure).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.turns_report import worse
from bench.turns_score import Verdict, judge, key, totals, values
from ground import notation

Read = Mapping[str, Sequence[Mapping[str, Any]]]
"""What a model read: file of turns -> its turns, as bench/turns_read.py gives them."""
HELD_OUT, TAUGHT, TESTS = "heldout", "desk", "test-"
"""The names of the files of turns (bench/turns_read.py)."""
MOST_SHOWN = 200
MEASURED = ("exact", "values", "harm")


def report(before: Read, after: Read, names: Mapping[str, str]) -> dict[str, Any]:
    """names: of each file of a kept conversation. Of `changed`, what became worse comes first."""
    verdicts = {which: _judged(told) for which, told in (("before", before), ("after", after))}
    figures = {
        which: {part: _rounded(totals(found[part])) for part in (HELD_OUT, TAUGHT) if part in found}
        for which, found in verdicts.items()
    }
    changed = [
        _change(part, was, now, old, new)
        for part in after
        for was, now, old, new in zip(
            before[part], after[part], verdicts["before"][part], verdicts["after"][part], strict=True
        )
        if _said(was) != _said(now)
    ]
    changed.sort(key=lambda one: ("worse", "better", "same").index(one["how"]))
    return {
        **figures,
        "worse": worse(figures["after"][HELD_OUT], figures["before"][HELD_OUT]),
        "changed": changed[:MOST_SHOWN],
        "counts": {how: sum(one["how"] == how for one in changed) for how in ("better", "worse", "same")},
        "tests": [
            {
                "name": names[part],
                **{which: [_right(v) for v in verdicts[which][part]] for which in ("before", "after")},
                "texts": [one["text"] for one in after[part]],
            }
            for part in after
            if part.startswith(TESTS)
        ],
    }


def _judged(told: Read) -> dict[str, list[Verdict]]:
    return {
        part: [judge(one["state"], one["readings"], one["said"]) for one in turns]
        for part, turns in told.items()
    }


def _right(verdict: Verdict) -> bool:
    return verdict.exact and not verdict.wrong and not verdict.missed


def _said(turn: Mapping[str, Any]) -> list[Any]:
    return sorted((key(command), sorted(values(command))) for command in turn["said"])


def _change(
    part: str, was: Mapping[str, Any], now: Mapping[str, Any], old: Verdict, new: Verdict
) -> dict[str, Any]:
    better, worse_now = (_right(new), _right(old)) if _right(new) != _right(old) else _by_parts(old, new)
    return {
        "set": TESTS if part.startswith(TESTS) else part,
        "text": now["text"],
        "pending": now["state"].get("pending") or "none",
        "meant": _lines(now["readings"][0]),
        "before": _lines(was["said"]),
        "after": _lines(now["said"]),
        "how": "better" if better else "worse" if worse_now else "same",
    }


def _by_parts(old: Verdict, new: Verdict) -> tuple[bool, bool]:
    """(better, worse), where both are right or both are wrong."""

    def order(one: Verdict) -> tuple[int, int, int]:
        return -len(one.harm), int(one.exact), one.hits - one.wrong - one.missed

    return order(new) > order(old), order(new) < order(old)


def _lines(commands: Sequence[dict[str, Any]]) -> list[str]:
    return [" ".join(notation.write(command).split()) for command in commands]


def _rounded(found: Mapping[str, float]) -> dict[str, float]:
    return {"n": found["n"], **{name: round(found[name], 4) for name in MEASURED}}
