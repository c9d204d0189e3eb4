"""Business time of many spans at once, added up day by day beforehand: what a report of a year needs.

The same seconds as sla.seconds_between, held by tests/ticket_store/test_business_hours.py.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from sqlalchemy.orm import Session

from ticket_store import duty
from ticket_store.catalogue import Calendar
from ticket_store.in_force import known
from ticket_store.numbers import SAO_PAULO

DESK = "business"  # of a team without hours of its own, as for the automations
FIRST = date(2015, 1, 1)  # nothing is older; counting begins here
Clock = Callable[[datetime, datetime], float]


def clock_of(calendar: Calendar) -> Clock:
    """(start, end) -> the calendar's seconds between them; 0 when `end` is not after `start`."""
    if calendar.always_open:
        return lambda start, end: max(0.0, (end - start).total_seconds())
    opens, closes = (_seconds(time.fromisoformat(text)) for text in (calendar.opens, calendar.closes))

    def until(moment: datetime) -> float:
        local = moment.astimezone(SAO_PAULO)
        before, works = _days(calendar, local.year).get(local.date(), (0, False))
        today = min(max(_seconds(local.time()), opens), closes) - opens if works else 0
        return before * (closes - opens) + today

    return lambda start, end: max(0.0, until(end) - until(start))


def team_clocks(session: Session) -> Callable[[str], Clock]:
    """team code -> its clock: by its own hours, else by the desk's."""
    own = {code: clock_of(calendar) for code, calendar in duty.hours(session).items()}
    desk = clock_of(known(session).calendar(DESK))
    return lambda code: own.get(code, desk)


@lru_cache(maxsize=400)
def _days(calendar: Calendar, year: int) -> dict[date, tuple[int, bool]]:
    """Of each day of the year: how many working days there were before it, and whether it is one."""
    day = date(year, 1, 1)
    if year <= FIRST.year:
        worked = 0
    else:
        last = date(year - 1, 12, 31)
        before, works = _days(calendar, year - 1)[last]
        worked = before + works
    off = (
        holidays.country_holidays(calendar.holidays, subdiv=calendar.subdivision, years=year)
        if calendar.holidays
        else {}
    )
    found = {}
    while day.year == year:
        works = day.weekday() in calendar.days and day not in off
        found[day] = (worked, works)
        worked += works
        day += timedelta(days=1)
    return found


def _seconds(moment: time) -> float:
    return moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
