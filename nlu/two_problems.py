"""Two problems told in one message, each for a ticket of its own (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from ground.notation import Command
from nlu.apart import halves
from nlu.in_place import OPENS
from nlu.pending import kind
from nlu.reading import cues
from nlu.reading.services import OTHER
from nlu.reading.turn import Reading
from nlu.sureness import LONG, is_question
from nlu.told_problem import TROUBLE, alone, opening

_OF_ONE = ("cancel_verb", "reopen_verb", "rate_verb", "complement_verb")
_TELLS = 3  # words of a problem
_LEAD = 3  # words after the announcement within which another wish is named
_MAY_STAND = frozenset({"start", "set", "social", "unclear"})
_ASKS = frozenset({"ask", "social", "unclear"})
_ANNOUNCES = 18  # words that announce two, and ask whether both may be told
_VALUES = ("email", "urgency")


def as_two(reading: Reading, commands: Sequence[Command]) -> list[Command] | None:
    """A ticket for each of the two that are told, or announced; None where it is one. Of a ticket that is
    being opened the first is told, and the second is one more."""
    if asks_for_both(reading, commands):
        return [*(c for c in commands if c["command"] == "social"), OPENS, OPENS]
    begins = reading.pending == "none" and OPENS in commands
    asked = kind(reading.pending) == "service" or reading.pending == "description"
    if not (begins or asked) or any(c["command"] not in _MAY_STAND for c in commands):
        return None
    if any(c["command"] == "start" and c != OPENS for c in commands):
        return None
    parts = enumerated(reading) or two_problems(reading) or joined(reading) or one_each(reading)
    if begins and (systems := two_systems(reading)):
        text: Command = {"command": "set", "slot": "description", "value": reading.text.strip()}
        told = [[{"command": "set", "slot": "service", "value": code}, text] for code in systems]
    elif parts:
        told = [_told(alone(reading, part)) for part in parts]
    elif begins and cues.find(reading.said, "two_told") and not any(c["command"] == "set" for c in commands):
        return [OPENS, OPENS]  # `quero abrir dois chamados`
    else:
        return None
    rest = [c for c in commands if c.get("slot") in _VALUES]
    both = [OPENS, *told[0], OPENS, *told[1], *rest]
    return both if begins else both[1:]


def asks_for_both(reading: Reading, commands: Sequence[Command]) -> bool:
    """`tenho dois problemas, posso mandar os dois aqui?`: announced, and nothing told or asked but that."""
    asks = reading.text.rstrip().endswith("?") and {"two_told", "both_here"} <= set(reading.cues)
    if not asks or reading.pending != "none" or reading.full_numbers or reading.chosen_services:
        return False
    if any(c["command"] not in _ASKS and c != OPENS for c in commands):
        return False
    others = {*_OF_ONE, *TROUBLE, "person", "deadline", "how_to"} & set(reading.cues)
    asked = [hit for hit in reading.cues.get("question", ()) if not reading.said.words[hit.first].is_mark]
    return not others and not asked and reading.said.count <= _ANNOUNCES


def _told(part: Reading) -> list[Command]:
    return [c for c in opening(part) if c != OPENS]


def two_problems(reading: Reading) -> tuple[str, str] | None:
    """`duas coisas: X e Y`: both, where it is said that they are two and each names a system or a symptom.
    `duas coisas: cancelar o 2026-… e abrir um novo` are two wishes, and no two problems."""
    said = reading.said
    announced = cues.find(said, "two_told")
    if not announced or reading.full_numbers or _of_a_ticket(reading, announced[0].after):
        return None
    first = announced[0].after
    told = {hit.first for hit in reading.cues.get("symptom", ())} | {s.first for s in reading.chosen_services}
    for at in range(first + 1, len(said.words) - 1):
        word = said.words[at]
        joins = cues.is_joiner(said, at) or word.said in ".;"
        if joins and told and any(i > at for i in told):
            parts = (
                said.part(first, at).strip(" ,;:.-"),
                said.part(at + 1, _before_each(reading)).rstrip(" ,;"),
            )
            if all(len(part.split()) >= _TELLS for part in parts):
                return parts
    return None


def _of_a_ticket(reading: Reading, first: int) -> bool:
    """Whether what is announced begins with the verb of a wish for a ticket that exists."""
    verbs = (hit for name in _OF_ONE for hit in reading.cues.get(name, ()))
    return any(first <= hit.first < first + _LEAD for hit in verbs)


def _before_each(reading: Reading) -> int:
    """Where `…, um chamado para cada um` begins at the end of a message; else its end."""
    hits = cues.find(reading.said, "one_each")
    clause = next((c for c in reading.clauses if hits and c.first <= hits[-1].first < c.after), None)
    at_the_end = clause is not None and clause.after == len(reading.said.words)
    return clause.first if clause is not None and at_the_end else len(reading.said.words)


def two_systems(reading: Reading) -> tuple[str, str] | None:
    """`dois sistemas parados, X e Y`: the codes of both, where one text tells of two."""
    words = cues.words_of(reading.said, "service_word")
    counted = any(hit.after - 1 in words for hit in cues.find(reading.said, "two_told"))
    if not counted:
        return None
    codes = list(dict.fromkeys(s.code for s in reading.chosen_services if not s.everyday and not s.denied))
    return (codes[0], codes[1]) if len(codes) == 2 else None


def enumerated(reading: Reading) -> tuple[str, str] | None:
    """`o primeiro é que …, o outro é …`, `o meu é o SEI, …, o dela é …`: what stands behind each, where both
    name a system or a trouble."""
    pairs = ("first_of_two", "second_of_two"), ("mine_of_two", "theirs_of_two")
    return next((parts for pair in pairs if (parts := _each(reading, *pair))), None)


def _each(reading: Reading, one: str, other: str) -> tuple[str, str] | None:
    said = reading.said
    begins = {clause.first for clause in reading.clauses}
    first = next((at for hit in cues.find(said, one) if (at := _behind(reading, hit))), None)
    if first is None:
        return None
    for hit in cues.find(said, other):
        led = hit.first in begins or cues.is_joiner(said, hit.first - 1)
        if hit.first <= first + 1 or not led or (second := _behind(reading, hit)) is None:
            continue
        ends = hit.first - 1 if cues.is_joiner(said, hit.first - 1) else hit.first
        parts = (said.part(first, ends).strip(" ,;:.-"), said.part(second, len(said.words)).rstrip(" ,;"))
        if all(_is_one(alone(reading, part)) for part in parts):
            return parts
    return None


def _behind(reading: Reading, hit: cues.Hit) -> int | None:
    """The first word of what is told behind `o primeiro é (que)`, `o outro:`, `um é do`."""
    said, at = reading.said, hit.after
    if at < len(said.words) and (said.words[at].said == ":" or cues.is_copula(said, said.words[at])):
        at = cues.past_lead(said, at + 1)
    if at < len(said.words) and said.words[at].said in cues.listed("belongs"):
        at += 1
    return at if hit.after < at < len(said.words) else None


def joined(reading: Reading) -> tuple[str, str] | None:
    """`o siafi dá erro … e também não entro na vpn`, `a impressora masca papel e o meu e-mail também parou`:
    trouble on both sides, each with another system."""
    said = reading.said
    led = [(hit.first, hit.after) for hit in cues.find(said, "one_more")]
    brief = range(len(said.words) if said.count <= LONG else 0)  # in a story one leads to the other
    bare = [(at + 1, at + 1) for at in brief if cues.is_joiner(said, at)]
    for begins, after in (*led, *bare):
        first = begins
        while first and (said.words[first - 1].is_mark or cues.is_joiner(said, first - 1)):
            first -= 1
        if first == begins:
            continue
        parts = (said.part(0, first).rstrip(" ,;:."), said.part(after, len(said.words)).strip())
        sides = [alone(reading, part) for part in parts]
        named = [{s.code for s in side.chosen_services} - {OTHER} for side in sides]
        apart = all(named) and not named[0] & named[1]
        if "of_that" in sides[1].cues or (begins == after and not _has_its_own(*sides)):
            continue  # `e também o sei não abre, por isso`: one has to do with the other
        also = begins == after and "one_more" in sides[1].cues  # `a impressora masca papel e … também parou`
        fails = also or all(set(TROUBLE) & set(side.cues) for side in sides)
        if apart and fails and all(map(_tells, sides)):
            return parts
    return None


def one_each(reading: Reading) -> tuple[str, str] | None:
    """`o e-mail não envia e o sei não assina. abre um pra cada`: parted where each fails."""
    last = reading.clauses[-1].first if reading.clauses else 0
    asked, fails = (
        any(hit.first >= last for name in names for hit in reading.cues.get(name, ()))
        for names in (("one_each", "parts_it"), ("symptom",))
    )
    if not asked or fails:  # `cada colega recebe um erro` tells
        return None
    both = halves(reading.said.part(0, _before_each(reading)), reading.finder)
    return (both[0]["description"], both[1]["description"]) if both else None


def _has_its_own(first: Reading, second: Reading) -> bool:
    """The second begins with its system, and is told beside the first: `o meu e-mail também não …`, or
    neither system is an everyday thing, which may be why the other fails."""
    leads = any(one.first < _LEAD for one in second.chosen_services)
    words = [word.meant for word in second.said.words if not word.is_mark]
    ends = bool(words) and words[-1] in cues.listed("no", "also")  # `e a vpn também não`
    everyday = any(one.everyday for side in (first, second) for one in side.chosen_services)
    beside = "one_more" in second.cues or not everyday
    return leads and beside and not ends and not is_question(second) and second.said.count <= _ANNOUNCES


def _tells(reading: Reading) -> bool:
    return reading.said.count >= _TELLS


def _is_one(reading: Reading) -> bool:
    return bool(set(TROUBLE) & set(reading.cues) or reading.chosen_services)
