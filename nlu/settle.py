"""Atoms with their values, settled by the explicit rules of turns.md into commands (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ground.notation import Command
from nlu import atoms as names
from nlu.edits import edits
from nlu.in_place import (
    asked_of_the_number,
    doubtful,
    each_number,
    in_its_flow,
    of_the_last,
    reference_command,
    with_plain_values,
    without_its_address,
)
from nlu.meant_service import meant, only_works
from nlu.own_name import CORRECTS
from nlu.own_name import told as name_told
from nlu.pending import kind
from nlu.reading import cues, numbers, references
from nlu.reading.references import Reference
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import content, joined, own_address, tells

_STORY = 3  # words that tell something, from which a message without a marked text is told whole
PLAIN = ("skip", "wait", "repeat", "restart", "back", "resend_code", "out_of_scope", "unclear")
_FLOW_CUES = {
    "open_ticket": ("open_verb", "symptom"),
    "check_ticket_status": ("check_verb", "question"),
    "list_my_tickets": ("list_verb", "check_verb"),
    "add_ticket_information": ("complement_verb", "add"),
    "cancel_ticket": ("cancel_verb",),
    "reopen_ticket": ("reopen_verb", "still_broken"),
    "rate_service": ("rate_verb",),
    "talk_to_human": ("person",),
    "service_status": ("down",),
    "notices": ("notices",),
    "my_data": ("data",),
}


def settle(reading: Reading, atoms: frozenset[str], spans: Sequence[tuple[int, int]]) -> list[Command]:
    """`spans`: the words that are text. An atom whose value is not found says nothing."""
    starts = _starts(reading, atoms)
    commands: list[Command] = []
    for at, command in starts:
        nexts = [other for other, _ in starts if other > at]
        first = 0 if command is starts[0][1] else at
        after = min(nexts, default=len(reading.said.words))
        if _only_named(reading, starts, command):
            continue
        commands.append(command)
        if command == CORRECTS and (name := name_told(reading.text)):
            commands.append({"command": "set", "slot": "information", "value": name})
        commands += _values(reading, atoms, spans, first, after, command["flow"], alone=len(starts) == 1)
    if not starts:
        commands += _values(reading, atoms, spans, 0, len(reading.said.words), None, alone=True)
    answers = _answers(reading, atoms, bool(commands))
    told = [*answers, *commands, *edits(reading, atoms, spans), *_others(atoms)]
    settled = in_its_flow(reading, told)
    settled = of_the_last(reading, _distinct(settled))
    settled = each_number(reading, settled)
    settled = asked_of_the_number(reading, settled)
    return without_its_address(reading, with_plain_values(reading, settled))


def _starts(reading: Reading, atoms: frozenset[str]) -> list[tuple[int, Command]]:
    found = []
    systems = {s.code for s in reading.chosen_services if not s.everyday}
    of_a_ticket = "start:reopen_ticket" in atoms or (
        "start:add_ticket_information" in atoms and len(systems) < 2
    )
    tells_of_it = of_a_ticket and "open_verb" not in reading.cues
    for atom in sorted(atoms):
        if not atom.startswith("start:") or (tells_of_it and atom.startswith("start:open_ticket")):
            continue  # the trouble that is told is of the ticket that is reopened or complemented
        _, flow, *option = atom.split(":")
        command: Command = {"command": "start", "flow": flow}
        if option:
            command["where" if flow == "notices" else "which"] = option[0]
        places = [hit.first for cue in _FLOW_CUES.get(flow, ()) for hit in reading.cues.get(cue, ())]
        found.append((min(places, default=0), command))
    found.sort(key=lambda one: one[0])
    return found


def _only_named(reading: Reading, starts: Sequence[tuple[int, Command]], command: Command) -> bool:
    """A ticket that is named for another wish is not asked about, too."""
    asks = any(cue in reading.cues for cue in _FLOW_CUES["check_ticket_status"])
    return len(starts) > 1 and command["flow"] == "check_ticket_status" and not asks


def _values(
    reading: Reading,
    atoms: frozenset[str],
    spans: Sequence[tuple[int, int]],
    first: int,
    after: int,
    flow: str | None,
    alone: bool,
) -> list[Command]:
    """The values of one flow, or of the one under way: those that stand from `first` to before `after`."""
    found: list[Command] = []
    everywhere = alone

    def inside(one: Any) -> bool:
        return everywhere or first <= one.first < after

    if {names.REFERENCE, names.THAT} & atoms and (
        flow is None or flow not in {"open_ticket", "list_my_tickets", "talk_to_human", "service_status"}
    ):
        told = spans if flow in {"add_ticket_information", "reopen_ticket"} else ()
        ends = (0, 10**6) if everywhere else (first, after)
        found += _reference(reading, atoms, *ends, told, flow)
    if "set:service" in atoms and flow in {None, "open_ticket", "service_status"}:
        named = [s for s in reading.chosen_services if inside(s)]
        if service := meant(reading, [s for s in reading.services if inside(s)]):
            found.append({"command": "set", "slot": "service", "value": service.code})
        elif not any(only_works(reading, one) for one in named) and (
            (named and reading.pending == "service")
            or (reading.pending == "service" and flow is None and "?" not in reading.text)
            or ("service_other" in reading.cues and (everywhere or flow == "open_ticket"))
        ):  # `não é o SISREF, é um da escola`, `o Betha`
            found.append({"command": "set", "slot": "service", "value": "outro"})
    solved = reading.pending == "news_resolved" and "affirm" in atoms and flow is None
    if names.TEXT in atoms and not solved and (flow is None or flow in names.TEXT_OF_FLOW):
        text = joined(reading, [s for s in spans if everywhere or first <= s[0] < after])
        asked = flow is None and (kind(reading.pending) != "text" or "complement_verb" not in reading.cues)
        if not text and flow == "open_ticket" and alone and content(reading) >= _STORY:
            text = reading.text.strip()  # "por que o SICAF não deixa baixar?": the question is the problem
        if text and (asked or tells(reading, text)):
            slot = names.text_slot(reading.pending, reading.known, flow)
            if flow == "rate_service" and cues.find(Said(text), "still_broken"):
                slot = "reason"  # what is said is why it should be opened again
            if flow is None and reading.pending == "similar" and "deny" not in atoms:
                slot = "information"  # it goes to the like ticket
            added = {"command": "edit", "slot": slot, "how": "add", "text": text}
            more = flow is None and slot == names.DESCRIBED != reading.pending and reading.known.get(slot)
            found.append(added if more else {"command": "set", "slot": slot, "value": text})
    if "set:email" in atoms:
        address = own_address(reading)
        if address:
            found.append({"command": "set", "slot": "email", "value": address})
    if "set:urgency" in atoms and reading.urgency:
        found.append({"command": "set", "slot": "urgency", "value": reading.urgency})
    if "set:code" in atoms and reading.codes:
        found.append({"command": "set", "slot": "code", "value": reading.codes[-1].value})
    if "set:score" in atoms and (flow in {None, "rate_service"}):
        grade = reading.grade or numbers.grade(reading.said, asked=True)
        if grade:
            found.append({"command": "set", "slot": "score", "value": grade.value})
    return found


def _reference(
    reading: Reading,
    atoms: frozenset[str],
    first: int,
    after: int,
    told: Sequence[tuple[int, int]] = (),
    flow: str | None = None,
) -> list[Command]:
    """told: the words of a text for the ticket: `o pagamento está parado`, `assina às 16h de hoje` name none,
    while another is named outside. flow: what is wanted of it."""
    outside = [r for r in reading.references if not any(start <= r.first < end for start, end in told)]
    named = [r for r in reading.references if r in outside or (r.by != "status" and not outside)]
    if "set:score" in atoms and reading.grade:
        named = [
            one for one in named if not (one.by in {"number", "ordinal"} and one.first == reading.grade.first)
        ]
    named = _beside_the_verb(reading, flow, references.without_refused(reading.said, named))
    best = references.best(named, reading.state, first, after)
    here = [r for r in named if first <= r.first < after] or named
    pointed = [r for r in here if r.by == "service" and references.points(reading.said, r.first)]
    if len(pointed) == 1 and (
        names.REFERENCE not in atoms or (best and best.by == "service" and best in here)
    ):
        return [reference_command(pointed[0], bool(reading.state.get("listed") or reading.state.get("last")))]
    if names.REFERENCE not in atoms:
        # "My ticket" is any of mine; in a question about a ticket it is that one without being pointed at.
        of_last = "own" not in reading.cues if reading.pending == "none" else bool(flow)
        points = "that_one" in reading.cues or of_last
        return [{"command": "choose", "by": "that"}] if points else []
    if best is None:
        return []
    listed = reading.state.get("listed") or []
    return [reference_command(best, bool(listed or reading.state.get("last")))]


def _beside_the_verb(reading: Reading, flow: str | None, named: list[Reference]) -> list[Reference]:
    """`o primeiro está bom, o segundo reabre`: those in a clause with the verb of what is wanted, where one
    is named there."""
    verbs = {hit.first for cue in _FLOW_CUES.get(flow or "", ()) for hit in reading.cues.get(cue, ())}
    clauses = [one for one in reading.clauses if any(one.first <= at < one.after for at in verbs)]
    beside = [r for r in named if any(one.first <= r.first < one.after for one in clauses)]
    told = any(r.by != "that" and r.sure for r in beside) and not reading.full_numbers
    return beside if told else named


def _answers(reading: Reading, atoms: frozenset[str], changed: bool) -> list[Command]:
    """Stop beats all; deny beats affirm; a yes with a change is the change."""
    if "stop" in atoms and changed:
        return []
    if "stop" in atoms:
        return [{"command": "stop"}]
    if "deny" in atoms:
        return [{"command": "deny"}]
    if "affirm" in atoms and _asks_anew(reading):
        return [{"command": "repeat"}]
    if (
        "affirm" in atoms
        and not any(a.startswith(("edit:", "correct:")) for a in atoms)
        and not doubtful(reading, atoms)
    ):
        return [{"command": "affirm"}]
    return []


def _asks_anew(reading: Reading) -> bool:
    """`quero abrir um chamado` where one stands ready: no yes to it; it is shown again."""
    return reading.pending == "confirm_open" and "asks_anew" in reading.cues


def _others(atoms: frozenset[str]) -> list[Command]:
    found: list[Command] = [{"command": name} for name in PLAIN if name in atoms]
    for atom in sorted(atoms):
        if atom.startswith("ask:"):
            about, *field = atom.split(":")[1:]
            found.append({"command": "ask", "about": about, **({"field": field[0]} if field else {})})
        elif atom.startswith("social:"):
            found.append({"command": "social", "kind": atom.split(":")[1]})
    return found


def _distinct(commands: Sequence[Command]) -> list[Command]:
    found: list[Command] = []
    for command in commands:
        if command not in found or command["command"] == "start":
            found.append(command)
    return found
