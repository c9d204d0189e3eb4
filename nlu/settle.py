"""Atoms with their values, settled by the explicit rules of turns.md into commands (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nlu import atoms as names
from nlu.pending import kind
from nlu.reading import cues, numbers, references
from nlu.reading.exchange import after_colon, exchange, rewritten
from nlu.reading.notation import Command
from nlu.reading.removal import kept, removed
from nlu.reading.services import OTHER
from nlu.reading.turn import Reading
from nlu.reading.words import QUOTES, Said

_EXCHANGES = ("no", "wrong", "change", "remove", "rather", "condensed_negation")
"""Cues without which new words are added to a text, and take no place of old ones."""
_VERB_OF = {"confirm_open": "open_verb", "confirm_cancel": "cancel_verb", "confirm_reopen": "reopen_verb"}
_SHORT = 4
_NEAR = 3  # words between a no and what it denies
_EACH = 3  # tickets that are looked at one after the other
_STORY = 3  # words that tell something, from which a message without a marked text is told whole
_HOLLOW = ("small_words", "hollow_words", "continuing")
"""Words that tell nothing of a problem."""
_WISHES = ("complement_verb", "open_verb", "ticket")
_LEAD_WORDS = 5
_TALE = 30  # words from which an address that nothing says to be the person's is part of what is told
_LAST_WORDS = 2
_LONG = 40  # words from which a message is a story, whose urgency and addresses are part of it
OPENS = {"command": "start", "flow": "open_ticket"}
OF_A_TICKET = ("add_ticket_information", "cancel_ticket", "reopen_ticket", "rate_service")
SEPARATES = {"command": "correct", "slot": "description", "value": None}
CONSULTS = {"command": "start", "flow": "check_ticket_status"}
CANCELS = {"command": "start", "flow": "cancel_ticket"}
SHOWN = ("change", "confirm_open", "confirm_reopen", "draft")
"""Questions under which the text is shown again before anything is done with it."""
PLAIN = ("skip", "wait", "repeat", "restart", "back", "resend_code", "out_of_scope", "unclear")
_FLOW_CUES = {
    "open_ticket": ("open_verb", "symptom"),
    "check_ticket_status": ("check_verb", "question"),
    "list_my_tickets": ("list_verb", "check_verb"),
    "add_ticket_information": ("complement_verb", "add"),
    "cancel_ticket": ("cancel_verb",),
    "reopen_ticket": ("reopen_verb", "still_broken"),
    "rate_service": ("rate_verb",),
    "talk_to_human": ("person",),
    "service_status": ("down",),
    "notices": ("notices",),
    "my_data": ("data",),
}


def settle(reading: Reading, atoms: frozenset[str], spans: Sequence[tuple[int, int]]) -> list[Command]:
    """`spans`: the words that are text. An atom whose value is not found says nothing."""
    starts = _starts(reading, atoms)
    commands: list[Command] = []
    for at, command in starts:
        nexts = [other for other, _ in starts if other > at]
        first = 0 if command is starts[0][1] else at
        after = min(nexts, default=len(reading.said.words))
        if _only_named(reading, starts, command):
            continue
        commands.append(command)
        commands += _values(reading, atoms, spans, first, after, command["flow"], alone=len(starts) == 1)
    if not starts:
        commands += _values(reading, atoms, spans, 0, len(reading.said.words), None, alone=True)
    answers = _answers(reading, atoms, bool(commands))
    told = [*answers, *commands, *_edits(reading, atoms, spans), *_others(atoms)]
    settled = _in_its_flow(reading, _of_the_one_asked(reading, told))
    settled = _of_the_last(reading, _like_another(reading, _distinct(settled)))
    settled = _each_number(reading, settled)
    return _with_plain_values(reading, settled)


def _of_the_one_asked(reading: Reading, commands: list[Command]) -> list[Command]:
    """`isso, o do SIAFI`, where it is asked whether that one is to be cancelled: naming it again is the
    yes.
    """
    number = reading.known.get("ticket_number")
    if reading.pending not in _VERB_OF or not number or "no" in reading.cues:
        return commands
    shown = [*(reading.state.get("listed") or []), reading.state.get("last") or {}]
    asked = next((ticket for ticket in shown if ticket.get("number") == number), {"number": number})
    rest = [c for c in commands if not _points_at(c, asked)]
    if rest == commands:
        return commands
    flow = f"{reading.pending.removeprefix('confirm_')}_ticket"
    if rest := [c for c in rest if c != {"command": "start", "flow": flow}]:
        return rest
    return commands if doubtful(reading, frozenset({"affirm"})) else [{"command": "affirm"}]


def _points_at(command: Command, ticket: dict[str, Any]) -> bool:
    if command["command"] == "set" and command.get("slot") == "ticket":
        return bool(command["value"] == ticket["number"])
    if command["command"] != "choose":
        return False
    return command["by"] == "that" or (
        command["by"] in {"service", "status"} and command.get("value") == ticket.get(command["by"])
    )


def _in_its_flow(reading: Reading, commands: list[Command]) -> list[Command]:
    """No start of the flow under way; a correction where nothing was given is a value."""
    under_way = names.FLOW_OF_PENDING.get(reading.pending)
    found = []
    named = any(command["command"] == "choose" or command.get("slot") == "ticket" for command in commands)
    starts = any(command["command"] == "start" for command in commands)
    # "Sim, e depois mais um", "são dois, um para cada": the ticket under way, and one more.
    another = OPENS in commands and any(c == {"command": "affirm"} or c == SEPARATES for c in commands)
    for command in commands:
        if command["command"] == "start" and command["flow"] == under_way and not (named or another):
            continue
        if command == CANCELS and reading.pending == "confirm_open" and not reading.full_numbers:
            command = {"command": "stop"}  # of what is not registered yet, nothing else can be cancelled
        if command == OPENS and continues(reading):
            command = {**OPENS, "which": "draft"}
        if command.get("slot") == "email" and _corrects_last(reading, starts):
            command = {**command, "command": "correct"}
        if (
            command["command"] == "correct"
            and command["value"] is not None
            and command["slot"] in {"urgency", "email", "service"}
            and not reading.known.get(command["slot"])
            and not (command["slot"] == "email" and _corrects_last(reading, starts))
        ):
            command = {**command, "command": "set"}
        found.append(command)
    return found


def _each_number(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o 2026-… e o 2026-…, como andam?`: each that is named is looked at."""
    numbered = list(dict.fromkeys(number.value for number in reading.full_numbers))
    starts = [c for c in commands if c["command"] == "start"]
    if starts != [CONSULTS] or not 1 < len(numbered) <= _EACH:
        return commands
    rest = [c for c in commands if c not in starts and c["command"] != "choose" and c.get("slot") != "ticket"]
    each = [[CONSULTS, {"command": "set", "slot": "ticket", "value": value}] for value in numbered]
    return [*(command for one in each for command in one), *rest]


