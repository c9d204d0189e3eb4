"""Which moves are legal, all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticket_store import lifecycle
from ticket_store.errors import TransitionRefused

LEGAL = {
    ("new", "in_progress"),
    ("new", "waiting_on_requester"),
    ("new", "resolved"),
    ("new", "cancelled"),
    ("in_progress", "waiting_on_requester"),
    ("in_progress", "resolved"),
    ("in_progress", "cancelled"),
    ("waiting_on_requester", "in_progress"),
    ("waiting_on_requester", "resolved"),
    ("waiting_on_requester", "cancelled"),
    ("resolved", "closed"),
    ("resolved", "in_progress"),
}
statuses = st.sampled_from(lifecycle.ALL)


@given(statuses, statuses)
def test_a_move_is_made_when_legal_and_refused_with_both_ends_otherwise(current: str, wanted: str) -> None:
    if (current, wanted) in LEGAL:
        assert lifecycle.move(current, wanted) == wanted
        return
    with pytest.raises(TransitionRefused) as refused:
        lifecycle.move(current, wanted)
    assert (refused.value.current, refused.value.wanted) == (current, wanted)


@given(st.lists(statuses, max_size=20))
def test_nothing_ever_leaves_a_finished_status(wishes: list[str]) -> None:
    status = "new"
    for wish in wishes:
        if status in lifecycle.FINISHED:
            assert not lifecycle.MOVES[status]
        try:
            status = lifecycle.move(status, wish)
        except TransitionRefused:
            continue
