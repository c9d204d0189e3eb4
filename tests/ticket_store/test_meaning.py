"""Which article a question means: by sense where no word is the same, and never what is another matter."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ticket_store.search import kept_learning, meaning
from ticket_store.search.stems import terms

PRINTER, PASSWORD, CHAIR = 1, 2, 3
LINES = (
    (PRINTER, ("documento preso na fila da impressora", "a impressora não imprime")),
    (PASSWORD, ("esqueci a senha do computador", "trocar a senha")),
    (CHAIR, ("minha cadeira quebrou", "pedir uma cadeira nova")),
)


def stems(text: str) -> frozenset[str]:
    return frozenset().union(*terms(text))


def test_a_question_without_a_word_in_common_is_nearest_to_what_it_means() -> None:
    question = "quero um assento para sentar"
    assert not any(stems(question) & stems(line) for _, head in LINES for line in head)
    near = meaning.figures(question, LINES)
    assert near[CHAIR] - 0.1 > max(near[PRINTER], near[PASSWORD])


def test_a_matter_that_no_article_is_about_weighs_against_all_of_them() -> None:
    """ "impressora sem tinta" is in other_matters.txt: it is of the printer, and not of its queue."""
    near = meaning.figures("a impressora está sem tinta", LINES)
    assert max(near.values()) < 0


def test_what_has_no_word_of_its_own_is_about_nothing() -> None:
    assert meaning.figures("como faço isso?", LINES) == {}
    assert meaning.figures("a impressora não imprime", ()) == {}


@pytest.fixture
def learning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """An entry for each time that the lines are learnt anew; `cache_clear` is a new start."""
    learnt: list[int] = []
    stock = meaning._learn_anew

    def learn_anew(heads: tuple[tuple[str, ...], ...]) -> Any:
        learnt.append(len(heads))
        return stock(heads)

    monkeypatch.setattr(meaning, "_learn_anew", learn_anew)
    # The encoder is loaded already, and stays where it is; only what is learnt is kept here.
    monkeypatch.setattr(kept_learning, "folder_from_env", lambda: tmp_path)
    meaning._learn.cache_clear()
    yield learnt
    meaning._learn.cache_clear()


def test_what_was_learnt_answers_the_same_after_the_next_start(learning: list[int]) -> None:
    question = "quero um assento para sentar"
    first = meaning.figures(question, LINES)
    meaning._learn.cache_clear()
    assert meaning.figures(question, LINES) == first
    assert learning == [3]


def test_a_line_more_is_learnt(learning: list[int]) -> None:
    meaning.figures("trocar a senha", LINES)
    meaning.figures("trocar a senha", (*LINES, (4, ("a vpn não conecta",))))
    assert learning == [3, 4]


def test_what_other_code_has_learnt_or_a_damaged_file_is_not_believed(
    learning: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meaning.figures("trocar a senha", LINES)
    kept = tmp_path / kept_learning.KEPT
    kept.write_bytes(kept.read_bytes()[:-1])
    meaning._learn.cache_clear()
    meaning.figures("trocar a senha", LINES)
    assert learning == [3, 3]
    monkeypatch.setattr(kept_learning, "version", lambda package: "9.9")
    meaning._learn.cache_clear()
    meaning.figures("trocar a senha", LINES)
    assert learning == [3, 3, 3]


def test_a_matter_is_the_same_where_most_of_its_words_are() -> None:
    named = meaning._stems("a impressora não imprime", Counter())
    other = meaning._stems("pedir uma cadeira nova", Counter())
    listed = {stem: {named} for stem in named}
    assert meaning._is_among(named, listed)
    assert not meaning._is_among(other, listed)
    assert meaning._is_among(named | {"colorida"}, listed) == meaning._same(named | {"colorida"}, named)


def test_a_question_does_not_wait_for_ever_while_the_articles_are_learnt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(meaning, "PATIENCE", 0.01)
    with meaning._lock:  # as another thread holds it while it learns
        assert meaning.figures("a impressora não imprime", LINES) == {}
    assert meaning.figures("a impressora não imprime", LINES)[PRINTER] > 0
