"""Complementing a registered ticket; the answer to what the team asked goes the same way."""

from datetime import datetime
from typing import Any

from actions import store, tickets
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.text import joined
from actions.dialogue.walk import begin
from ticket_store import catalogue, errors, operations
from ticket_store.authors import Author
from ticket_store.lifecycle import FINISHED
from ticket_store.views import TicketView

OPENS = "open_ticket"


def fits(ticket: TicketView, now: datetime) -> bool:
    return ticket.status not in FINISHED


async def check_which(talk: Talk, frame: Frame) -> Step:
    """What was told after a ticket without a word for adding: more of it, or a new problem?"""
    likely = talk.message.alternatives
    flows = [[c.get("flow") for c in reading if c["command"] == "start"] for reading in likely]
    asked = flows == [[frame.flow], [OPENS]] and talk.message.unsure and not frame.asked
    if not asked and "new_one" not in frame.values:
        return Step.DONE
    if asked:
        frame.values["new_one"] = likely[1]
    spoken_of = tickets.spoken_of(talk)
    numbers = tickets.meant(frame.values.get("ticket") or {}, spoken_of, talk.state.last)
    ticket = next((t for t in spoken_of if t["number"] in numbers), None)
    if ticket is None or frame.values.get("which"):
        return Step.DONE
    told = {"ticket_number": ticket["number"], "service_name": ticket["service_name"]}
    return talk.ask(frame, "similar", "which", "utter_more_or_new", **told)


async def answer_which(talk: Talk, frame: Frame, yes: bool) -> None:
    """A no begins the new one with all that was told."""
    new_one = frame.values.pop("new_one", None) or []
    frame.values["which"] = "more"
    if not yes and new_one:
        talk.close(frame)
        await begin(talk, [c for raw in new_one if (c := Command.of(raw))])


async def check_urgency(talk: Talk, frame: Frame) -> Step:
    """What is asked for is told to the team in words: the priority of a ticket is for it to change."""
    if not (urgency := frame.values.get("urgency")) or frame.values.get("urgency_told"):
        return Step.DONE
    name = catalogue.load().priority_for(str(urgency)).name
    asked = talk.voice.wording("utter_label_urgency_asked", urgency_name=name)
    told = frame.values.get("information") or frame.values.get("asked_as")
    frame.values.update(information=joined(asked, told), urgency_told=True)
    return Step.DONE


async def ask_information(talk: Talk, frame: Frame) -> str:
    """What the team waits to be told stands before the question."""
    if not talk.quiet:
        ticket = await tickets.find(talk, frame.values["ticket_number"])
        await tickets.tell_question(talk, ticket)
    return "utter_request_ticket_information"


async def do_add(talk: Talk, frame: Frame) -> None:
    number, text = frame.values["ticket_number"], frame.values["information"]

    def work(session: Any, now: datetime) -> None:
        operations.comment(
            session,
            ticket_number=number,
            text=text,
            author=Author.requester(),
            dedupe_key=talk.message.key(text),
            now=now,
        )

    try:
        await store.call(work)
    except errors.TicketFinished:
        talk.say("utter_ticket_finished", ticket_number=number)
    else:
        talk.say("utter_information_added", ticket_number=number, ticket_information=text)
        if frame.values.get("urgency_told"):
            talk.say("utter_urgency_passed_on")
