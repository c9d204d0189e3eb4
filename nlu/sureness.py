"""How sure a reading must be before it is carried out, and what is plain enough without that (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from ground.notation import TEXT_SLOTS, Command
from nlu import atoms as names
from nlu.atom_model import Reading as AtomReading
from nlu.edits import SHOWN
from nlu.in_place import CONSULTS, OPENS, THAT, in_doubt, takes_back_its_yes
from nlu.interpretation import UNCLEAR
from nlu.pending import kind
from nlu.reading import addresses, cues, numbers
from nlu.reading.exchange import rewritten
from nlu.reading.turn import Reading
from nlu.signs import is_denied
from nlu.telling import beside_address, content

SKIPS, UNSAID, YES = frozenset({"skip"}), frozenset({UNCLEAR}), frozenset({"affirm"})

_PLACE = 8  # words of a thing and where it stands
_STORY = 4  # words that tell something, where an address is asked
_BESIDE_A_THING = (
    "wrong",
    "not_that",
    "ticket",
    "check_verb",
    "how_to",
    "question",
    "wish",
    "open_verb",
    "add",
    "change",
)
_NEAR = 2  # words between `quero` and what is wanted
_SAYS_MORE = 5
_SAYS_LITTLE = 2
_ANSWERING = ("yes", "no", "stop", "skip", "hedge")
TELLS = 2
_POLITE = ("thanks", "greeting", "goodbye")
_SURE_GREETING = 0.5
_STANDS: Command = {"command": "ask", "about": "ticket", "field": "status"}
_GREETS = {"command": "social", "kind": "greet"}
_COURTESY = ("thank", "praise", "apology")
_ASKS = 3  # words of a question behind courtesy
_AROUND = 6
_GIVES_UP = ("confirm_open", "confirm_cancel", "confirm_reopen", "draft", "change")
"""Where a no writes nothing: where a like ticket is offered, it opens one."""
_FAR = 1.5  # how much likelier than any other a refusal is
LONG = 45  # words up to which a message is looked at for a second wish


def adds(commands: Sequence[Command], beside: bool = False) -> bool:
    """Only more of a text (or, `beside` values, more of it too): shown before anything is done with it."""
    told = [c for c in commands if not (beside and c["command"] == "set")]
    return bool(told) and all(c["command"] == "edit" and c["how"] == "add" for c in told)


OPENING = ("service", "description", "email")
SURE_MORE = 0.25
SURE_PLAIN = 0.2
SURE_EDIT = 0.3
SURE_YES = 0.8
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
    if only_more(reading, commands):
        return SURE_MORE
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


def only_service(reading: Reading) -> str | None:
    """The code of the system that is all that is said."""
    chosen = reading.chosen_services
    words = [i for i, word in enumerate(reading.said.words) if not word.is_mark]
    if len(chosen) != 1 or chosen[0].denied or not words:
        return None
    return chosen[0].code if (chosen[0].first, chosen[0].after - 1) == (words[0], words[-1]) else None


def thing_and_place(reading: Reading) -> str | None:
    """`a impressora da secretaria`: the code of the thing, where all else only says where it stands or whose
    it is. What happens to it is told next."""
    chosen, words = reading.chosen_services, reading.said.words
    if len(chosen) != 1 or chosen[0].denied or not chosen[0].everyday or reading.said.count > _PLACE:
        return None
    if "?" in reading.text or {"symptom", "no", *_BESIDE_A_THING} & set(reading.cues) or reading.addresses:
        return None
    leads = cues.listed("belongs", "articles", "into_it", "thing_leads", "name_places")
    small = cues.listed("small_words", "lead_words", "near_words")
    for i, word in enumerate(words):
        inside = chosen[0].first <= i < chosen[0].after
        led = i > chosen[0].after and (words[i - 1].meant in leads or words[i - 1].said in leads)
        if not (inside or word.is_mark or word.meant in small or word.said in leads or led):
            return None
    return chosen[0].code


def more_of_the_story(reading: Reading, likely: Sequence[list[Command]]) -> list[Command]:
    """`não sai nada, dá atolamento`, where an address is asked: told, though it may be a refusal, too."""
    plain = {"stop", "no_ticket", "wait", "thanks", "field_email", "complement_verb"} & set(reading.cues)
    tried = bool(reading.addresses) or addresses.tried(reading.said)
    if reading.pending != "email" or plain or "?" in reading.text or tried:
        return []
    more = next((one for one in likely if adds(one) and not says_nothing(one)), [])
    return more if content(reading) >= _STORY else []


def is_question(reading: Reading) -> bool:
    return "?" in reading.text or bool({"question", "indirect_question"} & set(reading.cues))


def begins_as_question(reading: Reading) -> bool:
    """A word of asking that leads a clause: none is in `o sistema onde a gente bate o ponto`."""
    leads = {place for clause in reading.clauses for place in (clause.first, clause.first + 1)}
    led = any(hit.first in leads for hit in reading.cues.get("question", ()))
    return "?" in reading.text or "indirect_question" in reading.cues or led


def asks_if_down(reading: Reading) -> bool:
    """`o SouGov caiu? ninguém aqui entra`: whether it is down is asked, and no ticket wanted."""
    asked = [one for one in reading.clauses if one.ends == "?"]
    down = reading.cues.get("down", ())
    said = any(one.first <= hit.first < one.after for one in asked for hit in down)
    return said and not {"open_verb", "one_more_ticket"} & set(reading.cues)


def refuses_a_ticket(reading: Reading) -> bool:
    """`não quero abrir nada`, where a value of one is asked: not another one, none."""
    if reading.pending not in {*OPENING, "change"}:
        return False
    words, more = reading.said.words, cues.listed("more_of_it")
    if "no_problem" in reading.cues:
        return True  # `não é problema, é só uma pergunta`
    return any(
        not any(word.meant in more for word in words[hit.after : hit.after + 2])
        for hit in reading.cues.get("no_ticket", ())
    )


def refusal(reading: Reading) -> list[Command]:
    """No ticket, and the question that was meant instead."""
    asks: list[Command] = [{"command": "ask", "about": "other"}] if "?" in reading.text else []
    return [{"command": "stop"}, *asks]


def only_to_know(reading: Reading) -> bool:
    """A question with the word that no ticket is wanted for it."""
    asks = "how_to" in reading.cues or is_question(reading)
    return reading.pending == "none" and "no_ticket" in reading.cues and asks


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


def plain_yes(reading: Reading, first: AtomReading) -> bool:
    """`tudo nos trinques`: no word of yes that is known, but hardly anything else is believed."""
    asked = reading.pending.startswith("confirm_") and first.atoms == YES and first.share >= SURE_YES
    return asked and not takes_back_its_yes(reading) and not in_doubt(reading, first.atoms)


def sure_value(reading: Reading, read: Sequence[AtomReading]) -> bool:
    """The value that is asked for stands in every likely reading; what is told beside it may be in doubt."""
    asked = _ASKED_VALUE.get(reading.pending, "")
    agreed = [one for one in read if asked in one.atoms and not acts(one.atoms)]
    return read[0] in agreed and sum(one.share for one in agreed) >= SURE_VALUE


def asked_value(reading: Reading, likely: Sequence[list[Command]]) -> list[Command]:
    """The one address in a story told where an address is asked: the likeliest reading that takes it. Where a
    system is asked, the one that is named, if that is the likeliest."""
    if is_question(reading):
        return []
    if reading.pending == "service" and len(reading.chosen_services) == 1 and "no" not in reading.cues:
        first = likely[0] if likely else []
        return (
            first
            if first and all(c.get("slot") == "service" and c["command"] == "set" for c in first)
            else []
        )
    if reading.pending != "email" or len(reading.addresses) != 1:
        return []
    takes = (one for one in likely if any(c.get("slot") == "email" and c["command"] == "set" for c in one))
    told = next(takes, [])
    return [c for c in told if c["command"] in {"set", "edit"}]


PLAIN_WISHES = {
    "reopen_ticket": "reopen_verb",
    "talk_to_human": "person",
    "rate_service": "rate_verb",
    "notices": "notices",
    "check_ticket_status": "check_verb",
    "add_ticket_information": "complement_verb",
    "open_ticket": "open_verb",
}
"""The verb by which a wish is said in so many words. Not cancelling: it is said of what is under way."""


def tells_more(reading: Reading) -> bool:
    """`junta que …`, `falta falar que …` where the text is shown: said by its verb, and no question."""
    verb = any(cue in reading.cues for cue in ("add", "complement_verb"))
    return verb and not is_question(reading) and content(reading) >= TELLS


def reopens(reading: Reading) -> bool:
    """`reabre o meu do SEI, …`: the verb itself is said of what is to be done, no new ticket wanted."""
    starts = {clause.first for clause in reading.clauses}
    verb = any(
        hit.first in starts or reading.is_led(hit, ("wish",), _NEAR)
        for hit in reading.cues.get("reopen_verb", ())
    )
    named = not is_denied(reading, "reopen_verb") and "open_verb" not in reading.cues
    return reading.pending == "none" and verb and named


def plain_wish(reading: Reading, likely: Sequence[list[Command]]) -> list[Command]:
    """Both readings begin the same, which is said by its verb: beginning it takes nothing back. The one that
    holds more of what was told; none where it is not so. Where a value is asked, the other may begin nothing.
    """
    started = [[c.get("flow") for c in commands if c["command"] == "start"] for commands in likely]
    if len(started) < 2 or len(started[0]) != 1 or is_question(reading):
        return []
    if started[0] != started[1] and (started[1] or kind(reading.pending) not in {"value", "service"}):
        return []
    verb = PLAIN_WISHES.get(str(started[0][0]))
    if verb is None or verb not in reading.cues or is_denied(reading, verb):
        return []
    wish = likely[1] if all(c in likely[1] for c in likely[0]) else likely[0]
    if any(c["command"] in {"affirm", "stop"} for c in wish):
        return []
    return [c for c in wish if c["command"] != "deny" or "no" in reading.cues]


def plain_courtesy(reading: Reading, likely: Sequence[list[Command]]) -> list[Command]:
    """`obrigado`, and nothing else: no yes is heard in it, where a reading is courtesy alone."""
    polite = reading.words_of(*_POLITE)
    alone = all(word.is_mark or i in polite for i, word in enumerate(reading.said.words))
    only = (one for one in likely if one and all(c["command"] == "social" for c in one))
    return next(only, []) if polite and alone else []


def adds_to_the_like(reading: Reading, likely: Sequence[list[Command]]) -> list[Command]:
    """`sim, acrescenta que …` where a like ticket is offered: the yes and what is told, shown before anything
    is written."""
    said = reading.pending == "similar" and "yes" in reading.cues and "no" not in reading.cues
    agreed = (one for one in likely if {"command": "affirm"} in one and len(one) > 1)
    return next(agreed, []) if said and tells_more(reading) else []


def says_nothing(commands: Sequence[Command]) -> bool:
    """`1` as more of a text: no letter in it."""
    texts = [str(c.get("text") or "") for c in commands if c["command"] == "edit" and c["how"] == "add"]
    return bool(texts) and not any(letter.isalpha() for letter in "".join(texts))


def told_trouble(reading: Reading, likely: Sequence[list[Command]]) -> list[Command]:
    """`o SISPATRI parou`, `preciso que troquem o toner`, where nothing is pending: a symptom, or what
    somebody is to do, in no question, whose likeliest reading opens a ticket with it. What is missing is
    asked, and all of it is shown before anything is registered."""
    if reading.pending != "none" or is_question(reading) or "no_ticket" in reading.cues:
        return []
    described = [one for one in likely if any(c.get("slot") == "description" for c in one)]
    opening = next((one for one in described if OPENS in one), [])
    wanted = "wants_done" in reading.cues and len(described) == len(likely)
    return opening if wanted or ("symptom" in reading.cues and opening in likely[:1]) else []


def tale(reading: Reading) -> list[Command]:
    """A long text where a value is asked: all of it is told, and the address in it is the person's where it
    says so.
    """
    slot = names.edited_slot(reading.pending, reading.known)
    how = "edit" if reading.known.get(slot) else "set"
    told: Command = {"command": how, "slot": slot, "value": reading.text.strip()}
    if how == "edit":
        told = {"command": how, "slot": slot, "how": "add", "text": reading.text.strip()}
    own = [a.value for a in reading.addresses if a.own]
    return [told, *({"command": "set", "slot": "email", "value": value} for value in own[-1:])]


def only_looks(likely: Sequence[list[Command]]) -> list[Command]:
    """Every likely reading asks where a ticket stands: the one that begins the least; else none."""
    asks = [one for one in likely if all(c in (CONSULTS, _STANDS) or c["command"] == "choose" for c in one)]
    return min(asks, key=lambda one: CONSULTS in one) if asks and len(asks) == len(likely) > 1 else []


def one_value(commands: Sequence[Command], slot: str) -> bool:
    return len(commands) == 1 and commands[0]["command"] == "set" and commands[0].get("slot") == slot


def only_value(reading: Reading) -> bool:
    """An address or a name, with at most a few words around it."""
    covered = sum(one.after - one.first for one in (*reading.addresses, *reading.services))
    return len(reading.said.words) - covered <= _AROUND


def only_more(reading: Reading, commands: Sequence[Command]) -> bool:
    """More of the story told where an address or a code is asked: kept, and the question comes again."""
    texts = all(
        command["command"] == "edit" or (command["command"] == "set" and command.get("slot") in TEXT_SLOTS)
        for command in commands
    )
    answers = is_question(reading) or any(cue in reading.cues for cue in _ANSWERING)
    value = reading.grade is not None or bool(reading.codes)
    least = _SAYS_MORE if answers or value else _SAYS_LITTLE
    told = reading.said.count >= least and not addresses.tried(reading.said)
    return texts and kind(reading.pending) == "value" and told


def unheard(reading: Reading, commands: Sequence[Command]) -> bool:
    """Whether a ticket's full number is in the message and in nothing that is read from it."""
    if (
        not commands
        or reading.said.count > LONG
        or any(c["command"] in {"stop", "wait", "unclear"} for c in commands)
    ):
        return False
    kept = str(commands)
    takes = any(c["command"] in {"start", "choose"} or c.get("slot") == "ticket" for c in commands)
    return (
        takes
        and (len(reading.full_numbers) > 1 or (OPENS in commands and reading.pending == "none"))
        and kind(reading.pending) != "ticket"
        and any(n.value not in kept for n in reading.full_numbers)
    )


