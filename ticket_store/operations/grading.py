"""The grade of a chat, given by whoever talked there when it ends; not the survey, which is of a solution."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ground.private import hide_private
from ticket_store.errors import InvalidScore
from ticket_store.model import ChatGrade, Handoff
from ticket_store.operations.conversations import touch_conversation
from ticket_store.operations.recording import words

MAX_COMMENT = 1000


def grade_chat(
    session: Session, *, conversation_id: str, score: int, now: datetime, comment: str | None = None
) -> ChatGrade:
    """score 1..5; another one of the same conversation takes its place, and keeps a comment that is there.

    With the attendant who was in it last, if one was. Raises InvalidScore, TextTooLong.
    """
    if isinstance(score, bool) or score not in (1, 2, 3, 4, 5):
        raise InvalidScore
    told = hide_private(words(comment, MAX_COMMENT)) if comment and comment.strip() else None
    touch_conversation(session, conversation_id=conversation_id, now=now)
    grade = session.get(ChatGrade, conversation_id, with_for_update={"of": ChatGrade})
    if grade is None:
        grade = ChatGrade(conversation_id=conversation_id)
        session.add(grade)
    grade.score, grade.comment, grade.at = score, told or grade.comment, now
    grade.agent_id = session.scalar(
        select(Handoff.agent_id)
        .where(Handoff.conversation_id == conversation_id, Handoff.agent_id.is_not(None))
        .order_by(Handoff.id.desc())
        .limit(1)
    )
    session.flush()
    return grade
