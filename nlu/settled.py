"""What is said in so many words beside what was read: each rule takes the commands on, in this order
(pure)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ground.notation import Command
from nlu import right_service
from nlu.address_shown import without_address
from nlu.asked_of_it import without_empty_comment
from nlu.at_the_reopening import stands_there
from nlu.at_the_summary import more_of_it, with_its_rest
from nlu.beside_address import told_beside
from nlu.beside_the_ticket import with_its_level
from nlu.both_ends import begun_anew, behind_its_que, told_again, told_at_all, with_its_end
from nlu.in_place import ADDS
from nlu.interpretation import UNCLEAR, Interpretation
from nlu.nothing_told import only_its_name, only_the_system, with_the_trouble
from nlu.own_name import without_name
from nlu.rated_again import whole_comment
from nlu.reading.turn import Reading
from nlu.service_denied import goes_by, taken_off
from nlu.sureness import maybe_more, of_none_shown, points_into
from nlu.the_information import only_the_information
from nlu.two_edits import both_done
from nlu.what_to_change import plainly_told, without_the_rest


def more_or_new(readings: Sequence[Reading], found: list[Interpretation]) -> list[Interpretation]:
    """What may be more of the ticket spoken of has that reading beside it, and is asked about."""
    found = [settled(reading, read) for reading, read in zip(readings, found, strict=True)]
    more = [maybe_more(reading, read.commands) for reading, read in zip(readings, found, strict=True)]
    result = []
    for reading, read, also in zip(readings, found, more, strict=True):
        leveled = with_its_level(reading, also)
        if also and (points_into(reading) or leveled != also):
            also = leveled
            read = Interpretation(also, read.share, read.unsure, [])
        elif also and also[0] == ADDS:  # told after a ticket that is open, it is more of it far oftener
            read = Interpretation(also, read.share, True, [also, read.commands])
        elif also:
            read = Interpretation(read.commands, read.share, True, [read.commands, also])
        result.append(read)
    return result


def settled(reading: Reading, read: Interpretation) -> Interpretation:
    told = read.commands
    for rule in _RULES:
        told = rule(reading, told)
    heard = read.commands == [{"command": UNCLEAR}] and told != read.commands
    return replace(read, commands=told, alternatives=[] if heard else read.alternatives)


def _without_lead(_: Reading, commands: list[Command]) -> list[Command]:
    return begun_anew(commands)


_RULES: tuple[Callable[[Reading, list[Command]], list[Command]], ...] = (
    more_of_it, with_its_rest, right_service.with_it, taken_off, goes_by,
    without_address, without_name, told_beside, with_the_trouble, told_again,
    _without_lead, told_at_all, with_its_end, of_none_shown, without_empty_comment, stands_there,
    whole_comment, only_the_system, only_its_name, behind_its_que, only_the_information,
    plainly_told, both_done, without_the_rest,
)  # fmt: skip
