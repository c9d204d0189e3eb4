"""Complementing a registered ticket; the answer to what the team asked goes the same way."""

import contextlib
from datetime import datetime
from typing import Any

from actions import memory, store, tickets
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.text import first_words, joined
from actions.dialogue.walk import begin
from actions.topics import after_a_ticket
from ticket_store import catalogue, errors, operations
from ticket_store.authors import Author
from ticket_store.lifecycle import FINISHED, WAITING
from ticket_store.views import TicketView

OPENS, FLOW = "open_ticket", "add_ticket_information"
TOLD, ALSO = "told", "also"  # what was just added is meant, for another ticket: it alone, or it as well
ORDER = 9  # words up to which a message that names an urgency only orders it
ADDED = "added"  # the note of what was added last: number, text, question of the team that it answered

instead = after_a_ticket.instead


def fits(ticket: TicketView, now: datetime) -> bool:
    return ticket.status not in FINISHED


async def check_which(talk: Talk, frame: Frame) -> Step:
    """What was told after a ticket without a word for adding: more of it, or a new problem?"""
    if await _move(talk, frame) is Step.ENDED:
        return Step.ENDED
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


async def _move(talk: Talk, frame: Frame) -> Step:
    """ "Isso era no do monitor": the text that another ticket got a moment ago; it is there already where
    that is the one. "Nos dois": each that can be read, but that one."""
    added, text = talk.state.notes.get(ADDED), frame.values.get("information")
    if frame.values.get("which") not in (TOLD, ALSO) or not added or text:
        return Step.DONE
    reference = frame.values.get("ticket") or {}
    known = tickets.spoken_of(talk)
    if reference.get("by") == "all":
        known = [tickets.brief(t) for t in await tickets.readable(talk) if t.status not in FINISHED]
    meant = tickets.meant(reference, known, talk.state.last)
    if set(meant) == {added["number"]}:
        told = {"ticket_number": added["number"], "ticket_information": added["text"]}
        talk.say("utter_information_there", **told)
        return Step.ENDED
    frame.values.update(information=added["text"], moved_from=added["number"])
    return Step.DONE


async def as_well(talk: Talk, ticket: TicketView) -> bool:
    """ "E no da impressora?", where the last that was done is that another got something: whether that is
    offered for this one."""
    added, closed = talk.state.notes.get(ADDED) or {}, talk.state.closed
    just = closed is not None and after_a_ticket.is_of(closed, FLOW, str(added.get("number")))
    if not just or added.get("number") == ticket.number or ticket.status in FINISHED:
        return False
    await after_a_ticket.offer(talk, "utter_pass_on_offer", ticket, str(added["text"]))
    return True


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
    told = frame.values.get("information") or str(frame.values.get("asked_as") or "")
    if len(told.split()) <= ORDER and not frame.values.get("information"):
        told = ""  # not a word more than that
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
    asked = await _asked_by_the_team(talk, number)
    try:
        await _comment(talk, number, text)
    except errors.TicketFinished:
        talk.say("utter_ticket_finished", ticket_number=number)
        return
    talk.say("utter_information_added", ticket_number=number, ticket_information=text)
    tickets.remember(talk, await tickets.find(talk, number))
    if frame.values.get("urgency_told"):
        talk.say("utter_urgency_passed_on")
    before = talk.state.notes.get(ADDED) or {}
    talk.state.notes[ADDED] = {"number": number, "text": text, "question": asked}
    if text == before.get("disregard"):  # asked once, it is not asked again, and not of itself
        talk.state.notes[ADDED] = {**before, "disregarded": True}
    wrong = frame.values.get("moved_from")
    if wrong and frame.values["which"] != ALSO:
        await _note_in_the_wrong_one(talk, str(wrong), number, text)


async def _comment(talk: Talk, number: str, text: str) -> None:
    """Raises TicketFinished."""
    by, key = Author.requester(), talk.message.key(text)

    def work(session: Any, now: datetime) -> None:
        operations.comment(session, ticket_number=number, text=text, author=by, dedupe_key=key, now=now)

    await store.call(work)


async def disregard(talk: Talk, last: dict[str, str], command: Command) -> bool:
    """ "Tira isso do chamado": it stays, and its team is told to pass it over, where it was added here. False
    where something else is to go."""
    added = talk.state.notes.get(ADDED) or {}
    here = added.get("number") == last["number"] and (command.old or "") in str(added.get("text"))
    just = here and memory.last_response(talk.message.events) == "utter_information_added"
    if not just and (command.slot != "information" or command.old):
        return False
    text = _disregarded(talk, last["number"])
    if not text or not here or added.get("disregarded"):
        return True
    values = (Command("choose", by="that"), Command("set", slot="information", value=text))
    talk.state.notes[ADDED] = {**added, "disregard": text}
    await begin(talk, [Command("start", flow=FLOW), *values])
    return True


def _disregarded(talk: Talk, number: str) -> str:
    """Says that what was told stays; asks to pass over what was added here, "" where nothing was."""
    added = talk.state.notes.get(ADDED) or {}
    here = added.get("number") == number and talk.voice.knows("utter_label_disregard")
    talk.say("utter_told_stays_disregarded" if here else "utter_told_stays", ticket_number=number)
    text = first_words(str(added.get("text")), tickets.OWN)
    return talk.voice.wording("utter_label_disregard", text=text) if here else ""


async def _note_in_the_wrong_one(talk: Talk, wrong: str, right: str, text: str) -> None:
    """What a ticket got by mistake stays in it; that it belongs to another is told to its team."""
    about = first_words(text, tickets.OWN)
    note = talk.voice.wording("utter_label_belongs_elsewhere", ticket_number=right, text=about)
    with contextlib.suppress(errors.TicketFinished):
        await _comment(talk, wrong, note)
    talk.say("utter_information_moved", ticket_number=right, wrong_number=wrong)


async def _asked_by_the_team(talk: Talk, number: str) -> str | None:
    """The question that is answered now, or that was answered just before in this ticket."""
    ticket = await tickets.find(talk, number)
    if ticket.status == WAITING:
        return await tickets.question_of(ticket)
    before = talk.state.notes.get(ADDED) or {}
    return before.get("question") if before.get("number") == number else None


async def answered(talk: Talk, text: str) -> str | None:
    """The ticket in which a question of the team was answered just now, where the text has a word of that
    question; None otherwise."""
    added = talk.state.notes.get(ADDED) or {}
    just = memory.last_response(talk.message.events) == "utter_information_added"
    if not (just and added.get("question")) or not tickets.shares_a_word(text, str(added["question"])):
        return None
    return str(added["number"])
