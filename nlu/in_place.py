"""What the place of a message makes of its commands: what is asked, the ticket spoken of (pure)."""

from __future__ import annotations

from typing import Any

from ground.notation import TEXT_SLOTS, Command
from nlu import atoms as names
from nlu.pending import kind
from nlu.reading import cues, references
from nlu.reading import names as system_names
from nlu.reading.addresses import Address
from nlu.reading.services import OTHER
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import content_words, only_address

VERBS = {"confirm_cancel": "cancel_verb", "confirm_reopen": "reopen_verb"}
_VERB_OF = {"confirm_open": "open_verb", **VERBS}
_OF_ONE = ("confirm_cancel", "confirm_reopen")
_SHORT = 4
_STORY = 16  # words, the address's own among them, up to which they are about the address
_TOLD = 20  # words from which a question at the end is part of a story
_ASKS = 2  # words of a question
_EACH = 3  # tickets that are looked at one after the other
_AROUND = 12  # words around the only address, up to which it is the person's
_LONG = 40  # words from which a message is a story, whose urgency and addresses are part of it
OPENS: Command = {"command": "start", "flow": "open_ticket"}
ADDS: Command = {"command": "start", "flow": "add_ticket_information"}
THAT: Command = {"command": "choose", "by": "that"}
TOLD = "told"
BY_ADDRESS = ("open_ticket", "check_ticket_status", "list_my_tickets")
"""Wishes with which the person's address may be told."""
OF_A_TICKET = ("add_ticket_information", "cancel_ticket", "reopen_ticket", "rate_service")
_WITHOUT_TEXT = ("cancel_ticket", "rate_service")  # an address beside these is of nothing that is told
_BESIDE_ONE = ("similar", "news_question", "waiting")
"""Where one is spoken of that nothing was begun with."""
_WISHED_BESIDE = ("add_ticket_information", "cancel_ticket", "check_ticket_status")
_OTHER_SERVICE = {"command": "correct", "slot": "service", "value": None}
SEPARATES = {"command": "correct", "slot": "description", "value": None}
_OVER = ("closed", "cancelled")
OPEN_STATUSES = ("new", "in_progress", "waiting_on_requester")
CONSULTS = {"command": "start", "flow": "check_ticket_status"}
CANCELS = {"command": "start", "flow": "cancel_ticket"}


def is_open(reading: Reading) -> bool:
    """Whether the ticket that is spoken of is."""
    return (reading.state.get("last") or {}).get("status") in OPEN_STATUSES


def _names_a_ticket(command: Command) -> bool:
    return command["command"] == "choose" or command.get("slot") == "ticket"


def ticket_asked_in(state: dict[str, Any]) -> dict[str, Any]:
    number = (state.get("known") or {}).get("ticket_number")
    shown = [*(state.get("listed") or []), state.get("last") or {}]
    return next((t for t in shown if t.get("number") == number), {"number": number}) if number else {}


def points_at(command: Command, ticket: dict[str, Any]) -> bool:
    """Whether a command names this ticket."""
    if command["command"] == "set" and command.get("slot") == "ticket":
        return bool(command["value"] == ticket["number"])
    if command["command"] != "choose":
        return False
    return command["by"] == "that" or (
        command["by"] in {"service", "status"} and command.get("value") == ticket.get(command["by"])
    )


