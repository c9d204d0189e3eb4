"""Registers the confirmed draft, or follows the incident that was chosen instead."""

from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import store
from actions.before_opening import FOLLOW
from actions.draft import CONFIRMATION, DESCRIPTION, DRAFT, EMAIL, INCIDENT, OTHER, SERVICE
from actions.turn import Turn
from actions.words import in_words, moment
from ticket_store import drafts, errors, operations, queries


class ActionOpenTicket(Action):
    """Registers the confirmed draft; asked twice with the same key it finds the same ticket."""

    def name(self) -> str:
        return "action_open_ticket"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        if turn.get("form_outcome") == "done" and turn.get(INCIDENT) == FOLLOW:
            await follow(turn)
            return turn.events()
        if turn.unfinished(SERVICE, DESCRIPTION, EMAIL, CONFIRMATION, "submission_key"):
            return turn.events()
        try:
            ticket = await store.call(register, turn=turn)
        except errors.IncompleteTicket as incomplete:
            turn.say("utter_ticket_incomplete")
            turn.forget(CONFIRMATION, *(f for f in incomplete.fields if f in (SERVICE, DESCRIPTION, EMAIL)))
            return [*turn.events(), FollowupAction("open_ticket_form")]
        except errors.InvalidEmail:
            turn.say("utter_email_invalid")
            turn.forget(CONFIRMATION, EMAIL)
            return [*turn.events(), FollowupAction("open_ticket_form")]
        except OpenedElsewhere as elsewhere:
            turn.say("utter_ticket_already_opened", ticket_number=elsewhere.number)
            turn.forget(*DRAFT)
            return turn.events()
        except errors.OpeningLimitReached as limit:
            turn.say("utter_opening_limit", retry=moment(limit.retry_at))
            turn.forget(CONFIRMATION)
            return turn.events()
        if ticket.due_at:
            turn.say(
                "utter_ticket_opened_due",
                ticket_number=ticket.number,
                email=ticket.email,
                due=in_words(ticket.due_at),
            )
        else:
            turn.say("utter_ticket_opened", ticket_number=ticket.number, email=ticket.email)
        turn.forget(*DRAFT)
        turn.set("last_ticket", ticket.number)
        return turn.events()


class OpenedElsewhere(Exception):
    """The draft was taken up and registered in another conversation."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


async def follow(turn: Turn) -> None:
    """Instead of one more ticket about a known incident: he is told when it moves."""
    try:
        await store.call(
            operations.follow_incident,
            incident_id=turn.get("incident_id"),
            email=turn.get(EMAIL),
            conversation_id=turn.conversation_id,
        )
    except errors.IncidentNotFound:
        turn.say("utter_incident_over", service_name=turn.get("service_name"))
    else:
        turn.say("utter_incident_followed")
    await store.call(lambda session, now: drafts.drop_draft(session, conversation_id=turn.conversation_id))
    turn.set("form_outcome", None)
    turn.forget(*DRAFT)


def register(session: Any, now: datetime, turn: Turn) -> Any:
    """One transaction: the ticket, its history, its mail."""
    other = turn.get(SERVICE) == OTHER
    opened = operations.open_ticket(
        session,
        email=turn.get(EMAIL),
        service_code=None if other else turn.get(SERVICE),
        service_text=turn.get("service_name") if other else None,
        description=turn.get(DESCRIPTION),
        urgency=turn.get("urgency"),
        channel=turn.channel,
        conversation_id=turn.conversation_id,
        submission_key=turn.get("submission_key"),
        now=now,
    )
    if opened.conversation_id != turn.conversation_id:
        raise OpenedElsewhere(opened.number)
    drafts.drop_draft(
        session, conversation_id=turn.conversation_id, submission_key=turn.get("submission_key")
    )
    return queries.find_ticket(session, ticket_number=opened.number, conversation_id=turn.conversation_id)
