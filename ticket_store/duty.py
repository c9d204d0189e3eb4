"""When a team is there: its hours by one of the calendars. A team without any is there around the clock.

Promises do not run by them: those are made to a requester's body, by the calendar of its ANS.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from ticket_store import sla
from ticket_store.catalogue import Calendar
from ticket_store.in_force import known, newest
from ticket_store.model import Agent

DUTY = "duty"


def hours(session: Session) -> dict[str, Calendar]:
    """By team, of those that have hours."""
    calendars = {one.code: one for one in known(session).calendars}
    return {
        team: calendars[data["calendar"]]
        for (_, team), data in newest(session, DUTY).items()
        if data["calendar"] in calendars
    }


def is_open(calendar: Calendar, now: datetime) -> bool:
    return sla.seconds_between(calendar, now, now + timedelta(seconds=1)) > 0


def opens_next(calendar: Calendar, now: datetime) -> datetime:
    """Now, or when its hours begin again."""
    return now if is_open(calendar, now) else sla.due_after(calendar, now, 0)


def attends(agent: Agent, kept: Mapping[str, Calendar], now: datetime) -> bool:
    """Whether what he said counts still: it ends with the hours of his teams, unless he said it after them.

    Who is of no team looks after all of them, and is not bound.
    """
    if agent.attends_since is None:
        return False
    if not agent.team_codes or not all(team in kept for team in agent.team_codes):
        return True
    own = [kept[team] for team in agent.team_codes]
    ended = any(sla.seconds_between(calendar, agent.attends_since, now) > 0 for calendar in own)
    return not ended or any(is_open(calendar, now) for calendar in own)
