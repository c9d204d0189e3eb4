"""One turn: the commands in their place, then the wishes in order, then the next question."""

from dataclasses import replace
from itertools import chain
from typing import Any

from actions.dialogue import repair, waiting
from actions.dialogue.commands import CHANGES, Command, is_of_a_ticket, names_a_ticket, parse, wishes
from actions.dialogue.flow import Flow
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.walk import AGREED, TEXTS, UNTOLD, advance, begin, give, home, restored, walk

# An answer to news is heard in the next few messages; afterwards the words are for something else.
NEWS_LAST = 3


async def execute(talk: Talk, raw: list[dict[str, Any]]) -> None:
    """Changes `talk.state` and speaks; afterwards a question is pending or nothing is under way."""
    told = parse(raw, confirming=talk.state.asked.startswith("confirm")) or [Command("unclear")]
    commands = [talk.flows.meant(command) for command in told]
    news = talk.state.pending if talk.state.pending.startswith("news") else None
    commands = await _after_a_failure(talk, commands)
    described = await talk.call("which_system", "described", commands)
    commands = await talk.call("asked_here", "answered", commands) if described is None else described
    here, wanted = _apart(talk, *wishes(commands))
    here = waiting.dropped(talk, here)
    here, moves = await talk.call("address_of_a_ticket", "wish", here)
    wanted += [moves] if moves else []
    here = _earlier_value(talk, _more_than_a_no(talk, _with_a_place(talk, waiting.not_forgotten(talk, here))))
    here, wanted = _with_its_reason(talk, here, wanted)
    here = await talk.call("offer_ticket", "for_one_there_is", here, wanted)
    wanted = _agreed_to_both(talk, here, wanted)
    over, here = _works_now(talk, here, bool(wanted))
    talk.more = bool(wanted) or any(command.command == "ask" for command in here)
    talk.several = sum(command.command in CHANGES for command in here) > 1
    talk.greets = any(command.kind == "greet" for command in commands)
    talk.wished = frozenset(str(wish[0].flow) for wish in wanted)
    for command in here:
        if command.command == "wait" and (wanted or any(c.command == "ask" for c in here)):
            continue  # "espera, antes quero ver os meus": what is wanted is not waited for
        if talk.state.asked == "none" and _is_beside(command, here, wanted):
            continue
        if command.command == "ask":
            await _finish(talk)  # "sim. e qual o número?" is asked of what is registered now
        await repair.apply(talk, command)
    if talk.message.agrees and not talk.misread:
        repair.agree(talk)
    if over is not None and over in talk.state.frames:
        over.suspended = over.values["works_now"] = True
    if wanted:
        await _finish(talk)
        await _wish(talk, wanted)
    await advance(talk)
    _forget_old_news(talk, news)


def _works_now(talk: Talk, here: list[Command], wished: bool) -> tuple[Frame | None, list[Command]]:
    """ "Mandaram de novo e chegou", before it is registered: kept as told, but whether it is still wanted is
    asked."""
    frame, agrees = talk.state.top, any(c.command == "affirm" for c in here)
    if frame is None or not talk.message.works_now or wished or agrees or not talk.has(frame.flow, "go_on"):
        return None, here
    return frame, [c for c in here if c.command not in ("unclear", "stop", "deny", "ask")]


def _with_its_reason(
    talk: Talk, here: list[Command], wanted: list[list[Command]]
) -> tuple[list[Command], list[list[Command]]]:
    """ "O do Adobe, um colega já instalou": the reason told beside which ticket is meant, or beside the yes,
    which is a yes all the same."""
    why, top = talk.message.why, talk.state.top
    if not why or any(c.command == "deny" for c in here):
        return here, wanted
    begun = [wish for wish in wanted if _keeps_why(talk.flows.flows.get(wish[0].flow or ""))]
    if len(begun) == 1 and not any(c.slot == "reason" for c in begun[0]):
        reason = Command("set", slot="reason", value=why)
        return here, [[*wish, reason] if wish is begun[0] else wish for wish in wanted]
    agrees = talk.state.asked.startswith("confirm") and any(c.command == "affirm" for c in here)
    wanted = [w for w in wanted if not (agrees and top and _ends_with_it(talk, top, w))]
    if wanted or top is None or not _keeps_why(talk.flow(top)):
        return here, wanted
    told = [c for c in here if c.slot == "reason"] or [Command("set", slot="reason", value=why)]
    rest = [c for c in here if c not in told and c.command not in ("affirm", "unclear")]
    agreed = [Command("affirm")] if talk.state.asked.startswith("confirm") else []
    return [*rest, *told, *agreed], wanted


