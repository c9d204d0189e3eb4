"""Memory that grows is told by how much, once it is warm."""

import pytest

from bench.crowd import Crowd, growth


def looked(*rasa: tuple[float, float]) -> Crowd:
    return Crowd(memory=[{"at": at, "rasa": megabytes, "actions": 100.0} for at, megabytes in rasa])


def test_what_comes_while_it_warms_up_is_no_growth() -> None:
    assert growth(looked((0, 200), (150, 300), (600, 330))) == {"actions": 1.0, "rasa": 1.1}


def test_too_short_to_see_it_grow_is_no_measurement() -> None:
    with pytest.raises(SystemExit, match="não vale"):
        growth(looked((0, 200), (150, 300)))
