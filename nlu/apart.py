"""Two problems in one text, each for a ticket of its own: where the text is parted (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ground.notation import Command
from nlu.edits import SHOWN
from nlu.in_place import OPENS, SEPARATES
from nlu.meant_service import meant
from nlu.pending import kind
from nlu.reading import cues
from nlu.reading.services import OTHER, Finder
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.told_problem import TROUBLE, alone

_TELLS = 3  # words of a problem
_VALUES = ("email", "urgency")
_TWO = ("two_told", "two_of_them", "one_each", "parts_it")
_ORDERS = (
    *_TWO, "other_one", "open_verb", "stop", "keep_only", "first_of_two", "second_of_two", "wish", "add",
    "put_there", "ticket", "asks_kindly", "later_on", "remove", "takes_out",
)  # fmt: skip
_ACTS = frozenset({"start", "stop", "affirm"})
_NEAR = 3  # words behind `primeiro`
_TRIED = 4  # places where it is said that they are two
_MOST = 120  # words in which two are looked for: each place where they may be parted is read on both sides


def halves(text: str, finder: Finder, said_to_be_two: bool = False) -> list[dict[str, str]]:
    """What each ticket begins with (description, and service where it is named), parted at the first joint
    beside which both fail, of another system each before of any; [] where there is none. Where it is said
    that they are two, trouble on one side is enough, or another system each."""
    at_joints = sorted(sides(text, finder), key=lambda found: found[2] is None)  # a mark parts less
    found = [(one, other) for one, other, _ in at_joints]
    for least in (2, 1, 0) if said_to_be_two else (2,):
        for of_two in (True, False) if least else (True,):
            for both in found:
                fail = sum(bool(set(TROUBLE) & set(side.cues)) for side in both)
                if fail >= least and (not of_two or of_two_systems(*both)):
                    return [_begun(side) for side in both]
    return []


def sides(text: str, finder: Finder) -> Iterator[tuple[Reading, Reading, bool | None]]:
    """What stands before each joint and behind it, and whether it is said there that it is one more; None
    where only a mark parts them."""
    said = Said(text)
    if said.count > _MOST:
        return
    words, more = said.words, {hit.first: hit.after for hit in cues.find(said, "one_more")}
    for at in range(_TELLS, len(words) - _TELLS):
        if not (cues.is_joiner(said, at) or words[at].said in ".;,?"):
            continue
        first = at
        while first < len(words) and (words[first].is_mark or cues.is_joiner(said, first)):
            first += 1
        behind = more.get(first, first)
        one = alone(said.part(0, at + (words[at].said == "?")).strip(" ,;:."), finder)
        other = alone(said.part(behind, len(words)).strip(" ,;"), finder)
        if min(one.said.count, other.said.count) >= _TELLS:
            joins = any(cues.is_joiner(said, i) for i in range(at, first))
            yield one, other, behind > first if behind > first or joins else None


def of_two_systems(one: Reading, other: Reading) -> bool:
    """Both name a system, and none of them the same."""
    named = [{s.code for s in side.chosen_services} - {OTHER} for side in (one, other)]
    return all(named) and not named[0] & named[1]


def _begun(side: Reading) -> dict[str, str]:
    named = meant(side, side.services)
    return {"description": side.text, **({"service": named.code} if named and named.code != OTHER else {})}


def announced(reading: Reading) -> list[cues.Hit]:
    """`são dois problemas`, `quero abrir dois chamados`, `duas coisas: …`; not `lancei dois pedidos no X`."""
    words, small = (
        reading.said.words,
        cues.listed("small_words", "lead_words", "but") - cues.listed("already"),
    )
    passed = reading.words_of("greeting", "wrong", "rather", "hedge", "asks_kindly", "apology")
    hits, found = reading.cues.get("two_told", ()) if "told_before" not in reading.cues else (), []
    for hit in hits[:_TRIED]:
        at, first = hit.first - 1, next(one.first for one in reading.clauses if hit.first < one.after)
        while at >= first and (at in passed or words[at].meant in small):
            at -= 1
        if at < first or words[at].meant in cues.listed("announces_two"):
            found.append(hit)
    return found


def is_parted(commands: Sequence[Command]) -> bool:
    """`são dois, um para cada`: the text under way is told anew, and one more ticket begun."""
    return SEPARATES in commands and OPENS in commands


def parted_last(commands: list[Command]) -> list[Command]:
    """Values told beside it are of the ticket under way, and not of the one that is begun after it."""
    told = any(c["command"] == "set" and c.get("slot") == "description" for c in commands)
    if not is_parted(commands) or told:
        return commands
    return [*(c for c in commands if c not in (SEPARATES, OPENS)), SEPARATES, OPENS]


def also_two(reading: Reading, commands: list[Command], finder: Finder) -> list[Command]:
    """`x@y. viu que são duas coisas?`, `um pra cada`, `esse deixa só o X e abre outro pra Y`, where what was
    told can be parted: said beside a value, or in its stead; the words of the order are no text."""
    known = str(reading.known.get("description") or "")
    told = [c for c in commands if c["command"] == "set" and c.get("slot") in _VALUES]
    acts = any((c["command"] in _ACTS and c != OPENS) or c.get("about") == "ticket" for c in commands)
    asked = kind(reading.pending) in {"value", "service"} or reading.pending in SHOWN
    told_so = {"other_one", *_TWO} & set(reading.cues) and not {"not_another", "only_one"} & set(reading.cues)
    if not known or not asked or acts or not told_so:
        return commands
    said = [
        hit for name in _TWO for hit in reading.cues.get(name, ())[:_TRIED] if _says_so(reading, name, hit)
    ]
    names_both = "other_one" in reading.cues and len(_said(reading.text) & _said(known)) > 1
    if not (said or names_both) or not (parts := halves(known, finder, said_to_be_two=True)):
        return commands
    each = names_both and all(_own(parts, n) & _said(reading.text) for n in (0, 1))
    changes = [c for c in commands if c.get("value") is not None or c.get("how")]
    tells = any(c.get("slot") == "description" for c in changes) and not _only_orders(reading, known)
    if tells or not (each or said) or (changes and reading.pending in SHOWN and not each):
        return commands  # `já abri dois chamados iguais` is told
    return [*told, SEPARATES, OPENS]


def _only_orders(reading: Reading, known: str) -> bool:
    """Hardly a word but of what was told, and of how it is to be parted."""
    orders = {reading.said.words[i].meant for i in reading.words_of(*_ORDERS)}
    return len(_said(reading.text) - _said(known) - orders) < _TELLS


def _says_so(reading: Reading, name: str, hit: cues.Hit) -> bool:
    """Not denied; at a summary `são dois chamados`, and not `já abri dois chamados`; `são dois`, and not
    `são dois computadores`."""
    words = reading.said.words
    told = any(cues.is_copula(reading.said, w) for w in words[max(0, hit.first - 2) : hit.first])
    ends = next(one.after for one in reading.clauses if hit.first < one.after)
    alone = all(w.is_mark or w.meant in cues.listed("tags") for w in words[hit.after : ends])
    counted = hit in announced(reading) and (told or reading.pending not in SHOWN)
    sure = {"two_told": counted, "two_of_them": alone}.get(name, True)
    return sure and not reading.is_led(hit, ("no",), _NEAR)


def _own(parts: list[dict[str, str]], n: int) -> set[str]:
    """The words of one that do not stand in the other."""
    return _said(parts[n]["description"]) - _said(parts[1 - n]["description"])


def _said(text: str) -> set[str]:
    small = cues.listed("small_words", "lead_words")
    return {word.meant for word in Said(text).words if not word.is_mark and word.meant not in small}
