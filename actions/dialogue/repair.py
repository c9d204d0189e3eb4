"""What people say in the middle of anything, once for all flows: stop, wait, repeat, back, corrections,
questions."""

from collections.abc import Awaitable, Callable

from actions.dialogue.commands import Command
from actions.dialogue.flow import Step
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.dialogue.text import joined
from actions.dialogue.walk import AGREED, GO_ON, TEXTS, UNTOLD, begin, give, holds, undone

# A value that no flow under way takes begins the flow that it is for.
BEGINS = {
    "description": "open_ticket",
    "information": "add_ticket_information",
    "answer": "add_ticket_information",
    "reason": "reopen_ticket",
    "score": "rate_service",
    "comment": "rate_service",
    "ticket": "check_ticket_status",
    "ticket_number": "check_ticket_status",
}
LOOKING = ("number", "email", "code")
OFFERED = ("draft", "news_resolved")
TELLING = 4  # words of a sentence that may be more of the text
MOST = 2 / 3  # of the words of a message: a text that leaves more of it out is no text of it
Handler = Callable[[Talk, Command], Awaitable[None]]


async def apply(talk: Talk, command: Command) -> None:
    """One command in the place where it was said."""
    outside = OUTSIDE.get(talk.state.asked)
    if outside and not talk.state.top and await talk.call(outside, "answer", command):
        return
    await HANDLERS[command.command](talk, command)


async def value(talk: Talk, command: Command) -> None:
    """A value, a correction, an edit or a choice: to the frame that takes it, from the top of the stack
    down."""
    top = talk.state.top
    if (
        top
        and command.command == "choose"
        and talk.has(top.flow, "choose")
        and await talk.call(top.flow, "choose", top, command)
    ):
        return
    for frame in reversed(talk.state.frames):
        failures = frame.failures
        if await give(talk, frame, command):
            return
        if frame.failures > failures or frame not in talk.state.frames:
            return  # it was its value, and cannot be used
    if top and top.values.get("wanted") and command.slot == "email":
        top.values["email"] = command.value  # "pode registrar, meu e-mail é ana@x": of what is offered
    elif top is None or _only_offered(talk, top, command):
        await orphan(talk, command)
    elif _only_looks(talk, top) and command.slot in TEXTS and (text := command.value or command.text):
        talk.close(top)
        await talk.call("small_talk", "told_beside", str(text))
    else:
        await unclear(talk, command)


def _only_offered(talk: Talk, frame: Frame, command: Command) -> bool:
    """An address where only something was offered is for what was left; the offer is over."""
    if not talk.flow(frame).reads or frame.pending in LOOKING or command.slot != "email":
        return False
    talk.close(frame)
    return True


def _only_looks(talk: Talk, frame: Frame) -> bool:
    """Which ticket to show is asked, and nothing of it is to change."""
    return talk.flow(frame).reads and frame.pending == "number"


async def orphan(talk: Talk, command: Command) -> None:
    """Nothing is under way that would take it."""
    of_that, beside = _told_of_that(talk), command.slot == "information"  # a question, and not ordered
    if command.command == "choose":
        if of_that:
            return
        flow = "check_ticket_status"
    elif command.command in ("correct", "edit") or command.slot not in BEGINS:
        await talk.call("small_talk", "note", command)
        return
    elif command.slot in TEXTS and talk.state.last and (talk.message.unsure or of_that or beside):
        # More for the ticket spoken of, or a new one: that is asked, not supposed.
        await talk.call("small_talk", "told_beside", str(command.value or command.text))
        return
    else:
        flow = BEGINS[command.slot or ""]
    await begin(talk, [Command("start", flow=flow), command])


def _told_of_that(talk: Talk) -> bool:
    """A text and nothing else is told of the ticket spoken of: it is not shown once more for it."""
    said = talk.message.commands
    points = any(c["command"] == "choose" and c.get("by") == "that" for c in said)
    tells = any(c["command"] == "set" and c.get("slot") in TEXTS for c in said)
    return points and tells and len(said) == 2


async def affirm(talk: Talk, command: Command) -> None:
    await answer(talk, True)


