"""A first message that only says that something is wrong with a system: what happens is still to be asked
(pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import OPENS
from nlu.interpretation import UNCLEAR
from nlu.reading import cues
from nlu.reading.clauses import Clause
from nlu.reading.services import OTHER, Service
from nlu.reading.turn import Reading
from nlu.reading.words import covered
from nlu.sureness import thing_and_place
from nlu.telling import content_words
from nlu.told_problem import TROUBLE, past_greeting

_SAY_NOTHING = (
    "trouble_words", "trouble_verbs", "time_words", "others_words", "weekdays", "small_words", "whose",
    "lead_words", "hollow_words", "articles", "belongs", "near_words", "joining_words", "leading_on",
    "one_service",
)  # fmt: skip
_FAILS = (*TROUBLE, "still_broken", "wants_done")
_TELLS = 4  # words of a trouble that is told
_CUES = ("greeting", "thanks", "yes", "asks_kindly", "open_verb", "wish", "ticket", "apology", "own")


def only_the_system(reading: Reading, commands: list[Command]) -> list[Command]:
    """`tô com um problema no SEI desde ontem`: the wish and the system, and no text."""
    shown = [*(reading.state.get("listed") or []), reading.state.get("last") or {}]
    named = {s.code for s in reading.chosen_services if not s.denied}
    if reading.pending != "none" or len(named) != 1 or named & {t.get("service") for t in shown}:
        return commands
    if not only_trouble(reading):
        return commands
    if OPENS in commands:
        return [c for c in commands if c.get("slot") != "description"]
    unread = all(
        c["command"] in {UNCLEAR, "social"} or c == {"command": "ask", "about": "other"} for c in commands
    )
    if not unread or any(shown) or "ticket" in reading.cues or _asks_of_it(reading):
        return commands
    greets = [c for c in commands if c.get("kind") == "greet"]
    return [OPENS, {"command": "set", "slot": "service", "value": named.pop()}, *greets]


def only_its_name(reading: Reading, commands: list[Command]) -> list[Command]:
    """`a impressora do financeiro`, `o da merenda, sistema nosso`, where the system is asked for: its name,
    and no text."""
    named = [c["value"] for c in commands if c["command"] == "set" and c.get("slot") == "service"]
    if reading.pending != "service" or not named or {*_FAILS} & set(reading.cues):
        return commands
    words = {word.meant for word in reading.said.words} | {word.said for word in reading.said.words}
    told = words & cues.listed("trouble_words", "being") or "?" in reading.text
    said_of_it = named == [OTHER] and not told and all(_is_of_it(reading, one) for one in reading.clauses)
    if not (said_of_it or thing_and_place(reading)):
        return commands
    return [c for c in commands if c.get("slot") != "description"]


def _is_of_it(reading: Reading, part: Clause) -> bool:
    """A clause that says whose system it is, or who made it."""
    words = range(part.first, part.after)
    ours = reading.words_of("service_word") & set(words) or any(
        reading.said.words[i].said in cues.listed("near_words") for i in words
    )
    return bool(ours) or cues.is_copula(reading.said, reading.said.words[part.first])


def with_the_trouble(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o ponto não tá registrando a saída`: an opening that no word asks for is asked for by what is told."""
    if [c for c in commands if c["command"] != "social"] != [OPENS] or reading.pending != "none":
        return commands
    asks = {"open_verb", "wish", "ticket", "no_ticket", "other_one"} & set(reading.cues)
    told = reading.said.part(past_greeting(reading.said), len(reading.said.words)).strip()
    if asks or "no" not in reading.cues or "?" in reading.text or only_trouble(reading):
        return commands
    if content_words(told) < _TELLS:
        return commands
    return [*commands, {"command": "set", "slot": "description", "value": told}]


def _asks_of_it(reading: Reading) -> bool:
    """`o SEI tem problema?`, and not `tô com problema no SEI, me ajudam?`."""
    asked = reading.text.rstrip().endswith("?")
    return "how_to" in reading.cues or (asked and reading.services[-1].first >= reading.clauses[-1].first)


def only_trouble(reading: Reading) -> bool:
    """Whether no word tells more than that something is wrong, with what, whose it is and since when."""
    words, nothing = reading.said.words, cues.listed(*_SAY_NOTHING)
    troubles = {i for i, word in enumerate(words) if word.said in cues.listed("trouble_words")}
    if any(troubles.isdisjoint(range(hit.first, hit.after)) for hit in reading.cues.get("symptom", ())):
        return False  # `não abre` is no `abre um chamado`
    skipped = reading.words_of(*_CUES) | covered((*reading.services, *reading.addresses))
    told = "open_verb" in reading.cues or bool(troubles)
    times = {
        i
        for i, word in enumerate(words[:-1])
        if word.said.isdigit() and words[i + 1].said in cues.listed("time_words")
    }
    return told and all(
        i in skipped or i in times or w.is_mark or w.said in nothing or w.meant in nothing
        for i, w in enumerate(words)
    )


def in_passing(reading: Reading) -> bool:
    """Whether the only system named is an everyday thing, and where it happens or what was tried, not what
    fails: `não conecta no notebook`, `reiniciei o computador e continua caindo`."""
    named = reading.chosen_services
    if not named or any(not s.everyday for s in named):
        return False
    words, joints = reading.said.words, cues.listed("part_joints")
    fails = [hit.first for name in ("symptom", "still_broken") for hit in reading.cues.get(name, ())]

    def fails_itself(thing: Service) -> bool:
        place = thing.first > 0 and words[_before(reading, thing.first)].said in cues.listed("places")
        told = [range(min(thing.after, at), max(thing.first, at)) for at in fails]
        here = any(not any(words[i].is_mark or words[i].said in joints for i in between) for between in told)
        return not place and (here or not fails)

    return not any(map(fails_itself, named))


def _before(reading: Reading, first: int) -> int:
    """The word before the thing, past whose it is: `no meu notebook`."""
    at = first - 1
    while at > 0 and reading.said.words[at].said in cues.listed("whose"):
        at -= 1
    return at