def _of_the_last(reading: Reading, commands: list[Command]) -> list[Command]:
    """`e aí, já viram?`, `põe lá que …` after a ticket was shown is of that one, where no other is named: who
    asks does not say the word for one, who wants something done tells more than the wish.
    """
    starts = [c for c in commands if c["command"] == "start"]
    if not reading.state.get("last") or reading.pending != "none" or len(starts) != 1:
        return commands
    if any(c["command"] == "choose" or c.get("slot") in {"ticket", "service"} for c in commands):
        return commands
    bare = "ticket" not in reading.cues and "own" not in reading.cues
    tells = starts[0]["flow"] in OF_A_TICKET and any(c["command"] == "set" for c in commands)
    if not (tells or (starts[0] == CONSULTS and bare)):
        return commands
    at = commands.index(starts[0]) + 1
    return [*commands[:at], {"command": "choose", "by": "that"}, *commands[at:]]


def _like_another(reading: Reading, commands: list[Command]) -> list[Command]:
    """`abre um igual pra ela`: the text is that of a ticket that was shown, unless a symptom or another
    system is told.
    """
    shown = [*(reading.state.get("listed") or []), reading.state.get("last")]
    tickets = [t for t in shown if t]
    if OPENS not in commands or reading.pending != "none" or "alike" not in reading.cues or not tickets:
        return commands
    codes = {s.code for s in reading.chosen_services if not s.everyday}
    other = codes - {str(t.get("service")) for t in tickets}
    if other or "symptom" in reading.cues or any(c["command"] == "choose" for c in commands):
        return commands
    best = references.best(reading.references, reading.state)
    named = best and (best.by != "service" or best.value in codes)
    meant = reference_command(best, shown=True) if best and named else {"command": "choose", "by": "that"}
    at = commands.index(OPENS) + 1
    rest = [c for c in commands[at:] if c.get("slot") not in {"description", "service"}]
    return [*commands[:at], meant, *rest]


