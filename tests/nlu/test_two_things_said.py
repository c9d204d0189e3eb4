"""Two things in one message where something is shown: each part is read alone, and both are said."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import Command
from nlu import segments
from nlu.interpretation import Interpretation, Parts
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.second_wish import two_wishes
from nlu.segments import Split

FINDER = Finder()
BACK: Command = {"command": "back"}
ASKS: Command = {"command": "ask", "about": "faq_resolution_deadline"}
UNREAD = Interpretation([{"command": "unclear"}], 0.2, True, [])
SHOWN = {"pending": "confirm_open", "known": {"description": "Obrigado. a conta foi bloqueada"}}


def edit(how: str, **fields: str) -> Command:
    return {"command": "edit", "slot": "description", "how": how, **fields}


REMOVES, ADDS = edit("remove", old="Obrigado."), edit("add", text="o link era falso")


def read(*commands: Command, share: float = 0.7) -> Interpretation:
    return Interpretation(list(commands), share, False, [])


def both(
    whole: Interpretation, left: Interpretation, right: Interpretation, rest: str, **state: Any
) -> list[Command]:
    return two_wishes(whole, Parts(left, UNREAD, right), {**SHOWN, **state}, Split("", rest)).commands


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("não, volta como estava. é o oficial; é A3", "volta como estava", "é o oficial; é A3"),
        ("e ela recebe? volta o dela. e demora?", "volta o dela", "demora?"),
        ("desfaz isso e põe que foi ontem", "desfaz isso", "põe que foi ontem"),
    ],
)  # fmt: skip
def test_an_undoing_ends_with_its_clause(text: str, left: str, right: str) -> None:
    assert segments.splits(Reading(text, SHOWN, FINDER))[0] == Split(left, right)


@pytest.mark.parametrize("text", ["acrescenta que o erro volta o dia todo, e trava", "volta como estava"])
def test_what_comes_back_in_a_story_or_stands_alone_is_not_parted(text: str) -> None:
    assert not any(one.left.startswith("volta") for one in segments.splits(Reading(text, SHOWN, FINDER)))


def test_two_changes_of_a_text_are_both_said_however_sure_the_whole_is_of_one() -> None:
    assert both(read(REMOVES, share=1.0), read(REMOVES), read(ADDS), "põe: o link era falso") == [
        REMOVES,
        ADDS,
    ]


def test_a_change_that_is_read_into_the_other_ones_text_is_taken_out_of_it() -> None:
    swallowed = edit("add", text="o link era falso e tira o obrigado")
    assert both(read(swallowed, REMOVES), read(ADDS), read(REMOVES), "tira o obrigado") == [ADDS, REMOVES]


def test_a_text_that_is_told_anew_is_not_taken_apart() -> None:
    anew = read(edit("replace", text="a conta cai e tira o acesso"))
    assert both(anew, anew, read(REMOVES), "tira o acesso") == anew.commands


def test_what_would_be_removed_and_stands_nowhere_takes_nothing_apart() -> None:
    whole = read(ADDS)
    assert both(whole, read(ADDS), read(edit("remove", old="")), "tira o papel") == [ADDS]


def test_an_undoing_and_the_question_behind_it_are_both_said() -> None:
    assert both(read(ASKS, share=0.9), read(BACK), read(ASKS), "demora?") == [BACK, ASKS]


def test_what_is_told_behind_an_undoing_is_added_and_an_answer_is_not() -> None:
    told = "é o oficial; e o disco é novo"
    assert both(UNREAD, read(BACK), UNREAD, told) == [BACK, edit("add", text=told)]
    assert both(UNREAD, read(BACK), UNREAD, "pode registrar sim") == UNREAD.commands


def test_where_nothing_is_shown_the_whole_stays() -> None:
    whole = read(REMOVES, share=1.0)
    assert both(whole, read(REMOVES), read(ADDS), "põe mais", pending="none") == whole.commands