def bare_grade(reading: Reading) -> Command | None:
    """`5`, `nota 5`, and nothing else: a rating, where it is asked whether it is solved."""
    grade = numbers.grade(reading.said, asked=True)
    alone = grade is not None and reading.said.count - (grade.after - grade.first) <= 1
    led = grade is not None and (reading.said.count == 1 or reading.grade is not None)
    return {"command": "set", "slot": "score", "value": grade.value} if grade and alone and led else None


def corrects_told(reading: Reading, commands: Sequence[Command]) -> list[Command]:
    """`errei a descrição, …` right after something was registered: it is asked for its proof and shown."""
    edits = [c for c in commands if c["command"] == "edit"]
    only = all(c["command"] == "edit" or c.get("flow") == "add_ticket_information" for c in commands)
    said = "wrong" in reading.cues and "field_text" in reading.cues
    here = reading.pending == "none" and bool(reading.state.get("last"))
    return edits if only and said and here else []


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


def with_question(
    reading: Reading, commands: list[Command], likely: Sequence[list[Command]], share: float
) -> list[Command]:
    """`obrigada, vocês ligam ou é por e-mail?`: what is asked behind courtesy alone is not lost, nor what is
    wanted behind a greeting."""
    if commands == [_GREETS] and share < _SURE_GREETING and content(reading) >= _ASKS:
        wishes = (one for one in likely if any(c["command"] in {"start", "ask"} for c in one))
        return next(wishes, commands)
    courtesy = commands and all(c.get("kind") in _COURTESY for c in commands)
    if not courtesy or "?" not in reading.text or content(reading) < _ASKS:
        return commands
    asks = next((c for one in likely for c in one if c["command"] == "ask"), None)
    return [asks or {"command": "ask", "about": "other"}, *commands]


