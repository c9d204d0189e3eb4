"""Which short answer a line asks for, learnt from a few lines, in a process of its own, and kept."""

from pathlib import Path
from typing import Any

import pytest

from ticket_store.search import short_answers
from ticket_store.search.in_background import InBackground

CODE, PRICE = 7, 3
LINES = (
    (CODE, ("quanto vale o código", "o código vence quando", "até que horas ele vale", "esse código expira")),
    (PRICE, ("isso tem custo", "quanto custa abrir um chamado", "é pago", "cobram por isso")),
)
OTHERS = (
    "o sistema travou de novo",
    "sim, pode registrar",
    "é na sala 12",
    "minha impressora não puxa papel",
)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is kept: nothing yet."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    start(monkeypatch)
    return tmp_path / "encoder"


def start(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process that has learnt nothing."""
    short_answers._learn.cache_clear()
    monkeypatch.setattr(short_answers, "_newest", InBackground())


def test_the_answer_that_is_meant_is_the_nearest_and_what_asks_nothing_is_far(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert short_answers.figures("código", (), OTHERS) == {}
    short_answers.prepare((), OTHERS)  # a store without any
    short_answers.prepare(LINES, OTHERS)
    figures = short_answers.figures("por quanto tempo o código vale?", LINES, OTHERS)
    assert figures[CODE] > 0 > figures[PRICE]
    assert short_answers.figures("POR QUANTO TEMPO O CÓDIGO VALE?", LINES, OTHERS)[CODE] > 0
    assert max(short_answers.figures("a impressora travou", LINES, OTHERS).values()) < 0
    assert short_answers.figures("🙂" * 3000, LINES, OTHERS).keys() == {CODE, PRICE}
    ran: list[Any] = []
    monkeypatch.setattr(short_answers.subprocess, "run", lambda *given, **more: ran.append(given))
    start(monkeypatch)
    assert short_answers.figures("por quanto tempo o código vale?", LINES, OTHERS) == figures
    assert ran == []


def test_where_nothing_can_be_kept_it_is_learnt_all_the_same(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VAR_DIR")
    short_answers.prepare(LINES, OTHERS)
    assert short_answers.figures("isso é pago?", LINES, OTHERS)[PRICE] > 0
    assert not kept.exists()
