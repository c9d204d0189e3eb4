"""What a message tells beside its commands (pure)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ground.notation import Command
from ground.understood import Understood
from nlu import apart, own_name, told_why, yes_and_change
from nlu.at_the_summary import only_a_yes, works_now
from nlu.in_place import OPENS
from nlu.interpretation import Interpretation
from nlu.meant_service import in_passing
from nlu.nothing_told import only_describes, only_trouble
from nlu.of_this_one import denies_another
from nlu.questions import refuses_any
from nlu.reading import cues, names
from nlu.reading.services import OTHER
from nlu.reading.turn import Reading
from nlu.reading.words import covered
from nlu.sureness import begins_as_question

_COUNTS = ("two_of_them", "two_told", "every_one")
_NAMED: Command = {"command": "correct", "slot": "service", "value": OTHER}


def understood(
    reading: Reading, read: Interpretation, is_word: Callable[[str], bool] | None = None
) -> Understood:
    """is_word: whether a word, without accents, is an everyday one."""
    commands, pending = read.commands, reading.pending
    return Understood(
        commands=commands,
        share=round(read.share, 4),
        unsure=read.unsure,
        alternatives=read.alternatives,
        system_name=_system_name(reading, commands, is_word),
        only=any(c.get("flow") == "notices" for c in commands) and nowhere_else(reading),
        halves=_halves(reading, commands),
        only_this=denies_another(reading),
        why=told_why.why(reading, commands),
        kept=told_why.what_is_asked(reading, commands),
        own_name=_own_name(reading),
        called=_called(reading, commands),
        describes=pending == "service" and only_describes(reading),
        says_nothing=only_trouble(reading) if pending == "description" else only_a_yes(reading),
        asked_for=OPENS in commands and bool({"open_verb", "ticket"} & set(reading.cues)),
        in_passing=OPENS in commands and in_passing(reading),
        agrees=yes_and_change.agrees(reading, commands),
        works_now=works_now(reading),
        wants_none="still_broken" not in reading.cues
        and (refuses_any(reading) or bool({"only_wants_to_know", "asked_it"} & set(reading.cues))),
        asked=begins_as_question(reading) or "in_doubt" in reading.cues,
    )


def nowhere_else(reading: Reading) -> bool:
    """`só por e-mail`, `não quero mais aqui`: and not `nos dois, não só no e-mail`."""
    return "nowhere_else" in reading.cues and "both_places" not in reading.cues


def _system_name(
    reading: Reading, commands: Sequence[Command], is_word: Callable[[str], bool] | None
) -> str | None:
    """Also of a system that nobody knows, told with a new problem."""
    if _NAMED in commands:
        return names.corrected(reading.text) or ""
    if reading.pending == "service":
        if {"command": "skip"} in commands:  # `não faço ideia`
            return ""
        return names.instead(reading.text) or names.told(reading.text) or ""
    if reading.pending == "draft":
        unknown = reading.words_of("skip", "ordinary_sei")
        if unknown and reading.said.is_only(unknown, cues.listed("small_words", "lead_words")):
            return ""  # `não sei`
        denies = {"command": "deny"} in commands and not unknown
        return names.corrected(reading.text) if denies else None  # `não, é o SIGEduc`
    named = any(c.get("slot") == "service" for c in commands)
    if is_word is None or OPENS not in commands or named or any(not s.everyday for s in reading.services):
        return None
    return names.of_the_trouble(reading.text, is_word)


def _own_name(reading: Reading) -> str | None:
    if reading.pending == "information":
        return own_name.answered(reading.text)
    return own_name.told(reading.text) if reading.pending == "draft" else None


def _called(reading: Reading, commands: Sequence[Command]) -> str | None:
    if reading.pending == "email":
        return own_name.whose(reading)
    return own_name.beside_address(reading) if OPENS in commands else None


def _halves(reading: Reading, commands: Sequence[Command]) -> list[dict[str, str]]:
    """Of what was told, where it is said that it is two problems; or the two systems that are named."""
    if reading.pending == "service":
        return [{"service": code} for code in _two_systems(reading, commands)]
    told = str(reading.known.get("description") or "")
    parted = told and apart.is_parted(commands)
    return apart.halves(told, reading.finder, said_to_be_two=True) if parted else []


def _two_systems(reading: Reading, commands: Sequence[Command]) -> list[str]:
    """`são dois, o X e o Y`, `o X e o Y`: both codes, where nothing more is said than that; or of both
    systems that they fail: `nos dois, X e Y, não abre`."""
    sure = [one.code for one in reading.services if not one.denied and not one.guessed]
    named = list(dict.fromkeys(code for code in sure if code != OTHER))
    told = {c.get("slot") for c in commands} - {"service"}
    said, numbers = reading.said, cues.words()["numbers"]
    marks = {len(said.words), *(i for i, word in enumerate(said.words) if word.is_mark)}
    twos = {i + 1 for i, w in enumerate(said.words) if numbers.get(w.said) == 2 and not w.said.isdigit()}
    twos |= {hit.after for name in _COUNTS for hit in reading.cues.get(name, ())}
    said_so = bool(twos & marks)  # `nos dois,`, and no noun: `dois empenhos`
    joined = any(cues.is_joiner(said, i) for i in range(len(said.words)))
    small = cues.listed("small_words", "lead_words", "articles", "belongs", "one_service", "copulas")
    around = reading.words_of(*_COUNTS, "greeting", "rather")
    only = joined and said.is_only(around | covered(reading.services), small)
    systems = said_so and told <= {"description"} and not any(one.everyday for one in reading.services)
    return named if len(named) == 2 and (only or systems or (said_so and not told)) else []
