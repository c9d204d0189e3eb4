"""Two wishes in one message: the whole, or what is said first and a wish of its own after it (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ground.notation import Command
from nlu import atoms as names
from nlu import segments
from nlu.at_the_summary import NO_MORE
from nlu.edits import SHOWN
from nlu.in_place import points_at, ticket_asked_in
from nlu.interpretation import UNCLEAR, Interpretation, Parts
from nlu.pending import kind
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.sureness import adds
from nlu.telling import content_words

_SURE_PART = 0.5
_SURE_WISH = 0.65
_SURE_DETAIL = 0.2
_SURE_QUESTION = 0.45
_SURE_PERSON = 0.8
_SURE_MEND = 0.4  # shown again before anything is done
_TELLS = 2  # words of a text
_BACK: Command = {"command": "back"}
_PLAIN_WHOLE = 0.6
"""Belief in the whole from which it is not taken apart (docs/turns.md)."""


def two_wishes(
    whole: Interpretation, parts: Parts, state: dict[str, Any], split: segments.Split
) -> Interpretation:
    """The whole, unless both parts are surer: what is said first, and a wish of its own after it."""
    left, anew, here = parts
    if mended := both_mended(whole, parts, state, split):
        return mended
    read = whole.commands != [{"command": UNCLEAR}] and not _is_courtesy(whole.commands)
    if read and whole.share >= _PLAIN_WHOLE:
        return whole
    least = _SURE_DETAIL if adds(left.commands) else _SURE_PART
    if left.share < least or left.commands == [{"command": UNCLEAR}]:
        return whole
    told = {_kind_of(command) for command in whole.commands}
    best = None
    for right in (anew, here):
        edits = segments.both_edit(left.commands, right.commands)
        sure = _SURE_QUESTION if all(c["command"] == "ask" for c in right.commands) else _SURE_WISH
        if _is_courtesy(whole.commands):
            sure = _SURE_PART  # a greeting alone would leave the wish behind it out
        if right.share < sure or not (segments.is_wish(right.commands) or edits):
            continue
        flows = {command.get("flow") for command in right.commands}
        if "open_ticket" in flows and not segments.asks_to_open(split.right) and whole.share >= 0.3:
            continue  # a problem told after something else belongs to it, unless a ticket is asked for
        if (
            flows == {"open_ticket"}
            and len(right.commands) == 1
            and kind(state.get("pending") or "none") == "yes_no"
        ):
            continue  # "no, I want my own" is the no
        if "talk_to_human" in flows and right.share < _SURE_PERSON:
            continue
        if is_under_way(right.commands, state):
            continue  # `sim, pode cancelar, era o cabo`: said again, it is the same yes
        new = {_kind_of(command) for command in segments.together(left.commands, right.commands)}
        if new <= told and whole.share >= 0.3 and not (new == told and _holds(whole.commands, split.right)):
            continue
        if best is None or right.share > best.share:
            best = right
    if best is None:
        return whole
    unread = whole.commands == [{"command": UNCLEAR}]
    if kind(state.get("pending") or "none") == "text" and not (
        unread or any(c["command"] == "start" for c in best.commands)
    ):
        return whole
    if _is_courtesy(left.commands) and whole.share >= 0.3 and not _is_courtesy(whole.commands):
        return whole
    share = min(left.share, best.share)
    starts = any(c["command"] == "start" for c in best.commands)
    only_leads = starts and all(c["command"] == "ask" for c in left.commands) and not _asks(split.left)
    both = segments.together([] if only_leads else left.commands, best.commands)
    if starts:
        both = [c for c in both if c["command"] not in {"stop", "skip"}]  # the other wish says it
    return Interpretation(both, share, share < 0.7, [])


def both_mended(
    whole: Interpretation, parts: Parts, state: dict[str, Any], split: segments.Split
) -> Interpretation | None:
    """Two changes of what is shown, or one and a question, where the whole says only one of them: `tira o
    Obrigado, e ponha: …`, `volta como estava. e quando resolvem?`. It is shown again."""
    if state.get("pending") not in SHOWN or _tells_whole(whole.commands) or parts.left.share < _SURE_MEND:
        return None
    left = parts.left.commands
    undoes = left[-1:] == [_BACK]
    told = {_change(c) for c in whole.commands if c["command"] != UNCLEAR}
    for right in (parts.here, parts.anew):
        more = right.commands
        if undoes and right is parts.here and right.share < _SURE_MEND:
            more = _told(split.right, state)
        elif right.share < _SURE_MEND:
            continue
        asks = all(c["command"] == "ask" for c in more)
        if not _mends(left) or not (asks or _mends(more)):
            continue
        first, second = {_change(c) for c in left}, {_change(c) for c in more}
        again = told == first | second and _holds(whole.commands, split.right)
        if more and not first & second and (told < first | second or again):
            return Interpretation([*left, *more], min(parts.left.share, right.share), True, [])
    return None


def _mends(commands: Sequence[Command]) -> bool:
    """Only changes, and each of something that stands there."""
    empty = any(c.get("how") == "remove" and not c.get("old") for c in commands)
    return bool(commands) and not empty and all(c["command"] in segments.MENDS for c in commands)


def _tells_whole(commands: Sequence[Command]) -> bool:
    """The whole text anew: what stands in it is part of it."""
    return any(c.get("how") == "replace" and not c.get("old") for c in commands)


def _told(part: str, state: dict[str, Any]) -> list[Command]:
    """What stands behind an undoing, and is no question, answer or wish, is more of the text."""
    said = Said(part)
    if content_words(part) < _TELLS or any(cues.find(said, name) for name in (*NO_MORE, "yes", "no")):
        return []
    slot = names.edited_slot(str(state.get("pending")), state.get("known") or {})
    return [{"command": "edit", "slot": slot, "how": "add", "text": part.strip()}]


def _change(command: Command) -> tuple[str, str, str]:
    return command["command"], str(command.get("slot", "")), str(command.get("how", ""))


def is_under_way(commands: Sequence[Command], state: dict[str, Any]) -> bool:
    """Only the flow under way begun once more, of no other ticket: `só 3, dou 3`."""
    pending = str(state.get("pending"))
    of_one = {"confirm_cancel": "cancel_ticket", **names.FLOW_OF_PENDING}
    ticket = ticket_asked_in(state) or {"number": None}
    starts = [c for c in commands if c["command"] == "start"]
    named = [c for c in commands if c["command"] == "choose" or c.get("slot") == "ticket"]
    again = bool(starts) and all(c["flow"] == of_one.get(pending) for c in starts)
    return again and all(points_at(c, ticket) for c in named)


def _asks(part: str) -> bool:
    """`recebi o aviso` tells, and asks for nothing: it only leads to the wish behind it."""
    said = Said(part)
    return "?" in part or any(cues.find(said, name) for name in ("question", "indirect_question", "wish"))


def _is_courtesy(commands: Sequence[Command]) -> bool:
    return all(command["command"] == "social" for command in commands)


def _holds(commands: Sequence[Command], part: str) -> bool:
    """Whether a text that was read from the whole holds the part that is a wish of its own."""
    return any(part in str(c.get("value") or c.get("text")) for c in commands)


def afterwards(reading: Reading) -> dict[str, Any]:
    """Nothing is pending for what is said next; the ticket that was named is the one spoken of."""
    told = reading.full_numbers
    named = {"last": {"number": told[-1].value}} if told else {}
    return {**reading.state, "pending": "none", **named}


def _kind_of(command: Command) -> tuple[str, ...]:
    return tuple(str(command.get(key, "")) for key in ("command", "flow", "about", "slot"))
