"""What others did to a ticket while an attendant had its page open: told before his form does anything."""

from __future__ import annotations

from collections.abc import Iterable

from portal.desk import words
from portal.desk.access import Who
from ticket_store.views import EventView

# Where the ticket is, whose it is and how far it got: what every form on the page takes for granted.
MOVED = frozenset(
    {
        "waiting_on_requester",
        "resolved",
        "forwarded",
        "cancelled",
        "reopened",
        "closed",
        "taken",
        "assigned",
        "released",
    }
)
# What the form that puts a ticket right shows.
CORRECTED = frozenset({"title_changed", "priority_changed", "service_changed", "address_changed", "tagged"})
# And what may change the words of an answer, a solution or a reason.
SAID = MOVED | {"answered", "comment", "attachment", "merged", "address_changed"}


def meanwhile(events: Iterable[EventView], seen: int, who: Who, kinds: frozenset[str]) -> str:
    """'solução (Denise, 11h05); ...' of what others did after event `seen`; empty when nothing counts."""
    return "; ".join(
        f"{words.event_title(event).lower()} ({words.event_author(event)}, {words.clock(event.at)})"
        for event in events
        if event.id > seen and event.kind in kinds and not _own(event, who)
    )


def _own(event: EventView, who: Who) -> bool:
    return event.author_kind == "agent" and event.author_name == who.name
