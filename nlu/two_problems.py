"""Two problems told in one message, each for a ticket of its own (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from ground.notation import Command
from nlu.apart import announced, halves, of_two_systems, sides
from nlu.in_place import CONSULTS, OPENS, reference_command
from nlu.pending import kind
from nlu.reading import cues, references
from nlu.reading.references import points
from nlu.reading.turn import Reading
from nlu.sureness import LONG, is_question
from nlu.told_problem import TROUBLE, alone, opening

_OF_ONE = ("cancel_verb", "reopen_verb", "rate_verb", "complement_verb")
_LEAD = 3  # words after the announcement within which another wish is named
_MAY_STAND = frozenset({"start", "set", "social", "unclear"})
_ANNOUNCES = 18  # words that announce two, and ask whether both may be told
_VALUES = ("email", "urgency")
_TRIED = 4  # places at which the second may begin


def as_two(reading: Reading, commands: Sequence[Command]) -> list[Command] | None:
    """A ticket for each of the two that are told, or announced; None where it is one. Of a ticket that is
    being opened the first is told, and the second is one more."""
    begins = reading.pending == "none" and OPENS in commands
    asked = kind(reading.pending) == "service" or reading.pending == "description"
    if not (begins or asked) or any(c["command"] not in _MAY_STAND for c in commands):
        return None
    if any(c["command"] == "start" and c != OPENS for c in commands):
        return None
    parts = enumerated(reading) or two_problems(reading) or joined(reading)
    if not parts:  # `quero abrir dois chamados`
        bare = begins and announced(reading) and all(c["command"] != "set" for c in commands)
        return [OPENS, OPENS] if bare else None
    told = [_wished(reading, alone(part, reading.finder)) for part in parts]
    if not any(OPENS in one for one in told):
        return None  # two questions
    told = told if begins else sorted(told, key=lambda one: OPENS not in one)  # of the one being opened
    both = [*told[0], *told[1], *(c for c in commands if c.get("slot") in _VALUES)]
    return both if begins else both[1:]


def _wished(reading: Reading, part: Reading) -> list[Command]:
    """`meu X foi desbloqueado?` looks at the ticket there is; anything else is told for a new one."""
    if not asks_of_one(part):
        return [OPENS, *(c for c in opening(part) if c != OPENS)]
    best = references.best(part.references, part.state)
    named = reference_command(best, bool(reading.shown)) if best else None
    return [CONSULTS, *([named] if named else [])]


def asks_of_one(part: Reading) -> bool:
    """Whether what became of something of the person's is asked, or how a ticket stands."""
    asking = [hit for hit in part.cues.get("question", ()) if hit.phrase != "?"]
    stands = bool({"check_verb", "deadline"} & set(part.cues)) or "ticket" in part.cues
    done = "is_it_done" in part.cues and not asking
    theirs = {"own", "ticket"} & set(part.cues) or any(points(part.said, s.first) for s in part.services)
    asks = is_question(part) and (stands or done)
    return bool(asks and theirs) and not {"symptom", "open_verb"} & set(part.cues)


def two_problems(reading: Reading) -> tuple[str, str] | None:
    """`duas coisas: X e Y`, `X e Y. abre um pra cada`; to cancel one and to open another are two wishes."""
    said, ends = reading.said, _before_each(reading)
    told_so = announced(reading)[:1]
    if reading.full_numbers or any(_of_a_ticket(reading, hit.after) for hit in told_so):
        return None
    if not told_so and ends == len(said.words):
        return None
    first = 0
    for hit in told_so:  # `são dois problemas viu: …`, and not `duas coisas que podem ser a mesma`
        colon = said.mark(":", hit.after, hit.after + _LEAD)
        first = hit.after if colon is None else colon
        if said.words[first : first + 1] and said.words[first].meant in cues.listed("which_is"):
            return None
    both = halves(said.part(first, ends).strip(" ,;:.-"), reading.finder, said_to_be_two=bool(told_so))
    return (both[0]["description"], both[1]["description"]) if both else None


def _of_a_ticket(reading: Reading, first: int) -> bool:
    """Whether what is announced begins with the verb of a wish for a ticket that exists."""
    verbs = (hit for name in _OF_ONE for hit in reading.cues.get(name, ()))
    return any(first <= hit.first < first + _LEAD for hit in verbs)


def _before_each(reading: Reading) -> int:
    """Where `…, um chamado para cada um` begins at the end of a message; else its end: `cada colega recebe um
    erro` tells."""
    first, after = (reading.clauses[-1].first, reading.clauses[-1].after) if reading.clauses else (0, 0)
    last = set(range(first, after))
    asked = last & reading.words_of("one_each", "parts_it") and not last & reading.words_of("symptom")
    return first if asked else len(reading.said.words)


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
    for hit in cues.find(said, other)[:_TRIED]:
        led = hit.first in begins or cues.is_joiner(said, hit.first - 1)
        if hit.first <= first + 1 or not led or (second := _behind(reading, hit)) is None:
            continue
        ends = hit.first - 1 if cues.is_joiner(said, hit.first - 1) else hit.first
        parts = (said.part(first, ends).strip(" ,;:.-"), said.part(second, len(said.words)).rstrip(" ,;"))
        told = [alone(part, reading.finder) for part in parts]
        if all(set(TROUBLE) & set(one.cues) or one.chosen_services for one in told):
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
    trouble on both sides, each with another system; in a story one leads to the other."""
    for one, other, also in sides(reading.text, reading.finder):
        bare = also is False and reading.said.count <= LONG and _has_its_own(one, other)
        if "of_that" in other.cues or not (also or bare) or not of_two_systems(one, other):
            continue  # `e também o sei não abre, por isso`: one has to do with the other
        fail = [set(TROUBLE) & set(side.cues) or asks_of_one(side) for side in (one, other)]
        if all(fail) or (bare and "one_more" in other.cues):  # `a impressora masca papel e … também parou`
            return one.text, other.text
    return None


def _has_its_own(first: Reading, second: Reading) -> bool:
    """The second begins with its system, and is told beside the first: `o meu e-mail também não …`, or
    neither system is an everyday thing, which may be why the other fails."""
    leads = any(one.first < _LEAD for one in second.chosen_services)
    words = [word.meant for word in second.said.words if not word.is_mark]
    ends = bool(words) and words[-1] in cues.listed("no", "also")  # `e a vpn também não`
    everyday = any(one.everyday for side in (first, second) for one in side.chosen_services)
    beside = "one_more" in second.cues or not everyday
    return leads and beside and not ends and not is_question(second) and second.said.count <= _ANNOUNCES