def _corrects_last(reading: Reading, starts: bool) -> bool:
    """An address put right after something was registered."""
    told = reading.state.get("last") and reading.pending == "none" and not starts
    return bool(told) and any(cue in reading.cues for cue in ("wrong", "change"))


def continues(reading: Reading) -> bool:
    """A word that goes on with what was begun."""
    return any(word.meant in cues.listed("continuing") for word in reading.said.words)


def _with_plain_values(reading: Reading, commands: list[Command]) -> list[Command]:
    """What is said as plainly as an urgency or the person's own address is kept beside whatever else is
    said.
    """
    told = {(command["command"], command.get("slot")) for command in commands}
    takes = any(
        (command["command"] == "start" and command["flow"] == "open_ticket")
        or (command["command"] == "set" and command.get("slot") in {"service", "description", "email"})
        for command in commands
    )
    extra: list[Command] = []
    if (
        takes
        and ("set", "urgency") not in told
        and ("correct", "urgency") not in told
        and (
            reading.urgency in {"low", "high", "critical"}
            and reading.said.count <= _LONG
            and reading.pending != "change"
        )
    ):
        extra.append({"command": "set", "slot": "urgency", "value": reading.urgency})
    if (
        reading.pending == "description"
        and reading.known.get("service") == OTHER
        and ("set", "service") not in told
        and [s for s in reading.chosen_services if not s.everyday]
    ):
        extra.append({"command": "set", "slot": "service", "value": reading.chosen_services[0].code})
    own = [
        a
        for a in reading.addresses
        if a.own or (reading.said.count - (a.after - a.first) <= 12 and not a.others)
    ]
    if (
        takes
        and own
        and not any(slot == "email" for _, slot in told)
        and len(reading.addresses) == 1
        and reading.said.count <= _LONG
    ) and (own[0].own or own[0].after >= len(reading.said.words) - 2):
        extra.append({"command": "set", "slot": "email", "value": own[0].value})
    return [*commands, *extra]


def _starts(reading: Reading, atoms: frozenset[str]) -> list[tuple[int, Command]]:
    found = []
    systems = {s.code for s in reading.chosen_services if not s.everyday}
    of_a_ticket = "start:reopen_ticket" in atoms or (
        "start:add_ticket_information" in atoms and len(systems) < 2
    )
    tells_of_it = of_a_ticket and "open_verb" not in reading.cues
    for atom in sorted(atoms):
        if not atom.startswith("start:") or (tells_of_it and atom.startswith("start:open_ticket")):
            continue  # the trouble that is told is of the ticket that is reopened or complemented
        _, flow, *option = atom.split(":")
        command: Command = {"command": "start", "flow": flow}
        if option:
            command["where" if flow == "notices" else "which"] = option[0]
        if flow == "notices" and (mail := reading.cues.get("field_email")):
            denied = all(reading.is_led(hit, ("no",), _NEAR) for hit in mail)
            command["where"] = "chat" if denied else "mail"
        places = [hit.first for cue in _FLOW_CUES.get(flow, ()) for hit in reading.cues.get(cue, ())]
        found.append((min(places, default=0), command))
    found.sort(key=lambda one: one[0])
    return found


