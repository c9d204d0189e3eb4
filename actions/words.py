"""Dates as they are said in São Paulo, by a library's pt-BR words; what was typed, word by word."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from ticket_store.search.words import fold

SAO_PAULO = ZoneInfo("America/Sao_Paulo")


def moment(at: datetime) -> str:
    """Aware datetime -> "25/11/2026 14:30" on the wall in São Paulo."""
    return format_datetime(at, "dd/MM/yyyy HH:mm", tzinfo=SAO_PAULO, locale="pt_BR")


def clock(at: datetime) -> str:
    """ "14h30", on the wall in São Paulo."""
    return format_datetime(at, "H'h'mm", tzinfo=SAO_PAULO, locale="pt_BR")


def short_day(at: datetime, iso: bool = False) -> str:
    """ "25/11", or "2026-11-25"."""
    return format_datetime(at, "yyyy-MM-dd" if iso else "dd/MM", tzinfo=SAO_PAULO, locale="pt_BR")


def partial_day(day: str) -> str:
    """As much of a date as is known: "2025-06" -> "06/2025"."""
    return "/".join(reversed(day.split("-")))


def spoken(text: str) -> list[str]:
    """The words without case, accents and the marks around them."""
    return [bare for word in fold(text).split() if (bare := "".join(c for c in word if c.isalnum()))]
