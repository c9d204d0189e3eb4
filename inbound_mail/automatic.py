"""Which letters no machine may answer (RFC 3834, and what real robots do). Pure."""

from __future__ import annotations

import re
from typing import Literal

from inbound_mail.letter import Letter

# own: our own mail come back. robotic: only its subject looks like a robot's.
# bounce: a delivery report. automatic: it answers by itself. machine: a program, or a gateway, made it or let
# it through. list: a mailing list.
# silent: a person may have written it, yet it asks not to be answered automatically.
Nature = Literal["own", "bounce", "automatic", "machine", "robotic", "list", "silent", "person"]

_ROBOTS = re.compile(
    r"^(?:mailer-?daemon|postmaster|bounces?|no-?_?reply|do-?not-?reply|n[aã]o-?_?respond[ae]r?|noresponder|daemon|nobody)"
    r"(?:[+._=-].*)?@",
    re.IGNORECASE,
)
# A robot's phrase is the whole subject or stands before a colon; a person goes on with it.
_SUBJECTS = re.compile(
    r"\W{0,10}(?:(?:re|res|fw|enc|aw)\s{0,9}:\s{0,9}){0,20}\W{0,10}"
    r"(?:resposta autom[aá]tica|auto(?:matic)?[- ]?(?:reply|response|resposta)|out of (?:the )?office"
    r"|fora do escrit[oó]rio|aus[eê]ncia(?: tempor[aá]ria| do escrit[oó]rio)?|ausente(?: do escrit[oó]rio)?"
    r"|respuesta autom[aá]tica|abwesenheitsnotiz|r[eé]ponse automatique|undeliver(?:able|ed)(?: mail)?"
    r"|delivery status notification(?: \(failure\))?|mail delivery failed|returned mail|n[aã]o entregue"
    r"|falha na entrega|lid[ao]|read|aceit[ao]|recusad[ao]|accepted|declined|tentative)\s*(?::.*)?$",
    re.IGNORECASE,
)
_PRECEDENCE = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply"})
_LISTS = (
    "list-id",
    "list-post",
    "list-unsubscribe",
    "mailing-list",
    "x-mailing-list",
    "x-listname",
    "list-help",
)
_REPLIES = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-mail-autoreply",
)
_SUPPRESS = frozenset({"all", "autoreply", "oof"})


def nature_of(letter: Letter, mailbox: str) -> Nature:
    """mailbox: our own address; whatever comes from it, or from one of its +tags, is ours."""
    if letter.content_type == "multipart/report":
        return "bounce" if _report_type(letter) == "delivery-status" else "automatic"
    if _is_ours(letter.sender, mailbox):
        return "own"
    # The null sender: whoever answers it answers nobody.
    if letter.envelope_from == "" or letter.header("x-failed-recipients"):
        return "bounce"
    if _said_automatic(letter):
        return "automatic"
    if _declared(letter) not in ("", "no"):
        # Exchange says so of an absence as well, whose subject tells it.
        return "automatic" if _SUBJECTS.match(letter.subject) else "machine"
    if letter.header("x-loop") is not None:
        return "machine"
    precedence = (letter.header("precedence") or "").lower()
    if precedence in ("auto_reply", "auto-reply"):
        return "automatic"
    if precedence in _PRECEDENCE or any(letter.header(name) is not None for name in _LISTS):
        return "list"
    suppressed = {
        part.strip().lower() for part in (letter.header("x-auto-response-suppress") or "").split(",")
    }
    if suppressed & _SUPPRESS:
        return "silent"
    return "robotic" if _SUBJECTS.match(letter.subject) else "person"


def _said_automatic(letter: Letter) -> bool:
    return (
        _declared(letter).startswith("auto-replied")
        or any(letter.header(name) is not None for name in _REPLIES)
        or bool(_ROBOTS.match(letter.sender or ""))
        or letter.calendar in ("REPLY", "COUNTER", "REFRESH")
    )


def _declared(letter: Letter) -> str:
    return (letter.header("auto-submitted") or "no").split(";")[0].strip().lower()


def _report_type(letter: Letter) -> str:
    value = letter.report.get_param("report-type") if letter.report is not None else None
    return str(value or "").lower()


def _is_ours(sender: str | None, mailbox: str) -> bool:
    local, _, domain = (sender or "").partition("@")
    own, _, own_domain = mailbox.lower().partition("@")
    return domain == own_domain and local.partition("+")[0] == own
