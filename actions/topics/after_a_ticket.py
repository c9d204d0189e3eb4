"""What is said beside a ticket with nothing asked: courtesy, a complaint, regret, a remark that no reading is
sure of. It is answered by where the ticket stands in the store, and nothing is written before a yes."""

from typing import Any

from actions import memory, ticket_answers, tickets
from actions.dialogue.commands import Command
from actions.dialogue.repair import TELLING
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.text import first_words, joined
from actions.dialogue.walk import begin
from actions.values import OTHER
from ticket_store import catalogue, errors
from ticket_store.lifecycle import CANCELLED, FINISHED, OPEN, RESOLVED
from ticket_store.views import TicketView

FLOW = "after_a_ticket"
OPENS, ADDS, CANCELS, REOPENS = "open_ticket", "add_ticket_information", "cancel_ticket", "reopen_ticket"
LOOKS = "check_ticket_status"
OF_IT = frozenset({OPENS, ADDS, CANCELS, REOPENS, "rate_service", LOOKS})
"""What a remark at its place may be taken for; any other reading is clearly something else."""
GRADES = frozenset("12345")
SLOTS = {ADDS: "information", OPENS: "description", REOPENS: "reason", CANCELS: "reason"}
BRIEF = 2  # words of a remark that tell nothing


async def at_hand(talk: Talk) -> TicketView | None:
    """The ticket spoken of in the last messages, as it stands now, where nothing is under way."""
    last, age = talk.state.last, talk.state.notes.get(tickets.AGE, 0)
    if last is None or age > tickets.FRESH or talk.state.top is not None:
        return None
    try:
        ticket = await tickets.find(talk, last["number"])
    except errors.TicketNotFound:  # its proof has ended
        return None
    tickets.remember(talk, ticket)
    return ticket


async def polite(talk: Talk, kind: str) -> bool:
    """Courtesy or temper, in the ticket's place; what is said after a message to the team was invited is one.
    False where a general word will do."""
    if (ticket := await at_hand(talk)) is None:
        return False
    text = talk.message.text.strip()
    invited = memory.last_response(talk.message.events) == f"utter_insult_{ticket.status}"
    if invited and ticket.status in OPEN and kind in ("insult", "remark") and len(text.split()) > BRIEF:
        await offer(talk, "utter_pass_on_offer", ticket, text)
        return True
    closed, rated = talk.state.closed, ticket.score is not None
    if ticket.status == RESOLVED and not rated and closed and closed.flow == "rate_service":
        return False  # a grade that was just refused is not asked for
    place = "rated" if ticket.status == RESOLVED and rated else ticket.status
    if known := talk.voice.knows(f"utter_{kind}_{place}"):
        talk.say(f"utter_{kind}_{place}", **ticket_answers.facts(talk, ticket))
    return known


async def heard(talk: Talk, likely: dict[str, list[dict[str, Any]]], words: str = "") -> bool:
    """A remark that may be anything: what can be had at its place. False where it may be something else.
    words: of the message, what is told; all of it."""
    ticket = await at_hand(talk)
    if ticket is None or talk.state.pending != "none" or not OF_IT.issuperset(likely):
        return False
    text, told = words or talk.message.text.strip(), ticket_answers.facts(talk, ticket)
    if ticket.status == RESOLVED and text in GRADES:
        score = Command("set", slot="score", value=text)
        await begin(talk, [Command("start", flow="rate_service"), Command("choose", by="that"), score])
    elif not words and (talk.message.says_nothing or (len(text.split()) <= BRIEF and not likely)):
        return not _asks(talk) and await polite(talk, "remark")
    elif ticket.status == RESOLVED:
        _note(talk, wishes(talk, words or (text if REOPENS in likely else ""), REOPENS))
        talk.say("utter_heard_resolved" if ticket.score is None else "utter_heard_rated", **told)
    elif ticket.status in OPEN and CANCELS in likely:
        _note(talk, wishes(talk, text, CANCELS, ADDS))
        talk.say("utter_cancel_or_pass_on", words=_shown(talk, text), **told)
    elif ticket.status in OPEN:
        await offer(talk, "utter_pass_on_offer", ticket, text)
    elif words or OPENS in likely:  # what is told is no more of one that is over
        return False
    else:
        await offer(talk, f"utter_another_offer_{ticket.status}", ticket)
    return True


