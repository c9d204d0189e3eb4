"""Goes along the steps of the frame under way until something is asked or it is over; then with what
waits."""

from typing import Any

from actions.dialogue.commands import Command
from actions.dialogue.flow import Flow
from actions.dialogue.flow import Step as Declared
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.text import edited, first_words

# A chain of wishes that end at once is no loop, and this many is none that a person says.
LONGEST = 12
LONGEST_SHOWN = 200  # letters of a text in a question about it
BESIDE_IT = 4  # words beside an address that tell something: "meu e-mail é" are three
GO_ON = "go_on"  # what is asked of a frame that waited below: whether it shall go on
ANEW = "anew"  # its text takes the place of what was told in another frame
AGREED = "agreed"  # once that text is added, nothing more is asked
OFFERED = "offered"  # the `which` of a wish whose text is the one that was offered for a ticket
UNTOLD = "untold"  # what was not understood at a summary: whether it goes into the text is asked


async def advance(talk: Talk) -> None:
    """Asks the next question, or leaves the stack empty. What was suspended goes on, then what was
    wished for."""
    for _ in range(LONGEST):
        frame = talk.state.top
        if frame is None:
            if not talk.state.queue or talk.state.pending.startswith("news"):
                return
            await begin(talk, [c for raw in talk.state.queue.pop(0) if (c := Command.of(raw))], waited=True)
            continue
        if await _resume(talk, frame) is Step.ASKED or await walk(talk, frame) is Step.ASKED:
            return
        talk.close(frame)


async def _resume(talk: Talk, frame: Frame) -> Step:
    """What waited below goes on, and that is said; or it is asked whether it shall, where the flow's topic
    asks that and more than a glance at something else lies between."""
    if not frame.suspended:
        return Step.DONE
    if frame is not talk.goes_on and talk.has(frame.flow, "go_on") and holds(talk, frame):
        if frame.slot != GO_ON:
            talk.quiet = False
        if not talk.quiet:
            await talk.call(frame.flow, "go_on", frame)
        return talk.ask(frame, "draft", GO_ON, None)
    frame.suspended = False
    flow = talk.flow(frame)
    talk.say(flow.resumed, title=talk.voice.wording(flow.title or ""))
    talk.quiet = False
    return Step.DONE


def holds(talk: Talk, frame: Frame) -> bool:
    """Whether anything that the flow takes was told."""
    return any(frame.values.get(slot) for slot in talk.flow(frame).takes)


async def walk(talk: Talk, frame: Frame) -> Step:
    """From the first step each time: what is done is passed over, what was taken back is asked again."""
    for step in talk.flow(frame).steps:
        if (left := await _go(talk, frame, step)) is not Step.DONE:
            return left
        if frame not in talk.state.frames:
            return Step.ENDED
    return Step.ENDED


async def _go(talk: Talk, frame: Frame, step: Declared) -> Step:
    if step.kind == "collect":
        if frame.values.get(step.name) is not None:
            return Step.DONE
        slot = talk.flows.slots[step.name]
        response = slot.ask
        if talk.has(step.topic, f"ask_{step.name}"):
            response = await talk.call(step.topic, f"ask_{step.name}", frame)
        return talk.ask(frame, slot.pending or step.name, step.name, response)
    if step.kind == "check":
        left: Step = await talk.call(step.topic, f"check_{step.name}", frame)
        return left
    if step.kind == "confirm":
        if frame.confirmed:
            return Step.DONE
        if told := frame.values.get(UNTOLD):
            shown = first_words(told, LONGEST_SHOWN)
            return talk.ask(frame, "draft", UNTOLD, "utter_add_told", told=shown)
        if step.deny and frame.values.get("changing"):
            return talk.ask(frame, step.deny, step.deny, f"utter_request_{step.topic}_{step.deny}")
        frame.pending, frame.slot = step.name, step.name
        if not talk.quiet:
            await talk.call(step.topic, "summary", frame)
            talk.quiet = True
        return Step.ASKED
    done: Step | None = await talk.call(step.topic, f"do_{step.name}", frame)
    return done or Step.ENDED


async def begin(talk: Talk, wish: list[Command], waited: bool = False) -> Frame | None:
    """Starts the flow of a wish with the values that came with it, over what is under way. None when it
    was done on
    the spot."""
    start, values = wish[0], wish[1:]
    if not start.flow or start.flow not in talk.flows:
        return None
    flow = talk.flows[start.flow]
    if flow.at_once:
        aside = Frame(flow.name, {k: v for k, v in (("where", start.where), ("which", start.which)) if v})
        for command in values:
            if command.slot in flow.takes:
                await talk.take(aside, str(command.slot), command)
        for step in flow.steps:
            await talk.call(step.topic, f"do_{step.name}", aside)
        for command in values:
            # Whoever is called reads the whole conversation.
            if command.slot not in flow.takes and talk.state.handoff is None:
                await _elsewhere(talk, aside, command)
        return None
    if waited:
        talk.say("utter_next_wish", title=talk.voice.wording(flow.title or ""))
        talk.quiet = False
    values = [*_offered(talk, flow, values, start.which), *values]
    frame = _frame(talk, flow.name, retold=any(c.slot == flow.text for c in values))
    if waited:
        frame.values["waited"] = True
    if start.which and start.which != OFFERED:
        frame.values["which"] = start.which
    if "ticket" in flow.takes:
        said = talk.offered_for or talk.message.text
        frame.values["asked_as"] = said[:LONGEST_SHOWN]  # its words may tell which one
    for command in values:
        if command.command == "choose" and talk.has(flow.name, "choose"):
            await talk.call(flow.name, "choose", frame, command)
        elif home(talk, frame, command) is None:
            await _elsewhere(talk, frame, command)
        else:
            await give(talk, frame, command)
    return frame