def _only_named(reading: Reading, starts: Sequence[tuple[int, Command]], command: Command) -> bool:
    """A ticket that is named for another wish is not asked about, too."""
    asks = any(cue in reading.cues for cue in _FLOW_CUES["check_ticket_status"])
    return len(starts) > 1 and command["flow"] == "check_ticket_status" and not asks


def _values(
    reading: Reading,
    atoms: frozenset[str],
    spans: Sequence[tuple[int, int]],
    first: int,
    after: int,
    flow: str | None,
    alone: bool,
) -> list[Command]:
    """The values of one flow, or of the one under way: those that stand from `first` to before `after`."""
    found: list[Command] = []
    everywhere = alone

    def inside(one: Any) -> bool:
        return everywhere or first <= one.first < after

    if {names.REFERENCE, names.THAT} & atoms and (
        flow is None or flow not in {"open_ticket", "list_my_tickets", "talk_to_human", "service_status"}
    ):
        told = spans if flow in {"add_ticket_information", "reopen_ticket"} else ()
        found += _reference(reading, atoms, 0 if everywhere else first, 10**6 if everywhere else after, told)
    if "set:service" in atoms and flow in {None, "open_ticket", "service_status"}:
        service = [s for s in reading.chosen_services if inside(s)]
        if service:
            found.append({"command": "set", "slot": "service", "value": service[0].code})
        elif "service_other" in reading.cues and (everywhere or flow == "open_ticket"):
            found.append({"command": "set", "slot": "service", "value": "outro"})
    solved = reading.pending == "news_resolved" and "affirm" in atoms and flow is None
    if names.TEXT in atoms and not solved and (flow is None or flow in names.TEXT_OF_FLOW):
        text = joined(reading, [s for s in spans if everywhere or first <= s[0] < after])
        if "set:score" in atoms and reading.grade and text:
            text = _without_grade(reading, text)
        asked = flow is None and (kind(reading.pending) != "text" or "complement_verb" not in reading.cues)
        if reading.pending == "description" and atoms <= {names.TEXT, "set:service"}:
            text = reading.text.strip()  # nothing but the answer was read: nothing of it is cut
        if text and flow is None and "set:email" not in atoms and _goes_on(reading):
            text = _story(reading, atoms)  # the story goes on where a value was asked: the whole of it
        if not text and flow == "open_ticket" and alone and content(reading) >= _STORY:
            text = reading.text.strip()  # "por que o SICAF não deixa baixar?": the question is the problem
        if text and (asked or tells(reading, text)):
            slot = names.text_slot(reading.pending, reading.known, flow)
            if flow == "rate_service" and cues.find(Said(text), "still_broken"):
                slot = "reason"  # what is said is why it should be opened again
            if flow is None and reading.pending == "similar" and "deny" not in atoms:
                slot = "information"  # it goes to the like ticket
            found.append({"command": "set", "slot": slot, "value": text})
    if "set:email" in atoms:
        address = own_address(reading)
        if address:
            found.append({"command": "set", "slot": "email", "value": address})
    if "set:urgency" in atoms and reading.urgency:
        found.append({"command": "set", "slot": "urgency", "value": reading.urgency})
    if "set:code" in atoms and reading.codes:
        found.append({"command": "set", "slot": "code", "value": reading.codes[-1].value})
    if "set:score" in atoms and (flow in {None, "rate_service"}):
        grade = reading.grade or numbers.grade(reading.said, asked=True)
        if grade:
            found.append({"command": "set", "slot": "score", "value": grade.value})
    return found


def _goes_on(reading: Reading) -> bool:
    return (
        kind(reading.pending) == "value"
        and not reading.addresses
        and "complement_verb" not in reading.cues
        and "add" not in reading.cues
    )


def _story(reading: Reading, atoms: frozenset[str]) -> str:
    """The message, without the sentences that ask where something is asked beside what is told."""
    told = [one for one in reading.sentences if one.ends != "?"]
    if not told or len(told) == len(reading.sentences) or not any(a.startswith("ask:") for a in atoms):
        return reading.text.strip()
    return " ".join(reading.said.part(one.first, one.after).strip() for one in told)


