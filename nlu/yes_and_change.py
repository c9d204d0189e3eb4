"""A yes to the summary beside one plain change of it: the change is made, and it is registered. What is told
behind a yes is more of the text (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.interpretation import UNCLEAR
from nlu.reading import cues, literal
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import content_words

_DOUBTS = (
    "hedge", "condition", "takes_back", "wait", "person", "how_to", "no", "stop", "remove", "takes_out",
    "exchange", "change", "rewrite", "cancel_verb", "reopen_verb", "list_verb", "keep_only", "field_email",
    "question", "wants_to_know", "notices", "indirect_question", "insult", "praise", "thanks", "goodbye",
    "other_one", "asks_kindly", "sure_yes", "open_verb",
)  # fmt: skip
"""What makes of that which is told behind a yes more than a fact."""
_OF_A_CHANGE = ("hedge", "condition", "takes_back", "wait", "person", "how_to")
_HEARD = ("affirm", "social")
_BRIEF = 12  # words of the change, and why
_TELLS = 2  # words of what is told
_YES = ("yes", "sure_yes", "fine_by_me", "open_verb", "thanks", "praise", "asks_kindly", "ticket")
_A_FACT = ("deadline", "symptom", "still_broken")
_URGENT = ("own_urgency", "urgency_high", "urgency_critical")
_ENDS = ",.;:!"


def agrees(reading: Reading, commands: list[Command]) -> bool:
    """`sim, e põe urgente`, `troca 4470 por 4471 e pode abrir`: the yes has a part of its own, and the one
    change stands there word for word. An address or a system put right is shown again, and what speaks of a
    fault (`sim, tem um erro no texto`). At what is only proposed, a yes before more: `sim, e é urgente`."""
    if reading.pending == "draft":
        return _begins_with_yes(reading)
    changes = [c for c in commands if c["command"] not in _HEARD]
    if reading.pending != "confirm_open" or "?" in reading.text:
        return False
    if any(c.get("how") == "add" for c in changes):
        at = _told_at(reading)
        sure = reading.words_of("sure_yes") & set(range(at))
        fails = reading.words_of("symptom", "still_broken") & set(range(at, len(reading.said.words)))
        others = {s.code for s in reading.chosen_services} - {reading.known.get("service")}
        return bool(sure) and not (others or fails) and is_told(reading, changes)
    if len(changes) != 1 or set(_OF_A_CHANGE) & set(reading.cues) or not _is_plain(reading, changes[0]):
        return False
    return _agrees_apart(reading, of_a_level=changes[0].get("slot") == "urgency")


def _begins_with_yes(reading: Reading) -> bool:
    words = reading.said.words
    ends = {hit.after for name in ("yes", "sure_yes") for hit in reading.cues.get(name, ()) if not hit.first}
    more = any(end < len(words) and words[end].said in _ENDS for end in ends)
    return more and not {"condition", "takes_back", "no"} & set(reading.cues) and "?" not in reading.text


def with_its_fact(reading: Reading, commands: list[Command]) -> list[Command]:
    """`por mim tudo bem, só que preciso disso hoje`: the fact behind the yes is more of the text, and beside
    a sure yes it is registered with it, unless it may be of another system."""
    at = _told_at(reading) if reading.pending == "confirm_open" and "?" not in reading.text else 0
    if not at or not all(_is_of_it(c) for c in commands):
        return commands
    rest = Reading(reading.said.part(at, len(reading.said.words)), reading.state, reading.finder)
    levels = [c for c in commands if c.get("slot") == "urgency"]
    added = [str(c["text"]) for c in commands if c["command"] == "edit"]
    passed = rest.text.removesuffix(added[0]) if added and not added[0].endswith(rest.text) else ""
    if passed and not _is_a_fact(Reading(passed, {}, reading.finder)):
        return commands  # `… acrescenta que`, and no fact of its own
    if not _is_a_fact(rest, bool(levels)):
        return commands
    return [{"command": "edit", "slot": "description", "how": "add", "text": rest.text}, *levels]


def _is_a_fact(told: Reading, of_a_level: bool = False) -> bool:
    """A sign of a problem or of its urgency, and no doubt beside it; of_a_level: that is heard already."""
    signs = _A_FACT if of_a_level else (*_A_FACT, *_URGENT)
    fails = told.words_of(*_A_FACT)  # the no of `não abre` denies nothing
    doubts = told.words_of(*_DOUBTS) - fails
    days = any(word.said in cues.listed("weekdays", "months", "days_told") for word in told.said.words)
    tells = bool(set(signs) & set(told.cues)) or (days and "needed_by" in told.cues)
    return content_words(told.text) >= _TELLS and tells and not doubts


def is_told(reading: Reading, commands: list[Command]) -> bool:
    """Whether all that stands behind a yes is kept as a fact: however it sounds, it asks nothing."""
    added = [str(c["text"]) for c in commands if c.get("how") == "add"]
    others = any(c.get("how") != "add" and c.get("slot") != "urgency" for c in commands)
    if reading.pending != "confirm_open" or others or len(added) != 1 or not (at := _told_at(reading)):
        return False
    rest = reading.said.part(at, len(reading.said.words))
    return added == [rest] and _is_a_fact(Reading(rest, reading.state, reading.finder))


def _is_of_it(command: Command) -> bool:
    adds = command["command"] == "edit" and command["how"] == "add"
    adds = adds or command == {"command": "ask", "about": "other"}  # of what has no mark
    return adds or command["command"] in {"affirm", "social", UNCLEAR} or command.get("slot") == "urgency"


def _told_at(reading: Reading) -> int:
    """The word from which on something is told behind a yes that stands alone before a joint; 0: none."""
    words, small = reading.said.words, cues.listed("small_words", "lead_words", "copulas", "called_so")
    agreed, noes = reading.words_of("yes", "sure_yes", "fine_by_me"), reading.words_of("no")
    around = reading.words_of(*_YES)
    heads = [
        i
        for i in range(1, len(words))
        if _parts(reading.said, i, of_a_level=False)
        and agreed & set(range(i))
        and not noes & set(range(i))
        and reading.said.is_only(around, small, i)
    ]
    at = heads[-1] if heads else len(words)
    lead, only, that = (cues.listed(name) for name in ("adversatives", "only", "which_is"))
    while at < len(words) and (
        words[at].is_mark
        or cues.is_joiner(reading.said, at)
        or words[at].meant in lead | that
        or (words[at].meant in only and any(word.meant in that for word in words[at + 1 : at + 2]))
    ):  # `só que`, and not the `só` of `só funciona amanhã`
        at += 1
    return at if at < len(words) else 0


def _is_plain(reading: Reading, change: Command) -> bool:
    """An urgency that is said, without a no; a part of the text that is named as it stands there, once."""
    if change.get("slot") == "urgency":
        return change.get("value") == reading.urgency is not None and "no" not in reading.cues
    old, new = str(change.get("old") or ""), str(change.get("text") or "")
    if change["command"] != "edit" or not old or change.get("how") not in {"replace", "remove"}:
        return False
    if any(not one.everyday for one in reading.finder.find(Said(new))):
        return False  # the ticket may be of that one, then
    known = Said(str(reading.known.get(change["slot"]) or ""))
    if _times(known, old) != 1:
        return False
    if change["how"] == "remove":
        return _times(reading.said, old) > 0
    one, other = literal.figures(Said(old)), literal.figures(Said(new))
    alike = len(one) == len(other) == 1 and (one[0].text, other[0].text) == (old, new)
    return _times(reading.said, new) > 0 and (alike or _times(reading.said, old) > 0)


def _times(said: Said, part: str) -> int:
    wanted = [w.said for w in Said(part).words if not w.is_mark]
    words = [w.said for w in said.words if not w.is_mark]
    return sum(words[at : at + len(wanted)] == wanted for at in range(len(words))) if wanted else 0


def _agrees_apart(reading: Reading, of_a_level: bool) -> bool:
    """A yes before the first, or an order to register behind the last joint; the rest is brief."""
    said = reading.said
    ends = [i for i in range(1, len(said.words)) if _parts(said, i, of_a_level)]
    before = [(0, i, i, len(said.words)) for i in ends]
    behind = [(i + 1, len(said.words), 0, i) for i in ends]
    return any(
        _is_yes(reading, first, after) and 0 < _count(said, left, right) <= _BRIEF
        for first, after, left, right in (*before, *behind)
    )


def _parts(said: Said, at: int, of_a_level: bool) -> bool:
    """A mark, an `e`, `mas`, `só`; `como urgente`, `com prioridade alta`."""
    word = said.words[at]
    if word.said in _ENDS or cues.is_joiner(said, at):
        return True
    leads = ("adversatives", "only", "level_leads") if of_a_level else ("adversatives", "only")
    return word.meant in cues.listed(*leads)


def _is_yes(reading: Reading, first: int, after: int) -> bool:
    """A sure yes among nothing but words of yes and small ones."""
    sure = reading.words_of("sure_yes") & set(range(first, after))
    around = reading.words_of("yes", "open_verb", "sure_yes", "ticket", "thanks", "asks_kindly")
    small = cues.listed("small_words", "lead_words")
    words = [(i, word) for i, word in enumerate(reading.said.words[:after]) if i >= first]
    plain = all(word.is_mark or i in around or word.meant in small for i, word in words)
    return bool(sure) and plain and not any(i in reading.words_of("no") for i, _ in words)


def _count(said: Said, first: int, after: int) -> int:
    return sum(not word.is_mark for word in said.words[first:after])
