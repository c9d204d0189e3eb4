"""What would make a backtracking pattern slow: texts made from the pattern's own parse tree, and a clock that
counts only the processor's time and ends what never ends."""

from __future__ import annotations

import itertools
import re
import re._compiler as compiler  # type: ignore[import-not-found]
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}
ONE = {sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN}
POOL = [chr(i) for i in (*range(1, 127), 0xA0, 0xAA, 0xBA, 0xC9, 0xE9, 0x130, 0x2013, 0x2022, 0x4E00)]
# Characters of each pattern; attacks on it; how many of them at the whole length.
LETTERS, MOST, LOOKS = 12, 300, 12
# A text at which a look is taken, and the seconds on the wall that few linear patterns need for it;
# one at which a quadratic pattern needs half a second of the processor, a linear one 30 ms.
SCREEN, SUSPECT = 2_000, 0.0005
LONG, TOO_LONG = 32_000, 0.2


class Endless(Exception):
    """The processor had its time, and no answer came."""


def attacks(pattern: str | bytes, flags: int = 0) -> list[tuple[str, str, str]]:
    """(before, again and again, behind): from every repeat, and from the whole."""
    tree = parser.parse(pattern, flags)
    flags = tree.state.flags
    letters = _letters(tree, flags)
    places = [("", "")]
    _places(tree, "", letters, flags, places)
    befores = list(dict.fromkeys(before for before, _ in places))
    bodies = list(dict.fromkeys(body for _, body in places if body))
    pairs = ["".join(two) for two in itertools.product(letters, repeat=2) if two[0] != two[1]]
    behinds = ["\0", "", *letters[:2]]
    found = [
        *itertools.product(befores, letters, behinds[:2]),
        *itertools.product(befores[:6], bodies, behinds[:2]),
        *itertools.product(["", *befores[-2:]], pairs, behinds[:1]),
        *itertools.product(befores, bodies + letters, behinds[2:]),
    ]
    return list(dict.fromkeys(found))[:MOST]


def slow_at(match: Callable[[Any], Any], pattern: str | bytes, flags: int = 0) -> tuple[str, str, str] | None:
    """The first attack that takes `match` longer than any linear pattern needs for so long a text."""
    shaped = (lambda text: text.encode("latin-1", "replace")) if isinstance(pattern, bytes) else str
    looks = 0
    for attack in attacks(pattern, flags):
        began = time.perf_counter()
        ended = _seconds(match, shaped(_text(attack, SCREEN))) < TOO_LONG
        if ended and time.perf_counter() - began < SUSPECT:
            continue
        looks += 1
        if looks > LOOKS:
            return None
        long = shaped(_text(attack, LONG))
        if not ended or min(_seconds(match, long), _seconds(match, long)) >= TOO_LONG:
            return attack
    return None


def _text(attack: tuple[str, str, str], length: int) -> str:
    before, again, behind = attack
    return before + again * max(1, (length - len(before) - len(behind)) // len(again)) + behind


def _seconds(match: Callable[[Any], Any], text: Any) -> float:
    began = time.process_time()
    try:
        with at_most(TOO_LONG):
            match(text)
    except Endless:
        return TOO_LONG
    return time.process_time() - began


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Of the processor's time; the engine looks for signals every few thousand steps."""

    def end(*_: object) -> None:
        raise Endless

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _inside(op: Any, value: Any) -> list[Any]:
    """The sequences in a node, each of which may stand for it."""
    if op in REPEATS:
        return [value[2]]
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.BRANCH:
        return list(value[1])
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    if op is sre.ATOMIC_GROUP:
        return [value]
    if op is sre.GROUPREF_EXISTS:
        return [one for one in value[1:] if one is not None]
    return []


def _atoms(sequence: Any) -> Iterator[Any]:
    for op, value in sequence:
        if op in ONE:
            yield op, value
        for one in _inside(op, value):
            yield from _atoms(one)


def _is_one(atom: Any, flags: int) -> Callable[[str], bool]:
    """Whether a character is one of an atom's; the engine itself says so."""
    state = parser.State()
    state.flags, state.str = flags, ""
    told = compiler.compile(parser.SubPattern(state, [atom]), flags)
    return lambda character: told.match(character) is not None


def _letters(tree: Any, flags: int) -> list[str]:
    """One character for each set of atoms that a character can belong to, those of most atoms first."""
    flags = (flags & ~re.A) | re.U if not flags & re.U else flags
    atoms = {repr(atom): _is_one(atom, flags) for atom in _atoms(tree)}
    kinds: dict[tuple[bool, ...], str] = {}
    for character in sorted(POOL, key=lambda one: (not one.isalnum(), not one.isascii())):
        kinds.setdefault(tuple(is_one(character) for is_one in atoms.values()), character)
    return [kinds[kind] for kind in sorted(kinds, key=sum, reverse=True)][:LETTERS]


def _places(sequence: Any, before: str, letters: list[str], flags: int, found: list[tuple[str, str]]) -> str:
    """What leads to every repeat inside, and what it repeats; returns the shortest text of the sequence."""
    said = ""
    for op, value in sequence:
        if op in ONE:
            said += _example((op, value), letters, flags)
            continue
        least, most = (value[0], value[1]) if op in REPEATS else (1, 1)
        examples = [_places(one, before + said, letters, flags, found) for one in _inside(op, value)]
        if op in (sre.ASSERT, sre.ASSERT_NOT) or not examples:
            continue
        if most > 3:
            found += [(before + said, one) for one in examples if one]
            found.append((before + said + examples[0] * max(1, least), ""))
        elif op is sre.BRANCH:
            found += [(before + said, one) for one in examples[:6] if one]
        said += examples[0] * min(least, 100)
    return said


def _example(atom: Any, letters: list[str], flags: int) -> str:
    op, value = atom
    if op is sre.LITERAL:
        return chr(value)
    told = _is_one(atom, flags | re.U)
    return next((one for one in [*letters, *POOL] if told(one)), "")
