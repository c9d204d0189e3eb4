"""Registering a ticket: the questions that may spare it, the summary, and the one transaction behind the
yes."""

import contextlib
from datetime import datetime
from typing import Any

from actions import memory, store, tickets
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.text import edited, first_words, joined
from actions.dialogue.walk import begin
from actions.topics import draft, list_my_tickets, subject
from actions.values import OTHER
from actions.words import moment
from ticket_store import catalogue, drafts, errors, identity, lifecycle, operations, queries
from ticket_store.mails.wording import in_words
from ticket_store.views import TicketView

BARE = 4  # words of a message that only asks for a ticket
OF_ANOTHER = ("other", "status", "oldest")
OF_THE_LAST = ("add_ticket_information", "reopen_ticket")
FOLD = 600  # characters of a description in the summary; the whole of it goes into the ticket


async def ask_service(talk: Talk, frame: Frame) -> str:
    """The problem told twice instead of the system's name: the triage finds out the system."""
    return "utter_problem_noted" if frame.values.get("description") else "utter_request_service"


async def ask_description(talk: Talk, frame: Frame) -> str:
    other = frame.values.get("service") == OTHER
    return "utter_request_description_other" if other else "utter_request_description"


async def ask_email(talk: Talk, frame: Frame) -> str:
    """The first time one hears that the problem, and of which system, was understood."""
    first = "email" not in frame.asked and not frame.values.get("email_wrong")
    named = frame.values.get("service") not in (None, OTHER)
    return "utter_request_email_heard" if first and named else "utter_request_email"


async def check_more(talk: Talk, frame: Frame) -> Step:
    """A problem that may be more of a ticket that was shown, or of the answer just given to the team: that,
    or a new one?"""
    if not frame.asked and (left := await _of_the_answer(talk, frame)):
        return left
    likely = [r for r in talk.message.alternatives if r and r[0].get("flow") in OF_THE_LAST]
    if not (talk.message.unsure and likely and frame.values.get("description")) or frame.asked:
        return Step.DONE
    numbers = [c.get("value") for c in likely[0] if c["command"] == "choose"]
    ticket = next((t for t in tickets.spoken_of(talk) if t["number"] in numbers), None)
    if ticket is None:
        return Step.DONE
    frame.values["similar"] = ticket["number"]
    asked = "utter_more_or_new" if ticket["status"] not in lifecycle.OPEN else "utter_similar_ticket"
    told = {"ticket_number": ticket["number"], "service_name": ticket["service_name"]}
    about = first_words(ticket["description"], 200)
    return talk.ask(frame, "similar", "similar", asked, ticket_description=about, **told)


async def _of_the_answer(talk: Talk, frame: Frame) -> Step | None:
    told = str(frame.values.get("description") or "")
    number: str | None = await talk.call("add_ticket_information", "answered", told)
    if number is None:
        return None
    frame.values["similar"] = number
    service = (await tickets.find(talk, number)).service_name
    return talk.ask(
        frame, "similar", "similar", "utter_more_or_new", ticket_number=number, service_name=service
    )


async def check_draft(talk: Talk, frame: Frame) -> Step:
    """One begun elsewhere is offered; what this conversation knows already is not asked again."""
    draft.key(frame)
    if talk.message.called:
        frame.values["called"] = {"name": talk.message.called}
    if not frame.values.get("email") and not frame.values.get("email_wrong") and talk.state.address:
        frame.values["email"] = talk.state.address  # the summary shows it
    if (called := frame.values.get("called")) and frame.values.get("email"):
        called.setdefault("of", frame.values["email"])
    if (told := talk.state.notes.pop("unread", None)) and len(talk.message.text.split()) <= BARE:
        frame.values.setdefault("description", told)  # told before "Abrir um acionamento" was pressed
    if not frame.asked:
        subject.taken_up(talk, frame)
    empty = not (frame.values.get("service") or frame.values.get("description"))
    if frame.values.pop("which", None) == "draft" and empty:
        return await _resume(talk, frame)
    in_doubt = talk.message.unsure and not frame.values.get("service") and not frame.asked
    if in_doubt and (begun := _begun(talk, frame)):
        # "Voltei, a chefia mandou abrir": the one given up, or is this the problem? That is asked.
        if not talk.quiet:
            await go_on(talk, Frame(frame.flow, begun))
        return talk.ask(frame, "draft", "given_up", None)
    if not (empty and (frame.values.get("draft_from") or not frame.asked)):
        return Step.DONE
    found = await draft.waiting(talk)
    if found is None:
        if frame.values.pop("draft_from", None):
            return Step.ENDED
        return Step.DONE
    frame.values["draft_from"] = talk.state.notes["draft_offered"] = found.conversation_id
    if not talk.quiet:
        draft.say(talk, found)
    return talk.ask(frame, "draft", "draft", None)


