"""Dates, sizes and kinds of files as the pages word them: pt-BR, in São Paulo's time.

What the mails say in the same words stands in ticket_store/mails/wording.py.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from jinja2.filters import do_filesizeformat

from ticket_store.operations.attachments import ACCEPTED

SAO_PAULO = ZoneInfo("America/Sao_Paulo")

# The br-tag colour of each status; the word beside it carries the meaning.
STATUS_TONE = {
    "new": "info",
    "in_progress": "info",
    "waiting_on_requester": "warning",
    "resolved": "success",
    "closed": "neutral",
    "cancelled": "neutral",
}

FILE_KINDS = {
    "image": "imagem",
    "pdf": "PDF",
    "document": "documento",
    "spreadsheet": "planilha",
    "presentation": "apresentação",
    "text": "texto",
    "mail": "e-mail",
    "zip": "ZIP",
}


def accepted_files() -> str:
    """'imagem, PDF, documento, planilha, apresentação, texto, e-mail ou ZIP': all that the store takes."""
    *some, last = (FILE_KINDS[kind] for kind in dict.fromkeys(ACCEPTED.values()))
    return f"{', '.join(some)} ou {last}"


def moment(value: datetime) -> str:
    """An aware datetime as '25 de novembro de 2026, 14:05'."""
    return format_datetime(value.astimezone(SAO_PAULO), "d 'de' MMMM 'de' y, HH:mm", locale="pt_BR")


def short_moment(value: datetime) -> str:
    """An aware datetime as '25/11/2026 14:05'."""
    return format_datetime(value.astimezone(SAO_PAULO), "dd/MM/y HH:mm", locale="pt_BR")


def day(value: date) -> str:
    """A date as '25/11/2026'."""
    return value.strftime("%d/%m/%Y")


def partial_day(value: str) -> str:
    """As much of a date as is known: '2025-06' as '06/2025'."""
    return "/".join(reversed(value.split("-")))


def clock(value: datetime) -> str:
    """An aware datetime as '14h05'."""
    return value.astimezone(SAO_PAULO).strftime("%Hh%M")


def size(value: int) -> str:
    """Bytes as '5,0 MB'."""
    return (
        do_filesizeformat(value, binary=True).replace("iB", "B").replace(".", ",").replace("Bytes", "bytes")
    )
