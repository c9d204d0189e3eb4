"""When what a rule waits for came about in a ticket's life: the same for a real run and a dry one. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ticket_store import lifecycle, sla
from ticket_store.automations.rules import DEADLINE, LOW, OPENED, RATED_LOW, REOPENED, UNANSWERED, Rule
from ticket_store.catalogue import Calendar
from ticket_store.model import Deadline, Event

ASKS = frozenset({"opened", "comment", "attachment", "reopened"})
ANSWERS = frozenset({"answered", "waiting_on_requester", "resolved", "closed", "cancelled"})
AWAITED = (lifecycle.NEW, lifecycle.IN_PROGRESS)


@dataclass(frozen=True)
class Moment:
    """key: which one it is of the ticket's, so that a rule meets it once."""

    key: str
    at: datetime


def moments(
    rule: Rule, events: Sequence[Event], deadlines: Sequence[Deadline], calendar: Calendar, now: datetime
) -> Iterator[Moment]:
    """events: all of the ticket's, the oldest first. calendar: of its ANS, or the desk's."""
    if rule.when in (OPENED, REOPENED):
        yield from (Moment(f"{one.kind}:{one.id}", one.at) for one in events if one.kind == rule.when)
    elif rule.when == RATED_LOW:
        rated = [one for one in events if one.kind == "rated" and one.data.get("score", 5) <= LOW]
        # Changing one's mind about the same solution is not another low score.
        first = {one.data.get("resolution"): one.at for one in reversed(rated)}
        yield from (Moment(f"rated:{resolution}", at) for resolution, at in first.items())
    elif rule.when == UNANSWERED:
        for event_id, asked, answered in _waits(events, now):
            at = sla.due_after(calendar, asked, rule.minutes * 60)
            if at <= answered:
                yield Moment(f"waits:{event_id}", at)
    elif rule.when == DEADLINE:
        for one in deadlines:
            near = max(one.started_at, sla.due_before(calendar, one.due_at, rule.minutes * 60))
            ended = one.met_at or one.dropped_at or one.paused_at
            if near <= now and (ended is None or near < ended):
                yield Moment(f"deadline:{one.id}", near)


def _his(event: Event) -> bool:
    return event.kind == "opened" or event.author_kind == "requester"


def _waits(events: Sequence[Event], now: datetime) -> Iterator[tuple[int, datetime, datetime]]:
    """(event, when he wrote, when the desk answered or now) of each time that a requester waited.

    What he says while it is resolved, or as mere courtesy while he is asked, waits for nothing.
    """
    status, waiting = lifecycle.NEW, None
    for one in events:
        status = one.to_status or status
        if one.kind in ANSWERS and waiting:
            yield (*waiting, one.at)
            waiting = None
        elif one.kind in ASKS and not waiting and status in AWAITED and _his(one):
            waiting = (one.id, one.at)
    if waiting:
        yield (*waiting, now)