async def deny(talk: Talk, command: Command) -> None:
    await answer(talk, False)


async def answer(talk: Talk, yes: bool) -> None:
    """A plain yes or no to what is asked."""
    frame = talk.state.top
    if frame is None or not frame.slot:
        await talk.call("small_talk", "yes_or_no", yes)
        return
    step = _step(talk, frame)
    if frame.slot == GO_ON:
        frame.suspended = False
        if not yes:
            await stop(talk, Command("stop"))
    elif frame.slot == UNTOLD:
        await _add_told(talk, frame, yes)
    elif step and step.kind == "confirm":
        frame.failures = 0
        if yes:
            frame.confirmed = True
        elif step.deny:
            frame.values["changing"] = True
        else:
            _give_up(talk, frame)
            if (told := talk.message.why) and talk.state.top is None:
                await talk.call("small_talk", "told_beside", told)  # "não, o erro apareceu de novo"
    elif frame.slot == "change":
        frame.values.pop("changing", None)
    elif topic := talk.home(frame, f"answer_{frame.slot}"):
        frame.failures = 0
        await talk.call(topic, f"answer_{frame.slot}", frame, yes)
    elif slot := talk.flows.slots.get(frame.slot):
        talk.retry(frame, slot.retry or "utter_not_understood")  # a yes is no name, no address, no text
    else:
        await unusable(talk, frame)


def agree(talk: Talk) -> None:
    """The yes beside a change that was made and said: the summary is not shown once more."""
    frame = talk.state.top
    step = _step(talk, frame) if frame else None
    if frame and step and step.kind == "confirm" and not frame.values.get("changing"):
        frame.confirmed = True


async def _add_told(talk: Talk, frame: Frame, yes: bool) -> None:
    """What was not understood at the summary goes into the text; a no is to that alone."""
    told = frame.values.pop(UNTOLD)
    if yes:
        await give(talk, frame, Command("edit", slot=talk.flow(frame).text, how="add", text=told))
        frame.confirmed = bool(frame.values.pop(AGREED, None))


async def stop(talk: Talk, command: Command) -> None:
    """Gives up what is under way; what waits below it goes on, unless it was the same wish."""
    frame = talk.state.top
    if talk.state.handoff:
        await talk.call("talk_to_human", "withdraw")
    elif frame is None:
        await talk.call("small_talk", "nothing_to_stop")
    elif talk.has(frame.flow, "stop"):
        await talk.call(frame.flow, "stop", frame)
    else:
        _give_up(talk, frame)


def _give_up(talk: Talk, frame: Frame) -> None:
    talk.say(talk.flow(frame).stopped)
    talk.close(frame)


async def skip(talk: Talk, command: Command) -> None:
    """This question only."""
    frame = talk.state.top
    slot = talk.flows.slots.get(frame.slot or "") if frame else None
    if frame and slot is None and frame.slot:
        await answer(talk, False)
    elif frame is None or slot is None:
        await unclear(talk, command)
    elif topic := talk.home(frame, f"skip_{slot.name}"):
        await talk.call(topic, f"skip_{slot.name}", frame)
    elif slot.skip == "ask":
        talk.retry(frame, slot.skip_retry or slot.retry or "utter_not_understood")
    else:
        await give(talk, frame, Command("set", slot=slot.name, value=slot.skip))


async def wait(talk: Talk, command: Command) -> None:
    talk.question("utter_take_your_time")


async def repeat(talk: Talk, command: Command) -> None:
    frame = talk.state.top
    if frame is None:
        await talk.call("small_talk", "repeat")
    elif _is_shown(talk, frame) and frame.slot != "change":
        frame.values["whole"] = True  # nothing of a long text is folded away


async def restart(talk: Talk, command: Command) -> None:
    """The flow under way from its beginning, with nothing of what was told."""
    frame = talk.state.top
    if frame and talk.flow(frame).reads and frame.pending in OFFERED:
        talk.close(frame)  # nothing of an offer is left to begin again with
        frame = talk.state.top
    if frame is None:
        await talk.call("small_talk", "restart")
        return
    talk.say("utter_start_again")
    if talk.has(frame.flow, "forget"):
        await talk.call(frame.flow, "forget", frame)
    frame.values.clear()
    frame.asked.clear()
    frame.confirmed, frame.failures = False, 0


