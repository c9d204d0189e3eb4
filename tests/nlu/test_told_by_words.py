"""The ticket that words tell of: by its system where no other is of it, by number where that is asked."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading import references
from nlu.reading.services import Finder
from nlu.reading.words import Said

LISTED = [
    {"number": "2026-0001001", "service": "vpn", "status": "closed", "description": "token vencido"},
    {"number": "2026-0001002", "service": "sei", "status": "new", "description": "bloco sem documento"},
]


def _best(text: str, pending: str = "none", last: dict[str, Any] | None = None) -> tuple[str, Any]:
    state = {"pending": pending, "listed": LISTED, **({"last": last} if last else {})}
    said = Said(text)
    found = references.without_refused(said, references.find(said, state, Finder()))
    best = references.best(found, state)
    assert best is not None
    return best.by, best.value


@pytest.mark.parametrize(
    ("text", "pending", "meant"),
    [
        ("o do bloco", "none", ("service", "sei")),
        ("o do bloco", "number", ("number", "2026-0001002")),
        ("o do bloco foi cancelado por engano?", "none", ("service", "sei")),
        ("o cancelado", "none", ("status", "cancelled")),
        ("o que está aí há mais tempo", "number", ("oldest", None)),
        ("o primeiro não, o segundo", "number", ("ordinal", 2)),
        ("o mais novo, perdão, o mais antigo", "number", ("oldest", None)),
        ("segundo chamado, por favor, está com quem", "none", ("ordinal", 2)),
    ],
)
def test_which_ticket_is_meant(text: str, pending: str, meant: tuple[str, Any]) -> None:
    assert _best(text, pending) == meant


def test_this_last_one_is_the_one_spoken_of() -> None:
    assert _best("esse último voltou", last=LISTED[0]) == ("that", None)
    assert _best("esse último", "number", last=LISTED[0]) == ("ordinal", -1)