def _without_grade(reading: Reading, text: str) -> str:
    """A comment begins after the grade that leads it."""
    said, grade = Said(text), reading.grade
    if (
        grade is None
        or grade.first != 0
        or not reading.text.strip().startswith(text[:10])
        or grade.after >= len(said.words)
    ):
        return text
    first = grade.after
    while first < len(said.words) and said.words[first].is_mark:
        first += 1
    return said.part(first, len(said.words))


def own_address(reading: Reading) -> str | None:
    theirs = [a for a in reading.addresses if a.others or not a.own]
    to_them = [
        h
        for h in cues.find(reading.said, "to_them")
        if not any(reading.is_led(h, ("no",), near) for near in (1, 2))
    ]
    if len(reading.addresses) > 1 and theirs and to_them:
        return theirs[-1].value  # "o meu é … e o dela é …, manda pra ela"
    own = [a for a in reading.addresses if a.own]
    if not own and reading.said.count > _TALE and reading.addresses[-1:] and not _at_the_end(reading):
        return None  # told in a story, as everything else in it
    kept = own or [a for a in reading.addresses if not a.others]
    if not kept and reading.pending not in {"email", "change"}:
        return None  # a colleague's, told in a story
    return (kept or reading.addresses)[-1].value if reading.addresses else None


def _at_the_end(reading: Reading) -> bool:
    return reading.addresses[-1].after >= len(reading.said.words) - _LAST_WORDS


def _reference(
    reading: Reading, atoms: frozenset[str], first: int, after: int, told: Sequence[tuple[int, int]] = ()
) -> list[Command]:
    """told: the words of a text for the ticket: `o pagamento está parado` names no ticket that waits."""
    named = [
        one
        for one in reading.references
        if one.by != "status" or not any(start <= one.first < end for start, end in told)
    ]
    if "set:score" in atoms and reading.grade:
        named = [one for one in named if not (one.by == "number" and one.first == reading.grade.first)]
    best = references.best(named, reading.state, first, after)
    if names.REFERENCE not in atoms:
        # "My ticket" is any of mine; in a question about a ticket it is that one without being pointed at.
        points = "that_one" in reading.cues or (reading.pending == "none" and "own" not in reading.cues)
        return [{"command": "choose", "by": "that"}] if points else []
    if best is None:
        return []
    listed = reading.state.get("listed") or []
    return [reference_command(best, bool(listed or reading.state.get("last")))]


def reference_command(best: references.Reference, shown: bool) -> Command:
    if best.by == "number":
        command: Command = {"command": "set", "slot": "ticket", "value": str(best.value)}
        return command if best.sure or len(str(best.value)) > 7 else {**command, "sure": False}
    value = {"by": best.by} if best.value is None else {"by": best.by, "value": best.value}
    if shown:
        return {"command": "choose", **value}
    return {"command": "set", "slot": "ticket", "value": value}


def joined(reading: Reading, spans: Sequence[tuple[int, int]]) -> str:
    """Neighbouring texts are one: from the first word of the first to the last of the last."""
    if not spans:
        return ""
    said = reading.said
    first, after = spans[0][0], spans[-1][1]
    for address in reading.addresses:
        if not address.others and first < address.first <= after and names.kept_apart(reading.pending):
            after = _before_address(reading, first, address.first)
        elif first < address.first <= after < address.after:
            after = address.after
        elif names.kept_apart(reading.pending) and after <= address.first <= after + _LEAD_WORDS:
            lead = _lead_of(reading, address.first)
            after = min(after, lead) if lead and lead > first else _without_lead(reading.said, first, after)
    if after <= first:
        return ""
    if first <= 0 and after >= len(said.words):
        return reading.text.strip()
    while 0 < first < after and said.words[first - 1].end == said.words[first].start:
        first -= 1  # e-CAC is one word
    while first < after and said.words[first].is_mark and said.words[first].said not in "\"'“(":
        first += 1
    while after > first and said.words[after - 1].said in {",", ";", ":", "-", "—"}:
        after -= 1
    first, after = _with_quotes(said, first, after)
    return said.part(first, after).strip()


