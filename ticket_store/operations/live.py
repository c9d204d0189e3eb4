"""Live conversations: asked for, taken by an attendant, given back, or told after a set time that nobody is
there.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ground.passwords import hide_passwords
from ticket_store import bell, outbox
from ticket_store.auditing import audit
from ticket_store.database import hold
from ticket_store.errors import AgentNotFound, HandoffNotFound, HandoffRefused
from ticket_store.model import Agent, Handoff, LiveMessage
from ticket_store.operations.conversations import touch_conversation
from ticket_store.operations.recording import words

REQUESTED, TAKEN, GIVEN_BACK, EXPIRED, WITHDRAWN = "requested", "taken", "given_back", "expired", "withdrawn"
RUNNING = (REQUESTED, TAKEN)
MAX_MESSAGE = 2000


def request_handoff(
    session: Session,
    *,
    conversation_id: str,
    transcript: list[dict[str, Any]],
    wait_minutes: int,
    now: datetime,
    channel: str | None = None,
    email: str | None = None,
) -> Handoff:
    """Puts the conversation before the desk; the one already running is returned instead of a second.

    transcript: [{"from": "user"|"bot", "text", "at": iso}]. email: only if proven.
    It expires after wait_minutes.
    """
    touch_conversation(session, conversation_id=conversation_id, channel=channel, now=now)
    hold(session, f"handoff:{conversation_id}")
    if running := _running(session, conversation_id):
        return running
    handoff = Handoff(
        conversation_id=conversation_id,
        email=email,
        status=REQUESTED,
        transcript=[
            line | {"text": hide_passwords(line["text"])} if line.get("from") == "user" else line
            for line in transcript
        ],
        requested_at=now,
        expires_at=now + timedelta(minutes=wait_minutes),
    )
    session.add(handoff)
    session.flush()
    return handoff


def take_handoff(session: Session, *, handoff_id: int, agent_id: int, now: datetime) -> Handoff:
    """From now on the assistant is silent there.

    Raises HandoffNotFound, AgentNotFound, HandoffRefused (a colleague was first).
    """
    handoff = _locked(session, handoff_id)
    agent = session.get(Agent, agent_id)
    if agent is None or not agent.active:
        raise AgentNotFound
    if handoff.status == TAKEN and handoff.agent_id == agent_id:
        return handoff
    if handoff.status != REQUESTED:
        raise HandoffRefused(handoff.status, TAKEN)
    handoff.status, handoff.taken_at, handoff.agent = TAKEN, now, agent
    handoff.seen_message_id = None
    audit_live(session, handoff, "handoff_taken", agent_id, now)
    tell_chat(session, handoff, "handoff_taken", {"agent_name": agent.name}, now)
    return handoff


def see_live(session: Session, *, handoff_id: int, agent_id: int) -> None:
    """The attendant in it has all that was said before him; of anybody else it says nothing."""
    newest = select(func.max(LiveMessage.id)).where(LiveMessage.handoff_id == handoff_id).scalar_subquery()
    session.execute(
        update(Handoff)
        .where(Handoff.id == handoff_id, Handoff.agent_id == agent_id, Handoff.status == TAKEN)
        .values(seen_message_id=newest)
        .execution_options(synchronize_session=False)
    )


def give_back_handoff(session: Session, *, handoff_id: int, agent_id: int, now: datetime) -> Handoff:
    """The assistant speaks again. Raises HandoffNotFound, HandoffRefused (not taken, or by someone else)."""
    handoff = held(session, handoff_id, agent_id, GIVEN_BACK)
    handoff.status, handoff.ended_at = GIVEN_BACK, now
    audit_live(session, handoff, "handoff_given_back", agent_id, now)
    tell_chat(session, handoff, "handoff_given_back", {}, now)
    return handoff


def withdraw_handoff(session: Session, *, conversation_id: str, now: datetime) -> Handoff | None:
    """The user no longer waits for, or talks to, a person. None when there was nothing running."""
    hold(session, f"handoff:{conversation_id}")
    handoff = _running(session, conversation_id)
    if handoff is not None:
        if handoff.status == TAKEN:
            bell.ring_live(session, handoff, "live_left", now)
        handoff.status, handoff.ended_at = WITHDRAWN, now
        session.flush()
    return handoff


def say_live(
    session: Session, *, handoff_id: int, text: str, uid: str, agent_id: int, now: datetime
) -> LiveMessage:
    """The attendant's words, on their way to the chat.

    uid: made by the page; the same one again is the same message.

    Raises HandoffNotFound, HandoffRefused, EmptyText, TextTooLong.
    """
    handoff = held(session, handoff_id, agent_id, TAKEN)
    if said := session.scalar(
        select(LiveMessage).where(LiveMessage.uid == uid, LiveMessage.handoff_id == handoff.id)
    ):
        return said
    message = LiveMessage(
        uid=uid, handoff_id=handoff.id, sender="agent", text=words(text, MAX_MESSAGE), at=now
    )
    return put_line(session, handoff, message, message.text)


def hear_live(
    session: Session, *, conversation_id: str, text: str, uid: str, now: datetime
) -> LiveMessage | None:
    """The user's words for the attendant (or for the one to come).

    None when no person is in the conversation.

    Raises EmptyText, TextTooLong.
    """
    handoff = _running(session, conversation_id)
    if handoff is None:
        return None
    if heard := session.scalar(
        select(LiveMessage).where(LiveMessage.uid == uid, LiveMessage.handoff_id == handoff.id)
    ):
        return heard
    # He may have been asked for more than we keep: a password told to a person is one told.
    kept = hide_passwords(words(text, MAX_MESSAGE))
    message = LiveMessage(uid=uid, handoff_id=handoff.id, sender="user", text=kept, at=now)
    session.add(message)
    bell.ring_live(session, handoff, "live_message", now)
    session.flush()
    return message


def expire_handoffs(session: Session, *, now: datetime) -> list[Handoff]:
    """Those nobody took in time: the user is told and a ticket is offered.

    To be called about every half minute.
    """
    late = (
        select(Handoff)
        .where(Handoff.status == REQUESTED, Handoff.expires_at <= now)
        .with_for_update(of=Handoff, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    expired = list(session.scalars(late))
    for handoff in expired:
        handoff.status, handoff.ended_at = EXPIRED, now
        tell_chat(session, handoff, "handoff_expired", {}, now)
    return expired


def _running(session: Session, conversation_id: str) -> Handoff | None:
    return session.scalar(
        select(Handoff)
        .where(Handoff.conversation_id == conversation_id, Handoff.status.in_(RUNNING))
        .with_for_update(of=Handoff)
        .execution_options(populate_existing=True)
    )


def _locked(session: Session, handoff_id: int) -> Handoff:
    handoff = session.get(Handoff, handoff_id, with_for_update={"of": Handoff}, populate_existing=True)
    if handoff is None:
        raise HandoffNotFound
    return handoff


def held(session: Session, handoff_id: int, agent_id: int, wanted: str) -> Handoff:
    """Raises HandoffNotFound, HandoffRefused: it is not with him."""
    handoff = _locked(session, handoff_id)
    if handoff.status != TAKEN or handoff.agent_id != agent_id:
        raise HandoffRefused(handoff.status, wanted)
    return handoff


def put_line(session: Session, handoff: Handoff, message: LiveMessage, shown: str) -> LiveMessage:
    """The attendant's line into the conversation; shown: what of it the chat tells."""
    session.add(message)
    session.flush()
    name = handoff.agent.name if handoff.agent else None
    told = {"text": shown, "uid": message.uid, "agent_name": name}
    tell_chat(session, handoff, "live_message", told, message.at)
    return message


def audit_live(session: Session, handoff: Handoff, action: str, agent_id: int, now: datetime) -> None:
    audit(session, agent_id=agent_id, action=action, target=f"handoff:{handoff.id}", now=now)


def tell_chat(session: Session, handoff: Handoff, kind: str, payload: dict[str, Any], now: datetime) -> None:
    outbox.enqueue(
        session,
        kind=kind,
        to=handoff.conversation_id,
        payload={"handoff_id": handoff.id} | payload,
        now=now,
        channel="chat",
    )
