"""Tells in the chat what moved meanwhile, by rereading the store, and hears the answer to what the news
ask."""

from datetime import datetime
from typing import Any

from actions import store, tickets
from actions.dialogue.commands import Command
from actions.dialogue.talk import Talk
from actions.dialogue.walk import begin
from actions.topics import offer_ticket
from ticket_store import errors, operations
from ticket_store.queries.building import incident_view
from ticket_store.views import EventView, IncidentView

# More than these at once are counted, not recited.
MOST = 5
INCIDENT = "incident_over"
ASKS = {"resolved": "news_resolved", "waiting_on_requester": "news_question"}
TEXTS = ("answer", "information", "reason", "description", "comment")


async def tell(talk: Talk) -> bool:
    """Says each move once. True when there was something to tell."""

    def work(session: Any, now: datetime) -> list[EventView]:
        news = operations.news(session, conversation_id=talk.message.conversation_id, now=now)
        if news:
            operations.mark_news_told(
                session, conversation_id=talk.message.conversation_id, event_id=news[-1].id, now=now
            )
        return news

    news = await store.call(work)
    if news:
        talk.state.notes.pop(INCIDENT, None)
    for event in news[-MOST:]:
        talk.say(f"utter_news_{event.kind}", ticket_number=event.ticket_number, news_text=event.text or "")
        talk.state.pending = ASKS.get(
            event.kind, "none" if talk.state.pending.startswith("news") else talk.state.pending
        )
        try:
            tickets.remember(talk, await tickets.find(talk, event.ticket_number))
        except errors.TicketNotFound:
            talk.state.last = {"number": event.ticket_number}
    return await _tell_ends(talk) or bool(news)


async def _tell_ends(talk: Talk) -> bool:
    """Of incidents that he follows; the question about the last one is the one that is heard."""
    ended = await store.call(_ends, conversation_id=talk.message.conversation_id)
    for over in ended:
        told = {"service_name": over.service_name, "incident_title": over.title, "incident_text": over.text}
        talk.say("utter_news_incident_over", **told)
        talk.state.pending = "news_resolved"
        talk.state.notes[INCIDENT] = over.service_code
    return bool(ended)


def _ends(session: Any, *, conversation_id: str, now: datetime) -> list[IncidentView]:
    over = operations.incident_ends(session, conversation_id=conversation_id, now=now)
    return [incident_view(one, 0) for one in over]


async def answer(talk: Talk, command: Command) -> bool:
    """ "Foi mesmo resolvido?", or the team's question, answered in any words. False: it was no answer."""
    asked = talk.state.pending
    if asked == "news_question":
        return await _to_the_team(talk, command)
    if INCIDENT in talk.state.notes:
        return await _of_the_incident(talk, command)
    if command.command == "affirm" or (command.slot == "score" and command.command in ("set", "correct")):
        await _begin(talk, "rate_service", *([command] if command.slot else []))
        return True
    if command.command == "deny":
        why = [Command("set", slot="reason", value=talk.message.why)] if talk.message.why else []
        await _begin(talk, "reopen_ticket", *why)
        return True
    if command.command == "set" and command.slot in TEXTS:
        await _begin(talk, "reopen_ticket", Command("set", slot="reason", value=command.value))
        return True
    return _leaves(talk, command)


async def _of_the_incident(talk: Talk, command: Command) -> bool:
    """Over for him, too; or a ticket about its service, with what he tells."""
    told = command.value if command.command == "set" and command.slot in TEXTS else None
    if told is None and command.command not in ("affirm", "deny"):
        return _leaves(talk, command)
    service = talk.state.notes.pop(INCIDENT)
    talk.state.pending = "none"
    if command.command == "affirm":
        talk.say("utter_news_incident_solved")
        return True
    await offer_ticket.open_with(talk, {"service": service} | ({"description": told} if told else {}))
    return True


async def _to_the_team(talk: Talk, command: Command) -> bool:
    """Also a bare yes or no, and what the reading makes nothing of: it was asked, so it is the answer."""
    text = talk.message.text.strip()
    all_asked = text.endswith("?") or [one["text"] for one in talk.message.questions] == [text]
    # what is meant by the question is no answer to it: said, and the question stays
    if command.command == "unclear" and all_asked:
        talk.say("utter_question_aside")
        talk.misread = True
        return True
    told = command.command in ("affirm", "deny", "unclear", "out_of_scope", "skip") or (
        command.command in ("set", "correct", "edit") and command.slot not in ("ticket", "code")
    )
    if not told or not text:
        return _leaves(talk, command)
    own = command.value if command.slot in TEXTS and command.value else text
    talk.say("utter_answer_to_team", ticket_number=(talk.state.last or {}).get("number", ""))
    await _begin(talk, "add_ticket_information", Command("set", slot="information", value=own))
    return True


async def _begin(talk: Talk, flow: str, *values: Command) -> None:
    talk.state.pending = "none"
    await begin(talk, [Command("start", flow=flow), Command("choose", by="that"), *values])


def _leaves(talk: Talk, command: Command) -> bool:
    if command.command == "stop":
        talk.state.pending = "none"
        talk.say("utter_anything_else")
        return True
    return False
