"""Which changes of a ticket can still be undone: none that left the house, and of each kind only the last."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ticket_store import lifecycle
from ticket_store.views import EventView

OF_DATA = {
    "title_changed": "title",
    "priority_changed": "priority",
    "service_changed": "service",
    "tagged": "tags",
}
OF_PLACE = {
    "taken": "holder",
    "assigned": "holder",
    "released": "holder",
    "snoozed": "snooze",
    "woken": "snooze",
}
OF_LINKS = frozenset({"linked", "unlinked"})
# After which the one who had the ticket before is no longer the one to give it back to.
MOVES_ON = frozenset({"forwarded", "reopened"})
# For so long what the clock closed is resolved again by whoever sees that it was too soon.
CLOSING_UNDOABLE = timedelta(days=1)


def undoable(
    events: Iterable[EventView], *, status: str, snoozed_until: datetime | None, now: datetime
) -> set[int]:
    """Of a ticket's whole history, the oldest first: the ids of the events that can be undone."""
    last: dict[str, EventView] = {}
    for event in events:
        if event.kind in OF_LINKS:
            last[f"link {event.data.get('other')}"] = event
        elif family := (OF_DATA | OF_PLACE).get(event.kind):
            last[family] = event
        elif event.kind == "closed" and "closes_at" in event.data:
            last["end"] = event
        elif event.kind in MOVES_ON:
            last.pop("holder", None)
    return {
        event.id
        for event in last.values()
        if event.author_kind == ("system" if event.kind == "closed" else "agent")
        and _is_so_still(event, status, snoozed_until, now)
    }


def _is_so_still(event: EventView, status: str, snoozed_until: datetime | None, now: datetime) -> bool:
    data = event.data
    match event.kind:
        case "linked" | "unlinked":
            return True
        case "closed":  # also when the clock that closed it was ahead
            return status == lifecycle.CLOSED and now - event.at <= CLOSING_UNDOABLE
        case "title_changed" | "priority_changed":
            return "to" in data and status not in lifecycle.FINISHED
        case "service_changed":
            return {"to", "from_code"} <= data.keys() and status not in lifecycle.FINISHED
        case "tagged":
            return "added" in data and status not in lifecycle.FINISHED
        case "snoozed":
            return snoozed_until is not None
        case "woken":
            ahead = "until" in data and datetime.fromisoformat(data["until"]) > now
            return ahead and snoozed_until is None and status in lifecycle.OPEN
    return "from_agent_id" in data and status in lifecycle.OPEN