def in_its_flow(reading: Reading, commands: list[Command]) -> list[Command]:
    """No start of the flow under way; a correction where nothing was given is a value."""
    under_way = names.FLOW_OF_PENDING.get(reading.pending)
    found = []
    named = any(_names_a_ticket(command) for command in commands)
    starts = any(command["command"] == "start" for command in commands)
    # "Sim, e depois mais um", "são dois, um para cada": the ticket under way, and one more.
    another = OPENS in commands and any(c == {"command": "affirm"} or c == SEPARATES for c in commands)
    for command in commands:
        if command["command"] == "start" and command["flow"] == under_way and not (named or another):
            continue
        if command["command"] == "deny" and named and not starts and reading.pending in _OF_ONE:
            continue  # `esse não, o da progressão`: the other one is to be cancelled
        if command == _OTHER_SERVICE and "?" not in reading.text and system_names.corrected(reading.text):
            command = {**command, "value": OTHER}
        tells = any(c.get("slot") == "description" for c in commands)
        if command == OPENS and continues(reading) and not (tells and "still_broken" in reading.cues):
            command = {**OPENS, "which": "draft"}
        if command.get("slot") == "email" and _corrects_last(reading, starts):
            command = {**command, "command": "correct"}
        if (
            command["command"] == "correct"
            and command["value"] is not None
            and command["slot"] in {"urgency", "email", "service"}
            and not reading.known.get(command["slot"])
            and not (command["slot"] == "email" and _is_after_it(reading, starts))
        ):
            command = {**command, "command": "set"}
        found.append(command)
    return found


def without_its_address(reading: Reading, commands: list[Command]) -> list[Command]:
    """`é x@y, sem nada depois`, `x@y, com i viu`: a few words around the address that is given, or about it,
    are no more of the text.
    """
    given = [str(c["value"]) for c in commands if c["command"] == "set" and c.get("slot") == "email"]
    if reading.pending != "email" or not given or reading.said.count > _STORY:
        return commands
    if only_address(reading):
        return [c for c in commands if not (c["command"] == "edit" and c["how"] == "add")]
    return [c for c in commands if c["command"] != "edit" or given[-1] not in str(c.get("text")).lower()]


def of_what_was_told(reading: Reading, commands: list[Command]) -> list[Command]:
    """`abre um chamado disso`: of what was spoken of before."""
    bare = [c for c in commands if c["command"] != "social"] == [OPENS]
    if not bare or reading.pending != "none" or "of_that" not in reading.cues:
        return commands
    return [{**c, "which": TOLD} if c == OPENS else c for c in commands]


def agreed_to_the_like(reading: Reading, commands: list[Command]) -> list[Command]:
    """`põe nesse e diz que são 12`, where a like ticket is offered: the yes, and what is told."""
    if reading.pending != "similar" or ADDS not in commands or {"command": "deny"} in commands:
        return commands
    if any(_names_a_ticket(c) and c.get("by") != "that" for c in commands):
        return commands
    rest = [c for c in commands if c != ADDS and not _names_a_ticket(c) and c["command"] != "affirm"]
    return [{"command": "affirm"}, *rest]


def in_its_place(reading: Reading, commands: list[Command]) -> list[Command]:
    """What the whole message makes of its commands, one rule after the other."""
    for rule in _OF_THE_WHOLE:
        commands = rule(reading, commands)
    return commands


def the_right_one(reading: Reading, commands: list[Command]) -> list[Command]:
    """`não é esse chamado, é o da VPN`: which one it is says already that the one before was wrong."""
    wrong: Command = {"command": "correct", "slot": "ticket", "value": None}
    rest = [c for c in commands if c != wrong]
    return rest if any(map(_names_a_ticket, rest)) else commands


def one_question(reading: Reading, commands: list[Command]) -> list[Command]:
    """A question is asked once: why, where that is among what it may be, else the first. Two that have
    answers of their own are two: `o que é a css e qual o telefone?`
    """
    asks = [c for c in commands if c["command"] == "ask"]
    several = all(c["about"].startswith("faq_") for c in asks) or any("which" in c for c in asks)
    if len(asks) < 2 or several or sum(one.ends == "?" for one in reading.sentences) > 1:
        return commands
    kept = next((c for c in asks if c["about"] == "why"), asks[0])
    return [*(c for c in commands if c not in asks), kept]


