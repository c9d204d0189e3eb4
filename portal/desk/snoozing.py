"""Until when a ticket is put off: the choices of the forms as a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from portal.words import SAO_PAULO
from ticket_store import errors

MORNING = time(8)
CHOICES = (("horas", "Daqui a 3 horas"), ("amanha", "Amanhã às 8h"), ("segunda", "Segunda-feira às 8h"))


def until_of(choice: str, day: str, at: datetime) -> datetime:
    """Raises SnoozeRefused when neither says a time."""
    local = at.astimezone(SAO_PAULO)
    if day:
        try:
            return datetime.combine(date.fromisoformat(day), MORNING, SAO_PAULO)
        except ValueError:
            raise errors.SnoozeRefused from None
    morning = datetime.combine(local.date(), MORNING, SAO_PAULO)
    times: dict[str, Callable[[], datetime]] = {
        "horas": lambda: at + timedelta(hours=3),
        "amanha": lambda: morning + timedelta(days=1),
        "segunda": lambda: morning + timedelta(days=7 - local.weekday()),
    }
    if choice not in times:
        raise errors.SnoozeRefused
    return times[choice]()
