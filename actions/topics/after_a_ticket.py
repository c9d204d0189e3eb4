"""What is said beside a ticket with nothing asked: courtesy, a complaint, regret, a remark that no reading is
sure of. It is answered by where the ticket stands in the store, and nothing is written before a yes."""

from typing import Any

from actions import ticket_answers, tickets
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.text import first_words, joined
from actions.dialogue.walk import begin
from actions.values import OTHER
from ticket_store import errors
from ticket_store.lifecycle import CANCELLED, FINISHED, OPEN, RESOLVED
from ticket_store.views import TicketView

FLOW = "after_a_ticket"
OPENS, ADDS, CANCELS, REOPENS = "open_ticket", "add_ticket_information", "cancel_ticket", "reopen_ticket"
OF_IT = frozenset({OPENS, ADDS, CANCELS, REOPENS, "rate_service", "check_ticket_status"})
"""What a remark at its place may be taken for; any other reading is clearly something else."""
GRADES = frozenset("12345")
SLOTS = {ADDS: "information", OPENS: "description", REOPENS: "reason", CANCELS: "reason"}


async def at_hand(talk: Talk) -> TicketView | None:
    """The ticket spoken of last, as it stands now, where nothing is under way."""
    last = talk.state.last
    if last is None or talk.state.top is not None:
        return None
    try:
        ticket = await tickets.find(talk, last["number"])
    except errors.TicketNotFound:  # its proof has ended
        return None
    tickets.remember(talk, ticket)
    return ticket


async def polite(talk: Talk, kind: str) -> bool:
    """Courtesy or temper, in the ticket's place. False where a general word will do."""
    if (ticket := await at_hand(talk)) is None:
        return False
    place = "rated" if ticket.status == RESOLVED and ticket.score is not None else ticket.status
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
    elif ticket.status == RESOLVED:
        _buttons(talk, text, REOPENS)
        talk.say("utter_heard_resolved" if ticket.score is None else "utter_heard_rated", **told)
    elif ticket.status in OPEN and CANCELS in likely:
        _buttons(talk, text, CANCELS, ADDS)
        talk.say("utter_cancel_or_pass_on", words=first_words(text, tickets.OWN), **told)
    elif ticket.status in OPEN:
        await _offer(talk, "utter_pass_on_offer", ticket, text)
    else:
        await _offer(talk, f"utter_another_offer_{ticket.status}", ticket)
    return True


def _buttons(talk: Talk, text: str, *flows: str) -> None:
    """What each button does, with the words that were said; so does the same wish in other words."""
    offered = {
        flow: [
            {"command": "start", "flow": flow},
            *([] if flow == OPENS else [{"command": "choose", "by": "that"}]),
            {"command": "set", "slot": SLOTS[flow], "value": text},
        ]
        for flow in flows
    }
    talk.state.notes.update(offered=offered, offered_for=talk.message.text)


async def _offer(talk: Talk, question: str, ticket: TicketView, words: str = "") -> None:
    if frame := await begin(talk, [Command("start", flow=FLOW)]):
        frame.values.update(ticket_answers.facts(talk, ticket), question=question)
        _keep(talk, frame, words)


def _keep(talk: Talk, frame: Frame, words: str) -> None:
    frame.values.update(words=first_words(words, tickets.OWN), said=words)
    if words:
        _buttons(talk, words, ADDS, OPENS)


async def check_words(talk: Talk, frame: Frame) -> Step:
    """The offer is over where something else is asked or wished."""
    if frame.values.get("wanted") or frame.values.get("information"):
        return Step.DONE
    if frame.asked and talk.more:
        return Step.ENDED
    return talk.ask(frame, "draft", "words", frame.values["question"])


async def answer_words(talk: Talk, frame: Frame, yes: bool) -> None:
    frame.values["wanted"] = yes
    if not yes:
        talk.close(frame)
        if not talk.more:
            talk.say("utter_anything_else")


async def unclear_words(talk: Talk, frame: Frame) -> None:
    """What is said on, where words are to be passed on, goes along with them."""
    if talk.message.is_likely_a_no:
        await answer_words(talk, frame, False)
    elif frame.values["said"] and not frame.failures:
        frame.failures += 1
        _keep(talk, frame, joined(frame.values["said"], talk.message.text))
    else:
        talk.retry(frame, "utter_yes_or_no_unclear")


async def do_pass_on(talk: Talk, frame: Frame) -> None:
    ticket = await tickets.find(talk, frame.values["ticket_number"])
    said = joined(frame.values["said"], frame.values.get("information"))
    talk.close(frame)
    if ticket.status in FINISHED:
        await another_like(talk, ticket, said)
        return
    of_it = Command("set", slot="ticket", value=ticket.number)
    await begin(talk, [Command("start", flow=ADDS), of_it, Command("set", slot="information", value=said)])


async def instead(talk: Talk, frame: Frame, ticket: TicketView) -> bool:
    """One that is over is wanted back, more is told for it, or it is to be cancelled once more: another like
    it. False of any other, and of a question."""
    again, asks = frame.flow == CANCELS, talk.message.asked or talk.message.text.endswith("?")
    if ticket.status not in FINISHED or (again and (asks or ticket.status != CANCELLED)):
        return False
    if any(one.flow == OPENS for one in talk.state.frames):  # another one is being told
        return False
    told = str(frame.values.get(talk.flow(frame).text or "") or "")
    tickets.remember(talk, ticket)
    talk.close(frame)
    if frame.flow == REOPENS:
        talk.say(f"utter_another_like_{ticket.status}", ticket_number=ticket.number)
        await another_like(talk, ticket, told)
    else:
        question = "utter_another_with_more" if told else f"utter_another_offer_{ticket.status}"
        await _offer(talk, "utter_another_by_mistake" if again else question, ticket, told)
    return True


async def another_like(talk: Talk, ticket: TicketView, more: str = "") -> None:
    """Shown as a summary, with the system, text and address of the one that does not come back."""
    text = joined(ticket.description, more)
    if frame := await begin(
        talk, [Command("start", flow=OPENS), Command("set", slot="description", value=text)]
    ):
        frame.values.update(service=ticket.service_code or OTHER, service_name=ticket.service_name)
        frame.values.update(description=text, email=ticket.email)
