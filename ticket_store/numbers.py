"""Registration numbers: one a year and ticket, written 2026-0001234. People write them in many ways."""

import re
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from ticket_store.errors import InvalidTicketNumber

DIGITS = 7
LAST = 10**DIGITS - 1
SAO_PAULO = ZoneInfo("America/Sao_Paulo")

_MARKER = re.compile(
    r"^(?:(?:numero|num|nro|no|n|ss|protocolo|chamado|ticket|registro|acionamento|solicitacao|#)(?![a-z])"
    r"\s*(?:de registro)?[.:#-]*\s*)+",
    re.I,
)
_FULL = re.compile(r"^(\d{4})\s{0,9}[-/. _]\s{0,9}(\d{1,7})$")
_GROUPED = re.compile(r"(?<!\d)(\d{3}) (\d{4})$")
_JOINED = re.compile(r"^(20\d{2})(\d{7})$")
_SHORT = re.compile(r"^\d{1,7}$")


def make(year: int, n: int) -> str:
    """(2026, 1) -> "2026-0000001". Raises InvalidTicketNumber outside 1..9999999."""
    if not (1 <= n <= LAST and 2000 <= year <= 9999):
        raise InvalidTicketNumber
    return f"{year:04d}-{n:0{DIGITS}d}"


def year_of(now: datetime) -> int:
    """The year of the number given to a ticket opened at `now` (aware): the one on the wall in São Paulo."""
    return now.astimezone(SAO_PAULO).year


def normalise(text: str, this_year: int) -> str:
    """ "2026 1234", "20260001234", "nº 1234", "2026/0001234" -> "2026-0001234". Raises InvalidTicketNumber.

    A number without a year is one of `this_year`.
    """
    # NFKC turns "nº" into "no" and full-width digits into plain ones; other dashes become "-".
    plain = unicodedata.normalize("NFKC", text).replace("°", "o").strip(" \t\r\n.,;!?()[]\"'")
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", plain)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = _GROUPED.sub(r"\1\2", _MARKER.sub("", plain).strip())
    if not plain.isascii():
        raise InvalidTicketNumber
    if joined := _JOINED.match(plain):
        return make(int(joined[1]), int(joined[2]))
    if full := _FULL.match(plain):
        return make(int(full[1]), int(full[2]))
    if _SHORT.match(plain):
        return make(this_year, int(plain))
    raise InvalidTicketNumber
