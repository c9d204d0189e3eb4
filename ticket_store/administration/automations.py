"""Automations: when, for which tickets, and what is done. Lists left empty fit every ticket."""

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ground.names import CHANNEL
from ticket_store import catalogue
from ticket_store.administration.checking import code_of, line, one_of, several, some_of, whole
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.automations.rules import AUTOMATION, RATED_LOW, TIMED, WHENS
from ticket_store.errors import SettingRefused
from ticket_store.in_force import newest
from ticket_store.model import Agent, Service, Team
from ticket_store.operations.changing import MAX_TAG, MAX_TAGS, tag_name

LONGEST_WAIT = 60 * 24 * 30  # minutes
LONGEST_NOTE = 2000
MOST_BODIES = 100


def _listed(session: Session) -> list[Entry]:
    told = [Entry(code, data) for (_, code), data in newest(session, AUTOMATION).items()]
    return sorted(told, key=lambda one: (not one.data["active"], one.data["name"], one.code))


def _check(session: Session, change: Change) -> dict[str, Any]:
    given = change.after
    when = one_of(given, "when", WHENS)
    teams = set(session.scalars(select(Team.code).where(Team.active)))
    services = set(session.scalars(select(Service.code).where(Service.active)))
    priorities = {one.code for one in catalogue.load().priorities}
    people = {str(one) for one in session.scalars(select(Agent.id).where(Agent.active))}
    data: dict[str, Any] = {
        "name": line(given, "name", 60),
        "active": bool(given.get("active", True)),
        "when": when,
        "minutes": whole(given.get("minutes"), "minutes", 1, LONGEST_WAIT, "no_minutes")
        if when in TIMED
        else None,
        "services": some_of(given, "services", services),
        "teams": some_of(given, "teams", teams),
        "priorities": some_of(given, "priorities", priorities),
        "channels": some_of(given, "channels", CHANNEL),
        "bodies": _domains(given),
        "priority": one_of(given, "priority", {"", *priorities}),
        "team": one_of(given, "team", {"", *teams}),
        "tags": _tags(given),
        "notify": some_of(given, "notify", people),
        "note": str(given.get("note") or "").replace("\x00", "").replace("\r\n", "\n").strip(),
    }
    if len(data["note"]) > LONGEST_NOTE:
        raise SettingRefused("note", "too_long", LONGEST_NOTE)
    if not any(data[name] for name in ("priority", "team", "tags", "notify", "note")):
        raise SettingRefused("priority", "does_nothing")
    if when == RATED_LOW and data["team"]:
        raise SettingRefused("team", "not_then")  # it is resolved then: only what is open is forwarded
    return data


def _domains(given: dict[str, Any]) -> list[str]:
    domains = [one.lower().lstrip("@") for one in several(given, "bodies", MOST_BODIES, 253)]
    for domain in domains:
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain):
            raise SettingRefused("bodies", "no_domain", domain)
    return domains


def _tags(given: dict[str, Any]) -> list[str]:
    tags = list(dict.fromkeys(filter(None, map(tag_name, several(given, "tags", MAX_TAGS, 200)))))
    if any(len(one) > MAX_TAG for one in tags):
        raise SettingRefused("tags", "too_long", MAX_TAG)
    return tags


def _write(session: Session, change: Change) -> str:
    """The version itself is what is in force."""
    taken = [code for _, code in newest(session, AUTOMATION)]
    return change.code or code_of(change.after["name"], taken)


KIND = Kind(AUTOMATION, _listed, _check, _write)
