"""What the CSS tells everybody on its page for some days: a holiday, a maintenance, a new service."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from ticket_store import in_force
from ticket_store.administration.checking import block, code_of, line
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.errors import SettingRefused

LONGEST_TEXT = 600


def _listed(session: Session) -> list[Entry]:
    told = [Entry(code, data) for (_, code), data in in_force.newest(session, in_force.ANNOUNCEMENT).items()]
    return sorted(told, key=lambda one: (one.data["active"], one.data["until"], one.code), reverse=True)


def _check(session: Session, change: Change) -> dict[str, Any]:
    given = change.after
    first, until = (_day(given, field) for field in ("first", "until"))
    if until < first:
        raise SettingRefused("until", "ends_first")
    return {
        "title": line(given, "title"),
        "text": block(given, "text", LONGEST_TEXT),
        "first": first,
        "until": until,
        "active": bool(given.get("active", True)),
    }


def _day(given: dict[str, Any], field: str) -> str:
    try:
        return date.fromisoformat(str(given.get(field) or "")).isoformat()
    except ValueError:
        raise SettingRefused(field, "no_day") from None


def _write(session: Session, change: Change) -> str:
    """The version itself is what is in force."""
    taken = [code for _, code in in_force.newest(session, in_force.ANNOUNCEMENT)]
    return change.code or code_of(change.after["title"], taken)


ANNOUNCEMENT = Kind(in_force.ANNOUNCEMENT, _listed, _check, _write)
