"""Priorities: in how many days a ticket without an ANS presses in the queue.

Their names and what people say for them are the understanding's, and stay in the catalogue's file.
"""

from typing import Any

from sqlalchemy.orm import Session

from ticket_store import in_force
from ticket_store.administration.checking import whole
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.errors import SettingNotFound

LONGEST = 365


def _listed(session: Session) -> list[Entry]:
    return [
        Entry(one.code, {"name": one.name, "ages_in_days": one.ages_in_days})
        for one in in_force.known(session).priorities
    ]


def _check(session: Session, change: Change) -> dict[str, Any]:
    if change.before is None:  # the ANS and the understanding know these, and no other
        raise SettingNotFound
    days = whole(change.after.get("ages_in_days", ""), "ages_in_days", 1, LONGEST, "no_days")
    return {"name": change.before["name"], "ages_in_days": days}


def _write(session: Session, change: Change) -> str:
    return str(change.code)  # the version itself is what is in force


PRIORITY = Kind(in_force.PRIORITY, _listed, _check, _write)
