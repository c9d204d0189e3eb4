"""What is said in so many words beside what was read: each rule takes the commands on, in this order
(pure)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ground.notation import Command
from nlu import right_service
from nlu.at_the_summary import with_its_rest, with_what_is_missed
from nlu.beside_address import agrees_beside_it, told_beside
from nlu.both_ends import behind_its_que, from_its_beginning, of_whom
from nlu.code_told import is_no_wish_for_another, still_wanted
from nlu.comment_of_a_grade import no_fragment, with_what_is_before_but
from nlu.for_another import only_the_other, with_its_ticket
from nlu.in_place import ADDS, CANCELS, CONSULTS
from nlu.interpretation import UNCLEAR, Interpretation
from nlu.nothing_told import only_the_system
from nlu.of_this_one import of_this_one, there_is_one
from nlu.own_name import no_text
from nlu.questions import adds_nothing, begins_nothing, yes_beside_a_question
from nlu.reading.turn import Reading
from nlu.service_in_text import in_step
from nlu.sureness import is_question, maybe_more
from nlu.told_why import reason_put_right
from nlu.what_is_added import complains, what_is_added
from nlu.what_to_change import of_the_mail_itself, without_the_rest
from nlu.yes_and_change import with_its_fact


def more_or_new(readings: Sequence[Reading], found: list[Interpretation]) -> list[Interpretation]:
    """What may be more of the ticket spoken of has that reading beside it, and is asked about."""
    found = [settled(reading, read) for reading, read in zip(readings, found, strict=True)]
    more = [maybe_more(reading, read.commands) for reading, read in zip(readings, found, strict=True)]
    result = []
    for read, also in zip(found, more, strict=True):
        if also and also[0] == ADDS:  # told after a ticket that is open, it is more of it far oftener
            read = Interpretation(also, read.share, True, [also, read.commands])
        elif also:
            read = Interpretation(read.commands, read.share, True, [read.commands, also])
        result.append(read)
    return result


def settled(reading: Reading, read: Interpretation) -> Interpretation:
    told = read.commands
    if told == [{"command": UNCLEAR}]:
        if "there_is_one" in reading.cues:
            told = next((one for one in read.alternatives if one[:1] == [CONSULTS]), told)
        if "cancel_verb" in reading.cues and not is_question(reading):
            wished = [one for one in read.alternatives if one[:1] == [CANCELS]]  # which it is, is asked first
            told = min(wished, key=len) if wished and wished == read.alternatives else told
    for rule in _RULES:
        told = rule(reading, told)
    heard = read.commands == [{"command": UNCLEAR}] and told != read.commands
    return replace(read, commands=told, alternatives=[] if heard else read.alternatives)


_RULES: tuple[Callable[[Reading, list[Command]], list[Command]], ...] = (
    with_its_rest, with_what_is_missed, right_service.with_it, in_step, told_beside, agrees_beside_it,
    of_whom, behind_its_que, from_its_beginning, only_the_system,
    without_the_rest, of_the_mail_itself, with_what_is_before_but, no_fragment,
    is_no_wish_for_another, still_wanted, what_is_added, of_this_one, there_is_one, only_the_other,
    yes_beside_a_question, begins_nothing, adds_nothing, with_its_fact,
    no_text, with_its_ticket, complains, reason_put_right,
)  # fmt: skip
