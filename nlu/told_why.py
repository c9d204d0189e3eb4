"""Why a ticket is to be cancelled or reopened, told beside the yes or beside which one it is; what still
fails, told beside the no; and what of it is asked after (pure). Beyond the contract of turns: nothing of it
is a command."""

from __future__ import annotations

from collections.abc import Sequence

from ground.notation import Command
from nlu.in_place import ADDS, VERBS, takes_back_its_yes
from nlu.interpretation import UNCLEAR
from nlu.reading import cues, numbers
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import without_lead

_NO: Command = {"command": "deny"}
_CANCELS: Command = {"command": "start", "flow": "cancel_ticket"}
_BRIEF = 6  # words of a plain yes
_HEAD = 8  # words that name a ticket
_COLON = 4  # words of `o motivo é outro:`
_TELLS = 2  # words from which something is told
_POINTS = ("choose", "social")
_DOUBTS = ("hedge", "condition")
_DECIDES = ("deny", "stop", "start", "choose", "ask")
_BACK = ("that_one", "other_one", "same_address")
_FAILS = ("symptom", "still_broken")
_ELSEWHERE = ("add", "complement_verb", "list_verb", "notices")
_POLITE = (
    "thanks", "greeting", "goodbye", "asks_kindly", "yes", "no", "stop", "ticket", "only_asked",
    *VERBS.values(),
)  # fmt: skip


def why(reading: Reading, commands: Sequence[Command]) -> str | None:
    """What is told as the reason, where the commands say a yes, a no to `resolveu?`, or which ticket is to be
    cancelled; beside a no to the cancelling, what still fails."""
    if reading.text.rstrip().endswith("?"):
        return None
    refused = [c for c in commands if c["command"] != "social"] == [_NO]
    if reading.pending in VERBS and not refused:
        return _beside_yes(reading, commands)
    if reading.pending in ("news_resolved", "confirm_cancel"):
        told = _behind(reading, 0, _HEAD) if refused else None
        fails = told and any(cues.find(Said(told), name) for name in _FAILS)
        return told if fails or reading.pending == "news_resolved" else None
    points = [
        c for c in commands if c["command"] not in _POINTS and c.get("slot") not in ("ticket", "service")
    ]
    if reading.pending == "number" and commands and not points:
        return _behind(reading, 0, _HEAD)
    if reading.pending != "none" or points != [_CANCELS]:
        return None
    verbs = [hit.first for name in ("cancel_verb", "stop") for hit in reading.cues.get(name, ())]
    led = [n for n, one in enumerate(reading.clauses) if any(one.first <= v < one.after for v in verbs)]
    return _behind(reading, led[0]) or _told(reading, 0, reading.clauses[led[0]].first) if led else None


def reason_put_right(reading: Reading, commands: list[Command]) -> list[Command]:
    """`sim. o motivo é que voltou`, `o motivo é outro: errei a senha`: in the place of the one known. A no
    stays one, and `esse mesmo`, `o que eu já falei`, `outro` tell none."""
    said, hits = reading.said, reading.cues.get("the_reason", ())
    decided = "?" in reading.text or any(c["command"] in _DECIDES for c in commands)
    if reading.pending not in VERBS or not reading.known.get("reason") or not hits or decided:
        return commands
    at = hits[0].after
    colon = said.mark(":", at, at + _COLON)
    if colon is None and not (at < len(said.words) and cues.is_copula(said, said.words[at])):
        return commands
    first = cues.past_lead(said, at + 1 if colon is None else colon)
    telling = [c.after for c in reading.clauses if _telling(reading, max(c.first, first), c.after, _BACK)]
    told = said.part(first, max(telling, default=first)).strip(" ,;.")  # without an order at the end
    return [{"command": "edit", "slot": "reason", "how": "replace", "text": told}] if told else commands


def what_is_asked(reading: Reading, commands: Sequence[Command]) -> str | None:
    """`score` or `reason`, where it is asked whether just that is kept; `texts`: all that was told."""
    if not any(c.get("field") == "history" for c in commands):
        return None
    if "the_reason" in reading.cues:
        return "reason"
    if {"all_i_wrote", "noted", "stays_too"} & set(reading.cues):
        return "texts"  # the grade and its comment among them
    resolved = (reading.state.get("last") or {}).get("status") == "resolved"
    figure = resolved and reading.said.count <= _HEAD and numbers.short(reading.said)
    return "score" if "the_grade" in reading.cues or figure else None


