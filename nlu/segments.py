"""A second wish in one message: where it may begin, and how what both parts say is put together (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ground.notation import Command
from nlu.edits import SHOWN
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said

WISH_CUES = (
    "open_verb",
    "cancel_verb",
    "reopen_verb",
    "rate_verb",
    "check_verb",
    "list_verb",
    "complement_verb",
    "notices",
    "wish",
    "add",
    "remove",
    "exchange",
    "takes_out",
    "adds_to_it",
    "undoes",
    "person",
    "question",
)
MENDS = frozenset({"edit", "correct", "back"})
MOST = 3
_LEAD = 3  # words after the joint within which the wish is named
_SHORTEST = 2


@dataclass(frozen=True)
class Split:
    left: str
    right: str


def splits(reading: Reading) -> list[Split]:
    """Left and right of each joint that a wish follows, the last first: never inside quotes."""
    said = reading.said
    joints = {hit.after: hit.first for hit in cues.find(said, "joint") if not _is_verb(said, hit)}
    for clause in reading.clauses[1:]:
        if clause.first not in joints.values():
            joints.setdefault(clause.first, clause.first)
    starts = {hit.first for name in WISH_CUES for hit in reading.cues.get(name, ())} - _shown(said)
    asks = {one.first for one in reading.sentences[1:] if one.ends == "?"}
    found = _behind_an_undo(reading)
    for right, left_end in sorted(joints.items(), reverse=True):
        if right >= len(said.words) - _SHORTEST + 1 or left_end < 1:
            continue
        if not {right, left_end} & asks and not starts & set(
            range(right, min(right + _LEAD, len(said.words)))
        ):
            continue
        left = said.part(0, left_end).rstrip(" ,;:.-")
        if left:
            found.append(Split(left, said.part(right, len(said.words))))
    return found[:MOST]


def _behind_an_undo(reading: Reading) -> list[Split]:
    """`não, volta como estava. é o oficial`: the clause that an undoing leads, and what is behind it."""
    said, small = reading.said, cues.listed("small_words", "lead_words", "no")
    for hit in reading.cues.get("undoes", ()) if reading.pending in SHOWN else ():
        clause = next(one for one in reading.clauses if one.first <= hit.first < one.after)
        if any(word.meant not in small for word in said.words[clause.first : hit.first]):
            continue
        ends = next((i for i in range(hit.after, clause.after) if cues.is_joiner(said, i)), clause.after)
        begins = ends
        while begins < len(said.words) and (cues.is_joiner(said, begins) or said.words[begins].is_mark):
            begins += 1
        if begins < len(said.words):
            left = said.part(hit.first, ends).rstrip(" ,;:.-")
            return [Split(left, said.part(begins, len(said.words)))]
    return []


def both_edit(left: Sequence[Command], right: Sequence[Command]) -> bool:
    return all(one and all(command["command"] in MENDS for command in one) for one in (left, right))


def _is_verb(said: Said, hit: cues.Hit) -> bool:
    """`é` and `eh` are no joint, though they fold into one."""
    first = said.words[hit.first]
    return len(hit.phrase) == 1 and (len(first.said) > 1 or not said.text[first.start].isascii())


def asks_to_open(text: str) -> bool:
    """Whether a part says itself that a ticket is wanted."""
    said = Said(text)
    other = _shown(said) | cues.words_of(said, "symptom")  # `o SEI não abre`
    return any(hit.first < _LEAD + 2 for hit in cues.find(said, "open_verb") if hit.first not in other)


def _shown(said: Said) -> set[int]:
    """Where a verb tells what a system shows, and wants nothing: `abre uma tela branca`."""
    return {hit.first for hit in cues.find(said, "shows_up")}


def is_wish(commands: Sequence[Command]) -> bool:
    return any(command["command"] in {"start", "ask"} for command in commands)


def together(left: Sequence[Command], right: Sequence[Command]) -> list[Command]:
    """Both, in order; courtesy falls away beside a wish; nothing twice."""
    joined = [*left, *(command for command in right if command not in left or command["command"] == "start")]
    if any(command["command"] != "social" for command in joined):
        joined = [command for command in joined if command["command"] != "social"]
    return joined
