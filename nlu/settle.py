"""Atoms with their values, settled by the explicit rules of turns.md into commands (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nlu import atoms as names
from nlu.pending import kind
from nlu.reading import cues, numbers, references
from nlu.reading.notation import Command
from nlu.reading.turn import Reading
from nlu.reading.words import Said

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
        commands.append(command)
        commands += _values(reading, atoms, spans, first, after, command["flow"], alone=len(starts) == 1)
    if not starts:
        commands += _values(reading, atoms, spans, 0, len(reading.said.words), None, alone=True)
    answers = _answers(reading, atoms, bool(commands))
    return _distinct([*answers, *commands, *_edits(reading, atoms, spans), *_others(atoms)])


def _starts(reading: Reading, atoms: frozenset[str]) -> list[tuple[int, Command]]:
    found = []
    for atom in sorted(atoms):
        if not atom.startswith("start:"):
            continue
        _, flow, *option = atom.split(":")
        command: Command = {"command": "start", "flow": flow}
        if option:
            command["where" if flow == "notices" else "which"] = option[0]
        places = [hit.first for cue in _FLOW_CUES.get(flow, ()) for hit in reading.cues.get(cue, ())]
        found.append((min(places, default=0), command))
    found.sort(key=lambda one: one[0])
    return found


def _values(reading: Reading, atoms: frozenset[str], spans: Sequence[tuple[int, int]], first: int, after: int,
            flow: str | None, alone: bool) -> list[Command]:
    """The values of one flow, or of the one under way: those that stand from `first` to before `after`."""
    found: list[Command] = []
    everywhere = alone

    def inside(one: Any) -> bool:
        return everywhere or first <= one.first < after

    if {names.REFERENCE, names.THAT} & atoms and (flow is None or flow not in {"open_ticket", "list_my_tickets", "talk_to_human", "service_status"}):
        found += _reference(reading, atoms, 0 if everywhere else first, 10**6 if everywhere else after)
    if "set:service" in atoms and flow in {None, "open_ticket", "service_status"}:
        service = [s for s in reading.chosen_services if inside(s)]
        if service:
            found.append({"command": "set", "slot": "service", "value": service[0].code})
        elif "service_other" in reading.cues and (everywhere or flow == "open_ticket"):
            found.append({"command": "set", "slot": "service", "value": "outro"})
    if names.TEXT in atoms and (flow is None or flow in names.TEXT_OF_FLOW):
        text = joined(reading, [s for s in spans if everywhere or first <= s[0] < after])
        if text:
            slot = names.text_slot(reading.pending, reading.known, flow)
            found.append({"command": "set", "slot": slot, "value": text})
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


def own_address(reading: Reading) -> str | None:
    kept = [a for a in reading.addresses if a.own] or [a for a in reading.addresses if not a.others]
    return (kept or reading.addresses)[-1].value if reading.addresses else None


def _reference(reading: Reading, atoms: frozenset[str], first: int, after: int) -> list[Command]:
    best = references.best(reading.references, reading.state, first, after)
    if names.REFERENCE not in atoms:
        return [{"command": "choose", "by": "that"}]
    if best is None:
        return []
    listed = reading.state.get("listed") or []
    return [reference_command(best, bool(listed or reading.state.get("last")))]


def reference_command(best: references.Reference, shown: bool) -> Command:
    if best.by == "number":
        command: Command = {"command": "set", "slot": "ticket", "value": str(best.value)}
        return command if best.sure or len(str(best.value)) > 7 else {**command, "sure": False}
    value = {"by": best.by} if best.value is None else {"by": best.by, "value": best.value}
    if shown:
        return {"command": "choose", **value}
    return {"command": "set", "slot": "ticket", "value": value}


def joined(reading: Reading, spans: Sequence[tuple[int, int]]) -> str:
    """Neighbouring texts are one: from the first word of the first to the last of the last."""
    if not spans:
        return ""
    said = reading.said
    first, after = spans[0][0], spans[-1][1]
    if first <= 0 and after >= len(said.words):
        return reading.text.strip()
    while first < after and said.words[first].is_mark and said.words[first].said not in "\"'“(":
        first += 1
    while after > first and said.words[after - 1].said in {",", ";", ":", "-", "—"}:
        after -= 1
    return said.part(first, after).strip()


def _answers(reading: Reading, atoms: frozenset[str], changed: bool) -> list[Command]:
    """Stop beats all; deny beats affirm; a yes with a change is the change."""
    if "stop" in atoms:
        return [{"command": "stop"}]
    if "deny" in atoms:
        return [{"command": "deny"}]
    if "affirm" in atoms and not any(a.startswith(("edit:", "correct:")) for a in atoms):
        return [{"command": "affirm"}]
    return []


def _edits(reading: Reading, atoms: frozenset[str], spans: Sequence[tuple[int, int]]) -> list[Command]:
    slot = names.edited_slot(reading.pending, reading.known)
    known = str(reading.known.get(slot) or "")
    found: list[Command] = []
    text = joined(reading, spans)
    if "edit:remove" in atoms:
        found.append({"command": "edit", "slot": slot, "how": "remove", "old": removed(reading, known)})
    if "edit:replace" in atoms:
        command: Command = {"command": "edit", "slot": slot, "how": "replace"}
        old = replaced(reading, known, text)
        if old:
            command["old"] = old
        if text:
            command["text"] = text
        if old or text:
            found.append(command)
    if "edit:add" in atoms and text and "edit:replace" not in atoms:
        found.append({"command": "edit", "slot": slot, "how": "add", "text": text})
    for atom in sorted(atoms):
        if atom.startswith("correct:"):
            found += _corrected(reading, *atom.split(":")[1:])
    return found


def _corrected(reading: Reading, slot: str, how: str) -> list[Command]:
    value: Any = None
    if how == "said":
        if slot == "email":
            value = own_address(reading)
        elif slot == "service":
            value = reading.chosen_services[-1].code if reading.chosen_services else None
        elif slot == "urgency":
            value = reading.urgency
        elif slot == "score":
            grade = numbers.grade(reading.said, asked=True)
            value = grade.value if grade else None
        elif slot == "code":
            value = reading.codes[-1].value if reading.codes else None
        elif slot == "ticket":
            best = references.best(reading.references, reading.state)
            if best:
                value = best.value if best.by == "number" else {"by": best.by, **({} if best.value is None else {"value": best.value})}
    return [{"command": "correct", "slot": slot, "value": value}]


def removed(reading: Reading, known: str) -> str:
    """The fragment of the known text that the message points at: the clause that shares most words with it."""
    from nlu.reading.clauses import cut, sentences

    text = Said(known)
    small = set(map(str, cues.words()["small_words"]))
    pointed = {w.meant[:5] for w in reading.said.words if w.meant not in small and not w.is_mark}
    options = [*sentences(text), *cut(text)]
    best, best_score = None, 0.0
    for one in options:
        words = [w.meant[:5] for w in text.words[one.first : one.after] if w.meant not in small and not w.is_mark]
        shared = sum(word in pointed for word in words)
        score = shared - 0.05 * len(words)
        if shared and score > best_score:
            best, best_score = one, score
    if best is None:
        return ""
    return text.part(best.first, best.after).strip(" ,;:")


def replaced(reading: Reading, known: str, new: str) -> str:
    """What of the known text is replaced: words of the message that stand in it, else what looks like the new."""
    text = Said(known)
    places: dict[str, list[int]] = {}
    for i, word in enumerate(text.words):
        places.setdefault(word.said, []).append(i)
    small = set(map(str, cues.words()["small_words"]))
    fresh = {word.said for word in Said(new).words}
    best: tuple[int, int] = (0, 0)
    words = reading.said.words
    for i in range(len(words)):
        for start in places.get(words[i].said, []):
            length = 0
            while i + length < len(words) and start + length < len(text.words) and words[i + length].said == text.words[start + length].said and length < 12:
                length += 1
            while length and text.words[start + length - 1].meant in small:
                length -= 1
            lead = 0
            while lead < length and text.words[start + lead].meant in small:
                lead += 1
            content = [text.words[start + k].said for k in range(lead, length)]
            if content and not all(word in fresh for word in content) and length - lead > best[1] - best[0]:
                best = (start + lead, start + length)
    if best[1] > best[0]:
        return text.part(*best)
    return _alike(text, Said(new))


def _alike(known: Said, new: Said) -> str:
    """`1045` for `1054`: the one number of the known text that is as long as the new one."""
    numbers_said = [word.said for word in new.words if word.said.isdigit()]
    if not numbers_said:
        return ""
    same = [word for word in known.words if word.said.isdigit() and len(word.said) == len(numbers_said[-1])]
    return known.text[same[0].start : same[0].end] if len(same) == 1 else ""


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