def with_what_is_beside(
    reading: Reading, commands: list[Command], likely: Sequence[list[Command]]
) -> list[Command]:
    """`x@y, ah e só falha de manhã`: where an address is asked, a likely reading that keeps what is told
    beside it is taken before one that loses it."""
    alone = all(c["command"] == "set" and c.get("slot") in {"email", "urgency"} for c in commands)
    if reading.pending != "email" or not alone or not beside_address(reading):
        return commands
    return next(
        (one for one in likely if all(c in one for c in commands) and adds(one, beside=True)), commands
    )


def of_none_shown(reading: Reading, commands: list[Command]) -> list[Command]:
    """A problem told with a system that no shown ticket has: it names none of them, but the new one's."""
    shown = [*(reading.state.get("listed") or []), reading.state.get("last") or {}]
    codes = {ticket.get("service") for ticket in shown}
    named = [c for c in commands if c["command"] == "choose" and c.get("by") == "service"]
    told = any(c["command"] == "set" and c.get("slot") == "description" for c in commands)
    if (
        not told
        or len(named) != 1
        or named[0]["value"] in codes
        or any(c["command"] == "start" for c in commands)
    ):
        return commands
    service: Command = {"command": "set", "slot": "service", "value": named[0]["value"]}
    return [OPENS, service, *(c for c in commands if c not in named)]


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
    return [
        {"command": "start", "flow": flow},
        THAT
        if ticket == reading.state.get("last")
        else {"command": "choose", "by": "service", "value": ticket["service"]},
        {"command": "set", "slot": slot, "value": told["value"]},
    ]


def _of_another(reading: Reading) -> bool:
    """`outro problema`, and not `outra vez`."""
    words, again = reading.said.words, cues.listed("again")
    return any(
        hit.after == len(words) or words[hit.after].meant not in again
        for hit in reading.cues.get("other_one", ())
    )


def points_into(reading: Reading) -> bool:
    """`no da VPN, avisa que …`: the words are for the ticket that is named so."""
    words, into, belongs = reading.said.words, cues.listed("into_it"), cues.listed("belongs")
    return any(
        ref.by == "service"
        and ref.first > 1
        and words[ref.first - 1].meant in belongs
        and (
            words[ref.first - 2].meant in into | cues.listed("these")
            or [w.said for w in words[ref.after : ref.after + 1]] == [":"]
        )
        for ref in reading.references
    )


def _of_the_system(reading: Reading, codes: set[str]) -> dict[str, str]:
    """The ticket spoken of, where no other system is named; else the only one shown of that system."""
    last = reading.state.get("last") or {}
    if last and not codes - {last.get("service")}:
        return dict(last)
    shown = [t for t in reading.state.get("listed") or [] if t.get("service") in codes]
    return dict(shown[0]) if len(shown) == 1 and len(codes) == 1 else {}
