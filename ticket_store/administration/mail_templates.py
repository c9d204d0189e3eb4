"""What our mails say: jinja2 templates by kind, in a sandbox. As they came until a page writes them.

Put back to what came, a kind follows the next release again: `changed` says which it is.
"""

from typing import Any

from sqlalchemy.orm import Session

from ticket_store.administration.checking import line
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.errors import SettingNotFound, SettingRefused
from ticket_store.in_force import newest
from ticket_store.mails.chosen import MAIL
from ticket_store.mails.rendering import KINDS, PARTS, shipped
from ticket_store.mails.samples import sample
from ticket_store.mails.sandbox import check

LONGEST = 20_000
SAMPLE_SITE = "https://css.exemplo.gov.br"


def _listed(session: Session) -> list[Entry]:
    written = newest(session, MAIL)
    return [Entry(kind, _now(kind, written.get((MAIL, kind)))) for kind in KINDS]


def _now(kind: str, data: dict[str, Any] | None) -> dict[str, Any]:
    if data and data["changed"]:
        return data
    return {part: _tidy(source) for part, source in shipped(kind).items()} | {"changed": False}


def _check(session: Session, change: Change) -> dict[str, Any]:
    if change.code not in KINDS:
        raise SettingNotFound
    sources = {"subject": line(change.after, "subject", 300)}
    for part in ("text", "html"):
        sources[part] = _tidy(str(change.after.get(part) or "").replace("\x00", ""))
        if len(sources[part]) > LONGEST:
            raise SettingRefused(part, "too_long", LONGEST)
    came = _now(change.code, None)
    if all(sources[part] == came[part] for part in PARTS):
        return came
    check(change.code, sources, sample(change.code, SAMPLE_SITE))
    return sources | {"changed": True}


def _tidy(source: str) -> str:
    """As a browser's box gives it back."""
    return source.replace("\r\n", "\n").strip()


def _write(session: Session, change: Change) -> str:
    return str(change.code)  # the version itself is what is in force


MAIL_TEMPLATE = Kind(MAIL, _listed, _check, _write)
