"""What is said where a new ticket is put together, and is of another one: one that is registered, or waits
(pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import ADDS, CONSULTS, OF_A_TICKET, OPENS, reference_command
from nlu.reading import cues
from nlu.reading.references import Reference, points
from nlu.reading.turn import Reading

_SHOWN = ("confirm_open", "change", "draft")
_LOOKS = (CONSULTS, {"command": "start", "flow": "list_my_tickets"})
_FLOWS = {"reopen_verb": "reopen_ticket", "complement_verb": "add_ticket_information"}
_EDITS = {"remove", "takes_out", "add", "exchange", "field_text"}
_NOT_SAID = frozenset({"deny", "affirm", "unclear", "stop", "wait"})
_NEAR = 3  # words before the one that is named, or of a refusal
_FEW = 2  # commands that name the other one only


def _others(reading: Reading, any_name: bool = False) -> list[Reference]:
    """Tickets that are named, none of the system of the one put together; unless any name will do, none is
    named by a system that only tells where it is: `no X diz que a senha expirou`."""
    known, tickets = reading.known.get("service"), reading.words_of("ticket")
    services = [one for one in reading.references if one.by == "service" and one.value != known]
    named = [s for s in services if any_name or s.first - 2 in tickets or points(reading.said, s.first)]
    return [one for one in reading.references if one.sure and (one.by == "number" or one in named)]


def only_the_other(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o do X já tem chamado, só quero saber como está`, `esse não, só o da impressora`, `não, o da
    impressora: …`: the one put together is given up for good, and the other one is wanted."""
    begun = reading.known.get("description") or reading.known.get("service")
    here = reading.pending in ("email", "description", *_SHOWN) and {"command": "affirm"} not in commands
    if not begun or not here:
        return commands
    others = [one for one in _others(reading, any_name=True) if one.by == "service"]
    refused = bool(reading.words_of("no", "stop") & set(range(_NEAR)))
    rest = [c for c in commands if c["command"] not in _NOT_SAID]
    stop: list[Command] = [{"command": "stop"}] if refused or {"command": "deny"} in commands else []
    new = _other_one(reading, [one for one in _others(reading) if one in others]) if stop else []
    texts = any(c.get("slot") == "description" for c in rest) and ADDS not in rest
    if "there_is_one" not in reading.cues:
        free = all(c.get("how") == "add" for c in rest) if len(new) > _FEW else not rest
        return [*stop, *new] if new and free and not _EDITS & set(reading.cues) else commands
    wanted = rest or new or ([] if others else _wished(reading))
    of_it = not any(one.value in str(c.get("value")) for one in others for c in rest)
    told = bool(stop) or not rest or any(c in _LOOKS for c in rest)
    given_up = wanted or (stop and not others)
    return [{"command": "stop"}, *wanted] if given_up and told and of_it and not texts else commands


def _other_one(reading: Reading, others: list[Reference]) -> list[Command]:
    """`só o da impressora`, `o da impressora: não puxa papel`: one is wanted of that, with what is told."""
    words = reading.said.words
    for one in others:
        opens: list[Command] = [OPENS, {"command": "set", "slot": "service", "value": one.value}]
        if words[one.after : one.after + 1] and words[one.after].said == ":":
            text = reading.said.part(one.first, len(words))
            return [*opens, {"command": "set", "slot": "description", "value": text}]
        if cues.listed("only") & {word.meant for word in words[max(0, one.first - _NEAR) : one.first]}:
            return opens
    return []


def _wished(reading: Reading) -> list[Command]:
    """What is wanted of the one there is, by its verb."""
    looks = "check_ticket_status" if {"check_verb", "question"} & set(reading.cues) else None
    flow = next((flow for verb, flow in _FLOWS.items() if verb in reading.cues), looks)
    named = [one for one in reading.references if one.by in {"number", "service"}]
    named += [Reference(one.first, one.after, "service", one.code) for one in reading.chosen_services]
    which = [reference_command(named[0], bool(reading.shown))] if named else []
    return [{"command": "start", "flow": flow}, *which] if flow else []


def with_its_ticket(reading: Reading, commands: list[Command]) -> list[Command]:
    """`como tá meu chamado do X`, `complementar, o da impressora`: the one that is named beside the wish."""
    starts = [c for c in commands if c["command"] == "start"]
    ours = len(starts) == 1 and starts[0]["flow"] in {"check_ticket_status", *OF_A_TICKET}
    leads = [word.said in cues.listed("belongs") for word in reading.said.words]
    named = [one for one in reading.references if one.by == "service" and one.first and leads[one.first - 1]]
    told = any(c["command"] == "choose" or c.get("slot") == "ticket" for c in commands)
    one_of_them = bool(named) and points(reading.said, named[0].first) and "list_verb" not in reading.cues
    if starts == [_LOOKS[1]] and one_of_them:
        commands = [CONSULTS if c in starts else c for c in commands]  # `tenho dois. como está o do SEI?`
        ours, starts = True, [CONSULTS]
    if not ours or told or len(named) != 1:
        return commands
    at = commands.index(starts[0]) + 1
    return [*commands[:at], reference_command(named[0], bool(reading.shown)), *commands[at:]]