def and_asks(reading: Reading, commands: list[Command]) -> list[Command]:
    """`erro 77, é grave isso?`, where a text is asked: what is told, and the question behind it."""
    told = commands[0] if len(commands) == 1 and commands[0].get("slot") in TEXT_SLOTS else None
    asks = kind(reading.pending) == "text" and reading.text.rstrip().endswith("?")
    if told is None or not asks or reading.said.count > _TOLD:
        return commands
    last = (reading.sentences if len(reading.sentences) > 1 else reading.clauses)[-1]
    before = reading.said.part(0, last.first).strip(" ,.;:")
    asked = reading.said.part(last.first, last.after)
    if not content_words(before) or not content_words(asked) or len(asked.split()) < _ASKS:
        return commands
    value = str(told["value"])
    kept = value.strip().removesuffix(asked.strip()).strip(" ,.;:")
    soon = any(hit.first >= last.first for hit in reading.cues.get("deadline", ()))
    about = "faq_resolution_deadline" if soon else "other"
    return [{**told, "value": kept}, {"command": "ask", "about": about}] if kept else commands


def only_skipped(reading: Reading, commands: list[Command]) -> list[Command]:
    """`prefiro não dizer o motivo, só isso`: the words that refuse an answer are not the answer."""
    skipped = {"command": "skip"} in commands and kind(reading.pending) == "text"
    if not skipped or any(c["command"] == "start" for c in commands):
        return commands
    return [c for c in commands if not (c["command"] == "set" and c.get("slot") in TEXT_SLOTS)]


def no_wish_within(reading: Reading, commands: list[Command]) -> list[Command]:
    """`complementar: o pregão abre às 14h`: the verb of a wish within a text that is kept wishes nothing."""
    texts = [str(c["value"]) for c in commands if c["command"] == "set" and c.get("slot") in TEXT_SLOTS]
    bare = commands[-1:] == [OPENS] and any(c["command"] == "start" and c != OPENS for c in commands)
    outside = reading.text
    for text in texts:
        outside = outside.replace(text, " ")
    elsewhere = not outside.strip() or {"open_verb", "other_one"} & set(cues.find_all(Said(outside)))
    if elsewhere or not (bare and texts):
        return commands
    return commands[:-1]


def gives_up(reading: Reading, commands: list[Command]) -> list[Command]:
    """`não, cancela isso`, where a new one is shown or waits: it is that one, and none that is registered."""
    shown = reading.pending == "confirm_open" or (
        reading.pending == "draft" and reading.known.get("description")
    )
    named = any(_names_a_ticket(c) and c.get("by") != "that" for c in commands) or reading.full_numbers
    kept = {"affirm", "edit", "correct", "set"} & {c["command"] for c in commands}
    return [{"command": "stop"}] if CANCELS in commands and shown and not (named or kept) else commands


def like_another(reading: Reading, commands: list[Command]) -> list[Command]:
    """`abre um igual pra ela`: the text is that of a ticket that was shown, unless a symptom or another
    system is told; `sumiu. abre outro igual, falta o de maio`, after one that is over: its text, and that.
    """
    last = reading.state.get("last") or {}
    tickets = [t for t in [*(reading.state.get("listed") or []), last] if t]
    if OPENS not in commands or reading.pending != "none" or "alike" not in reading.cues:
        return commands
    codes = {s.code for s in reading.chosen_services if not s.everyday}
    if not tickets:  # which one is not known here: nothing was told of a problem, and that is asked
        tells = "symptom" in reading.cues or codes or not cues.find(reading.said, "like_mine")
        rest = [c for c in commands if c.get("slot") != "description" and c["command"] != "choose"]
        at = rest.index(OPENS) + 1
        return commands if tells else [*rest[:at], {"command": "choose", "by": "newest"}, *rest[at:]]
    if last.get("status") in _OVER and not codes - {last["service"]} and "?" not in reading.text:
        told = " ".join(str(c.get("value") or c.get("text")) for c in commands if c.get("slot") in TEXT_SLOTS)
        more: Command = {"command": "edit", "slot": "description", "how": "add", "text": told}
        return [OPENS, THAT, more] if told else [OPENS, THAT]
    other = codes - {str(t.get("service")) for t in tickets}
    if other or "symptom" in reading.cues or any(c["command"] == "choose" for c in commands):
        return commands
    best = references.best(reading.references, reading.state)
    everyday = {s.first for s in reading.chosen_services if s.everyday}
    named = best and (best.by != "service" or best.first not in everyday)
    meant = reference_command(best, shown=True) if best and named else {"command": "choose", "by": "that"}
    at = commands.index(OPENS) + 1
    rest = [c for c in commands[at:] if c.get("slot") not in {"description", "service"}]
    return [*commands[:at], meant, *rest]


