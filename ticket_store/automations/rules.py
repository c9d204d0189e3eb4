"""An automation as it is written on its page: when, for which tickets, and what is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from ticket_store.model import Requester, SettingVersion, Ticket
from ticket_store.operations.steps import Steps

AUTOMATION = "automation"
OPENED, REOPENED, RATED_LOW, UNANSWERED, DEADLINE = (
    "opened",
    "reopened",
    "rated_low",
    "unanswered",
    "deadline",
)
WHENS = (OPENED, UNANSWERED, DEADLINE, REOPENED, RATED_LOW)
TIMED = frozenset({UNANSWERED, DEADLINE})
LOW = 2  # a score that is as bad, of five
# What the dry run looks back on, and how long ago what has to be made up for may lie.
LOOKS_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Rule:
    """since: from when on it is in force. minutes: of the ticket's calendar, for TIMED. data: as written."""

    code: str
    number: int
    since: datetime
    data: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.data["name"])

    @property
    def when(self) -> str:
        return str(self.data["when"])

    @property
    def minutes(self) -> int:
        return int(self.data["minutes"] or 0)

    @property
    def notified(self) -> list[int]:
        return [int(one) for one in self.data["notify"]]

    @property
    def steps(self) -> Steps:
        data = self.data
        return Steps(
            priority=data["priority"],
            tags=tuple(data["tags"]),
            team_code=data["team"],
            speech="note" if data["note"] else "",
            text=data["note"],
        )

    @property
    def does(self) -> dict[str, Any]:
        """What it does, for its event and its line in the log."""
        fields = ("priority", "team", "tags", "notify", "note")
        return {field: self.data[field] for field in fields if self.data[field] and field != "note"} | (
            {"note": True} if self.data["note"] else {}
        )

    def where(self) -> list[ColumnElement[bool]]:
        """The tickets that it is for; Requester has to be joined."""
        columns: dict[str, Any] = {
            "services": Ticket.service_code, "teams": Ticket.team_code, "priorities": Ticket.priority,
            "channels": Ticket.channel,
        }  # fmt: skip
        told = [columns[name].in_(self.data[name]) for name in columns if self.data[name]]
        if self.data["bodies"]:
            ends = [f"{sign}{domain}" for domain in self.data["bodies"] for sign in "@."]
            told.append(or_(*(Requester.email.endswith(end, autoescape=True) for end in ends)))
        return told


def in_force(session: Session) -> list[Rule]:
    """Those in use, by name; one that was changed while in use is in force since before."""
    rows = session.scalars(
        select(SettingVersion).where(SettingVersion.kind == AUTOMATION).order_by(SettingVersion.number)
    )
    found: dict[str, Rule | None] = {}
    for row in rows:
        before = found.get(row.code)
        found[row.code] = (
            Rule(row.code, row.number, before.since if before else row.at, row.data)
            if row.data["active"]
            else None
        )
    return sorted((one for one in found.values() if one), key=lambda one: (one.name, one.code))