def _without_yes(reading: Reading, text: str) -> str:
    """`sim, mas o lote é outro`: what is told behind the but."""
    said = Said(text)
    yes = [hit for hit in cues.find(said, "yes") if hit.first == 0]
    if not yes or not reading.text.strip().startswith(text[:10]):
        return text
    at = yes[0].after
    while at < len(said.words) and said.words[at].is_mark:
        at += 1
    if at + 1 < len(said.words) and said.words[at].meant in cues.listed("but") - cues.listed("yes"):
        return said.part(at + 1, len(said.words)).lstrip(" ,")
    return text


def _with_quotes(said: Said, first: int, after: int) -> tuple[int, int]:
    """A quotation is not cut from the mark that opens or closes it."""
    marks = sum(word.said in QUOTES for word in said.words[first:after])
    if marks % 2 and after < len(said.words) and said.words[after].said in QUOTES:
        return first, after + 1
    if marks % 2 and first > 0 and said.words[first - 1].said in QUOTES:
        return first - 1, after
    return first, after


def _without_lead(said: Said, first: int, after: int) -> int:
    """Where a text ends that the beginning of `meu e-mail é` stands behind."""
    leads = cues.listed("address_before")
    at = after
    while at > first and not said.words[at - 1].is_mark and said.words[at - 1].meant in leads:
        at -= 1
    return at if at > first and (at == after or said.words[at - 1].is_mark) else after


def tells(reading: Reading, text: str) -> bool:
    """Whether a text told with a request holds more than the names of the service and of the ticket."""
    small = cues.listed(*_HOLLOW)
    wishes = {
        i for name in _WISHES for hit in cues.find(Said(text), name) for i in range(hit.first, hit.after)
    }
    if cues.find(Said(text), "symptom"):
        return True
    named = {word.said for s in reading.chosen_services for word in reading.said.words[s.first : s.after]}
    telling = sum(
        word.meant not in small and word.said not in named and not word.is_mark and not word.said.isdigit()
        for i, word in enumerate(Said(text).words)
        if i not in wishes
    )
    return telling > int("?" in text or "?" in reading.text)


def content(reading: Reading) -> int:
    """How many words say more than a request, the names of systems and addresses."""
    small = cues.listed(*_HOLLOW)
    named = {i for s in (*reading.services, *reading.addresses) for i in range(s.first, s.after)}
    wishes = {
        i for name in _WISHES for hit in reading.cues.get(name, ()) for i in range(hit.first, hit.after)
    }
    courtesy = {i for hit in reading.cues.get("greeting", ()) for i in range(hit.first, hit.after)}
    leads = cues.listed("address_before") if reading.addresses else frozenset()
    skipped = named | wishes | courtesy
    return sum(
        i not in skipped and not word.is_mark and word.meant not in small and word.meant not in leads
        for i, word in enumerate(reading.said.words)
    )


def without_own_address(reading: Reading) -> str | None:
    """What is told before the person's own address at the end of a message; None where there is none."""
    own = [a for a in reading.addresses if a.own]
    if len(reading.addresses) != 1 or not own or own[0].after < len(reading.said.words) - 1:
        return None
    first = _before_address(reading, 0, own[0].first)
    return reading.said.part(0, first).strip(" ,;:") if 2 < first < own[0].first else None


def _lead_of(reading: Reading, at: int) -> int | None:
    """Where `me respondam em`, which leads to the address at `at`, begins."""
    ends = at
    words, joiner = reading.said.words, cues.words()["number_joiner"]
    while ends > 0 and (words[ends - 1].is_mark or words[ends - 1].said == joiner):
        ends -= 1
    hits = [hit for hit in reading.cues.get("address_lead", ()) if hit.after in {ends, at}]
    return min((hit.first for hit in hits), default=None)