_OF_THE_WHOLE = (
    like_another, gives_up, only_skipped, no_wish_within, and_asks, the_right_one, one_question,
    of_what_was_told, agreed_to_the_like,
)  # fmt: skip


def asked_of_the_number(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o 2026-…, pra qual e-mail vão os avisos?`: of that one, and not of the one spoken of."""
    asks = [c for c in commands if c["command"] == "ask" and c.get("about") == "ticket"]
    if not asks or len(reading.full_numbers) != 1 or any(_names_a_ticket(c) for c in commands):
        return commands
    named: Command = {"command": "choose", "by": "number", "value": reading.full_numbers[0].value}
    at = commands.index(asks[0])
    return [*commands[:at], named, *commands[at:]]


def each_number(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o 2026-… e o 2026-…, como andam?`: each that is named is looked at."""
    numbered = list(dict.fromkeys(number.value for number in reading.full_numbers))
    starts = [c for c in commands if c["command"] == "start"]
    if starts != [CONSULTS] or not 1 < len(numbered) <= _EACH:
        return commands
    rest = [c for c in commands if c not in starts and not _names_a_ticket(c)]
    each = [[CONSULTS, {"command": "set", "slot": "ticket", "value": value}] for value in numbered]
    return [*(command for one in each for command in one), *rest]


def of_the_last(reading: Reading, commands: list[Command]) -> list[Command]:
    """`e aí, já viram?`, `põe lá que …` after a ticket was shown is of that one, where no other is named: who
    asks does not say the word for one, who wants something done tells more than the wish.
    """
    starts = [c for c in commands if c["command"] == "start"]
    if not reading.state.get("last") or len(starts) != 1:
        return commands
    if any(_names_a_ticket(c) or c.get("slot") == "service" for c in commands):
        return commands
    bare = "ticket" not in reading.cues and "own" not in reading.cues
    tells = starts[0]["flow"] in OF_A_TICKET and any(c["command"] == "set" for c in commands)
    beside = reading.pending in _BESIDE_ONE and starts[0]["flow"] in _WISHED_BESIDE
    if not (beside or (reading.pending == "none" and (tells or (starts[0] == CONSULTS and bare)))):
        return commands
    at = commands.index(starts[0]) + 1
    return [*commands[:at], {"command": "choose", "by": "that"}, *commands[at:]]


def _corrects_last(reading: Reading, starts: bool) -> bool:
    """An address put right after something was registered."""
    return _is_after_it(reading, starts) and any(cue in reading.cues for cue in ("wrong", "change"))


def _is_after_it(reading: Reading, starts: bool) -> bool:
    return bool(reading.state.get("last")) and reading.pending == "none" and not starts


def continues(reading: Reading) -> bool:
    """A word that goes on with what was begun."""
    return any(word.meant in cues.listed("continuing") for word in reading.said.words)


def with_plain_values(reading: Reading, commands: list[Command]) -> list[Command]:
    """What is said as plainly as an urgency or the person's own address is kept beside whatever else is
    said.
    """
    told = {(command["command"], command.get("slot")) for command in commands}
    takes = any(
        (command["command"] == "start" and command["flow"] in (*BY_ADDRESS, *_WITHOUT_TEXT))
        or (command["command"] == "set" and command.get("slot") in {"service", "description", "email"})
        for command in commands
    )
    extra: list[Command] = []
    untold = not {("set", "urgency"), ("correct", "urgency")} & told
    level = reading.urgency in {"low", "high", "critical"} and reading.pending != "change"
    if takes and untold and level and reading.said.count <= _LONG:
        extra.append({"command": "set", "slot": "urgency", "value": reading.urgency})
    in_full = any(hit.after - hit.first > 1 for hit in reading.cues.get("urgency_normal", ()))
    edits = bool(commands) and all(command["command"] == "edit" for command in commands)
    if edits and in_full and reading.urgency == "normal":  # `corrige o IP: é …, e prioridade normal`
        extra.append({"command": "set", "slot": "urgency", "value": "normal"})
    unknown = reading.pending == "description" and reading.known.get("service") == OTHER
    named = [s for s in reading.chosen_services if not s.everyday]
    if unknown and named and ("set", "service") not in told:
        extra.append({"command": "set", "slot": "service", "value": reading.chosen_services[0].code})
    given = any(slot == "email" for _, slot in told) or reading.said.count > _LONG
    if takes and not given and len(reading.addresses) == 1 and _is_the_persons(reading, reading.addresses[0]):
        extra.append({"command": "set", "slot": "email", "value": reading.addresses[0].value})
    return [*commands, *extra]


def _is_the_persons(reading: Reading, one: Address) -> bool:
    """Said to be theirs, or at the end of a few words and said to be nobody else's."""
    few = reading.said.count - (one.after - one.first) <= _AROUND and not one.others
    return one.own or (few and one.after >= len(reading.said.words) - 2)


def reference_command(best: references.Reference, shown: bool) -> Command:
    if best.by == "number":
        command: Command = {"command": "set", "slot": "ticket", "value": str(best.value)}
        return command if best.sure or len(str(best.value)) > 7 else {**command, "sure": False}
    value = {"by": best.by} if best.value is None else {"by": best.by, "value": best.value}
    if shown:
        return {"command": "choose", **value}
    return {"command": "set", "slot": "ticket", "value": value}


def takes_back_its_yes(reading: Reading) -> bool:
    """What was said is taken back, or the verb of what is asked is denied, in a clause after the yes."""
    yes = [hit.after for hit in reading.cues.get("yes", ()) if hit.first <= _SHORT]
    if not yes:
        return False
    later = [one.first for one in reading.clauses if one.first >= yes[0]]
    verb = _VERB_OF.get(reading.pending, "")
    denied = [h for h in reading.cues.get(verb, ()) if reading.is_led(h, ("no",), _SHORT)]
    taken = [*reading.cues.get("takes_back", ()), *denied]
    return bool(later) and any(hit.first >= later[0] for hit in taken)


def doubtful(reading: Reading, atoms: frozenset[str]) -> bool:
    """`sim?`, `acho que sim`, `sim… mentira, não tá`: a yes in doubt, under a condition or taken back
    confirms nothing.
    """
    if kind(reading.pending) != "yes_no":
        return False
    if takes_back_its_yes(reading):
        return True
    if not reading.pending.startswith("confirm_"):
        return False
    bare = "yes" not in reading.cues and _VERB_OF[reading.pending] not in reading.cues
    return bare or in_doubt(reading, atoms)


def in_doubt(reading: Reading, atoms: frozenset[str]) -> bool:
    """What stands beside a yes takes it back: a question, the verb of another wish, a word of doubt."""
    more = any(a.startswith(("ask:", "start:")) for a in atoms)
    own = _VERB_OF[reading.pending]
    asks = reading.text.rstrip().endswith("?") and not more
    short = reading.said.count <= _SHORT and own not in reading.cues
    other = any(verb in reading.cues for verb in _VERB_OF.values() if verb != own) and (short or not more)
    return asks or other or any(cue in reading.cues for cue in ("hedge", "condition", "wait"))
