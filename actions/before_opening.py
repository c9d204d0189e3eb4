"""Two questions that may spare a ticket: is it the known incident, is it the ticket he already has?"""

import re
from datetime import datetime
from typing import Any

from actions import descriptions, store
from actions.draft import CONFIRMATION, DESCRIPTION, DRAFT, EMAIL, INCIDENT, OTHER, SERVICE, SIMILAR
from actions.information import told_along
from actions.slots import fold, is_no, is_yes
from actions.turn import Turn
from ticket_store import identity, queries
from ticket_store.views import IncidentView, TicketView

FOLLOW = "follow"
# "Não, quero outro", "abre assim mesmo": a new ticket, whatever the classifier makes of it.
WANTS_A_TICKET = re.compile(
    r"^(?:nao|n)\b.*\b(?:abrir|abre|abra|registr\w+|outro|novo|chamado)\b"
    r"|(?<!precisa )(?<!nao )(?<!de )\b(?:abr(?:ir?|[ae])|registr(?:ar?|e))\b"
    r"|\b(?:mesmo assim|assim mesmo)\b"
)
WANTS_NEWS = re.compile(r"\b(?:avis\w+|acompanh\w+|novidades?|sigo|seguir)\b")
WANTS_THAT_ONE = re.compile(r"\b(?:complement\w+|acrescent\w+|junt\w+|nesse|esse mesmo|no mesmo)\b")
SURE = 0.7


async def ask_first(turn: Turn, missing: str) -> str | None:
    """Asks about the incident as soon as the service is known, about the similar ticket before the summary.

    Returns the slot that is asked, None to go on. Each is asked once for a service, and never again after a
    no.
    """
    service = turn.get(SERVICE)
    if turn.get(INCIDENT) == FOLLOW:
        if missing == EMAIL or not turn.get(EMAIL):
            if not turn.answered:
                turn.say("utter_request_email_to_follow")
            return EMAIL
        turn.end("done")
        return None
    if service and service != OTHER and turn.get(INCIDENT) != service:
        incident = await store.read(
            lambda session, now: queries.active_incident(session, service_code=service)
        )
        if incident:
            return ask_incident(turn, incident)
    if missing == CONFIRMATION and not turn.get(SIMILAR):
        similar = await store.read(find_similar, turn=turn)
        if similar:
            return ask_similar(turn, similar[0])
    return None


def ask_incident(turn: Turn, incident: IncidentView) -> str:
    turn.set("incident_id", incident.id)
    if not turn.answered:
        turn.say(
            "utter_incident_known",
            service_name=incident.service_name,
            incident_title=incident.title,
            incident_text=incident.text,
        )
    return INCIDENT


def ask_similar(turn: Turn, ticket: TicketView) -> str:
    turn.set("similar_number", ticket.number)
    if not turn.answered:
        turn.say(
            "utter_similar_ticket",
            ticket_number=ticket.number,
            service_name=ticket.service_name,
            ticket_description=ticket.description[:200],
        )
    return SIMILAR


def find_similar(session: Any, now: datetime, turn: Turn) -> list[TicketView]:
    """Only among the tickets that he may know of: a proved address's, or this conversation's."""
    proven = identity.proven_emails(session, conversation_id=turn.conversation_id, now=now)
    address = str(turn.get(EMAIL))
    return queries.similar_open_tickets(
        session,
        email=address,
        service_code=None if turn.get(SERVICE) == OTHER else turn.get(SERVICE),
        description=turn.get(DESCRIPTION),
        conversation_id=None if address.lower() in proven else turn.conversation_id,
    )


def declines(turn: Turn) -> bool:
    """A no, also one that says what is wanted instead ("não, quero abrir outro", "abre assim mesmo")."""
    return (
        is_no(turn.said.text)
        or turn.said.intent == "deny"
        or bool(WANTS_A_TICKET.search(fold(turn.said.text)))
    )


def accepts(turn: Turn, worded: re.Pattern[str]) -> bool:
    """A plain yes, one in `worded` words, or what is surely one."""
    said = turn.said
    sure = said.intent == "affirm" and said.confidence >= SURE
    return is_yes(said.text) or (not declines(turn) and (sure or bool(worded.search(fold(said.text)))))


def read_incident(turn: Turn) -> None:
    """A "sim" follows it, "não" or "quero abrir" goes on with the ticket."""
    if accepts(turn, WANTS_NEWS):
        turn.set(INCIDENT, FOLLOW)
    elif declines(turn) or turn.said.intent == "open_ticket":
        turn.set(INCIDENT, turn.get(SERVICE))
    else:
        turn.fail("utter_change_unclear")
        return
    turn.progress()


def read_similar(turn: Turn) -> None:
    """A "sim" complements the other ticket with what was told, "não" goes on with a new one."""
    if accepts(turn, WANTS_THAT_ONE):
        turn.set("carried_text", descriptions.joined(turn.get(DESCRIPTION), told_along(turn.said.text)))
        turn.set("carried_number", turn.get("similar_number"))
        turn.forget(*DRAFT)
        turn.end("switched", followup="add_ticket_information_form")
    elif declines(turn) or turn.said.intent == "open_ticket":
        turn.set(SIMILAR, "another")
        turn.progress()
    else:
        turn.fail("utter_change_unclear")
