"""How sure a reading must be depends on what it does, and a message that is plain is not taken apart."""

from __future__ import annotations

import pytest

from ground.notation import Command
from nlu.interpretation import Interpretation
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.settled import settled
from nlu.sureness import SURE_ENOUGH, enough, goes_no_further, may_leave_out

REOPENS: Command = {"command": "start", "flow": "reopen_ticket"}
CANCELS: Command = {"command": "start", "flow": "cancel_ticket"}
ASKS: Command = {"command": "ask", "about": "other"}


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder()


def test_a_text_that_is_kept_needs_more_than_a_wish_that_writes_nothing(finder: Finder) -> None:
    here = Reading("quero falar com quem entende disso", {"pending": "reason"}, finder)
    person: Command = {"command": "start", "flow": "talk_to_human"}
    kept: Command = {"command": "set", "slot": "reason", "value": "entende disso"}
    assert enough(here, [person]) < enough(here, [CANCELS]) == SURE_ENOUGH < enough(here, [kept])
    assert enough(here, [person, kept]) == enough(here, [kept])


def test_beside_a_question_more_may_be_left_out_unless_a_ticket_is_named(finder: Finder) -> None:
    bare = Reading("isso demora muito?", {"pending": "comment"}, finder)
    named = Reading("o 2026-0004411 demora muito?", {"pending": "comment"}, finder)
    assert may_leave_out(bare, [ASKS]) > may_leave_out(named, [ASKS]) == may_leave_out(bare, [CANCELS])


def test_a_no_beside_a_like_ticket_goes_on_with_a_new_one(finder: Finder) -> None:
    assert not goes_no_further(Reading("melhor deixar", {"pending": "similar"}, finder))
    assert goes_no_further(Reading("melhor deixar", {"pending": "draft"}, finder))


def test_readings_that_all_cancel_are_sure_enough_as_it_is_asked_before_it_is_done(finder: Finder) -> None:
    last = {"number": "2026-0000007", "service": "vpn", "status": "new", "description": "a vpn cai"}
    state = {"pending": "none", "last": last}
    reason = {"command": "set", "slot": "reason", "value": "a vpn voltou"}
    both = Interpretation([{"command": "unclear"}], 0.4, True, [[CANCELS, reason], [CANCELS]])
    assert settled(Reading("pensei e quero cancelar, voltou", state, finder), both).commands == [CANCELS]
    asks = Reading("dá pra cancelar? voltou", state, finder)
    assert settled(asks, both).commands == [{"command": "unclear"}]
    other = Interpretation([{"command": "unclear"}], 0.4, True, [[CANCELS], [REOPENS]])
    assert settled(Reading("queria cancelar", state, finder), other).commands == [{"command": "unclear"}]