def _agreed_to_both(talk: Talk, here: list[Command], wanted: list[list[Command]]) -> list[list[Command]]:
    """ "Sim, e pode reabrir", where it is asked whether a text is to be added: it is, and that is done."""
    frame = talk.state.top
    if frame is None or frame.slot != UNTOLD or talk.flow(frame).text != "reason":
        return wanted
    again = [wish for wish in wanted if len(wish) == 1 and wish[0].flow == frame.flow]
    if not again or not any(c.command == "affirm" for c in here):
        return wanted
    frame.values[AGREED] = True
    return [wish for wish in wanted if wish not in again]


def _keeps_why(flow: Flow | None) -> bool:
    """Whether a reason is all that may be told to it."""
    return flow is not None and "reason" in flow.takes and flow.text in (None, "reason")


def _is_beside(command: Command, here: list[Command], wanted: list[list[Command]]) -> bool:
    """What only leads to the rest, where nothing is asked: "beleza, então acrescenta …" is no yes, and the
    address in a question about something else ("avisam a Ana também? ana@…") is nobody's to change to."""
    asks = [c for c in here if c.command == "ask"]
    if command.command == "affirm":
        return bool(wanted or asks)
    return command.command == "set" and command.slot == "email" and any(c.about != "ticket" for c in asks)


def _with_a_place(talk: Talk, here: list[Command]) -> list[Command]:
    """A value that nothing under way takes, beside one that is taken, is passed over: "que é urgente, não
    consigo trabalhar" is the information that was asked for, and not understood as well."""
    taken = [c for c in here if c.command in CHANGES and any(home(talk, f, c) for f in talk.state.frames)]
    if not taken:
        return here
    return [c for c in here if c in taken or c.command not in CHANGES]


def _more_than_a_no(talk: Talk, here: list[Command]) -> list[Command]:
    """ "Aqui ninguém consegue, dá tela branca", where a ticket is offered: what is told is for it."""
    top = talk.state.top
    if top is None or not talk.flow(top).reads or not any(c.slot in TEXTS for c in here):
        return here
    offers = "description" in talk.flow(top).takes
    return [c for c in here if c.command != "deny"] if offers else here


def _earlier_value(talk: Talk, here: list[Command]) -> list[Command]:
    """ "Volta o e-mail dele": the address before this one, and nothing of the text."""
    frame, backs = talk.state.top, [c for c in here if c.command == "back"]
    denied = [c for c in here if c.command == "correct" and c.slot not in TEXTS and c.value in (None, "")]
    if frame is None or not backs or not denied or not restored(talk, frame, str(denied[0].slot)):
        return here
    return [c for c in here if c not in backs and c is not denied[0]]


def _ends_with_it(talk: Talk, frame: Frame, wish: list[Command]) -> bool:
    """ "Sim, e avisa que o ramal é 22", of a ticket that takes nothing more afterwards: it is in its
    reason."""
    begun = wish[0].flow
    adds = begun is not None and begun in talk.flows and talk.flows[begun].text == "information"
    others = any(is_of_a_ticket(c) and c.by != "that" for c in wish[1:])
    return adds and not others and talk.flow(frame).name == "cancel_ticket"


