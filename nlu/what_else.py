"""What is asked or wanted in a sentence of its own beside what was heard, and words that are heard for
something else (pure)."""

from __future__ import annotations

from typing import Any

from ground.notation import TEXT_SLOTS, Command
from nlu.in_place import ADDS, OPEN_STATUSES
from nlu.reading import cues
from nlu.reading.clauses import Clause
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.right_place import without_right_place
from nlu.telling import content_words

_PERSON: Command = {"command": "start", "flow": "talk_to_human"}
_OTHER: Command = {"command": "ask", "about": "other"}
_LONG = 30  # words of a message in which all that stands before `quer dizer` is taken back
_WISHES = (
    "question", "how_to", "wish", "open_verb", "cancel_verb", "reopen_verb", "complement_verb", "check_verb",
    "list_verb", "rate_verb",
)  # fmt: skip
_EARLY = 2  # words before `não foi isso que perguntei`
_ANSWERED = ("comment", "score", "reason", "information", "news_question")
_ASKS_WAY = ("question", "how_to", "indirect_question", "no", "condition")


def what_else(reading: Reading, commands: list[Command]) -> list[Command]:
    """One rule after the other."""
    for rule in (
        _behind_courtesy,
        _a_person_too,
        _a_person_behind,
        _whom_to_call,
        _nobody_is_paid,
        _no_level,
        _no_piece_of_a_question,
        without_right_place,
    ):
        commands = rule(reading, commands)
    return commands


def asked_instead(reading: Reading) -> str | None:
    """`não foi isso que perguntei, quero saber se leem os e-mails`: what is asked now; None where it is not
    said so, or nothing more is."""
    hits = [hit for hit in reading.cues.get("not_what_i_asked", ()) if hit.first <= _EARLY]
    if not hits or reading.pending != "none":
        return None
    words, at = reading.said.words, hits[-1].after
    while at < len(words) and (words[at].is_mark or words[at].meant in cues.listed("adversatives")):
        at += 1
    text = reading.said.part(at, len(words)).strip()
    return text if content_words(text) > 1 else None


def meant_instead(text: str, state: dict[str, Any]) -> str | None:
    """`quanto custa... quer dizer, como faço pra pedir um monitor?`: the wish or question behind, where one
    stands before, too; None where it is not said so."""
    said = Said(text)
    if (state.get("pending") or "none") != "none" or said.count > _LONG:
        return None
    for hit in cues.find(said, "i_mean"):
        before, behind = said.part(0, hit.first), said.part(hit.after, len(said.words)).lstrip(" ,.:-…")
        parted = hit.first > 0 and said.words[hit.first - 1].is_mark
        if parted and all(any(cues.find(Said(one), name) for name in _WISHES) for one in (before, behind)):
            return behind
    return None


def passed_over(reading: Reading, commands: list[Command]) -> str | None:
    """`e demora? acrescenta que é no terceiro andar`: the question beside a complement, or beside the answer
    that was asked for, that is in none of the commands; None where there is none."""
    answers = reading.pending in _ANSWERED and {c["command"] for c in commands} <= {"set", "skip"}
    adds = reading.pending == "none" and ADDS in commands
    if not (adds or (commands and answers)) or any(c["command"] == "ask" for c in commands):
        return None
    texts = [str(c.get("value") or c.get("text") or "") for c in commands if c.get("slot") in TEXT_SLOTS]
    told = " ".join(texts) or ("" if adds else reading.pending)
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


def _a_person_behind(reading: Reading, commands: list[Command]) -> list[Command]:
    """`continua igual. quero falar com alguém`: the last sentence is a wish of its own, and no text."""
    last = reading.sentences[-1] if len(reading.sentences) > 1 else None
    told = next((c for c in commands if c["command"] == "set" and c.get("slot") in TEXT_SLOTS), None)
    if last is None or told is None or last.ends == "?" or _PERSON in commands:
        return commands
    wanted = _leads(reading, last, "wish", "to_a_person") and _said(reading, last, "to_a_person")
    part = reading.said.part(last.first, last.after).strip()
    text = str(told["value"]).removesuffix(part).strip()
    if not wanted or text == told["value"] or not text:
        return commands
    return [*({**c, "value": text} if c is told else c for c in commands), _PERSON]


def _no_piece_of_a_question(reading: Reading, commands: list[Command]) -> list[Command]:
    """`nota 4. quanto tempo fica aberto?`: a word of what is asked is no comment."""
    if not any(c["command"] == "ask" for c in commands):
        return commands
    asked = [reading.said.part(one.first, one.after) for one in reading.sentences if one.ends == "?"]
    return [
        c
        for c in commands
        if c.get("slot") != "comment" or not any(str(c.get("value")) in one for one in asked)
    ]


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
