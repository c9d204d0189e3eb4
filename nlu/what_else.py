"""What is asked or wanted in a sentence of its own beside what was heard, and words that are heard for
something else (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import ADDS, OPEN_STATUSES
from nlu.reading import cues
from nlu.reading.clauses import Clause
from nlu.reading.turn import Reading
from nlu.telling import content_words

_PERSON: Command = {"command": "start", "flow": "talk_to_human"}
_OTHER: Command = {"command": "ask", "about": "other"}
_ASKS_WAY = ("question", "how_to", "indirect_question", "no", "condition")


def what_else(reading: Reading, commands: list[Command]) -> list[Command]:
    """One rule after the other."""
    for rule in (_behind_courtesy, _a_person_too, _whom_to_call, _nobody_is_paid, _no_level):
        commands = rule(reading, commands)
    return commands


def passed_over(reading: Reading, commands: list[Command]) -> str | None:
    """`e demora? acrescenta que é no terceiro andar`: the question beside a complement that is in none of its
    commands; None where there is none."""
    if reading.pending != "none" or ADDS not in commands or any(c["command"] == "ask" for c in commands):
        return None
    told = " ".join(str(c["value"]) for c in commands if c.get("slot") == "information")
    asked = [reading.said.part(one.first, one.after) for one in reading.sentences if one.ends == "?"]
    asked = [one for one in asked if one.strip(" ?") not in told and told not in one]
    left = [one for one in asked if told and content_words(one)]
    return left[0] if len(left) == 1 else None


def _behind_courtesy(reading: Reading, commands: list[Command]) -> list[Command]:
    """`valeu. enquanto isso posso usar ou é melhor desligar`: thanks, and a question without its mark."""
    polite = bool(commands) and all(c["command"] == "social" for c in commands)
    if not polite or reading.pending != "none":
        return commands
    asked = [c for c in reading.clauses if _leads(reading, c, "asks_leave", "meanwhile")]
    asked = [c for c in asked if _said(reading, c, "asks_leave") and _tells(reading, c)]
    return [_OTHER, *commands] if asked else commands


def _a_person_too(reading: Reading, commands: list[Command]) -> list[Command]:
    """`quarta é feriado né? queria falar com alguém então`: the question, and the person that is wanted."""
    asks = any(c["command"] == "ask" for c in commands)
    if not asks or any(c["command"] not in {"ask", "social"} for c in commands):
        return commands
    wanted = any(
        _said(reading, one, "to_a_person") and not _said(reading, one, *_ASKS_WAY)
        for one in reading.sentences
        if one.ends != "?"
    )
    return [*commands, _PERSON] if wanted else commands


def _whom_to_call(reading: Reading, commands: list[Command]) -> list[Command]:
    """`se não resolverem até as 18h, pra quem eu ligo?` asks for the number, not for the hours."""
    hours, number = ({"command": "ask", "about": f"faq_{what}"} for what in ("opening_hours", "phone_number"))
    if "whom_to_call" not in reading.cues:
        return commands
    return [number if c in (hours, _OTHER) else c for c in commands]


def _nobody_is_paid(reading: Reading, commands: list[Command]) -> list[Command]:
    """`meu chefe tá me cobrando` is no question after a price."""
    price: Command = {"command": "ask", "about": "price"}
    if price not in commands or "pressed" not in reading.cues:
        return commands
    of_it: Command = {"command": "ask", "about": "ticket", "field": "deadline"}
    is_open = (reading.state.get("last") or {}).get("status") in OPEN_STATUSES
    meant = of_it if is_open else {"command": "ask", "about": "faq_resolution_deadline"}
    return [meant if c == price else c for c in commands]


def _no_level(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o robô não deu prioridade`, told to a ticket: a level that is only denied is not asked for."""
    level: Command = {"command": "set", "slot": "urgency", "value": "normal"}
    if ADDS not in commands or "urgency_normal" in reading.cues or "remove" in reading.cues:
        return commands
    return [c for c in commands if c != level]


def _said(reading: Reading, part: Clause, *names: str) -> bool:
    return any(part.first <= hit.first < part.after for name in names for hit in reading.cues.get(name, ()))


def _tells(reading: Reading, part: Clause) -> bool:
    """More than `posso sim`."""
    passed, small = reading.words_of("asks_leave", "meanwhile", "yes"), cues.listed("small_words")
    words = ((i, reading.said.words[i]) for i in range(part.first, part.after))
    return sum(i not in passed and not w.is_mark and w.meant not in small for i, w in words) > 1


def _leads(reading: Reading, part: Clause, *names: str) -> bool:
    """Whether one of these begins it, small words before it passed over."""
    first = part.first
    words, small = reading.said.words, cues.listed("lead_words")
    while first < part.after - 1 and words[first].meant in small:
        first += 1
    return any(hit.first == first for name in names for hit in reading.cues.get(name, ()))