async def _after_a_failure(talk: Talk, commands: list[Command]) -> list[Command]:
    """Where the last answer may have been lost after the store had taken it, what became of it is said
    first."""
    if talk.message.unanswered and (done := await talk.call("after_a_failure", "tell")):
        return _told_again(talk, commands, done)
    frame = talk.state.top
    if frame is None or not talk.has(frame.flow, "recover"):
        return commands
    held = set(frame.values)
    if not await talk.call(frame.flow, "recover", frame):
        return commands
    # What would have filled or mended a value of it is a correction of what is registered.
    commands = [
        replace(c, command="correct") if c.command == "set" and c.slot in held else c for c in commands
    ]
    return _beyond_an_answer(commands)


def _beyond_an_answer(commands: list[Command]) -> list[Command]:
    """Without what would answer a question that is answered."""
    return [
        c for c in commands if c.command in ("start", "set", "choose", "ask", "correct", "edit", "social")
    ] or [Command("social", kind="remark")]


def _told_again(talk: Talk, commands: list[Command], done: dict[str, tuple[str, str]]) -> list[Command]:
    """What is said once more is done; another text, or another grade, is one more wish of the same ticket."""
    here, wanted = wishes(commands)
    for flow, (number, told) in done.items():
        declared = talk.flows[flow]
        same = [w for w in wanted if w[0].flow == flow and _tells(declared, w) in (None, told)]
        wanted = [w for w in wanted if w not in same]
        again = [c for c in here if c.command == "set" and c.slot in declared.takes]
        here = [c for c in here if c not in again and c.command != "choose"]
        if _tells(declared, again) not in (None, told):
            wanted.append([Command("start", flow=flow), Command("choose", by="number", value=number), *again])
    return _beyond_an_answer([*here, *chain(*wanted)])


def _keep_its_own(frame: Frame, first: dict[str, str], second: dict[str, str]) -> None:
    """What only the second of two tells, its system, is not the first one's."""
    for slot, value in second.items():
        if frame.values.get(slot) == value and slot not in first:
            frame.values.pop(slot)


def _tells(flow: Flow, commands: list[Command]) -> str | None:
    """The text, or the grade, that is told for the flow."""
    told = (c.value for c in commands if c.slot in (flow.text, "score", "email") and c.slot in flow.takes)
    return next((str(value) for value in told if value), None)


def _apart(
    talk: Talk, here: list[Command], wanted: list[list[Command]]
) -> tuple[list[Command], list[list[Command]]]:
    """ "São dois, um para cada": the text under way is told anew, and the same wish waits once more behind
    it, unless the second waits already: then that is said."""
    frame = talk.state.top
    flow = talk.flow(frame) if frame else None
    if frame is None or flow is None:
        return here, wanted
    anew = [c for c in chain(here, *wanted) if c.command == "correct" and c.slot == flow.text and not c.value]
    again = [w for w in wanted if w[0].flow == flow.name and all(c in anew for c in w[1:])]
    if not anew or not again:
        return here, wanted
    talk.say(flow.twice)
    others = [wish for wish in wanted if wish is not again[0]]
    here = [c for c in here if c not in anew]
    if any(raw[0].get("flow") == flow.name for raw in talk.state.queue):
        return here, others
    first, second = talk.message.halves or ({}, {})
    _keep_its_own(frame, first, second)
    told = [{"command": "set", "slot": slot, "value": value} for slot, value in second.items()]
    talk.state.queue.insert(0, [waiting.raw(again[0][0]), *told])
    return [*here, replace(anew[0], value=first.get(str(flow.text)))], others


async def _finish(talk: Talk) -> None:
    """ "Sim, e lista os meus": what was just confirmed, or offered, is done before the wish that came with
    it."""
    while (frame := talk.state.top) and (frame.confirmed or frame.values.get("wanted")):
        if await walk(talk, frame) is Step.ASKED:
            talk.quiet = False
            return
        talk.close(frame)


def _forget_old_news(talk: Talk, news: str | None) -> None:
    if news is None or talk.state.pending != news:
        talk.state.notes.pop("news_age", None)
        return
    age = talk.state.notes.get("news_age", 0) + 1
    talk.state.notes["news_age"] = age
    if age >= NEWS_LAST:
        talk.state.pending = "none"
        talk.state.notes.pop("news_age")


