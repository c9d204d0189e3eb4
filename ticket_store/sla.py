"""Business time of a calendar: when a promise falls due and how much of it is left.

Pure; all times aware, results UTC.
"""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

import holidays
import pytz  # what businesstimedelta localises with
from businesstimedelta import BusinessTimeDelta, HolidayRule, Rules, WorkDayRule

from ticket_store.catalogue import Calendar

WARN_SHARE = 0.2  # the team is warned when a fifth of the time is left
_SAO_PAULO = pytz.timezone("America/Sao_Paulo")


def due_after(calendar: Calendar, start: datetime, seconds: float) -> datetime:
    """The instant at which `seconds` of the calendar's time have passed since `start`."""
    if calendar.always_open:
        return start.astimezone(UTC) + timedelta(seconds=seconds)
    due: datetime = start + BusinessTimeDelta(_rules(calendar), timedelta=timedelta(seconds=seconds))
    return due.astimezone(UTC)


def due_before(calendar: Calendar, due: datetime, seconds: float) -> datetime:
    """The instant from which `seconds` of the calendar's time are left until `due`."""
    if calendar.always_open:
        return due.astimezone(UTC) - timedelta(seconds=seconds)
    start: datetime = due - BusinessTimeDelta(_rules(calendar), timedelta=timedelta(seconds=seconds))
    return start.astimezone(UTC)


def seconds_between(calendar: Calendar, start: datetime, end: datetime) -> int:
    """The calendar's seconds from `start` to `end`; 0 when `end` is not after `start`."""
    if end <= start:
        return 0
    if calendar.always_open:
        return int((end - start).total_seconds())
    passed: timedelta = _rules(calendar).difference(start, end).timedelta
    return int(passed.total_seconds())


def warn_at(calendar: Calendar, start: datetime, seconds_left: float, target_seconds: float) -> datetime:
    """When to warn about a promise of `target_seconds` of which `seconds_left` remain at `start`."""
    return due_after(calendar, start, max(0.0, seconds_left - WARN_SHARE * target_seconds))


@lru_cache(maxsize=32)
def _rules(calendar: Calendar) -> Rules:
    day = WorkDayRule(
        start_time=time.fromisoformat(calendar.opens),
        end_time=time.fromisoformat(calendar.closes),
        working_days=list(calendar.days),
        tz=_SAO_PAULO,
    )
    rules = [day]
    if calendar.holidays:
        # The library adds each further year by itself when it is asked about it.
        rules.append(
            HolidayRule(
                holidays.country_holidays(calendar.holidays, subdiv=calendar.subdivision), tz=_SAO_PAULO
            )
        )
    return Rules(rules)
