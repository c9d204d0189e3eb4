"""Two changes of a text in one message: a part goes or is exchanged, and something is added (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu import atoms as names
from nlu.edits import SHOWN
from nlu.reading import cues
from nlu.reading.removal import taking_out
from nlu.reading.turn import Reading
from nlu.reading.words import QUOTES, Said
from nlu.telling import content_words

_PUTS = ("add", "put_there", "complement_verb", "tells_them", "puts_it_in")


def both_done(reading: Reading, commands: list[Command]) -> list[Command]:
    """`retire a expressão X e acrescente que Y`, `acrescenta que Y e tira X`: what is added is not lost
    beside what goes, and what is to go is no part of it."""
    edits = [c for c in commands if c["command"] == "edit"]
    gone = [c for c in edits if c.get("how") in {"remove", "replace"} and "old" in c]
    if reading.pending not in SHOWN or not gone or reading.text.rstrip().endswith("?"):
        return commands
    if any(c.get("how") == "add" for c in edits):
        return [
            {**c, "text": _before_the_removal(c["text"])} if c.get("how") == "add" else c for c in commands
        ]
    told = _added(reading)
    slot = names.edited_slot(reading.pending, reading.known)
    if not told or any(str(c.get("text") or "").lower() in told.lower() for c in gone if c.get("text")):
        return commands
    return [*commands, {"command": "edit", "slot": slot, "how": "add", "text": told}]


def _added(reading: Reading) -> str:
    """What stands behind the verb and its `que` or colon, in a clause of its own; "" where none does."""
    said, that = reading.said, cues.listed("which_is", "in_there")
    for hit in sorted((h for name in _PUTS for h in reading.cues.get(name, ())), key=lambda h: h.first):
        if not hit.first or not _begins(said, hit.first) or _is_quoted(said, hit.first):
            continue
        at = hit.after
        while at < len(said.words) and (said.words[at].said == ":" or said.words[at].meant in that):
            at += 1
        leads = any(w.said == ":" or w.meant in cues.listed("which_is") for w in said.words[hit.after : at])
        told = said.part(at, len(said.words)).strip(" .") if leads else ""
        if content_words(told):
            return _before_the_removal(told)
    return ""


def _begins(said: Said, at: int) -> bool:
    return cues.is_joiner(said, at - 1) or said.words[at - 1].said in ",;."


def _is_quoted(said: Said, at: int) -> bool:
    return sum(word.said in QUOTES for word in said.words[:at]) % 2 == 1


def _before_the_removal(text: str) -> str:
    """`é desde ontem e tira o ramal`: up to the joint before the verb that takes out."""
    said = Said(text)
    ends = [hit.first - 1 for hit in taking_out(said) if hit.first > 1 and _begins(said, hit.first)]
    return said.part(0, ends[0]).strip(" ,;.") if ends else text
