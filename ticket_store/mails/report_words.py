"""A mailed report in words: what is measured, now and before, and a line for each team, attendant ..."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from ground.names import CHANNEL, DEADLINE, DIMENSION, DIMENSION_FIELD

NAMES = DEADLINE | CHANNEL | {"-": "Nenhum"}


def in_words(report: dict[str, Any], portal_url: str) -> dict[str, Any]:
    """first, last, by, only, measures [(name, now, before)], lines [(name, sentence)], url."""
    first, last = (date.fromisoformat(report[key]) for key in ("first", "last"))
    total, before = report["total"], report["before"]
    asked = {"de": first.isoformat(), "ate": last.isoformat(), "por": DIMENSION_FIELD[report["by"]]}
    asked |= {DIMENSION_FIELD[name]: code for name, code in report["chosen"].items()}
    return {
        "first": f"{first:%d/%m/%Y}",
        "last": f"{last:%d/%m/%Y}",
        "by": DIMENSION[report["by"]].lower(),
        "only": ", ".join(
            f"{DIMENSION[name].lower()}: {NAMES.get(said, said)}" for name, said in report["only"].items()
        ),
        "measures": [
            # A row of an older version does not have them all.
            (name, told(total.get(field)), told(before.get(field)))
            for name, field, told in (
                ("Abertos", "opened", str),
                ("Resolvidos", "solved", str),
                ("Primeira resposta, mediana", "answer_median", span),
                ("Primeira resposta, 9 em cada 10 até", "answer_p90", span),
                ("Primeira resposta em tempo útil, mediana", "answer_business_median", hours),
                ("Primeira resposta em tempo útil, 9 em cada 10 até", "answer_business_p90", hours),
                ("Solução, mediana", "solution_median", span),
                ("Solução, 9 em cada 10 até", "solution_p90", span),
                ("Solução em tempo útil, mediana", "solution_business_median", hours),
                ("Solução em tempo útil, 9 em cada 10 até", "solution_business_p90", hours),
                ("Prazos cumpridos", "compliance", percent),
                ("Reaberturas", "reopened", str),
                ("Satisfação (1 a 5)", "satisfaction", decimal),
            )
        ],
        "lines": [
            (
                NAMES.get(one["code"], one["name"] or one["code"]),
                f"{one['opened']} abertos, {one['solved']} resolvidos, prazos cumpridos "
                f"{percent(one['compliance'])}, solução {span(one['solution_median'])}, "
                f"{hours(one.get('solution_business_median'))} em tempo útil",
            )
            for one in report["lines"]
        ],
        "url": f"{portal_url}/atendimento/relatorios?{urlencode(asked)}",
    }


def span(seconds: float | None) -> str:
    """13500 -> '3 h 45 min'."""
    minutes = round((seconds or 0) / 60)
    return f"{minutes // 1440} d {minutes // 60 % 24} h" if minutes >= 1440 else hours(seconds)


def hours(seconds: float | None) -> str:
    """A day of business time is no day of 24 hours: 90000 -> '25 h 0 min'."""
    if seconds is None:
        return "–"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f}%"


def decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".replace(".", ",")