def _asks(talk: Talk) -> bool:
    return talk.message.asked or talk.message.text.rstrip().endswith("?")


def _shown(talk: Talk, text: str) -> str:
    """As much of it as is read at a glance; that it is longer is said."""
    if len(text) <= tickets.OWN:
        return text
    return talk.voice.wording("utter_label_folded", text=first_words(text, tickets.OWN), letters=len(text))


def wishes(talk: Talk, text: str, *flows: str) -> dict[str, list[dict[str, Any]]]:
    """Each flow with the words that were said, of the ticket spoken of where there is one."""
    that = [{"command": "choose", "by": "that"}] if talk.state.last else []
    return {
        flow: [
            {"command": "start", "flow": flow},
            *([] if flow == OPENS else that),
            *([{"command": "set", "slot": SLOTS[flow], "value": text}] if text else []),
        ]
        for flow in flows
    }


def _note(talk: Talk, offered: dict[str, list[dict[str, Any]]]) -> None:
    """What each button does, and the same wish in other words, beside what this turn has offered already."""
    offered |= talk.state.notes.get("offered", {})
    talk.state.notes.update(offered=offered, offered_for=talk.message.text)


async def offer(talk: Talk, question: str, ticket: TicketView, words: str = "") -> None:
    """Asks it: whether the words are passed on to the team, or another ticket like this one is wished."""
    if frame := await begin(talk, [Command("start", flow=FLOW)]):
        over = ticket.status in FINISHED
        frame.values.update(ticket_answers.facts(talk, ticket), question=question, said=words, over=over)


async def check_words(talk: Talk, frame: Frame) -> Step:
    """What is told on without a yes goes along with what is offered, or is a new problem where another one
    is. The offer is over where something else is wished."""
    more, over = frame.values.pop("information", None), frame.values["over"]
    said = frame.values["said"] = joined(frame.values["said"], more)
    if frame.values.get("wanted"):
        return Step.DONE
    if frame.asked and talk.wished:
        return Step.ENDED
    if more and over:
        await _opens(talk, frame, said)
        return Step.ENDED
    if over:
        _note(talk, {OPENS: [{"command": "affirm"}]})
    else:
        _note(talk, wishes(talk, said, ADDS, OPENS))
    return talk.ask(frame, "draft", "words", frame.values["question"], words=_shown(talk, said))


async def _opens(talk: Talk, frame: Frame, text: str) -> None:
    talk.close(frame)
    await begin(talk, [Command("start", flow=OPENS), Command("set", slot="description", value=text)])


async def answer_words(talk: Talk, frame: Frame, yes: bool) -> None:
    if yes:
        frame.values["wanted"] = True
    elif more := frame.values.get("information"):  # told before the no
        await _opens(talk, frame, more)
    else:
        talk.close(frame)
        if not talk.more and all(c["command"] != "set" for c in talk.message.commands):
            talk.say("utter_anything_else")


async def unclear_words(talk: Talk, frame: Frame) -> None:
    """What is said on, where words are to be passed on, goes along with them, unless it may be anything
    else."""
    text, read = talk.message.text.strip(), [*talk.message.commands, *talk.message.likely]
    other = any(c.get("flow") not in (None, ADDS) or c["command"] == "choose" for c in read)
    tells = len(text.split()) >= TELLING and not (_asks(talk) or other or talk.message.says_nothing)
    if talk.message.is_likely_a_no:
        await answer_words(talk, frame, False)
    elif tells and frame.values["said"] and not frame.failures:
        frame.failures += 1
        frame.values["said"] = joined(frame.values["said"], text)
    elif not (other and await talk.call("small_talk", "offer_aside", frame)):
        talk.retry(frame, "utter_yes_or_no_unclear")


