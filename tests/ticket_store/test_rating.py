"""The survey: one score a resolution, by a link that works once."""

import pytest

from ticket_store import model, operations
from ticket_store.authors import Author
from ticket_store.errors import InvalidScore, LinkSpent, NotRateable


def rate(store, number, score, **more):
    return store.do(operations.rate, ticket_number=number, score=score, channel="web", **more)


@pytest.mark.parametrize("score", [0, 6, -1, 3.5, True, "5"])
def test_a_score_is_a_whole_number_from_one_to_five(store, score) -> None:
    with pytest.raises(InvalidScore):
        rate(store, store.resolved().number, score)


def test_a_ticket_that_is_not_resolved_cannot_be_rated(store) -> None:
    with pytest.raises(NotRateable) as refused:
        rate(store, store.open().number, 5)
    assert refused.value.status == "new"


def test_a_link_answered_once_is_spent_and_says_so(store) -> None:
    number = store.resolved().number
    store.ask(operations.check_survey, ticket_number=number, resolution=1)
    rate(store, number, 4, resolution=1, comment="Rápido")
    with pytest.raises(LinkSpent):
        store.ask(operations.check_survey, ticket_number=number, resolution=1)
    with pytest.raises(LinkSpent):
        rate(store, number, 1, resolution=1)
    assert store.view(number).score == 4


def test_a_rating_may_be_revised_until_the_ticket_closes(store) -> None:
    number = store.resolved().number
    rate(store, number, 5, resolution=1)
    rate(store, number, 2, resolution=1, revise=True)
    rate(store, number, 3)
    assert (store.view(number).score, store.count(model.Rating)) == (3, 1)
    store.later(days=10)
    store.do(operations.close_due)
    with pytest.raises(NotRateable):
        rate(store, number, 1)


def test_reopening_spends_the_link_and_the_next_resolution_has_its_own(store) -> None:
    number = store.resolved().number
    rate(store, number, 1, resolution=1)
    store.do(operations.reopen, ticket_number=number, reason="Voltou", author=Author.requester())
    with pytest.raises(LinkSpent):
        rate(store, number, 5, resolution=1, revise=True)
    store.do(operations.resolve, ticket_number=number, solution="Agora sim", author=store.agent())
    assert store.view(number).score is None
    rate(store, number, 5, resolution=2)
    assert (store.view(number).score, store.count(model.Rating)) == (5, 2)


def test_looking_at_the_survey_changes_nothing(store) -> None:
    number = store.resolved().number
    before = store.kinds(number)
    for _ in range(3):
        store.ask(operations.check_survey, ticket_number=number, resolution=1)
    assert store.kinds(number) == before