def _before_address(reading: Reading, first: int, at: int) -> int:
    """Where the clause begins that tells the person's address."""
    lead = _lead_of(reading, at)
    if lead is not None and lead > first:
        return lead
    for i in range(at - 1, first, -1):
        word = reading.said.words[i]
        if (word.is_mark and word.said in ".,;:!?") or (
            cues.is_joiner(reading.said, i)
            and at - i <= 5
            and reading.text[word.end : word.end + 1].isspace()
        ):
            return i + (1 if word.is_mark and word.said in ".!?" else 0)
    return at if at - first > 6 else first


def _answers(reading: Reading, atoms: frozenset[str], changed: bool) -> list[Command]:
    """Stop beats all; deny beats affirm; a yes with a change is the change."""
    if "stop" in atoms and changed:
        return []
    if "stop" in atoms:
        return [{"command": "stop"}]
    if "deny" in atoms:
        return [{"command": "deny"}]
    if "affirm" in atoms and _asks_anew(reading):
        return [{"command": "repeat"}]
    if (
        "affirm" in atoms
        and not any(a.startswith(("edit:", "correct:")) for a in atoms)
        and not doubtful(reading, atoms)
    ):
        return [{"command": "affirm"}]
    return []


def _asks_anew(reading: Reading) -> bool:
    """`quero abrir um chamado` where one stands ready: no yes to it; it is shown again."""
    return reading.pending == "confirm_open" and "asks_anew" in reading.cues


def doubtful(reading: Reading, atoms: frozenset[str]) -> bool:
    """`sim?`, `acho que sim`: a yes in doubt or under a condition confirms nothing."""
    if kind(reading.pending) != "yes_no" or not reading.pending.startswith("confirm_"):
        return False
    more = any(a.startswith(("ask:", "start:")) for a in atoms)
    own = _VERB_OF[reading.pending]
    asks = reading.text.rstrip().endswith("?") and not more
    short = reading.said.count <= _SHORT and own not in reading.cues
    other = any(verb in reading.cues for verb in _VERB_OF.values() if verb != own) and (short or not more)
    bare = "yes" not in reading.cues and own not in reading.cues
    return asks or other or bare or any(cue in reading.cues for cue in ("hedge", "condition", "wait"))


def _edits(reading: Reading, atoms: frozenset[str], spans: Sequence[tuple[int, int]]) -> list[Command]:
    slot = names.edited_slot(reading.pending, reading.known)
    known = str(reading.known.get(slot) or "")
    found: list[Command] = []
    text = joined(reading, spans)
    if "edit:remove" in atoms:
        found.append({"command": "edit", "slot": slot, "how": "remove", "old": removed(reading.text, known)})
    if "edit:replace" in atoms and (replacing := _replacing(reading, known, text)):
        found.append({"command": "edit", "slot": slot, **replacing})
    if "edit:add" in atoms and text and "edit:replace" not in atoms:
        added = {"command": "edit", "slot": slot, "how": "add", "text": _without_yes(reading, text)}
        if _goes_on(reading):
            added["text"] = _story(reading, atoms)
        found.append(added if known else {"command": "set", "slot": slot, "value": text})
    for atom in sorted(atoms):
        if atom.startswith("correct:"):
            found += _corrected(reading, *atom.split(":")[1:])
    return found


def _replacing(reading: Reading, known: str, text: str) -> Command | None:
    """The whole text anew, a part exchanged, or what is told without a sign of either: added."""
    if whole := rewritten(reading.text):
        return {"how": "replace", "text": whole}
    if known and asks(reading):
        return None
    told = any(cue in reading.cues for cue in _EXCHANGES)
    if known and (pair := exchange(reading.text, known, told)):
        return {"how": "replace", "old": pair[0], "text": pair[1]} if _content_words(pair[1]) else None
    if known and (not told or _content_words(text) == 1):  # one word is no whole text
        return {"how": "add", "text": _without_yes(reading, reading.text.strip())}
    return {"how": "replace", "text": text} if _content_words(text) else None