def _offered(talk: Talk, flow: Flow, values: list[Command], which: str | None) -> list[Command]:
    """What an offer that is under way would have begun this flow with, and the wish does not say. which: the
    text of it is meant for this one."""
    offer = talk.state.top.values if talk.state.top else {}
    told, said = offer.get("told") or {}, {c.slot for c in values}
    if which == OFFERED and flow.text and (text := told.get("description") or offer.get("said")):
        return [Command("set", slot=flow.text, value=text)]
    return [
        Command("set", slot=slot, value=value)
        for slot, value in told.items()
        if value and slot in flow.takes and slot not in said and flow.text in told
    ]


async def _elsewhere(talk: Talk, frame: Frame, command: Command) -> None:
    """What was told along with a wish that has no place for it: to what waits below, or put aside and
    that is said."""
    for other in reversed(talk.state.frames):
        if other is not frame and home(talk, other, command) is not None:
            await give(talk, other, command)
            return
    if command.slot in TEXTS and (command.value or command.text) and talk.has("small_talk", "put_aside"):
        await talk.call("small_talk", "put_aside", str(command.value or command.text))


def _frame(talk: Talk, name: str, retold: bool) -> Frame:
    """The flow's own frame, brought to the top: suspended, parked, or a new one. retold: the wish brings a
    text of its own, which is not put to the one of a parked frame."""
    state = talk.state
    mine = next((frame for frame in state.frames if frame.flow == name), None)
    parked = state.parked
    if mine is None and parked and parked.flow == name and not (retold and _tells(talk, parked)):
        mine, state.parked = parked, None
        mine.suspended = True
    if mine:
        talk.goes_on = mine
    top = state.top
    if top is not None and top.flow != name:
        _leave(talk, top, glance=talk.flows[name].reads)
    if mine is None:
        mine = Frame(name, _carried(talk, name, top))
    elif mine in state.frames:
        state.frames.remove(mine)
    mine.pending = mine.slot = None
    state.frames.append(mine)
    return mine


def _carried(talk: Talk, name: str, left: Frame | None) -> dict[str, Any]:
    """The ticket, the address and the code on its way, told to a wish that only reads, which this one takes
    the place of."""
    if left is None or not talk.flow(left).reads or "ticket" not in talk.flows[name].takes:
        return {}
    carried = {key: left.values[key] for key in ("ticket", "code_sent_to") if left.values.get(key)}
    if left.values.get("email") and not left.values.get("email_wrong"):
        carried["email_told"] = left.values["email"]
    return carried


def _tells(talk: Talk, frame: Frame) -> bool:
    """Whether its text was told."""
    return bool(frame.values.get(talk.flow(frame).text or ""))


def _leave(talk: Talk, frame: Frame, glance: bool) -> None:
    """What only reads is left for good; what would change something waits below."""
    left = talk.flow(frame)
    if glance:
        talk.goes_on = frame
    frame.pending = frame.slot = None
    if left.reads:
        talk.state.frames.remove(frame)
    else:
        frame.suspended = True
        if left.suspended:
            talk.say(left.suspended)


async def give(talk: Talk, frame: Frame, command: Command) -> bool:
    """A value for the frame: where it takes it, as its text, or as the ticket that is meant. True when
    it went in."""
    slot = home(talk, frame, command)
    if slot is None:
        return False
    frame.confirmed = frame.suspended = False
    frame.values.pop(UNTOLD, None)
    if slot == "ticket":
        meant, refused = reference(command), frame.values.pop("ticket_number", None)
        if refused and meant.get("by") != "number":  # a number may be mistyped
            frame.values["refused_one"] = refused
            frame.values.pop("asked_as", None)  # what named it tells of no other
        frame.values["ticket"] = meant
        return True
    if command.command == "edit":
        return await _edit(talk, frame, slot, command)
    if command.command == "correct" and command.value in (None, ""):
        frame.values[f"{slot}_denied"] = frame.values.pop(slot, None)
        frame.values.pop("changing", None)
        frame.values[f"{slot}_wrong"] = True
        frame.failures = 0
        return True
    before = frame.values.get(slot) or frame.values.get(f"{slot}_denied")
    taken: bool = await talk.take(frame, slot, command)
    if taken:
        frame.failures = 0
        frame.values.pop("changing", None)
        _keep_address(talk, frame, slot, before)
        if slot == "service" and before and talk.has("service_in_text", "follows"):
            await talk.call("service_in_text", "follows", frame, before)
        if slot == frame.slot == "email" and "asked_as" in frame.values:  # "ana@x, o do monitor"
            at = talk.message.text.casefold().find(frame.values[slot].casefold())
            told = talk.message.text[:at] + talk.message.text[at + len(frame.values[slot]) :]
            if at >= 0 and len(told.split()) >= BESIDE_IT:
                frame.values["told_beside_it"] = told[:LONGEST_SHOWN]
    return taken


