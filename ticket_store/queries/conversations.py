"""Live conversations for the desk and the assistant, and what waits to be reviewed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.model import ChatGrade, Handoff, LiveMessage, ReviewItem
from ticket_store.queries.building import handoff_view
from ticket_store.views import HandoffView

RUNNING = ("requested", "taken")


def active_handoff(session: Session, *, conversation_id: str) -> HandoffView | None:
    """The one asked for or taken; with "taken" the assistant is silent."""
    handoff = session.scalar(
        select(Handoff).where(Handoff.conversation_id == conversation_id, Handoff.status.in_(RUNNING))
    )
    return handoff_view(handoff) if handoff else None


def live_queue(session: Session) -> list[HandoffView]:
    """Waiting and running live conversations, the longest waiting first."""
    rows = select(Handoff).where(Handoff.status.in_(RUNNING)).order_by(Handoff.requested_at)
    return [handoff_view(h) for h in session.scalars(rows)]


def place_in_queue(session: Session, *, conversation_id: str) -> int | None:
    """1 for who is next to be taken by a person; None for who is not waiting."""
    waiting = [h.conversation_id for h in live_queue(session) if h.status == "requested"]
    return waiting.index(conversation_id) + 1 if conversation_id in waiting else None


def live_messages(session: Session, *, handoff_id: int, after_id: int = 0) -> list[LiveMessage]:
    rows = (
        select(LiveMessage)
        .where(LiveMessage.handoff_id == handoff_id, LiveMessage.id > after_id)
        .order_by(LiveMessage.id)
    )
    return list(session.scalars(rows))


def review_queue(session: Session, *, status: str = "new", limit: int = 100) -> list[ReviewItem]:
    """status: new | labelled | dismissed. What was said most often first."""
    rows = (
        select(ReviewItem)
        .where(ReviewItem.status == status)
        .order_by(ReviewItem.seen.desc(), ReviewItem.id.desc())
        .limit(limit)
    )
    return list(session.scalars(rows))


def chat_grades(session: Session, *, since: datetime, until: datetime) -> list[ChatGrade]:
    """The newest first."""
    rows = select(ChatGrade).where(ChatGrade.at >= since, ChatGrade.at < until).order_by(ChatGrade.at.desc())
    return list(session.scalars(rows))
