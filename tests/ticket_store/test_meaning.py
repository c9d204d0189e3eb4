"""Which article a question means: by sense where no word is the same, and never what is another matter."""

from ticket_store.search import meaning
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
