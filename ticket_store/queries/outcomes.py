"""How conversations with the assistant ended, as far as it is known: each counted once, none left out.

Silence is no success: only who said so was helped by the assistant alone.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from ticket_store.model import ChatGrade, Conversation, Handoff, HourlyFigure, Ticket

TALKING = (
    "web",
    "telegram",
    "whatsapp",
    "rocketchat",
    "teams",
    "voice",
    "shell",
    "mail",
)  # a form is no conversation
GIVEN_UP_AFTER = 2  # misunderstandings, from which on the assistant offered a person
CONTENT = 4  # the grade from which on somebody says that it was good
OUTCOMES = ("person", "ticket", "confirmed", "unreached", "misunderstood", "unsaid", "forgotten")


def outcomes(session: Session, *, since: datetime, until: datetime) -> dict[str, int]:
    """By the strongest of what is known of each that began in [since, until):

    person: an attendant was in it. ticket: one was opened. confirmed: graded 4 or 5, with neither.
    unreached: asked for a person and got none. misunderstood: twice or more. unsaid: left without a word.
    forgotten: was counted when it began and is kept no longer (ticket_store/privacy.py).
    """
    asked = select(Handoff.id).where(Handoff.conversation_id == Conversation.id)
    opened = select(Ticket.id).where(
        Ticket.conversation_id == Conversation.id, Ticket.opened_at >= Conversation.started_at
    )
    content = select(ChatGrade.score).where(
        ChatGrade.conversation_id == Conversation.id, ChatGrade.score >= CONTENT
    )
    ended = case(
        (asked.where(Handoff.taken_at.is_not(None)).exists(), "person"),
        (opened.exists(), "ticket"),
        (content.exists(), "confirmed"),
        (asked.exists(), "unreached"),
        (Conversation.misunderstood >= GIVEN_UP_AFTER, "misunderstood"),
        else_="unsaid",
    ).label("ended")
    each = (
        select(ended)
        .where(
            Conversation.channel.in_(TALKING),
            Conversation.started_at >= since,
            Conversation.started_at < until,
        )
        .subquery()
    )
    found = Counter(
        {n: m for n, m in session.execute(select(each.c.ended, func.count()).group_by(each.c.ended))}
    )
    begun = session.scalar(
        select(func.sum(HourlyFigure.number)).where(
            HourlyFigure.kind == "talk", HourlyFigure.hour >= since, HourlyFigure.hour < until
        )
    )
    found["forgotten"] = max(0, int(begun or 0) - sum(found.values()))
    return {name: found[name] for name in OUTCOMES}