async def back(talk: Talk, command: Command) -> None:
    """To the text that was taken back and is asked for anew, or as it was before the last edit of it; else to
    the question before this one, whose answer is taken back."""
    frame = talk.state.top
    if frame and frame.slot in TEXTS and (former := frame.values.pop(f"{frame.slot}_denied", None)):
        frame.values[frame.slot] = former
        talk.say("utter_text_back")
        return
    edit = next(reversed(frame.values.get("edits", ())), None) if frame else None
    if frame and edit and (_is_shown(talk, frame) or edit["asked"] == frame.slot) and undone(talk, frame):
        return
    before = [s for s in frame.asked if s in talk.flows.slots and s != frame.slot] if frame else []
    if frame is None or not before:
        talk.say("utter_nothing_before")
        return
    frame.values.pop(before[-1], None)
    del frame.asked[frame.asked.index(before[-1]) :]
    frame.confirmed = False


def _is_shown(talk: Talk, frame: Frame) -> bool:
    """The summary is asked about, what to change in it, or what becomes of what was told at it."""
    step = _step(talk, frame)
    return frame.slot in ("change", UNTOLD) or (step is not None and step.kind == "confirm")


async def resend_code(talk: Talk, command: Command) -> None:
    frame = talk.state.top
    if frame and frame.pending == "code":
        await talk.call("prove_address", "resend", frame)
    else:
        await talk.call("small_talk", "no_code")


async def ask(talk: Talk, command: Command) -> None:
    """A question never fills a slot: it is answered, and what was asked comes again."""
    frame = talk.state.top
    if command.about == "why" and frame:
        proves = frame.slot == "email" and talk.home(frame, "check_proof")
        slot = talk.flows.slots.get("code" if proves else frame.slot or "")
        talk.say((slot.why if slot else None) or "utter_why_confirm")
    elif command.about == "pending" and frame:
        await talk.call("small_talk", "missing", frame)
    elif command.about == "ticket":
        await talk.call("check_ticket_status", "question", command)
    else:
        await talk.call("small_talk", "question", command)


async def social(talk: Talk, command: Command) -> None:
    """Thanks and a goodbye, with nothing else said, end what only offers or looks."""
    top, only = talk.state.top, all(c["command"] == "social" for c in talk.message.commands)
    ends = only and command.kind in ("thank", "goodbye")
    if top and ends and talk.flow(top).reads and top.pending in ("number", *OFFERED):
        talk.close(top)
    await talk.call("small_talk", "social", command)


async def out_of_scope(talk: Talk, command: Command) -> None:
    if talk.state.top:
        talk.say("utter_out_of_scope_aside")
        talk.misread = True
    else:
        await talk.call("small_talk", "out_of_scope")


async def unclear(talk: Talk, command: Command) -> None:
    frame = talk.state.top
    if frame:
        await unusable(talk, frame)
    else:
        talk.misread = True
        await talk.call("small_talk", "not_understood")


