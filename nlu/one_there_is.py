"""A ticket that exists is asked about where something else might be read: at the questions for a new one,
beside a person awaited, or where it was opened with another address (pure).
"""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import CONSULTS, reference_command
from nlu.reading import cues, references
from nlu.reading.turn import Reading

STOPS: Command = {"command": "stop"}
LISTS: Command = {"command": "start", "flow": "list_my_tickets"}
_OF_A_NEW_ONE = ("service", "confirm_open", "change")
_PROVING = ("email", "code")
_LONGEST = 30
_NEAR = 4  # words between a no and `trocar`


def consults(reading: Reading) -> list[Command]:
    """The commands, where it is plain; else none."""
    if reading.said.count > _LONGEST:
        return []
    return (
        _no_new_one(reading)
        or _whether_closed(reading)
        or _meanwhile(reading)
        or _other_address(reading)
        or _no_change(reading)
    )


def _no_new_one(reading: Reading) -> list[Command]:
    """`não é novo, já abri hoje, quero saber a situação`, at a question for a new one."""
    known = reading.known.get("service") or reading.known.get("description")
    asked = reading.pending in _OF_A_NEW_ONE or (reading.pending == "email" and known)
    if reading.pending == "none" and {"no_ticket", "already_there", "state_of_it"} <= set(reading.cues):
        return [CONSULTS, *_which(reading)]
    exists = {"already_there", "no_new_one"} & set(reading.cues)
    looks = "state_of_it" in reading.cues or ("check_verb" in reading.cues and _names_a_ticket(reading))
    if not (asked and exists and looks) or reading.addresses:
        return []
    given_up = [STOPS] if "no_new_one" in reading.cues else []
    return [*given_up, CONSULTS, *_which(reading)]


def _whether_closed(reading: Reading) -> list[Command]:
    """`e o outro do gov.br, já fecharam`, said to the end of the sentence: no reopening of it, and no reason
    for one."""
    words = reading.said.words
    hits = [
        hit
        for hit in reading.cues.get("done_by_them", ())
        if hit.after == len(words)
        or words[hit.after].said in "?!."
        or hit in reading.cues.get("whether_done", ())
    ]
    tells = {"reopen_verb", "still_broken", "symptom", "open_verb", "rate_verb"} & set(reading.cues)
    which = _which(reading)
    if reading.pending not in ("none", "reason", "confirm_reopen") or not (hits and which) or tells:
        return []
    return [*([] if reading.pending == "none" else [STOPS]), CONSULTS, *which]


def _meanwhile(reading: Reading) -> list[Command]:
    """`enquanto isso me fala do notebook que não liga, alguém viu?`: whether somebody has looked at it."""
    asks = reading.pending in ("none", "waiting") and "?" in reading.text and "seen_by_them" in reading.cues
    of_one = {"meanwhile", "tell_me_of"} & set(reading.cues)
    if not (asks and of_one) or "open_verb" in reading.cues:
        return []
    own = reading.addresses if len(reading.addresses) == 1 else []
    return [CONSULTS, *_which(reading), *(_address(one.value) for one in own)]


def _other_address(reading: Reading) -> list[Command]:
    """`esse eu abri com o e-mail do setor, setor@…`: the address to prove, and none that changes."""
    told = reading.pending in ("none", "number", "code") and "opened_with" in reading.cues
    if not told or len(reading.addresses) > 1:
        return []
    wish = LISTS if "opened_many" in reading.cues else CONSULTS
    if reading.addresses:
        return [wish, _address(reading.addresses[0].value)]
    if not {"field_email", "other_one"} <= set(reading.cues):
        return []
    return [wish, {"command": "correct", "slot": "email", "value": None}]


def _no_change(reading: Reading) -> list[Command]:
    """`não quero trocar o e-mail, só ver o chamado`, where an address is to be proved."""
    denied = any(reading.is_led(hit, ("no",), _NEAR) for hit in reading.cues.get("change", ()))
    looks = {"check_verb", "field_email"} <= set(reading.cues) and _names_a_ticket(reading)
    if reading.pending not in _PROVING or not denied or not looks or reading.addresses:
        return []
    return [STOPS, CONSULTS]


def _names_a_ticket(reading: Reading) -> bool:
    """A word for one, and no article that is spelt like it (`OS`)."""
    return any(hit.phrase not in cues.listed("articles") for hit in reading.cues.get("ticket", ()))


def _which(reading: Reading) -> list[Command]:
    best = references.best(reading.references, reading.state)
    if best and best.by == "other":  # `o outro, do gov.br`: the system says which
        best = next((one for one in reading.references if one.by == "service"), None)
    shown = bool(reading.state.get("listed") or reading.state.get("last"))
    return [reference_command(best, shown)] if best and best.by in ("number", "service") else []


def _address(value: str) -> Command:
    return {"command": "set", "slot": "email", "value": value}
