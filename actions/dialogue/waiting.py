"""Wishes that wait while another one is done: what is told of them meanwhile, and how many can wait."""

from dataclasses import replace
from typing import Any

from actions.dialogue.commands import CHANGES, Command, is_of_a_ticket
from actions.dialogue.talk import Talk
from actions.dialogue.text import alike, joined

MOST_WAITING = 4
_BRIEF = 4  # words of a question that can only be of what waits: "e o outro?"


def put(talk: Talk, later: list[list[Command]]) -> None:
    """Before the others that wait. In a text that is not told yet nothing can be changed."""
    told = [[c for c in wish if c.command != "edit" or c.how == "add"] for wish in later]
    talk.state.queue[:0] = [[raw(c) for c in wish] for wish in told]
    _drop_the_last(talk)


def told_more(talk: Talk, wish: list[Command]) -> bool:
    """Whether the wish waits already, unnamed or as what is told now, behind one of its kind that is under
    way: that goes to it, and that it is not forgotten is said."""
    waits = next((q for q in talk.state.queue if _is_that(talk, q, wish)), None)
    if waits is None or not any(f.flow == wish[0].flow for f in talk.state.frames):
        return False
    waits[:] = [raw(c) for c in _with_it(talk, waits, wish)]
    talk.say("utter_second_waits")
    return True


def _is_that(talk: Talk, waits: list[dict[str, Any]], wish: list[Command]) -> bool:
    """Nothing but the text differs; of one no text is told, or their texts speak of the same thing."""
    flow, before = talk.flows.flows.get(wish[0].flow or ""), [c for one in waits if (c := Command.of(one))]
    if flow is None or waits[0].get("flow") != flow.name or any(map(is_of_a_ticket, [*wish, *before])):
        return False
    told = {c.slot: c.value for c in wish[1:]}
    known = {one.get("slot"): one.get("value") for one in waits[1:]}
    both = told.keys() & known.keys()
    if any(told[slot] != known[slot] for slot in both - {flow.text}):
        return False
    if flow.text in both:
        return alike(str(told[flow.text]), str(known[flow.text]))
    return "service" in both or not known


def _with_it(talk: Talk, waits: list[dict[str, Any]], wish: list[Command]) -> list[Command]:
    """What waits, and all that is told now."""
    text, before = talk.flows[str(wish[0].flow)].text, [c for one in waits if (c := Command.of(one))]
    had = {c.slot: c.value for c in before[1:]}
    told = [replace(c, value=joined(had.get(c.slot), c.value)) if c.slot == text else c for c in wish[1:]]
    return [*(c for c in before if not c.slot or all(c.slot != one.slot for one in told)), *told]


def not_forgotten(talk: Talk, here: list[Command]) -> list[Command]:
    """ "E o SEI?", "e o outro?", where one more ticket waits: it comes next, and nothing of this one is
    changed."""
    frame = talk.state.top
    waits = [q for q in talk.state.queue if frame and q[0].get("flow") == frame.flow]
    if frame is None or not waits or any(c.command == "deny" for c in here):
        return here
    brief, own = len(talk.message.text.split()) <= _BRIEF, frame.values.get("service")
    told = {one.get("value") for one in waits[0] if own and one.get("slot") == "service"} - {own}
    of_it = [
        c
        for c in here
        if (c.command in CHANGES and c.slot == "service" and c.value in told)
        or (c.command == "ask" and c.about == "other" and brief)
    ]
    if not of_it:
        return here
    talk.say("utter_second_waits")
    return [c for c in here if c not in of_it] or [Command("social", kind="remark")]


def dropped(talk: Talk, here: list[Command]) -> list[Command]:
    """ "Não é outro, é desse mesmo", "o outro não precisa": what waits behind its like is no more,
    and a no to it is none to this one."""
    frame = talk.state.top
    waits = [q for q in talk.state.queue if frame and q[0].get("flow") == frame.flow]
    if not waits or not talk.message.only_this:
        return here
    talk.state.queue[:] = [q for q in talk.state.queue if q not in waits]
    talk.say("utter_second_dropped")
    return [c for c in here if c.command not in ("stop", "deny", "unclear")]


def give_way(talk: Talk, wish: list[Command]) -> None:
    """What waits for the same ticket gives way to the same wish, told once more."""
    named = [raw(c) for c in wish if is_of_a_ticket(c)]
    same = [q for q in talk.state.queue if q[0].get("flow") == wish[0].flow and all(n in q for n in named)]
    if named:
        talk.state.queue[:] = [q for q in talk.state.queue if q not in same]


def with_more_told(talk: Talk, wish: list[Command]) -> list[Command]:
    """What waits already, in other words, is that one: it does not come once more. So is a bare wish, where
    one of its kind waits."""
    alone = [q for q in talk.state.queue if q[0].get("flow") == wish[0].flow]
    same = alone if len(wish) == 1 else [q for q in alone if _is_that(talk, q, wish)]
    if len(same) != 1 or len(same[0]) == len(wish) == 1:
        return wish
    talk.state.queue.remove(same[0])
    return _with_it(talk, same[0], wish)


def bound(talk: Talk, command: Command) -> Command:
    """ "Cancela esse" that has to wait is of the ticket spoken of now, whatever is registered meanwhile."""
    last = talk.state.last
    if command.command == "choose" and command.by == "that" and last:
        return replace(command, by="number", value=last["number"])
    return command


def _drop_the_last(talk: Talk) -> None:
    """What cannot wait with the others is said, so that it is asked for again."""
    dropped = [[c for raw in wish if (c := Command.of(raw))] for wish in talk.state.queue[MOST_WAITING:]]
    del talk.state.queue[MOST_WAITING:]
    if dropped:
        talk.say("utter_too_many_wishes", kept=len(talk.state.queue), title=title(talk, dropped[0]))


def title(talk: Talk, wish: list[Command]) -> str:
    flow = talk.flows.flows.get(wish[0].flow or "") if wish else None
    return talk.voice.wording(flow.title) if flow and flow.title else ""


def raw(command: Command) -> dict[str, Any]:
    return {k: v for k, v in vars(command).items() if v is not None}
