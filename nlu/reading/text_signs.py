"""What is seen of each word of a message when its texts are looked for: the word, what stands around it, what
its clause says, and what the text is for.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from nlu import atoms as names
from nlu.pending import kind
from nlu.reading import cues
from nlu.reading.clauses import Clause
from nlu.reading.words import QUOTES, Said, Word

if TYPE_CHECKING:
    from nlu.reading.turn import Reading

_SHAPES = ("start:", "set:", "edit:", "correct:", "stop", "affirm", "deny", "social:", "ask:")
_TOLD = ("edit:replace", "edit:add", names.TEXT)
_FAR, _MANY = 4, 3  # words from a cue, clauses of a message: no more are told apart
_AROUND = (-3, -2, 1, 2, 3)
_TROUBLE = ("symptom", "still_broken", "no", "down")
_LEADING = (
    "add", "put_there", "complement_verb", "for_the_team", "saying_that", "lead_in", "told_before",
    "wish", "open_verb", "reopen_verb", "rate_verb", "cancel_verb", "check_verb", "change", "wrong",
    "remove", "ticket", "field_text", "address_lead", "address_own", "field_email", "yes", "no",
    "hedge", "sigh", "greeting", "thanks", "apology", "insult", "praise", "goodbye", "question", "why",
    "price", "deadline", "wait", "stop", "person", "urgency_low", "urgency_high", "urgency_critical",
    "urgency_named", "symptom", "still_broken", "solved", "kept_here", "now_words", "asks_kindly",
    "joint", "score_named", "rather", "own", "that_one", "condition", "how_to", "skip",
)  # fmt: skip
"""Cues that say what a clause is for, and those behind which a text begins or before which it ends."""


OfWords = list[tuple[list[str], list[str]]]
"""Of each word: signs that mean another thing for each use, and signs of their own."""


def rows(reading: Reading, atoms: frozenset[str], of_words: OfWords) -> list[list[str]]:
    """The signs of each word; of_words: `words(reading)`, the same whatever the atoms are."""
    where = f"k={kind(reading.pending)}"
    role = f"r={_role(reading, atoms)}"
    told = sorted({atom if atom.startswith(_SHAPES) else "other" for atom in atoms} or {"none"})
    said = [f"a={atom}" for atom in told]
    always = ["bias", where, role, f"q={reading.pending}", f"{where}|{role}", *said]
    always += [f"{where}|{atom}" for atom in said]
    found = []
    for led, alone in of_words:
        row = [*always, *led, *alone]
        row += [f"{role}|{sign}" for sign in led]
        row += [f"{where}|{sign}" for sign in led if sign.startswith(("c", "x"))]
        row += [f"{atom}|{sign}" for atom in said for sign in led if sign.startswith(("m", "c0"))]
        found.append(row)
    return found


def _role(reading: Reading, atoms: frozenset[str]) -> str:
    """What the text is for: `reason`, `edit:add`, `edit:add+description`."""
    flows = sorted(a.split(":")[1] for a in atoms if a.startswith("start:"))
    slots = [
        names.text_slot(reading.pending, reading.known, flow) for flow in flows if flow in names.TEXT_OF_FLOW
    ] or [names.text_slot(reading.pending, reading.known)]
    return "+".join(one if one != names.TEXT else slots[0] for one in _TOLD if one in atoms)


def words(reading: Reading) -> OfWords:
    """What is seen of each word, whatever the text is for."""
    said, meant = reading.said, [word.meant for word in reading.said.words]
    marks, cues_at = marked(reading), _cues_at(reading)
    clauses = [_clause_signs(reading, one, cues_at) for one in reading.clauses]
    place = {i: n for n, one in enumerate(reading.clauses) for i in range(one.first, one.after)}
    known = {w.said for text in reading.known_texts.values() for w in Said(text).words if cues.is_content(w)}
    asked = {i for one in reading.sentences if one.ends == "?" for i in range(one.first, one.after)}
    colons = [i for i, word in enumerate(said.words) if word.said == ":"]
    troubled = [any(name in one for name in _TROUBLE) for one in clauses]
    behind, before = _nearest_cues(reading, cues_at)
    found = []
    quoted = 0
    for i, word in enumerate(said.words):
        number, total = place[i], len(reading.clauses)
        clause = reading.clauses[number]
        at = i - clause.first
        quoted += word.said in QUOTES
        first = meant[clause.first]
        trouble = [any(troubled[a:b]) for a, b in ((0, number), (number, number + 1), (number + 1, total))]

        def near(offset: int, row: list[str] = meant, i: int = i) -> str:
            return row[i + offset] if 0 <= i + offset < len(row) else "#"

        led = [
            f"m={marks[i]}",
            f"m-1={near(-1, marks)}",
            f"w={meant[i]}",
            f"w-1={near(-1)}",
            f"c={min(number, _MANY)}{min(total - number, _MANY)}",
            f"c0={number == 0}{min(at, _MANY)}",
            f"e={clause.ends}{min(clause.after - i, 3)}",
            f"x={behind[i]}",
            f"y={before[i]}",
            f"f={first}",
            f"t={''.join(str(int(one)) for one in trouble)}",
            *(f"cl:{sign}" for sign in clauses[number]),
        ]
        alone = [
            f"p={meant[i][:5]}",
            f"s={meant[i][-3:]}",
            f"sh={_shape(word)}",
            f"ww={near(-1)}|{meant[i]}",
            f"w2={near(-2)}|{near(-1)}",
            f"w+2={meant[i]}|{near(1)}",
            f"m+1={near(1, marks)}",
            f"in={min(at, 5)}",
            f"f={marks[clause.first]}|{number}",
            f"pre={'|'.join(meant[clause.first : clause.first + 2])}",
            f"n={min(total, _MANY)}",
            f"l={min(clause.after - clause.first, 8)}",
            f"?={i in asked}",
            f"quoted={quoted % 2}",
            f"colon={sum(c < i for c in colons[:2])}{any(c > i for c in colons)}",
            f"known={word.said in known}",
            *(f"w{offset}={near(offset)}" for offset in _AROUND),
            *(f"u={name}" for name in cues_at[i]),
            *(f"u-1={name}" for name in (cues_at[i - 1] if i else ())),
            *(f"pc:{sign}" for sign in (clauses[number - 1] if number else ("#",))),
            *(f"nc:{sign}" for sign in (clauses[number + 1] if number + 1 < total else ("#",))),
            *(f"cl0:{sign}" for sign in clauses[number] if at == 0),
        ]
        found.append((led, alone))
    return found


def _clause_signs(reading: Reading, clause: Clause, cues_at: dict[int, list[str]]) -> list[str]:
    """What a clause has in it."""
    words = range(clause.first, clause.after)
    telling = sum(cues.is_content(reading.said.words[i]) and i not in reading.requests for i in words)
    found = {name for i in words for name in cues_at[i] if name in _LEADING}
    return [*sorted(found), f"ends{clause.ends}", f"tells{min(telling, 4)}"]


def _cues_at(reading: Reading) -> dict[int, list[str]]:
    """Word -> the cues that stand in it."""
    found: dict[int, list[str]] = defaultdict(list)
    for name, hits in sorted(reading.cues.items()):
        for hit in hits:
            for i in range(hit.first, hit.after):
                found[i].append(name)
    return found


def _nearest_cues(reading: Reading, cues_at: dict[int, list[str]]) -> tuple[list[str], list[str]]:
    """For each word the last leading cue before it in its clause and how far back it is, and the next one
    from it on. Each word is looked at once: a clause may be a whole message.
    """
    leads = [next((n for n in _LEADING if n in cues_at[i]), "") for i in range(len(reading.said.words))]
    behind, before = ["#"] * len(leads), ["#"] * len(leads)
    for clause in reading.clauses:
        last = following = -1
        for i in range(clause.first, clause.after):
            if last >= 0:
                behind[i] = f"{leads[last]}{min(i - last, _FAR)}"
            last = i if leads[i] else last
        for i in range(clause.after - 1, clause.first - 1, -1):
            following = i if leads[i] else following
            if following >= 0:
                before[i] = f"{leads[following]}{min(following - i, _FAR)}"
    return behind, before


def _shape(word: Word) -> str:
    if word.is_mark:
        return "mark"
    if any(letter.isdigit() for letter in word.said):
        return "digits"
    return "content" if cues.is_content(word) else "small"


_MARKED = (
    "greeting", "thanks", "yes", "no", "wrong", "wait", "stop", "remove", "change", "add",
    "complement_verb", "open_verb", "cancel_verb", "reopen_verb", "rate_verb", "check_verb", "symptom",
    "ticket", "question", "insult", "apology", "urgency_low", "urgency_high", "urgency_critical",
    "that_one", "still_broken", "solved",
)  # fmt: skip


def marked(reading: Reading) -> list[str]:
    """What each word is, where that is plain: part of an address, a number, a service, a cue."""
    marks = ["-"] * len(reading.said.words)

    def put(first: int, after: int, name: str) -> None:
        for i in range(first, min(after, len(marks))):
            marks[i] = name

    for name in reversed(_MARKED):
        for hit in reading.cues.get(name, ()):
            put(hit.first, hit.after, name)
    for service in reading.services:
        put(service.first, service.after, "service")
    for number in reading.short_numbers:
        put(number.first, number.after, "digits")
    for number in reading.full_numbers:
        put(number.first, number.after, "number")
    for address in reading.addresses:
        put(address.first, address.after, "others" if address.others else "address")
    return marks
