"""The notation of labelled turns: read into commands, and written back."""

import pytest

from ground.notation import UnknownNotation, load_folder, parse, write


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("affirm", {"command": "affirm"}),
        ("start notices where=mail", {"command": "start", "flow": "notices", "where": "mail"}),
        ("set email: Ana@X.gov.br", {"command": "set", "slot": "email", "value": "ana@x.gov.br"}),
        ("set ticket: 20260001234", {"command": "set", "slot": "ticket", "value": "2026-0001234"}),
        ("set ticket unsure: 57", {"command": "set", "slot": "ticket", "value": "57", "sure": False}),
        ("set ticket by newest", {"command": "set", "slot": "ticket", "value": {"by": "newest"}}),
        ("choose ordinal: -1", {"command": "choose", "by": "ordinal", "value": -1}),
        ("correct service", {"command": "correct", "slot": "service", "value": None}),
        (
            "edit description replace: 1054 => 1045",
            {"command": "edit", "slot": "description", "how": "replace", "old": "1054", "text": "1045"},
        ),
        ("ask ticket deadline", {"command": "ask", "about": "ticket", "field": "deadline"}),
    ],
)
def test_a_line_is_a_command_and_a_command_a_line(line: str, command: dict) -> None:
    assert parse(line) == command
    assert parse(write(command)) == command


def test_a_text_slot_without_a_value_is_the_whole_message() -> None:
    assert parse("set description", "o sei não abre")["value"] == "o sei não abre"


@pytest.mark.parametrize("line", ["", "afirm", "set colour: red", "edit description", "start", "set code"])
def test_what_turns_md_does_not_know_is_refused(line: str) -> None:
    with pytest.raises((UnknownNotation, IndexError)):
        parse(line)


def test_every_labelled_command_survives_being_written() -> None:
    for turn in load_folder():
        for reading in turn.readings:
            assert [parse(write(command), turn.text) for command in reading] == reading
