"""What is asked or wanted beside what was heard, and a grade told again: rules, no model needed."""

from typing import Any

from nlu.reading.services import Finder
from nlu.reading.turn import Reading

FINDER = Finder()
OPEN = {"number": "2026-0000031", "service": "vpn", "status": "new", "description": "a vpn cai"}
RESOLVED = {**OPEN, "status": "resolved"}


def reading(text: str, last: dict[str, Any] = OPEN, pending: str = "none") -> Reading:
    return Reading(text, {"last": last, "pending": pending}, FINDER)


def test_the_grade_behind_a_no_takes_the_place_of_the_first() -> None:
    grade = reading("3 não, 2", RESOLVED, "score").grade
    assert grade is not None
    assert grade.value == "2"
