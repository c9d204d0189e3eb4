"""The system of a ticket and its name in the text that is shown, spoken of together: the old one still stands
there, it is this one in both places, the service as well (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.edits import SHOWN
from nlu.meant_service import told_at
from nlu.reading import cues
from nlu.reading.services import OTHER
from nlu.reading.turn import Reading

_ASKS_MORE = ("symptom", "no", "question", "remove", "takes_out")


def in_step(reading: Reading, commands: list[Command]) -> list[Command]:
    """`ali ainda diz X` and `é Y nos dois` put the name right in the text, or the system where it is another;
    `o serviço também` makes it the one that the text names."""
    known, mine = str(reading.known.get("description") or ""), str(reading.known.get("service") or "")
    commands = [_as_it_is(reading, c) if c == _service(mine) and mine != OTHER else c for c in commands]
    if reading.pending not in SHOWN or not known or not mine or any(c["command"] == "stop" for c in commands):
        return commands
    shown = Reading(known, {}, reading.finder)
    there = {one.code: shown.said.part(one.first, one.after) for one in shown.services if not one.everyday}
    named = {one.code: one for one in reading.services if not (one.denied or one.everyday)}
    others = [code for code in there if code != mine]
    rest = [c for c in commands if c["command"] == "set" and c.get("slot") in ("email", "urgency")]
    if len(named) == 1 and "in_both" in reading.cues:
        code = next(iter(named))
        if code != mine:
            return [_service(code), *rest]
        return [_name_in_text(reading, there[others[0]]), *rest] if len(others) == 1 else commands
    still = reading.words_of("still_there") if not set(_ASKS_MORE) & set(reading.cues) else set()
    told = [told_at(reading, one) for one in named.values()]  # `aparece o X`, and no `é o X`
    if still and len(named) == 1 and mine not in named and set(told) <= still | {-1}:
        code = next(iter(named))  # what does not stand there any more is shown once more
        return [_name_in_text(reading, there[code]), *rest] if code in there else [{"command": "repeat"}]
    if len(others) != 1 or mine in there:
        return commands
    return [_service(others[0])] if not reading.services and _the_service_too(reading) else commands


def _as_it_is(reading: Reading, command: Command) -> Command:
    """`o sistema tá certo, é o SEI mesmo` corrects nothing; behind a no it says that it is another."""
    wrong = {"no", "told_wrong", "not_that", "service_denied"} & set(reading.cues)
    return {**command, "value": None} if wrong else {**command, "command": "set"}


def _the_service_too(reading: Reading) -> bool:
    """`no serviço tb`, `falta mudar o sistema`: and nothing else."""
    passed = reading.words_of("change", "exchange", "is_missing", "asks_kindly", "yes", "add")
    small = cues.listed("small_words", "lead_words", "one_service", "also")
    led = {"change", "exchange", "is_missing"} & set(reading.cues)
    also = led or any(word.meant in cues.listed("as_well_as") for word in reading.said.words)
    named = any(word.said in cues.listed("one_service") for word in reading.said.words)
    return bool(also) and named and "?" not in reading.text and reading.said.is_only(passed, small)


def _service(code: str) -> Command:
    return {"command": "correct", "slot": "service", "value": code}


def _name_in_text(reading: Reading, old: str) -> Command:
    right = str(reading.known.get("service_name") or reading.known["service"]).split(" (")[0]
    return {"command": "edit", "slot": "description", "how": "replace", "old": old, "text": right}