async def _resume(talk: Talk, frame: Frame) -> Step:
    """What was given up just now comes back when it is asked for. Who asks to go on with what was begun
    elsewhere proves the address first: it decides what may be shown."""
    if told := _begun(talk, frame):
        if frame.values.get("service_wrong"):  # told in the same breath: it comes back without it
            frame.values["service_denied"] = told.pop("service", None)
            told.pop("service_name", None)
        frame.values.update(told)
        talk.state.closed = None
        talk.say("utter_open_ticket_resumed")
        return Step.DONE
    found = await draft.waiting(talk, declined=True)
    if found:
        frame.values["draft_from"] = found.conversation_id
        await draft.take(talk, frame)
        return Step.DONE
    if await store.read(identity.proven_emails, conversation_id=talk.message.conversation_id):
        talk.say("utter_draft_gone")
        return Step.DONE
    talk.say("utter_draft_needs_proof")
    talk.close(frame)
    if listed := await begin(talk, [Command("start", flow="list_my_tickets")]):
        listed.values[list_my_tickets.OTHERS] = True
    return Step.ENDED


def _begun(talk: Talk, frame: Frame) -> dict[str, Any]:
    """What was told for the opening that was given up last; {} where there is none."""
    given_up = talk.state.closed
    if given_up is None or given_up.flow != frame.flow or given_up.values.get("ticket_number"):
        return {}
    told = {k: v for k in draft.KEPT if (v := given_up.values.get(k))}
    return told if "service" in told or "description" in told else {}


async def answer_given_up(talk: Talk, frame: Frame, yes: bool) -> None:
    if yes:
        frame.values.update(_begun(talk, frame))
    elif talk.more:  # "não! quero saber quem vê": nor is another to be begun
        talk.close(frame)
        return
    talk.state.closed = None


async def answer_draft(talk: Talk, frame: Frame, yes: bool) -> None:
    if yes:
        await draft.take(talk, frame)
        return
    talk.state.notes["draft_declined"] = frame.values.pop("draft_from")
    if frame.values.pop("offered", False):
        talk.say("utter_draft_kept")
        talk.close(frame)


async def check_incident(talk: Talk, frame: Frame) -> Step:
    """Asked once for a service, and never again after a no."""
    service = frame.values["service"]
    if frame.values.get("follow"):
        if not frame.values.get("email"):
            return talk.ask(frame, "email", "email", "utter_request_email_to_follow")
        await _follow(talk, frame)
        return Step.ENDED
    if service == OTHER or frame.values.get("incident_seen") == service:
        return Step.DONE
    incident = await store.read(lambda session, now: queries.active_incident(session, service_code=service))
    if incident is None:
        return Step.DONE
    frame.values["incident_id"] = incident.id
    known = {"incident_title": incident.title, "incident_text": incident.text}
    return talk.ask(frame, "incident", "incident", "utter_incident_known", **known)


async def answer_incident(talk: Talk, frame: Frame, yes: bool) -> None:
    if yes:
        frame.values["follow"] = True
    else:
        frame.values["incident_seen"] = frame.values["service"]


async def _follow(talk: Talk, frame: Frame) -> None:
    """Instead of one more ticket about a known incident: he is told when it moves."""
    try:
        await store.call(
            operations.follow_incident,
            incident_id=frame.values["incident_id"],
            email=frame.values["email"],
            conversation_id=talk.message.conversation_id,
        )
    except errors.IncidentNotFound:
        talk.say("utter_incident_over")
    else:
        talk.say("utter_incident_followed")
    await draft.drop(talk)


async def check_similar(talk: Talk, frame: Frame) -> Step:
    if frame.values.get("similar_seen"):
        return Step.DONE
    before = talk.state.closed.values.get("ticket_number") if talk.state.closed else None
    similar = await store.read(_similar, talk=talk, frame=frame)
    if frame.values.get("waited"):  # the second of two that were told together is not the first
        similar = [ticket for ticket in similar if ticket.number != before]
    if not similar:
        frame.values.pop("similar", None)
        return Step.DONE
    first = similar[0]
    frame.values["similar"] = first.number
    return talk.ask(
        frame,
        "similar",
        "similar",
        "utter_similar_ticket",
        ticket_number=first.number,
        service_name=first.service_name,
        ticket_description=first_words(first.description, 200),
    )


