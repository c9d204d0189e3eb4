"""How sure a reading must be before it is carried out, and what is plain enough without that (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from ground.notation import TEXT_SLOTS, Command
from nlu.atom_model import Reading as AtomReading
from nlu.edits import SHOWN
from nlu.in_place import OPENS, THAT
from nlu.interpretation import UNCLEAR
from nlu.pending import kind
from nlu.reading import cues, numbers
from nlu.reading.exchange import rewritten
from nlu.reading.turn import Reading
from nlu.telling import content

SKIPS, UNSAID = frozenset({"skip"}), frozenset({UNCLEAR})

TELLS = 2
_AROUND = 6
_GIVES_UP = ("confirm_open", "confirm_cancel", "confirm_reopen", "draft", "change")
"""Where a no writes nothing: where a like ticket is offered, it opens one."""
_FAR = 1.5  # how much likelier than any other a refusal is
LONG = 45  # words up to which a message is looked at for a second wish


def adds(commands: Sequence[Command]) -> bool:
    """Only more of a text: shown before anything is done with it."""
    return bool(commands) and all(c["command"] == "edit" and c["how"] == "add" for c in commands)


OPENING = ("service", "description", "email")
SURE_PLAIN = 0.2
SURE_EDIT = 0.3
SURE_VALUE = 0.5
_ASKED_VALUE = {"service": "set:service", "score": "set:score", "comment": "correct:score:said"}
REFUSALS = ("stop", "deny", "skip")
"""Nothing is written after any of them: which one it is need not be sure."""
ACTS = ("affirm", "deny", "stop", "start:")
HARMLESS = frozenset(
    {"ask", "social", "wait", "skip", "repeat", "back", "resend_code", "out_of_scope", "unclear"}
)
SURE_ENOUGH = 0.66
"""Belief in a yes, a no, a stop, a start or a text from which it is carried out (docs/turns.md)."""

_POLITE = ("thanks", "greeting", "goodbye")
_OFFERED = ("draft", "news_resolved")
_STAYS = ("question", "symptom", "still_broken", "solved", "no", "open_verb")
LEFT_OUT, LEFT_BESIDE = 0.3, 0.5
"""Belief in a wish or a value that would be lost, from which it is asked back; beside what does nothing."""
_LIGHT = frozenset({"talk_to_human", "notices", "my_data", "list_my_tickets", "service_status"})
SURE_LIGHT, SURE_TEXT = 0.4, 0.75
_UNSAID = frozenset({UNCLEAR, "repeat"})


def may_leave_out(reading: Reading, commands: Sequence[Command]) -> float:
    """The belief in a wish or value up to which it may be left out: more where nothing is done, and no ticket
    that is named is lost."""
    said = {command["command"] for command in commands}
    names_one = any(one.by in ("number", "service") for one in reading.references)
    return LEFT_BESIDE if said <= HARMLESS - _UNSAID and not names_one else LEFT_OUT


def enough(reading: Reading, commands: Sequence[Command]) -> float:
    """The belief from which these commands are carried out: less where they begin what writes nothing, more
    where a text is kept."""
    if any(c["command"] == "set" and c.get("slot") in TEXT_SLOTS for c in commands):
        return SURE_TEXT
    starts = [c["flow"] for c in commands if c["command"] == "start"]
    beside = [c for c in commands if c["command"] not in {"start", *HARMLESS} and c.get("slot") != "service"]
    return SURE_LIGHT if starts and not beside and set(starts) <= _LIGHT else SURE_ENOUGH


def goes_no_further(reading: Reading) -> bool:
    """Nothing is written after a no or a giving up; beside a like ticket a no goes on with a new one."""
    return reading.pending != "similar"


def acts(atoms: frozenset[str]) -> set[str]:
    """What is done, without the values."""
    return {atom for atom in atoms if atom.startswith(ACTS)}


def is_question(reading: Reading) -> bool:
    return "?" in reading.text or bool({"question", "indirect_question"} & set(reading.cues))


def begins_as_question(reading: Reading) -> bool:
    """A word of asking that leads a clause: none is in `o sistema onde a gente bate o ponto`."""
    leads = {place for clause in reading.clauses for place in (clause.first, clause.first + 1)}
    led = any(hit.first in leads for hit in reading.cues.get("question", ()))
    return "?" in reading.text or "indirect_question" in reading.cues or led


def is_refusal(commands: Sequence[Command]) -> bool:
    """A giving up, a no or a skip, and at most courtesy beside it."""
    said = [c["command"] for c in commands if c["command"] != "social"]
    return len(said) == 1 and said[0] in REFUSALS


def plain_refusal(reading: Reading, read: Sequence[AtomReading]) -> str | None:
    """A few words that refuse, far ahead of any other reading; or no answer where one may be skipped."""
    first, second = read[0], read[1]
    if kind(reading.pending) == "service" and {first.atoms, second.atoms} == {SKIPS, UNSAID}:
        return "skip"
    said = next((name for name in REFUSALS if first.atoms == {name}), None)
    if said and reading.pending in _GIVES_UP and "?" not in reading.text and first.share >= SURE_PLAIN:
        nearest = next((one.share for one in read[1:] if said not in one.atoms), 0.0)
        if first.share > _FAR * nearest:
            return said
    if said and kind(reading.pending) == "yes_no" and any(second.atoms == {name} for name in REFUSALS):
        return said if first.share + second.share >= SURE_ENOUGH - SURE_PLAIN else None
    refuses = "no" in reading.cues or "stop" in reading.cues
    short = reading.said.count <= _AROUND and kind(reading.pending) == "text"
    return (
        said if short and refuses and first.share >= SURE_PLAIN and first.share > 2 * second.share else None
    )


def sure_value(reading: Reading, read: Sequence[AtomReading]) -> bool:
    """The value that is asked for stands in every likely reading; what is told beside it may be in doubt."""
    asked = _ASKED_VALUE.get(reading.pending, "")
    agreed = [one for one in read if asked in one.atoms and not acts(one.atoms)]
    return read[0] in agreed and sum(one.share for one in agreed) >= SURE_VALUE


def tells_more(reading: Reading) -> bool:
    """`junta que …`, `falta falar que …` where the text is shown: said by its verb, and no question."""
    verb = any(cue in reading.cues for cue in ("add", "complement_verb"))
    return verb and not is_question(reading) and content(reading) >= TELLS


def plain_courtesy(reading: Reading, likely: Sequence[list[Command]]) -> list[Command]:
    """`obrigado`, and nothing else: no yes is heard in it, where a reading is courtesy alone. `entendi,
    beijos`, where a ticket is offered or it is asked whether an article helped, takes leave."""
    polite = reading.words_of(*_POLITE)
    if reading.pending in _OFFERED and "parting" in reading.cues and not set(_STAYS) & set(reading.cues):
        return [{"command": "social", "kind": "goodbye"}]
    alone = reading.said.is_only(polite, cues.listed("small_words", "hollow_words"))
    only = (one for one in likely if one and all(c["command"] == "social" for c in one))
    return next(only, []) if polite and alone else []


def takes_the_offer(reading: Reading, likely: Sequence[list[Command]]) -> bool:
    """`quero registrar então`, where just that is offered: a yes, or the wish for it, come to the same; and
    `pode registrar sim` is a yes in so many words."""
    yes: list[Command] = [{"command": "affirm"}]
    words = reading.words_of("yes", "sure_yes", "asks_kindly") if "sure_yes" in reading.cues else set()
    small = cues.listed("small_words", "lead_words", "is_offered")
    plain = words and yes in likely and reading.said.is_only(words, small)
    agreed = [said for said in likely if said in (yes, [OPENS]) or plain]
    against = {"no", "stop", "wait", "condition", "other_one", "no_ticket", "question"} & set(reading.cues)
    return reading.pending == "draft" and len(agreed) == len(likely) > 1 and not against


def says_nothing(commands: Sequence[Command]) -> bool:
    """`1` as more of a text: no letter in it."""
    texts = [str(c.get("text") or "") for c in commands if c["command"] == "edit" and c["how"] == "add"]
    return bool(texts) and not any(letter.isalpha() for letter in "".join(texts))


def one_value(commands: Sequence[Command], slot: str) -> bool:
    return len(commands) == 1 and commands[0]["command"] == "set" and commands[0].get("slot") == slot


def only_value(reading: Reading) -> bool:
    """An address or a name, with at most a few words around it."""
    covered = sum(one.after - one.first for one in (*reading.addresses, *reading.services))
    return len(reading.said.words) - covered <= _AROUND


def unheard(reading: Reading, commands: Sequence[Command]) -> bool:
    """Whether a ticket's full number is in the message and in nothing that is read from it."""
    idle = any(c["command"] in {"stop", "wait", "unclear"} for c in commands)
    if not commands or reading.said.count > LONG or idle or kind(reading.pending) == "ticket":
        return False
    takes = any(c["command"] in {"start", "choose"} or c.get("slot") == "ticket" for c in commands)
    begins = OPENS in commands and reading.pending == "none"
    lost = any(number.value not in str(commands) for number in reading.full_numbers)
    return takes and lost and (begins or len(reading.full_numbers) > 1)


