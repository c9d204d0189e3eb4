"""A message read in parts: what is said first and what stands behind it, and how both are put together
(pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ground.notation import TEXT_SLOTS, Command
from nlu import atoms as names
from nlu.in_place import OPENS, VERBS, points_at, ticket_asked_in
from nlu.interpretation import UNCLEAR, Interpretation
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.segments import asks_to_open

_SURE_REFUSAL = 0.55  # a giving up is said beside the wish behind it
_LEAD = 3  # words within which a wish says its verb
YES: Command = {"command": "affirm"}
_ANSWERS = frozenset({"affirm", "deny"})
_REFUSES = frozenset({"stop", "skip"})
_IDLE = frozenset({"wait", "repeat", "restart", "out_of_scope", UNCLEAR})
_VALUES = frozenset({"set", "correct", "edit", "choose"})
DOUBTS = ("hedge", "condition", "takes_back", "wait")
_GOES_ALONG = ("similar", "incident")
_LEADS_TO = {
    "add_ticket_information": ("complement_verb", "add", "for_the_team", "tells_them", "put_there"),
    "reopen_ticket": ("reopen_verb",),
    "cancel_ticket": ("cancel_verb",),
}
_ASKS_FOR_ONE = {"check_verb", "list_verb", "question", "indirect_question", "wish", "deadline"}


@dataclass(frozen=True)
class Part:
    """What was read of it; by: the word that joins it to what is before it, or ""."""

    reading: Reading
    read: Interpretation
    by: str = ""

    @property
    def commands(self) -> list[Command]:
        return self.read.commands

    @property
    def kinds(self) -> set[str]:
        return kinds_of(self.commands)


def together(reading: Reading, left: Part, right: Part) -> list[Command]:
    """What both say, by the rules of turns.md; [] where they do not go together."""
    first, more = left.kinds, right.kinds
    if not _go_together(reading, left, right):
        return []
    said, behind = left.commands, right.commands
    if not first or (
        first == {"ask"} and not {"question", "indirect_question", "wish"} & set(left.reading.cues)
    ):
        return list(
            behind
        )  # `recebi o aviso` tells, and asks for nothing: it only leads to what is behind it
    if first & _ANSWERS and more <= _VALUES:  # a yes or a no with a change is the change
        if not (YES in said and takes_details(reading) and all(c.get("slot") in TEXT_SLOTS for c in behind)):
            said = [c for c in said if c["command"] not in _ANSWERS]
        else:
            behind = [as_detail(reading, c) for c in behind]
    if (
        "start" in more
        and first & _REFUSES
        and (left.read.share < _SURE_REFUSAL or "skip" in first or _cancels(behind))
    ):
        said = [c for c in said if c["command"] not in _REFUSES]  # the wish says it
    said = [c for c in said if c["command"] != "wait"]
    if any(c["command"] == "set" and c.get("slot") == "email" for c in behind):  # of two the second
        said = [c for c in said if c.get("slot") != "email"]
    put = {c.get("slot") for c in behind if c["command"] in _VALUES}
    said = [c for c in said if not (c["command"] == "correct" and c["value"] is None and c["slot"] in put)]
    if not said and not first & {*_ANSWERS, "wait"}:
        return []
    if reading.pending == "none":  # `tá certo. e o telefone?`: nothing was asked
        said = [c for c in said if c["command"] not in _ANSWERS]
    joined = [*said, *(c for c in behind if c not in said or c["command"] == "start")]
    return [c for c in joined if c["command"] != "social"]


def _go_together(reading: Reading, left: Part, right: Part) -> bool:
    first, more = left.kinds, right.kinds
    waits = first == {"wait"} and more <= _VALUES  # `espera, é só aqui`: what is told
    if (
        not more
        or (first | more) & _IDLE - ({"wait"} if waits else set())
        or more & (_ANSWERS | _REFUSES | {"back"})
    ):
        return False
    if first & _REFUSES and not more & {"start", "ask"}:
        return False
    if "deny" in first and any(c.get("how") == "add" for c in right.commands):
        return False
    if "back" in first and not more <= {"edit", "correct", "ask"}:
        return False
    if "affirm" in first and (not is_plain_yes(left.reading) or more == {"choose"}):
        return False
    if not all(_says_it(right, flow) for flow in _flows(right)) or is_under_way(
        right.commands, reading.state
    ):
        return False
    if (
        first & _ANSWERS
        and right.commands == [OPENS]
        and not {"other_one", "one_more_ticket"} & set(right.reading.cues)
    ):
        return False  # `não, quero o meu` is the no; `sim, pode abrir` is the yes
    named = _flows(left) == {"check_ticket_status"} and not _ASKS_FOR_ONE & set(left.reading.cues)
    if named or _flows(left) & _flows(right) - {"open_ticket"}:
        return False  # `o 2026-…, reabre`: one wish
    short = left.reading.said.count < 2
    return not ("start" in first and short)


def _says_it(part: Part, flow: str) -> bool:
    """A wish said by its verb, or of another ticket: what is only told belongs to what is there."""
    right = part.reading
    if flow == "open_ticket":
        return asks_to_open(right.text)
    if flow not in _LEADS_TO:
        return True
    leads = any(hit.first < _LEAD for name in _LEADS_TO[flow] for hit in right.cues.get(name, ()))
    if flow != "add_ticket_information":
        leads = bool(set(_LEADS_TO[flow]) & set(right.cues))
    return leads or _is_announced(part) or _names_another(part)


def _is_announced(part: Part) -> bool:
    """`anote que …`, `escreve no do tesouro: …`: a `que` or a colon leads to its text."""
    texts = [str(c["value"]) for c in part.commands if c.get("slot") == "information" and c.get("value")]
    before = Said(part.reading.text.partition(texts[0])[0]).words if texts else []
    return bool(before) and (before[-1].meant in cues.listed("which_is") or before[-1].said == ":")


def _names_another(part: Part) -> bool:
    """`e o outro, da estação, continua sem ligar`."""
    asked = ticket_asked_in(part.reading.state)
    named = [c for c in part.commands if c["command"] == "choose" or c.get("slot") == "ticket"]
    sure = [one for one in part.reading.references if one.by != "that" and one.sure and one.first <= _LEAD]
    return bool(asked and named and sure) and not any(points_at(c, asked) for c in named)


def kinds_of(commands: Sequence[Command]) -> set[str]:
    return {c["command"] for c in commands} - {"social"}


def _flows(part: Part) -> set[str]:
    return {c["flow"] for c in part.commands if c["command"] == "start"}


def _cancels(commands: Sequence[Command]) -> bool:
    return any(c.get("flow") == "cancel_ticket" for c in commands)


def is_plain_yes(left: Reading) -> bool:
    """A clause begins with a word of yes, or the verb of what is asked, and nothing puts it in doubt."""
    begins = {place for one in left.clauses for place in (one.first, one.first + 1)}
    said = [
        hit
        for name in ("yes", "sure_yes", "solved", VERBS.get(left.pending, "yes"))
        for hit in left.cues.get(name, ())
    ]
    agrees = any(hit.first in begins for hit in said)
    return agrees and not left.text.endswith("?") and not set(DOUBTS) & set(left.cues)


def takes_details(reading: Reading) -> bool:
    """What is told behind the yes goes into the ticket: a like one, or one that is offered."""
    return reading.pending in _GOES_ALONG or (
        reading.pending == "draft" and not reading.known.get("description")
    )


def as_detail(reading: Reading, command: Command) -> Command:
    slot = "description" if reading.pending == "draft" else "information"
    return {"command": "set", "slot": slot, "value": str(command.get("value") or command.get("text"))}


def is_under_way(commands: Sequence[Command], state: dict[str, Any]) -> bool:
    """Only the flow under way begun once more, of no other ticket: `só 3, dou 3`."""
    pending = str(state.get("pending"))
    of_one = {"confirm_cancel": "cancel_ticket", **names.FLOW_OF_PENDING}
    ticket = ticket_asked_in(state) or {"number": None}
    starts = [c for c in commands if c["command"] == "start"]
    named = [c for c in commands if c["command"] == "choose" or c.get("slot") == "ticket"]
    again = bool(starts) and all(c["flow"] == of_one.get(pending) for c in starts)
    return again and all(points_at(c, ticket) for c in named)


def afterwards(reading: Reading) -> dict[str, Any]:
    """Nothing is pending for what is said next; the ticket that was named is the one spoken of."""
    told = reading.full_numbers
    named = {"last": {"number": told[-1].value}} if told else {}
    return {**reading.state, "pending": "none", **named}