async def _wish(talk: Talk, wanted: list[list[Command]]) -> None:
    if talk.state.pending.startswith("news"):
        wanted = [_of_the_news(talk, wish) for wish in wanted]
        talk.state.pending = "none"
    asides = [wish for wish in wanted if _at_once(talk, wish)]
    later = [w for w in wanted if not _at_once(talk, w) and not waiting.told_more(talk, w)]
    begun = None
    if later and (frame := _of_this_one(talk, later[0])):
        for command in later.pop(0)[1:]:
            if not is_of_a_ticket(command):
                await give(talk, frame, command)
    if later and _is_another(talk, later[0]):
        talk.say("utter_second_wish_noted", title=waiting.title(talk, later[0]))
    elif later:
        begun = waiting.with_more_told(talk, later.pop(0))
        if later:
            flow = talk.flows.flows.get(begun[0].flow or "")
            same = flow is not None and later[0][0].flow == flow.name
            said = flow.twice if flow and same else "utter_two_wishes"
            talk.say(said, first=waiting.title(talk, begun), then=waiting.title(talk, later[0]))
    if not (begun and names_a_ticket(begun)):
        later = [[waiting.bound(talk, c) for c in wish] for wish in later]
    for wish in [begun, *later] if begun else later:
        waiting.give_way(talk, wish)
    waiting.put(talk, later)
    if begun and not await _answered(talk, begun):
        await begin(talk, begun)
    for wish in asides:
        await begin(talk, wish)


def _of_the_news(talk: Talk, wish: list[Command]) -> list[Command]:
    """A wish right after the news of a ticket is about that one, unless it names another."""
    flow = talk.flows.flows.get(wish[0].flow or "")
    if flow is None or "ticket" not in flow.takes or names_a_ticket(wish):
        return wish
    return [wish[0], Command("choose", by="that"), *wish[1:]]


async def _answered(talk: Talk, wish: list[Command]) -> bool:
    """The same wish, said where something else was offered in its stead, is a no to the offer; or all that
    was asked, where its topic says so."""
    frame = talk.state.top
    if frame is None or frame.flow != wish[0].flow or not frame.slot:
        return False
    if talk.has(frame.flow, f"again_{frame.slot}"):
        return bool(await talk.call(frame.flow, f"again_{frame.slot}", frame, wish[0].which))
    if talk.has(frame.flow, f"answer_{frame.slot}"):
        await talk.call(frame.flow, f"answer_{frame.slot}", frame, False)
    return False


def _at_once(talk: Talk, wish: list[Command]) -> bool:
    flow = wish[0].flow or ""
    return flow in talk.flows and talk.flows[flow].at_once


def _of_this_one(talk: Talk, wish: list[Command]) -> Frame | None:
    """ "A nota do SEI está errada, é 3", while it is being rated: a value of this wish, no other one."""
    frame, last = talk.state.top, talk.state.last or {}
    if frame is None or frame.flow != wish[0].flow or not names_a_ticket(wish):
        return None
    number = frame.values.get("ticket_number")
    named = [c for c in wish if is_of_a_ticket(c)]
    same = all(
        c.by == "that"
        or str(c.value) == str(number)
        or (c.by == "service" and last.get("number") == number and last.get("service") == c.value)
        for c in named
    )
    told = [c for c in wish[1:] if c not in named]
    return frame if number and same and told and talk.flow(frame).text and frame.slot else None


def _is_another(talk: Talk, wish: list[Command]) -> bool:
    """A second problem while the first is being told, or the same for another ticket beside the answer for
    this one: it waits, and nothing of the first is lost.
    """
    flow = talk.flows.flows.get(wish[0].flow or "")
    frame = next((f for f in talk.state.frames if f.flow == wish[0].flow), None)
    if frame is None or flow is None or flow.text is None:
        return False
    if names_a_ticket(wish) and frame.slot in flow.takes and frame.values.get(frame.slot) is not None:
        return True
    if not flow.suspended:
        return False
    return bool(frame.values.get(flow.text)) and any(c.slot == flow.text for c in wish)
