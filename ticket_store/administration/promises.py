"""ANS and their calendars: in the catalogue's file until one is changed by page.

No ticket's promise moves by it: its targets were copied when it was opened.
"""

import re
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from ticket_store import in_force
from ticket_store.administration.checking import code_of, line, one_of, several, whole
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.errors import SettingRefused
from ticket_store.in_force import known, newest

LONGEST_PROMISE = 60 * 24 * 365  # minutes
MOST_DOMAINS = 300


def _calendars(session: Session) -> list[Entry]:
    return [
        Entry(
            one.code,
            {
                "name": one.name,
                "always_open": one.always_open,
                "days": [str(day) for day in one.days],
                "opens": one.opens,
                "closes": one.closes,
                "holidays": bool(one.holidays),
            },
        )
        for one in known(session).calendars
    ]


def _check_calendar(session: Session, change: Change) -> dict[str, Any]:
    given = change.after
    always = bool(given.get("always_open"))
    data: dict[str, Any] = {
        "name": line(given, "name"), "always_open": always, "days": [], "opens": "", "closes": "",
        "holidays": False,
    }  # fmt: skip
    if always:
        return data
    days = sorted({str(day) for day in given.get("days") or []})
    if not days or not set(days) <= set("0123456"):
        raise SettingRefused("days", "missing")
    for field in ("opens", "closes"):
        data[field] = str(given.get(field) or "")
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", data[field]):
            raise SettingRefused(field, "no_hour")
    if data["opens"] >= data["closes"]:
        raise SettingRefused("closes", "too_early")
    return data | {"days": days, "holidays": bool(given.get("holidays"))}


def _agreements(session: Session) -> list[Entry]:
    found = [
        Entry(
            one.code,
            {
                "name": one.name,
                "domains": list(one.domains),
                "calendar": one.calendar,
                "targets": {code: asdict(target) for code, target in one.targets.items()},
                "active": True,
            },
        )
        for one in known(session).agreements
    ]
    off = newest(session, in_force.AGREEMENT)
    return found + [Entry(code, data) for (_, code), data in off.items() if not data["active"]]


def _check_agreement(session: Session, change: Change) -> dict[str, Any]:
    """A domain is of one ANS, and every priority has its two promises."""
    given, now_known = change.after, known(session)
    domains = [one.lower().lstrip("@") for one in several(given, "domains", MOST_DOMAINS, 253)]
    active = bool(given.get("active", True))
    if not domains:
        raise SettingRefused("domains", "missing")
    for domain in domains:
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain):
            raise SettingRefused("domains", "no_domain", domain)
        if active and any(domain in a.domains for a in now_known.agreements if a.code != change.code):
            raise SettingRefused("domains", "taken", domain)
    targets = {}
    for priority in now_known.priorities:
        told = (given.get("targets") or {}).get(priority.code) or {}
        first = whole(told.get("first_response", ""), "targets", 1, LONGEST_PROMISE)
        solved = whole(told.get("resolution", ""), "targets", 1, LONGEST_PROMISE)
        if solved < first:
            raise SettingRefused("targets", "solved_first")
        targets[priority.code] = {"first_response": first, "resolution": solved}
    return {
        "name": line(given, "name"),
        "domains": domains,
        "calendar": one_of(given, "calendar", {one.code for one in now_known.calendars}),
        "targets": targets,
        "active": active,
    }


def _write(session: Session, change: Change) -> str:
    """The version itself is what is in force."""
    now_known = known(session)
    taken = [*(one.code for one in now_known.calendars), *(one.code for one in now_known.agreements)]
    return change.code or code_of(change.after["name"], taken)


CALENDAR = Kind(in_force.CALENDAR, _calendars, _check_calendar, _write)
AGREEMENT = Kind(in_force.AGREEMENT, _agreements, _check_agreement, _write)