def bare_grade(reading: Reading) -> Command | None:
    """`5`, `nota 5`, and nothing else: a rating, where it is asked whether it is solved."""
    grade = numbers.grade(reading.said, asked=True)
    alone = grade is not None and reading.said.count - (grade.after - grade.first) <= 1
    led = grade is not None and (reading.said.count == 1 or reading.grade is not None)
    return {"command": "set", "slot": "score", "value": grade.value} if grade and alone and led else None


def needed(reading: Reading, commands: Sequence[Command]) -> float:
    """The share from which just these commands are read; what cannot be taken back must be believed, too.
    A text is written over whole only where that is said in so many words, or surely meant.
    """
    edits = [c for c in commands if c["command"] == "edit"]
    whole = any(c["how"] == "replace" and not c.get("old") for c in edits)
    if whole and not rewritten(reading.text):
        return SURE_ENOUGH
    if edits and reading.pending in SHOWN:
        return SURE_EDIT
    return 0.1 if {command["command"] for command in commands} <= HARMLESS else 0.2


def maybe_more(reading: Reading, commands: Sequence[Command]) -> list[Command]:
    """A problem told after a ticket was spoken of, or shown for the same system, without a word for a new
    one, may be more of that ticket, or the same again: that reading; none where it is plainly another.
    """
    told = next((c for c in commands if c["command"] == "set" and c.get("slot") == "description"), None)
    if told is None or OPENS not in commands or reading.pending != "none":
        return []
    if {"open_verb", "alike"} & set(reading.cues) or _of_another(reading):
        return []
    ticket = _of_the_system(reading, {c["value"] for c in commands if c.get("slot") == "service"})
    if not ticket or sum(c["command"] == "start" for c in commands) > 1:
        return []
    over = ticket.get("status") in {"resolved", "closed", "cancelled"}
    flow, slot = ("reopen_ticket", "reason") if over else ("add_ticket_information", "information")
    of_it: Command = {"command": "choose", "by": "service", "value": ticket.get("service")}
    which = THAT if ticket == reading.state.get("last") else of_it
    more: Command = {"command": "set", "slot": slot, "value": told["value"]}
    return [{"command": "start", "flow": flow}, which, more]


def _of_another(reading: Reading) -> bool:
    """`outro problema`, and not `outra vez`."""
    words, again = reading.said.words, cues.listed("again")
    return any(
        hit.after == len(words) or words[hit.after].meant not in again
        for hit in reading.cues.get("other_one", ())
    )


def _of_the_system(reading: Reading, codes: set[str]) -> dict[str, str]:
    """The ticket spoken of, where no other system is named; else the only one shown of that system."""
    last = reading.state.get("last") or {}
    if last and not codes - {last.get("service")}:
        return dict(last)
    shown = [t for t in reading.state.get("listed") or [] if t.get("service") in codes]
    return dict(shown[0]) if len(shown) == 1 and len(codes) == 1 else {}