async def unusable(talk: Talk, frame: Frame) -> None:
    """What was said answers nothing: asked again with an example, or another way where the topic has one."""
    slot = talk.flows.slots.get(frame.slot or "")
    if frame.slot == UNTOLD and talk.message.is_likely_a_no:
        await answer(talk, False)
        return
    if _is_shown(talk, frame):
        if any(c["command"] == "repeat" for c in next(iter(talk.message.alternatives), [])):
            await repeat(talk, Command("repeat"))  # "quero abrir um chamado", where one is shown
            return
        if talk.message.is_likely_a_no and talk.has(frame.flow, "go_on"):
            frame.suspended = True  # "deixa, eu mesmo ligo lá": asked whether it shall go on
            return
        if _may_tell(talk, frame):
            frame.values[UNTOLD] = joined(frame.values.get(UNTOLD), _told(talk))
            return
    elif slot and talk.message.is_only_a_no and talk.has(frame.flow, "go_on") and holds(talk, frame):
        frame.suspended = True
        return
    begun = next((c.get("flow") for c in talk.message.likely), None)
    another = frame.pending == "news_resolved" and begun not in (None, frame.flow, BEGINS["description"])
    if another and await talk.call("small_talk", "offer_aside", frame):
        return  # "preciso falar com gente", after the steps of an article
    if slot and slot.type == "ticket" and talk.message.is_likely_a_no:
        await answer(talk, False)  # "nenhum, era só isso", where one was to be chosen
    elif (topic := talk.home(frame, f"unclear_{frame.slot}")) and (
        await talk.call(topic, f"unclear_{frame.slot}", frame) is not False
    ):
        return
    elif slot is None and _refuses(talk, frame):
        await answer(talk, False)
    elif slot is None and _changes(talk, frame):
        frame.values["changing"] = True
    elif await talk.call("small_talk", "offer_aside", frame):
        return
    elif slot:
        talk.retry(frame, slot.retry or "utter_not_understood")
    else:
        confirm = f"utter_{frame.slot}_unclear"
        talk.retry(frame, confirm if talk.voice.knows(confirm) else "utter_yes_or_no_unclear")


def _step(talk: Talk, frame: Frame) -> Step | None:
    """The declared step whose question is asked."""
    return next((step for step in talk.flow(frame).steps if step.name == frame.slot), None)


def _refuses(talk: Talk, frame: Frame) -> bool:
    """A question whose no changes nothing, and what is likely one."""
    step = _step(talk, frame)
    return (frame.slot == GO_ON or bool(step and not step.deny)) and talk.message.is_likely_a_no


def _may_tell(talk: Talk, frame: Frame) -> bool:
    """A sentence that asks nothing and wishes nothing else, where a text is shown that it may belong to."""
    text = talk.message.text.strip()
    tells = len(text.split()) >= TELLING and not text.endswith("?") and not talk.message.says_nothing
    tells = tells and not _may_change(talk)
    return tells and not _may_wish(talk, frame) and bool(frame.values.get(talk.flow(frame).text or ""))


def _told(talk: Talk) -> str:
    """What of it a likely reading keeps as a text, where that is most of it; else all of it."""
    whole = talk.message.text.strip()
    kept = [
        str(c["text"])
        for c in talk.message.likely
        if c.get("how") in ("add", "replace") and not c.get("old") and c.get("text")
    ]
    least = max(TELLING, MOST * len(whole.split()))
    return next((text.strip() for text in kept if len(text.split()) >= least), whole)


def _may_change(talk: Talk) -> bool:
    """A likely reading takes something out of a text, or asks."""
    likely = talk.message.likely
    return any(c.get("how") == "remove" or c.get("command") == "ask" for c in likely)


def _may_wish(talk: Talk, frame: Frame) -> bool:
    """A likely reading begins something else: another flow, or the same with another value than here."""
    for c in talk.message.likely:
        slot = c.get("slot") if c.get("slot") != talk.flow(frame).text else None
        if c.get("flow", frame.flow) != frame.flow or (slot and c.get("value") != frame.values.get(slot)):
            return True
    return False


def _changes(talk: Talk, frame: Frame) -> bool:
    """At a summary that can be changed: the likeliest readings are a no or a change, so what to change is
    asked instead of a yes or no again."""
    step = _step(talk, frame)
    if not any(letter.isalpha() for letter in talk.message.text):
        return False  # "1", where no number is asked for
    changes = any(
        c.get("command") in ("deny", "correct") or c.get("how") in ("remove", "replace")
        for c in talk.message.likely
    )
    return bool(step and step.deny) and changes


# What is asked outside of any flow, and the topic that hears the answer.
OUTSIDE = {"news_resolved": "news", "news_question": "news", "waiting": "talk_to_human"}
HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("set", "correct", "edit", "choose"), value),
    "affirm": affirm,
    "deny": deny,
    "stop": stop,
    "skip": skip,
    "wait": wait,
    "repeat": repeat,
    "restart": restart,
    "back": back,
    "resend_code": resend_code,
    "ask": ask,
    "social": social,
    "out_of_scope": out_of_scope,
    "unclear": unclear,
}