async def do_pass_on(talk: Talk, frame: Frame) -> None:
    number, said, email = (frame.values[one] for one in ("ticket_number", "said", "email"))
    talk.close(frame)
    of_it = Command("set", slot="ticket", value=number)
    try:
        ticket = await tickets.find(talk, number)
    except errors.TicketNotFound:  # its proof has ended: asked for once more on the way to it
        wish = [Command("start", flow=ADDS if said else LOOKS), of_it]
        await begin(talk, [*wish, *([Command("set", slot="information", value=said)] if said else [])])
        return
    if ticket.status in FINISHED:
        await another_like(talk, ticket, said, email)
        return
    told = Command("set", slot="information", value=said)
    if adds := await begin(talk, [Command("start", flow=ADDS), of_it, told]):
        adds.confirmed = True  # the yes was to this: done before any other wish


def just_cancelled(talk: Talk, number: str) -> bool:
    """Whether that is what was done last."""
    return talk.state.closed is not None and is_of(talk.state.closed, CANCELS, number)


def is_of(frame: Frame, flow: str, number: str) -> bool:
    """Whether the frame was of that wish and that ticket."""
    return frame.flow == flow and frame.values.get("ticket_number") == number


async def instead(talk: Talk, frame: Frame, ticket: TicketView) -> bool:
    """One that is over is wanted back, more is told for it, or it was cancelled before: another like it is
    offered, and shown at once to who regrets. False of any other, and of a question whether to cancel."""
    again, just = frame.flow == CANCELS, just_cancelled(talk, ticket.number)
    over, cancelled = ticket.status in FINISHED, ticket.status == CANCELLED
    if frame.flow == REOPENS and just and frame.values.get("waited"):
        return False  # said before this one was cancelled, it is of another
    if not over or (again and (just or not cancelled or _asks(talk))):
        return False
    if any(one.flow == OPENS for one in talk.state.frames):  # another one is being told
        return False
    told = str(frame.values.get(talk.flow(frame).text or "") or "")
    tickets.remember(talk, ticket)
    talk.close(frame)
    if frame.flow == REOPENS and (just or not cancelled):
        talk.say(f"utter_another_like_{ticket.status}", ticket_number=ticket.number)
        await another_like(talk, ticket, told)
        return True
    mistaken = cancelled and frame.flow != ADDS
    question = "utter_another_by_mistake" if mistaken else f"utter_another_offer_{ticket.status}"
    await offer(talk, "utter_another_with_more" if told else question, ticket, told)
    return True


async def another_meant(talk: Talk, number: str, right: object) -> None:
    """ "Cancelei o errado": the right one is to go where it is named (right: as in `choose`), else another
    like the one just cancelled is wanted; of any other ticket, the one that is meant is shown."""
    just = just_cancelled(talk, number)
    if right:
        named = Command("set", slot="ticket", value=right)
        await begin(talk, [Command("start", flow=CANCELS if just else LOOKS), named])
    else:
        which = Command("choose", by="that" if just else "other")
        await begin(talk, [Command("start", flow=REOPENS if just else LOOKS), which])


async def another_like(talk: Talk, ticket: TicketView, more: str = "", email: str = "") -> None:
    """Shown as a summary, with all that was told for the one that does not come back."""
    text = joined(ticket.description, more)
    wish = [Command("start", flow=OPENS), Command("set", slot="description", value=text)]
    if frame := await begin(talk, wish):
        frame.asked.append("description")  # nothing of it is told anew
        frame.values.update(service=ticket.service_code or OTHER, service_name=ticket.service_name)
        frame.values.update(description=text, email=email or ticket.email)
        if ticket.priority != catalogue.load().priority_for(None).code:
            frame.values["urgency"] = ticket.priority
