"""After something was done with a ticket: what is asked of it is no order, and what points at one is no text.
No sentence here trains.
"""

from __future__ import annotations

from nlu.reading.services import Finder
from nlu.reading.turn import Reading


def test_the_one_that_is_pointed_at_is_meant_before_one_that_is_only_named() -> None:
    said = Reading("um da vpn e um do monitor. dá pra cancelar o do monitor?", {}, Finder())
    assert ("service", "estacao-de-trabalho") in [(r.by, r.value) for r in said.references]