def _beside_yes(reading: Reading, commands: Sequence[Command]) -> str | None:
    told = [c for c in commands if c["command"] != "social" and c.get("slot") != "urgency"]
    if ADDS in told and reading.pending == "confirm_cancel":  # the last that its team is told
        at = _ends(reading, 0)
        return without_lead(reading.said.part(at, len(reading.said.words)).strip(" ,;")) or None
    adds = [c for c in told if c["command"] == "edit" and c["how"] == "add" and c["slot"] == "reason"]
    if len(told) != 1 or not (adds or told[0]["command"] in {"affirm", UNCLEAR}):
        return None
    if {*_DOUBTS} & set(reading.cues) or takes_back_its_yes(reading):
        return None
    at = _ends(reading, 0)
    head = Said(reading.said.part(0, at))
    agrees = any(hit.first <= 1 for name in ("yes", VERBS[reading.pending]) for hit in cues.find(head, name))
    if not agrees or cues.find(head, "no") or head.count > _BRIEF:
        return None
    behind = _told(reading, at, len(reading.said.words))
    return behind if behind or not adds else str(adds[0]["text"])


def _ends(reading: Reading, clause: int) -> int:
    """Where that clause ends, or what it says is joined to the rest by a word."""
    one, words = reading.clauses[clause], reading.said.words
    because = cues.listed("because")
    for i in range(one.first + 1, one.after):
        joins = cues.is_joiner(reading.said, i) and reading.text[words[i].end : words[i].end + 1].isspace()
        if words[i].meant in because or (joins and reading.pending in VERBS):
            return i
    return one.after


def _behind(reading: Reading, clause: int, most: int | None = None) -> str | None:
    at = _ends(reading, clause)
    if most is not None and at > most:
        return None
    return _told(reading, at, len(reading.said.words))


def _told(reading: Reading, first: int, after: int) -> str | None:
    """The clauses that tell something, from the first of them to the last; None where too little is told, or
    something else is wanted there."""
    said = reading.said
    inside = [one for one in reading.clauses if one.after > first and one.first < after]
    because = cues.listed("because")
    while inside and not _telling(reading, max(first, inside[0].first), inside[0].after):
        if said.words[max(first, inside[0].first)].meant in because:
            break
        inside.pop(0)
    while len(inside) > 1 and not _telling(reading, max(first, inside[-1].first), inside[-1].after):
        inside.pop()
    if not inside:
        return None
    first, after = max(first, inside[0].first), min(after, inside[-1].after)
    least = int(said.words[first].meant not in cues.listed("because")) * _TELLS
    lead, words = cues.listed("because", "adversatives"), said.words
    named = reading.words_of("the_reason")  # `motivo: …`
    while first < after and (
        words[first].is_mark or cues.is_joiner(said, first) or words[first].meant in lead or first in named
    ):
        first += 1
    here = range(first, after)
    team = reading.words_of("for_the_team")  # `avisa que o técnico não precisa vir`
    wants = any(hit.first in here for name in _ELSEWHERE for hit in _hits(reading, name, team))
    wants = wants or any(hit.first == first for hit in _hits(reading, "wish", team))
    placed = any(one.first in here for one in reading.addresses)
    placed = placed or any(one.first in here for one in reading.full_numbers)
    named = _names_one(reading, first, after)
    if wants or placed or named or _telling(reading, first, after) < least:
        return None
    return without_lead(said.part(first, after).strip(" ,;")).rstrip(" ,;") or None


def _hits(reading: Reading, name: str, but: set[int]) -> list[cues.Hit]:
    return [hit for hit in reading.cues.get(name, ()) if hit.first not in but]


def _names_one(reading: Reading, first: int, after: int) -> bool:
    """`o do ecac`, `só esse, o outro deixa`: which ticket it is, and no reason."""
    words = reading.said.words
    lead = cues.listed("only", "adversatives", "joining_words") - cues.listed("articles")
    while first < after - 1 and words[first].meant in lead:
        first += 1
    points = [word.meant for word in words[first : first + 2]]
    belongs = points[1:] and points[0] in cues.listed("articles") and points[1] in cues.listed("belongs")
    behind = words[first + 1 : min(first + 2, after)]
    alone = not behind or behind[0].is_mark or behind[0].meant in cues.listed("only", "grade_ends")
    return bool(belongs) or (words[first].meant in cues.listed("these", "of_this") and alone)


def _telling(reading: Reading, first: int, after: int, back: tuple[str, ...] = ()) -> int:
    """How many words say more than courtesy and the wish itself."""
    small = cues.listed("small_words", "hollow_words", "lead_words", "because")
    polite = reading.words_of(*_POLITE, *back)
    words = reading.said.words
    return sum(
        i not in polite and not words[i].is_mark and words[i].meant not in small for i in range(first, after)
    )