def _similar(session: Any, now: datetime, talk: Talk, frame: Frame) -> list[TicketView]:
    """Only among the tickets that he may know of: a proved address's, or this conversation's."""
    conversation, address = talk.message.conversation_id, str(frame.values["email"])
    proven = identity.proven_emails(session, conversation_id=conversation, now=now)
    return queries.similar_open_tickets(
        session,
        email=address,
        service_code=None if frame.values["service"] == OTHER else frame.values["service"],
        description=frame.values["description"],
        conversation_id=None if address.lower() in proven else conversation,
    )


async def answer_similar(talk: Talk, frame: Frame, yes: bool) -> None:
    """A yes complements the other ticket with what was told here, or reopens it where it is over."""
    if not yes:
        frame.values["similar_seen"] = True
        return
    number, text = frame.values["similar"], frame.values["description"]
    over = any(t["number"] == number and t["status"] not in lifecycle.OPEN for t in tickets.spoken_of(talk))
    flow, slot = ("reopen_ticket", "reason") if over else ("add_ticket_information", "information")
    await draft.drop(talk)
    talk.close(frame)
    values = (Command("set", slot="ticket", value=number), Command("set", slot=slot, value=text))
    await begin(talk, [Command("start", flow=flow), *values])


async def choose(talk: Talk, frame: Frame, command: Command) -> bool:
    """ "O mesmo texto de antes", "outro igual": the text, and where none is known the service, of that
    ticket."""
    if frame.slot not in ("description", "service", None, "confirm_open"):
        return False
    if talk.message.text.rstrip().endswith("?"):  # "e aquele da VPN, encerrou por quê?" copies no text
        asked = Command("ask", about="ticket", field="status", by=command.by, value=command.value)
        await talk.call("check_ticket_status", "question", asked)
        return True
    seen = tickets.spoken_of(talk)
    reference = {"by": command.by, "value": command.value}
    found = tickets.meant(reference, talk.state.listed or seen, talk.state.last)
    if not found and frame.slot == "description" and command.by in OF_ANOTHER:
        found = tickets.meant({"by": "that"}, seen, talk.state.last)  # than the one that is told now
    source = _with_text(seen, command.old) or next((t for t in seen if t["number"] in found), None)
    if source is None:
        return await _look_first(talk, frame, seen, command)
    ticket = await tickets.find(talk, source["number"])
    if frame.slot != "confirm_open" or not frame.values.get("description"):
        frame.values["description"] = ticket.description
    if command.text:  # what differs is told, so it is no copy of the first
        frame.values["description"] = _but_for(ticket.description, command.old, command.text)
        frame.values["similar_seen"] = True
    if not frame.values.get("service"):
        frame.values.update(service=ticket.service_code or OTHER, service_name=ticket.service_name)
    return True


def _with_text(seen: list[dict[str, Any]], text: str | None) -> dict[str, Any] | None:
    """The one ticket in whose words that stands."""
    has = [t for t in seen if text and text in t["description"]]
    return has[0] if len({t["number"] for t in has}) == 1 else None


def _but_for(text: str, old: str | None, new: str) -> str:
    """The text with the number that differs; where it is not said which gives way, the only one of its
    length. Else the new one stands behind it."""
    numbers = [word for part in text.split() if (word := part.strip(".,;:!?()")).isdigit()]
    alike = [word for word in numbers if len(word) == len(new)]
    gone = old or (alike[0] if len(alike) == 1 else None)
    return (edited(text, "replace", new, gone) if gone else None) or joined(text, new)


async def _look_first(talk: Talk, frame: Frame, seen: list[dict[str, Any]], command: Command) -> bool:
    """ "Igual ao meu último", of somebody who has not said who he is: his tickets, then this wish again.
    False where there is nothing that could be looked up."""
    told = frame.values.get("service") or frame.values.get("description")
    if seen or told or await store.read(identity.proven_emails, conversation_id=talk.message.conversation_id):
        return False
    talk.close(frame)
    talk.say("utter_like_needs_proof")
    differs = {key: value for key in ("old", "text") if (value := getattr(command, key))}
    like = {"command": "choose", "by": "newest", **differs}
    talk.state.queue.insert(0, [{"command": "start", "flow": frame.flow}, like])
    await begin(talk, [Command("start", flow="list_my_tickets")])
    return True


async def summary(talk: Talk, frame: Frame) -> None:
    text, whole = frame.values["description"], frame.values.pop("whole", None)
    if len(text) > FOLD and not whole:
        text = talk.voice.wording("utter_label_folded", text=first_words(text, FOLD), letters=len(text))
    address, name = frame.values["email"], _name(frame)
    shown = {"description": text, "email": f"{address} ({name})" if name else address}
    response, urgency = "utter_request_open_ticket_confirmation", frame.values.get("urgency")
    if urgency:
        response += "_urgent"
        shown["urgency_name"] = catalogue.load().priority_for(str(urgency)).name
    as_it_is = talk.voice.wording(response, **{**frame.values, **shown})
    if memory.was_said(talk.message.events, as_it_is, (response,)) and not whole:
        talk.say("utter_confirm_open_unclear")
    else:
        talk.say(response, **shown)


