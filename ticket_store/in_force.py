"""What was changed by page, as it is now: the catalogue's file with the page's ANS, calendars, priorities."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import catalogue
from ticket_store.catalogue import Agreement, Calendar, Catalogue, Target
from ticket_store.model import SettingVersion
from ticket_store.numbers import SAO_PAULO

CALENDAR, AGREEMENT, PRIORITY = "calendar", "agreement", "priority"
ANNOUNCEMENT = "announcement"


def newest(session: Session, *kinds: str) -> dict[tuple[str, str], dict[str, Any]]:
    """(kind, code) -> the newest state, of what was ever changed by page."""
    rows = select(SettingVersion.kind, SettingVersion.code, SettingVersion.data).where(
        SettingVersion.kind.in_(kinds)
    )
    return {(kind, code): data for kind, code, data in session.execute(rows.order_by(SettingVersion.number))}


def known(session: Session) -> Catalogue:
    seed, changed = catalogue.load(), newest(session, CALENDAR, AGREEMENT, PRIORITY)
    if not changed:
        return seed
    calendars = {one.code: one for one in seed.calendars}
    agreements = {one.code: one for one in seed.agreements}
    priorities = {one.code: one for one in seed.priorities}
    for (kind, code), data in changed.items():
        if kind == CALENDAR:
            calendars[code] = _calendar(code, data)
        elif kind == PRIORITY:
            if code in priorities:  # it may have left the file
                priorities[code] = replace(priorities[code], ages_in_days=data["ages_in_days"])
        elif data["active"]:
            agreements[code] = _agreement(code, data)
        else:
            agreements.pop(code, None)
    return replace(
        seed,
        priorities=tuple(priorities.values()),
        calendars=tuple(calendars.values()),
        agreements=tuple(agreements.values()),
    )


def announced(session: Session, *, now: datetime) -> list[tuple[str, str]]:
    """(title, text) of what the CSS tells everybody on this day in São Paulo; the first to end first."""
    today = now.astimezone(SAO_PAULO).date().isoformat()
    told = [data for data in newest(session, ANNOUNCEMENT).values() if data["active"]]
    now_told = [one for one in told if one["first"] <= today <= one["until"]]
    return [(one["title"], one["text"]) for one in sorted(now_told, key=lambda one: one["until"])]


def _calendar(code: str, data: dict[str, Any]) -> Calendar:
    return Calendar(
        code,
        data["name"],
        data["always_open"],
        tuple(map(int, data["days"])),
        data["opens"],
        data["closes"],
        "BR" if data["holidays"] else None,
    )


def _agreement(code: str, data: dict[str, Any]) -> Agreement:
    targets = {priority: Target(**target) for priority, target in data["targets"].items()}
    return Agreement(code, data["name"], tuple(data["domains"]), data["calendar"], targets)
