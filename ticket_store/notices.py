"""Whom a change is told, and how: mail to the requester or the team, his chat and browsers, other systems'
webhooks. Only enqueues.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import catalogue, integration, outbox, push
from ticket_store.model import Conversation, Deadline, Event, IdentityProof, Ticket

# Doors behind which the address is only claimed.
CLAIMED_CHANNELS = frozenset(
    {"web", "telegram", "whatsapp", "rocketchat", "teams", "voice", "shell", "mail", "portal"}
)
UNTOLD_SERVICE = "outro assunto"
# What a person may unsubscribe from; the rest he needs to act, or confirms what was done in his name.
OPTIONAL_MAIL = frozenset({"forwarded", "closed", "incident_update"})
TO_TEAM = frozenset({"deadline_warning", "deadline_breach"})
# About the address that they went to: of no use to the next one.
OF_ADDRESS = frozenset({"registered", "letter_notice", "address_confirmed", "address_replaced"})
# The shell cannot be spoken to unasked.
PUSHED_CHANNELS = frozenset({"web", "telegram", "whatsapp", "rocketchat", "teams"})


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
    proven: bool = False,
) -> None:
    """A mail; and where he did not do it himself, his browsers and (unless "e-mail only") his chat.

    proven: whoever did it has proven the address elsewhere than in the ticket's conversation.
    Otherwise the mail, which is ours, does not speak in his words: they may be for somebody else's eyes.
    """
    essential = kind not in OPTIONAL_MAIL
    if essential or ticket.requester.optional_mail:
        payload = (
            _facts(ticket)
            | {"text": text, "author_name": event.author_name, "essential": essential}
            | (extra or {})
        )
        if not proven and event.author_kind != "agent" and not _is_proven(session, ticket):
            payload |= {"unproven": True, "requester_name": None}
            if ticket.service is None:
                payload["service_name"] = UNTOLD_SERVICE
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


def _is_proven(session: Session, ticket: Ticket) -> bool:
    """Whether its address is its requester's as far as we know: from a door that knows him, or by a code."""
    if ticket.channel not in CLAIMED_CHANNELS:
        return True
    proof = select(IdentityProof.email).where(
        IdentityProof.conversation_id == ticket.conversation_id,
        IdentityProof.email == ticket.requester.email,
    )
    return session.scalar(proof) is not None


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
