"""Whom a change is told, and how: mail to the requester or the team, his chat and browsers, other systems'
webhooks. Only enqueues.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ticket_store import catalogue, integration, outbox, push
from ticket_store.model import Conversation, Deadline, Event, Ticket

# What a person may unsubscribe from; the rest he needs to act, or confirms what was done in his name.
OPTIONAL_MAIL = frozenset({"forwarded", "closed", "incident_update"})
TO_TEAM = frozenset({"deadline_warning", "deadline_breach"})
# About the address that they went to: of no use to the next one.
OF_ADDRESS = frozenset({"registered", "letter_notice", "address_confirmed", "address_replaced"})
PUSHED_CHANNELS = frozenset({"web", "telegram", "whatsapp"})  # the shell cannot be spoken to unasked


def service_name(ticket: Ticket) -> str:
    return ticket.service.name if ticket.service else ticket.service_text or ""


def tell_requester(
    session: Session,
    ticket: Ticket,
    kind: str,
    event: Event,
    now: datetime,
    *,
    text: str | None = None,
    extra: dict[str, Any] | None = None,
) -> None:
    """A mail; and where he did not do it himself, his browsers and (unless "e-mail only") his chat."""
    essential = kind not in OPTIONAL_MAIL
    if essential or ticket.requester.optional_mail:
        payload = (
            _facts(ticket)
            | {"text": text, "author_name": event.author_name, "essential": essential}
            | (extra or {})
        )
        outbox.enqueue(session, kind=kind, to=ticket.requester.email, payload=payload, now=now, ticket=ticket)
    if event.author_kind == "requester":
        return
    push.tell_browsers(session, ticket, kind, event, now)
    if ticket.conversation_id:
        conversation = session.get(Conversation, ticket.conversation_id)
        if conversation and conversation.chat_notices and conversation.channel in PUSHED_CHANNELS:
            chat = {"number": ticket.number, "event_id": event.id}
            outbox.enqueue(
                session, kind=kind, to=conversation.id, payload=chat, now=now, ticket=ticket, channel="chat"
            )


def tell_team(session: Session, ticket: Ticket, kind: str, deadline: Deadline, now: datetime) -> None:
    """kind: deadline_warning | deadline_breach."""
    payload = _facts(ticket) | {
        "deadline": deadline.kind,
        "due_at": deadline.due_at.isoformat(),
        "essential": True,
    }
    outbox.enqueue(session, kind=kind, to=ticket.team.email, payload=payload, now=now, ticket=ticket)


def tell_systems(
    session: Session, ticket: Ticket, kind: str, event: Event, now: datetime, *, before: str | None = None
) -> None:
    """kind: "ticket.opened" ... Public facts only: no address, no internal note.

    before: the address that the ticket had, whose systems hear of its leaving.
    """
    body = {
        "event": kind,
        "event_id": event.id,
        "at": now.isoformat(),
        "number": ticket.number,
        "status": ticket.status,
        "service": ticket.service_code,
        "team": ticket.team_code,
        "text": event.text,
    }
    reached = {
        hook.id
        for email in (ticket.requester.email, before)
        if email
        for hook in integration.listeners(session, event=kind, email=email, now=now)
    }
    for hook_id in sorted(reached):
        outbox.enqueue(
            session, kind=kind, to=str(hook_id), payload=body, now=now, ticket=ticket, channel="webhook"
        )


def _facts(ticket: Ticket) -> dict[str, Any]:
    running = next((d for d in reversed(ticket.deadlines) if d.kind == "resolution"), None)
    due = (
        running.due_at
        if running and not (running.paused_at or running.met_at or running.dropped_at)
        else None
    )
    return {
        "number": ticket.number,
        "service_name": service_name(ticket),
        "description": ticket.description,
        "status": ticket.status,
        "priority_name": catalogue.load().priority_name(ticket.priority),
        "team_name": ticket.team.name,
        "email": ticket.requester.email,
        "requester_name": ticket.requester.name,
        "opened_at": ticket.opened_at.isoformat(),
        "due_at": due.isoformat() if due else None,
        "resolution": ticket.resolution_count,
        "closes_at": ticket.closes_at.isoformat() if ticket.closes_at else None,
    }