def _content_words(text: str) -> int:
    """How many are more than small words and sighs: `ué, eu não falei de procuração` puts nothing in its
    place.
    """
    small = cues.listed(*_HOLLOW)
    sighs = {i for hit in cues.find(Said(text), "sigh") for i in range(hit.first, hit.after)}
    return sum(
        word.meant not in small and not word.is_mark and i not in sighs
        for i, word in enumerate(Said(text).words)
    )


def asks(reading: Reading) -> bool:
    """A question that wants nothing changed: it takes no text away."""
    wants = any(cue in reading.cues for cue in ("change", "remove", "rather", "exchange", "add", "put_there"))
    return reading.text.rstrip().endswith("?") and not wants


def written_anew(reading: Reading) -> Command | None:
    """`melhor assim: …`, as the assistant teaches it where a text is shown."""
    said = "rewrite" in reading.cues or "rather" in reading.cues
    whole = rewritten(reading.text) if _shown_text(reading) and said else None
    return _edit(reading, how="replace", text=whole) if whole else None


def kept_only(reading: Reading) -> Command | None:
    """`deixa só a última frase`: the rest of the text goes."""
    shown = _shown_text(reading)
    if not shown or "keep_only" not in reading.cues:
        return None
    if part := kept(reading.text, shown):
        return _edit(reading, how="replace", text=part)
    if whole := after_colon(reading.text):
        return _edit(reading, how="replace", text=whole)
    # What is to stay is named, and does not stand there: nothing is changed, least of all added.
    return _edit(reading, how="remove", old="") if "field_text" in reading.cues else None


def explicit_edit(reading: Reading) -> Command | None:
    """A part exchanged or taken out of the text that is shown, said in so many words: it is confirmed
    afterwards.
    """
    known = _shown_text(reading)
    asked = any(cue in reading.cues for cue in ("exchange", "instead", "change"))
    if known and asked and (pair := exchange(reading.text, known)):
        return _edit(reading, how="replace", old=pair[0], text=pair[1])
    if known and "remove" in reading.cues and (part := removed(reading.text, known)):
        return _edit(reading, how="remove", old=part)
    return None


def _shown_text(reading: Reading) -> str:
    """The text that is shown with the question; "" where none is."""
    slot = names.edited_slot(reading.pending, reading.known)
    return str(reading.known.get(slot) or "") if reading.pending in SHOWN else ""


def _edit(reading: Reading, **edit: str) -> Command:
    return {"command": "edit", "slot": names.edited_slot(reading.pending, reading.known), **edit}


def _corrected(reading: Reading, slot: str, how: str) -> list[Command]:
    value: Any = None
    if how == "said":
        if slot == "email":
            value = own_address(reading)
        elif slot == "service":
            value = reading.chosen_services[-1].code if reading.chosen_services else None
        elif slot == "urgency":
            value = reading.urgency
        elif slot == "score":
            grade = numbers.grade(reading.said, asked=True)
            value = grade.value if grade else None
        elif slot == "code":
            value = reading.codes[-1].value if reading.codes else None
        elif slot == "ticket":
            best = references.best(reading.references, reading.state)
            if best:
                value = (
                    best.value
                    if best.by == "number"
                    else {"by": best.by, **({} if best.value is None else {"value": best.value})}
                )
    return [{"command": "correct", "slot": slot, "value": value}]


def _others(atoms: frozenset[str]) -> list[Command]:
    found: list[Command] = [{"command": name} for name in PLAIN if name in atoms]
    for atom in sorted(atoms):
        if atom.startswith("ask:"):
            about, *field = atom.split(":")[1:]
            found.append({"command": "ask", "about": about, **({"field": field[0]} if field else {})})
        elif atom.startswith("social:"):
            found.append({"command": "social", "kind": atom.split(":")[1]})
    return found


def _distinct(commands: Sequence[Command]) -> list[Command]:
    found: list[Command] = []
    for command in commands:
        if command not in found or command["command"] == "start":
            found.append(command)
    return found
