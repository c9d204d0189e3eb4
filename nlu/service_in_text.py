"""The system of a ticket and its name in the text that is shown, spoken of together: the old one still stands
there, it is this one in both places (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.edits import SHOWN
from nlu.meant_service import told_at
from nlu.reading import cues
from nlu.reading.services import OTHER
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered

_SMALL = ("small_words", "lead_words", "copulas", "one_service", "also")
_AROUND = ("both_fields", "still_there", "in_the_text", "yes", "sigh")


def in_step(reading: Reading, commands: list[Command]) -> list[Command]:
    """`ali ainda diz X` and `é Y nos dois` put the name right in the text, or the system where it is another.
    What is told beside it stays."""
    known, mine = str(reading.known.get("description") or ""), str(reading.known.get("service") or "")
    commands = [_as_it_is(reading, c) if c == _service(mine) and mine != OTHER else c for c in commands]
    if reading.pending not in SHOWN or not known or not mine or any(c["command"] == "stop" for c in commands):
        return commands
    commands = [_only_what_comes(c, reading) for c in commands]
    shown = Reading(known, {}, reading.finder)
    there = {one.code: shown.said.part(one.first, one.after) for one in shown.services if not one.everyday}
    one = len({service.code for service in reading.services}) == 1 and "?" not in reading.text
    for clause in reading.clauses if one else ():
        part = Reading(reading.said.part(clause.first, clause.after), reading.state, reading.finder)
        if told := _of_its_name(part, mine, there):
            kept = [c for c in commands if c["command"] in ("set", "correct", "edit")]
            texts = [str(c.get("text") or c.get("old") or c.get("value")) for c in kept]
            beside = [
                c for c, text in zip(kept, texts, strict=True) if not (text in part.text or part.text in text)
            ]
            return [told, *(c for c in beside if c.get("slot") != "service")]
    return commands


def _of_its_name(part: Reading, mine: str, there: dict[str, str]) -> Command | None:
    """None where a clause says more than that one name, and where it stands."""
    named = {one.code: one for one in part.services if not (one.denied or one.everyday)}
    around = covered(part.services) | part.words_of(*_AROUND)
    if len(named) != 1 or "no" in part.cues or not part.said.is_only(around, cues.listed(*_SMALL)):
        return None
    [(code, one)], still = named.items(), part.words_of("still_there")
    if "both_fields" in part.cues:
        gone = [there[other] for other in there if other != mine] if code == mine else []
        return _name_in_text(part, gone[0]) if len(gone) == 1 else _service(code) if code != mine else None
    if not still or code == mine or told_at(part, one) not in still | {-1}:  # `aparece o X`, and no `é o X`
        return None
    again: Command | None = {"command": "repeat"} if "in_the_text" in part.cues else None
    return _name_in_text(part, there[code]) if code in there else again  # it does not stand there any more


def _only_what_comes(command: Command, reading: Reading) -> Command:
    """`troca X por Y no texto`, `… por Y, o sistema também`: Y."""
    said = Said(str(command.get("text") or "") if command.get("how") == "replace" else "")
    after = next((one.after for one in reading.finder.find(said)), len(said.words))
    around = cues.words_of(said, "both_fields", "in_the_text") | {*range(after)}
    only = said.is_only(around, cues.listed("one_service", "also", "bare_articles", "places"))
    return {**command, "text": said.part(0, after)} if only and after < len(said.words) else command


def _as_it_is(reading: Reading, command: Command) -> Command:
    """`o sistema tá certo, é o SEI mesmo` corrects nothing; a no to its name says that it is another."""
    named = [one for one in reading.services if one.code == command["value"]]
    leads = any(one.denied or reading.is_led(cues.Hit(one.first, one.after, ""), ("no",), 4) for one in named)
    behind = [hit.first for hit in reading.cues.get("not_that", ())]
    wrong = leads or any(one.after <= at for one in named for at in behind)
    return {**command, "value": None} if wrong else {**command, "command": "set"}


def _service(code: str) -> Command:
    return {"command": "correct", "slot": "service", "value": code}


def _name_in_text(reading: Reading, old: str) -> Command:
    right = str(reading.known.get("service_name") or reading.known["service"]).split(" (")[0]
    return {"command": "edit", "slot": "description", "how": "replace", "old": old, "text": right}
