"""Limits of .env changed by page; None where .env's is kept."""

from typing import Any

from sqlalchemy.orm import Session

from ticket_store.administration.checking import whole
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.errors import SettingNotFound, SettingRefused
from ticket_store.in_force import newest
from ticket_store.limits import BOUNDS, LIMITS

ONLY = "all"


def _listed(session: Session) -> list[Entry]:
    kept = newest(session, LIMITS).get((LIMITS, ONLY), {})
    return [Entry(ONLY, {name: kept.get(name) for name in BOUNDS})]


def _check(session: Session, change: Change) -> dict[str, Any]:
    if change.code is None:  # there is one, and no more
        raise SettingNotFound
    return {name: _limit(change.after.get(name), name) for name in BOUNDS}


def _limit(value: Any, name: str) -> int | None:
    if value is None or not str(value).strip():
        return None
    least, most = BOUNDS[name]
    try:
        return whole(value, name, least, most)
    except SettingRefused:
        raise SettingRefused(name, "out_of_bounds", f"{least} a {most}") from None


def _write(session: Session, change: Change) -> str:
    return ONLY  # the version itself is what is in force


KIND = Kind(LIMITS, _listed, _check, _write)