def _name(frame: Frame) -> str | None:
    """Of whom the address is, where that was told with it."""
    called = frame.values.get("called") or {}
    return called.get("name") if called.get("of") == frame.values["email"] else None


async def go_on(talk: Talk, frame: Frame) -> None:
    """Something else was done meanwhile: asks whether this is still wanted."""
    text = first_words(frame.values.get("description") or "", 120)
    told = [part for part in (frame.values.get("service_name"), f"“{text}”" if text else "") if part]
    over = frame.values.pop("works_now", None)
    talk.question("utter_open_ticket_over" if over else "utter_open_ticket_go_on", told=", ".join(told))


async def stop(talk: Talk, frame: Frame) -> None:
    """What was given up is not offered again; where something else goes on, only this is over."""
    await draft.drop(talk)
    only_this = talk.state.last or talk.wished or talk.state.queue
    talk.say("utter_open_ticket_stopped_this" if only_this else "utter_open_ticket_stopped")
    talk.close(frame)


async def forget(talk: Talk, frame: Frame) -> None:
    await draft.drop(talk)


async def recover(talk: Talk, frame: Frame) -> bool:
    """Whether the ticket of this summary is in the store already, though the answer was lost: then that
    is said."""
    if frame.slot != "confirm_open":
        return False
    number = await store.call(operations.number_once_settled, submission_key=draft.key(frame))
    if number is None:
        return False
    await _registered_before(talk, frame, number)
    return True


async def _registered_before(talk: Talk, frame: Frame, number: str) -> None:
    await draft.drop(talk)
    talk.close(frame)
    talk.say("utter_ticket_already_opened", ticket_number=number)
    with contextlib.suppress(errors.TicketNotFound):  # it was registered in another conversation
        tickets.remember(talk, await tickets.find(talk, number))


async def do_register(talk: Talk, frame: Frame) -> Step | None:
    """Asked twice with the same key it finds the same ticket."""
    try:
        ticket = await store.call(_register, talk=talk, frame=frame)
    except errors.IncompleteTicket as incomplete:
        talk.say("utter_ticket_incomplete")
        return _again(frame, *incomplete.fields)
    except errors.InvalidEmail:
        talk.say("utter_email_invalid")
        return _again(frame, "email")
    except _OpenedElsewhere as elsewhere:
        await _registered_before(talk, frame, elsewhere.number)
        return None
    except errors.OpeningLimitReached as limit:
        talk.say("utter_opening_limit", retry=moment(limit.retry_at))
        talk.close(frame, parked=True)
        return None
    said = {"ticket_number": ticket.number, "email": ticket.email}
    if ticket.due_at:
        talk.say("utter_ticket_opened_due", due=in_words(ticket.due_at), **said)
    else:
        talk.say("utter_ticket_opened", **said)
    tickets.remember(talk, ticket)
    _remember_all(talk)
    frame.values.update(ticket_number=ticket.number, registered_at=talk.message.at.isoformat())
    talk.state.email = talk.state.email or ticket.email
    return None


def _remember_all(talk: Talk) -> None:
    """The second of two that are registered here can be pointed at as such, and so can the first."""
    opened = [*talk.state.notes.get("opened", ()), talk.state.last][-tickets.SHOWN :]
    talk.state.notes["opened"] = opened
    if len(opened) > 1:
        talk.state.listed = opened


def _again(frame: Frame, *fields: str) -> Step:
    frame.confirmed = False
    for name in fields:
        frame.values.pop(name, None)
    frame.pending = frame.slot = None
    return Step.ASKED


class _OpenedElsewhere(Exception):
    """The draft was taken up and registered in another conversation."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def _register(session: Any, now: datetime, talk: Talk, frame: Frame) -> TicketView:
    """One transaction: the ticket, its history, its mail."""
    values, conversation = frame.values, talk.message.conversation_id
    other = values["service"] == OTHER
    opened = operations.open_ticket(
        session,
        email=values["email"],
        name=_name(frame),
        service_code=None if other else values["service"],
        service_text=values.get("service_name") if other else None,
        description=joined(values["description"]),
        urgency=values.get("urgency"),
        channel=talk.message.channel,
        conversation_id=conversation,
        submission_key=draft.key(frame),
        now=now,
    )
    if opened.conversation_id != conversation:
        raise _OpenedElsewhere(opened.number)
    drafts.drop_draft(session, conversation_id=conversation, submission_key=draft.key(frame))
    return queries.find_ticket(session, ticket_number=opened.number, conversation_id=conversation)
