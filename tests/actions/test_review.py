"""What goes with a message that was not understood: its place, and the lines before it."""

from __future__ import annotations

from typing import Any

from actions import review

ASKED = {"pending": "confirm_open", "known": {"service": "sei"}, "listed": [], "told": {"utter_x": 1}}
CODE = {"pending": "code", "known": {"service": "sei"}}
READ = [{"command": "affirm"}]


def user(text: str) -> dict[str, Any]:
    return {"event": "user", "text": text, "timestamp": 1, "parse_data": {"commands": READ}}


def slot(value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": "dialogue", "value": value}


def bot(text: str) -> dict[str, Any]:
    return {"event": "bot", "text": text, "timestamp": 1}


def test_the_place_is_what_the_reading_knew_and_nothing_else() -> None:
    assert review.place(ASKED) == {"pending": "confirm_open", "known": {"service": "sei"}}
    assert review.place({"pending": "none", "known": {}}) is None
    assert review.place(None) is None


def test_each_line_of_the_person_has_the_place_it_was_said_in() -> None:
    events = [user("oi"), bot("Olá"), slot(ASKED), user("pode"), bot("Qual?"), slot(ASKED), user("hã?")]
    assert review.lines(events) == [
        {"from": "user", "text": "oi", "state": {}, "commands": READ},
        {"from": "bot", "text": "Olá"},
        {"from": "user", "text": "pode", "state": review.place(ASKED), "commands": READ},
        {"from": "bot", "text": "Qual?"},
    ]


def test_the_answer_to_a_personal_question_is_not_among_the_lines() -> None:
    [line, _] = review.lines([slot(CODE), user("123456"), bot("Certo"), slot(ASKED), user("hã?")])
    assert (line["text"], line["commands"]) == (review.NOT_KEPT, [])
