"""A second wish in one message: where it may begin, and how what both parts say is put together (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ground.notation import Command
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
    "person",
    "question",
)
_OF_ONE = ("cancel_verb", "reopen_verb", "rate_verb", "complement_verb")
MOST = 3
_LEAD = 3  # words after the joint within which the wish is named
_SHORTEST = 2
_TELLS = 3


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
    found = []
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


def both_edit(left: Sequence[Command], right: Sequence[Command]) -> bool:
    return all(
        one and all(command["command"] in {"edit", "correct"} for command in one) for one in (left, right)
    )


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
