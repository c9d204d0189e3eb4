"""Dates as they are said in São Paulo, by a library's pt-BR words; statuses as domain.yml words them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from actions.turn import Turn

SAO_PAULO = ZoneInfo("America/Sao_Paulo")


def moment(at: datetime) -> str:
    """Aware datetime -> "25/11/2026 14:30" on the wall in São Paulo."""
    return format_datetime(at, "dd/MM/yyyy HH:mm", tzinfo=SAO_PAULO, locale="pt_BR")


def status_name(turn: Turn, status: str) -> str:
    return turn.wording(f"utter_label_status_{status}")
