"""How long things are kept: the periods that the page may change."""

from typing import Any

from sqlalchemy.orm import Session

from ticket_store.administration.checking import whole
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.errors import SettingNotFound
from ticket_store.privacy import RETENTION, PurgePolicy, in_force

ONLY = "days"
# Not among them: finished_tickets (limits.py), erasures (the proof of them), codes and links to enter with.
CHANGEABLE = (
    "live_transcripts", "conversations", "review_items", "knowledge_gaps", "sent_mail", "parked_mail",
    "letters", "held_files", "bounces", "push_of_finished", "link_readings", "desk_notices", "answer_drafts",
)  # fmt: skip
LONGEST = 3650


def _listed(session: Session) -> list[Entry]:
    policy = in_force(session, PurgePolicy())
    return [Entry(ONLY, {name: getattr(policy, name).days for name in CHANGEABLE})]


def _check(session: Session, change: Change) -> dict[str, Any]:
    if change.code is None:  # there is one, and no more
        raise SettingNotFound
    return {name: whole(change.after.get(name, ""), name, 1, LONGEST, "no_days") for name in CHANGEABLE}


def _write(session: Session, change: Change) -> str:
    return ONLY  # the version itself is what is in force


PERIODS = Kind(RETENTION, _listed, _check, _write)
