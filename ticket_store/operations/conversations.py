"""Conversations: seen, what moved since the last visit, and by which way their owner wants to hear of it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.addresses import normalise_email
from ticket_store.database import insert_missing
from ticket_store.model import Conversation, Event, Requester, Ticket
from ticket_store.queries.building import event_view
from ticket_store.views import EventView

# What is worth telling in the chat; a comment of the requester's own, a note or a rating is not.
NEWS = ("forwarded", "answered", "waiting_on_requester", "resolved", "closed", "reopened", "cancelled")


def touch_conversation(
    session: Session, *, conversation_id: str, now: datetime, channel: str | None = None
) -> Conversation:
    """The conversation's row, made if it is new, marked as seen at `now`.

    channel: by the id's prefix when None.
    """
    insert_missing(
        session,
        Conversation,
        id=conversation_id,
        channel=channel or channel_of(conversation_id),
        started_at=now,
        last_seen_at=now,
        chat_notices=True,
        told_event_id=0,
        misunderstood=0,
    )
    conversation = session.get_one(Conversation, conversation_id)
    if conversation.last_seen_at < now:
        conversation.last_seen_at = now
    return conversation


# How the id of a conversation begins in each channel (docs/channels.md).
PREFIXES = {
    "web": "web",
    "tg": "telegram",
    "wa": "whatsapp",
    "rc": "rocketchat",
    "teams": "teams",
    "tel": "voice",
    "portal": "portal",
    "mail": "mail",
}


def channel_of(conversation_id: str) -> str:
    """ "tg-..." -> "telegram"; "shell" for one that begins as none does."""
    return PREFIXES.get(conversation_id.partition("-")[0], "shell")


def news(session: Session, *, conversation_id: str, now: datetime) -> list[EventView]:
    """What others did to the tickets opened in this conversation and was not told in it yet, the oldest
    first.

    Empty when he chose "e-mail only". Call mark_news_told with the last id once it is said.
    """
    conversation = session.get(Conversation, conversation_id)
    if conversation is None or not conversation.chat_notices:
        return []
    untold = (
        select(Event, Ticket.number)
        .join(Ticket)
        .where(
            Ticket.conversation_id == conversation_id,
            Event.id > conversation.told_event_id,
            Event.kind.in_(NEWS),
            Event.author_kind != "requester",
            Event.internal.is_(False),
            Event.at <= now,
        )
        .order_by(Event.id)
    )
    return [event_view(event, number) for event, number in session.execute(untold)]


def mark_news_told(session: Session, *, conversation_id: str, event_id: int, now: datetime) -> None:
    conversation = session.get(Conversation, conversation_id, with_for_update=True)
    if conversation is not None and conversation.told_event_id < event_id:
        conversation.told_event_id = event_id


def set_chat_notices(session: Session, *, conversation_id: str, enabled: bool, now: datetime) -> None:
    """False = e-mail only."""
    touch_conversation(session, conversation_id=conversation_id, now=now).chat_notices = enabled


def set_optional_mail(session: Session, *, email: str, enabled: bool, now: datetime) -> None:
    """False = no mail that is not essential (notices.OPTIONAL_MAIL). Raises InvalidEmail."""
    requester_for(session, email, now).optional_mail = enabled


def requester_for(session: Session, email: str, now: datetime) -> Requester:
    """The requester of that address, made if it is new. Raises InvalidEmail."""
    address = normalise_email(email)
    insert_missing(session, Requester, email=address, optional_mail=True, created_at=now)
    return session.scalars(select(Requester).where(Requester.email == address)).one()