def _keep_address(talk: Talk, frame: Frame, slot: str, before: str | None) -> None:
    """The address that another takes the place of is told, and comes back on a word."""
    if slot != "email" or not before or before == frame.values[slot] or not talk.flow(frame).text:
        return
    remember(talk, frame, slot, before)
    talk.say("utter_email_replaced", old=before)


def remember(talk: Talk, frame: Frame, slot: str, before: str) -> None:
    """What a change took away; two changes of a text in one message are taken back together."""
    edits, message = frame.values.get("edits", []), talk.message.message_id
    if message and edits and (edits[-1].get("by"), edits[-1]["slot"]) == (message, slot):
        return
    kept = {"slot": slot, "text": before, "asked": frame.slot, "by": message}
    frame.values["edits"] = [*edits, kept][-UNDONE:]


def restored(talk: Talk, frame: Frame, slot: str) -> bool:
    """The value before the last change of this slot. False where none is kept."""
    edits = frame.values.get("edits", [])
    at = next((i for i in reversed(range(len(edits))) if edits[i]["slot"] == slot), None)
    if at is None:
        return False
    frame.values["edits"] = [*edits[:at], *edits[at + 1 :], edits[at]]
    return undone(talk, frame)


async def _edit(talk: Talk, frame: Frame, slot: str, command: Command) -> bool:
    """Works on a text given before; what is to go and does not stand in it is said, and nothing changes."""
    before = frame.values.get(slot)
    if command.how == "remove" and not (before or command.old):
        frame.values[f"{slot}_left_out"] = True
        return True
    after = edited(before, command.how, command.text, command.old) if before else command.text
    if not after:
        talk.misread = True
        talk.say("utter_edit_part_not_found" if talk.several else "utter_edit_not_found", text=before or "")
        return True
    if not before and command.how == "replace":
        frame.values[ANEW] = True
    frame.values.pop("changing", None)
    await talk.take(frame, slot, Command("correct", slot=slot, value=after))
    asked = talk.flows.slots.get(frame.slot or "")
    if before and command.how == "add" and asked and talk.flows.slots[slot].type == "description":
        talk.say("utter_detail_noted")  # the question that comes again shows nothing of it
    if before:
        remember(talk, frame, slot, before)
    if before and command.how == "add" and talk.message.agrees and frame.values.get(slot) != before:
        talk.say("utter_text_added_last", text=first_words(command.text or "", LONGEST_SHOWN))
    if before and command.how != "add":
        removes = command.how == "remove"
        done = "utter_text_removed" if removes else "utter_text_replaced"
        if talk.message.agrees:  # it is registered with it: nothing to undo
            done = "utter_text_removed_last" if removes else "utter_text_replaced_last"
        comes = first_words(command.text or "")
        talk.say(done, old=first_words(command.old or before, LONGEST_SHOWN), text=comes)
        if slot == "description" and command.old and not removes and talk.has("service_in_text", "leads"):
            await talk.call("service_in_text", "leads", frame, command.old, command.text or "")
    return True


def undone(talk: Talk, frame: Frame) -> bool:
    """The text as it was before the last edit of it. False where there is none to go back to."""
    if not frame.values.get("edits"):
        return False
    before = frame.values["edits"].pop()
    frame.values.update({before["slot"]: before["text"]} | before.get("with", {}))
    frame.values.pop("changing", None)
    frame.confirmed = False
    talk.say("utter_email_back" if before["slot"] == "email" else "utter_text_back")
    return True


UNDONE = 5  # edits that can be taken back one after the other
TEXTS = ("description", "information", "reason", "comment", "answer")


def home(talk: Talk, frame: Frame, command: Command) -> str | None:
    """The slot of the frame that a value goes to; None when it has no place there."""
    flow = talk.flow(frame)
    if command.command == "choose":
        return "ticket" if "ticket" in flow.takes else None
    slot = command.slot
    if slot in ("ticket", "ticket_number"):
        return "ticket" if "ticket" in flow.takes else None
    if slot in flow.takes:
        return slot
    if slot in TEXTS and (flow.text or "reason" in flow.takes):
        return flow.text or "reason"
    if slot == "code" and frame.pending == "code":
        return "code"
    return None


def reference(command: Command) -> dict[str, Any]:
    """Which ticket is meant, as choose says it: {"by", "value"}."""
    if command.command == "choose":
        return {"by": command.by, "value": command.value}
    if isinstance(command.value, dict):
        return {"by": command.value.get("by"), "value": command.value.get("value")}
    return {"by": "number", "value": str(command.value), "sure": command.sure}
