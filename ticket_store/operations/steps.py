"""Several changes of one ticket in one go, all of them or none: what bulk actions and macros are made of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store.authors import Author
from ticket_store.model import Event
from ticket_store.operations import changing, closing, handling
from ticket_store.operations.recording import locked, repeated

Speech = Literal["", "answer", "note", "ask", "resolve"]
NOBODY = 0


@dataclass(frozen=True)
class Steps:
    """What is empty is left as it is.

    tags: added to those that it has. agent_id: who gets it, NOBODY to give it back to the queue.
    speech: what `text` is. until: when it comes back to the queue.
    """

    priority: str = ""
    tags: tuple[str, ...] = ()
    team_code: str = ""
    agent_id: int | None = None
    speech: Speech = ""
    text: str = ""
    until: datetime | None = None

    @property
    def empty(self) -> bool:
        return self == Steps(text=self.text)


def take_steps(
    session: Session,
    *,
    ticket_number: str,
    steps: Steps,
    author: Author,
    now: datetime,
    close_after_days: int = closing.CLOSE_AFTER_DAYS,
    dedupe_key: str | None = None,
) -> bool:
    """Whether it changed anything: what the ticket already is, is no change.

    dedupe_key: the same one again changes nothing more and is True too.
    Raises what the verbs raise, TicketNotFound among it; then nothing of it was done.
    """
    ticket = locked(session, ticket_number)
    if repeated(session, ticket, dedupe_key):
        return True
    before = _newest(session, ticket.id)
    given: dict[str, Any] = {"ticket_number": ticket_number, "author": author, "now": now}
    if steps.priority:
        changing.change_priority(session, priority=steps.priority, **given)
    if steps.tags:
        has = [one.tag for one in ticket.tags]
        changing.tag(session, tags=[*has, *steps.tags], **given)
    if steps.team_code and steps.team_code != ticket.team_code:
        handling.forward(session, team_code=steps.team_code, note=None, **given)
    if steps.agent_id == NOBODY:
        handling.release(session, **given)
    elif steps.agent_id is not None and steps.agent_id == author.agent_id:
        handling.take(session, ticket_number=ticket_number, agent_id=steps.agent_id, now=now)
    elif steps.agent_id is not None:
        handling.assign(session, agent_id=steps.agent_id, **given)
    if steps.speech == "resolve":
        closing.resolve(session, solution=steps.text, close_after_days=close_after_days, **given)
    elif steps.speech == "ask":
        handling.ask_requester(session, text=steps.text, **given)
    elif steps.speech:
        handling.comment(session, text=steps.text, internal=steps.speech == "note", **given)
    if steps.until is not None:
        changing.snooze(session, until=steps.until, **given)
    newest = _newest(session, ticket.id)
    if newest == before:
        return False
    session.get_one(Event, newest).dedupe_key = dedupe_key
    session.flush()
    return True


def _newest(session: Session, ticket_id: int) -> int:
    return session.scalar(select(func.max(Event.id)).where(Event.ticket_id == ticket_id)) or 0
