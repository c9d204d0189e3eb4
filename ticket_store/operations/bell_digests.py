"""What somebody's bell says and he has not looked at, in one mail an hour or a day, if he asked for it."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import duty, outbox
from ticket_store.model import Agent, DeskNotice
from ticket_store.numbers import SAO_PAULO
from ticket_store.queries.bell import bell
from ticket_store.queries.past_chats import attending

EVERY = ("never", "hour", "day")
MORNING, NIGHT = time(7), time(22)
DAILY = time(8)
MOST = 40  # lines in a mail; the page has all


def choose_digest(session: Session, *, agent_id: int, every: str, now: datetime) -> None:
    """From now on: what was there before is no news. Raises ValueError."""
    if every not in EVERY:
        raise ValueError(every)
    agent = session.get_one(Agent, agent_id)
    if agent.bell_digest != every:
        agent.bell_digest, agent.bell_digest_at = every, None if every == "never" else now


def digest_of(session: Session, *, agent_id: int) -> str:
    """never | hour | day."""
    return session.get_one(Agent, agent_id).bell_digest


def send_due_digests(session: Session, *, now: datetime) -> int:
    """One mail to each whose hour or day is over and who has news since the last, with all that is unread.

    At night only to who is on duty: he attends conversations, or a team of his has hours now.
    """
    wanting = (
        select(Agent)
        .where(Agent.active, Agent.bell_digest != "never", Agent.bell_digest_at <= now - timedelta(hours=1))
        .order_by(Agent.id)
        .with_for_update(skip_locked=True)
    )
    due = [agent for agent in session.scalars(wanting) if _is_due(agent, now)]
    if due and _is_night(now):
        on_duty = _on_duty(session, due, now)
        due = [agent for agent in due if agent.id in on_duty]
    return sum(_send(session, agent, now) for agent in due)


def _is_due(agent: Agent, now: datetime) -> bool:
    if agent.bell_digest == "hour" or agent.bell_digest_at is None:
        return True
    day = now.astimezone(SAO_PAULO).date()
    this_morning = datetime.combine(day, DAILY, SAO_PAULO).astimezone(UTC)
    return agent.bell_digest_at < this_morning <= now


def _is_night(now: datetime) -> bool:
    return not MORNING <= now.astimezone(SAO_PAULO).time() < NIGHT


def _on_duty(session: Session, agents: Collection[Agent], now: datetime) -> set[int]:
    kept = duty.hours(session)
    there = {one.id for one in attending(session, now=now)}
    return there | {
        agent.id
        for agent in agents
        if any(team in kept and duty.is_open(kept[team], now) for team in agent.team_codes)
    }


def _send(session: Session, agent: Agent, now: datetime) -> bool:
    """Whether there was news."""
    since, agent.bell_digest_at = agent.bell_digest_at, now
    fresh = select(DeskNotice.id).where(DeskNotice.agent_id == agent.id, DeskNotice.read_at.is_(None))
    if session.scalar(fresh.where(DeskNotice.at >= since).limit(1)) is None:
        return False
    unread = [one for one in bell(session, agent_id=agent.id, limit=200) if one.unread]
    news = [
        {
            "kinds": list(one.kinds),
            "number": one.ticket_number,
            "service_name": one.service_name,
            "handoff_id": one.handoff_id,
        }
        for one in unread[:MOST]
    ]
    payload = {"requester_name": agent.name, "news": news, "more": len(unread) - len(news)}
    outbox.enqueue(session, kind="bell_digest", to=agent.email, payload=payload, now=now)
    return True
