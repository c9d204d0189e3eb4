"""What the queries give out: plain values that outlive the session. Times are aware UTC."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class DeadlineView:
    """kind: first_response | resolution. remaining_seconds: business seconds kept while paused.

    running: its clock ticks, so that due_at binds. dropped: the ticket ended otherwise.
    """

    ticket_number: str
    kind: str
    target_minutes: int
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    paused: bool
    remaining_seconds: int | None
    met_at: datetime | None
    breached: bool
    dropped: bool

    @property
    def running(self) -> bool:
        return not (self.met_at or self.dropped or self.paused)


@dataclass(frozen=True)
class TicketView:
    """due_at: of the solution; None when there is no ANS, while it is paused, and once resolved.

    score: of the newest resolution. promises: all that the ANS ever promised, the oldest first.
    """

    id: int
    number: str
    status: str
    service_code: str | None
    service_name: str
    title: str | None
    description: str
    urgency: str | None
    priority: str
    channel: str
    conversation_id: str | None
    email: str
    requester_name: str | None
    team_code: str
    team_name: str
    agent_id: int | None
    agent_name: str | None
    opened_at: datetime
    updated_at: datetime
    ages_at: datetime
    snoozed_until: datetime | None
    due_at: datetime | None
    first_response_due_at: datetime | None
    paused: bool
    breached: bool
    solution: str | None
    resolution_count: int
    reopen_count: int
    resolved_at: datetime | None
    reopen_until: datetime | None
    finished_at: datetime | None
    score: int | None
    duplicate_of: str | None
    link_key: str
    promises: tuple[DeadlineView, ...]
    tags: tuple[str, ...]

    @property
    def next_promise(self) -> DeadlineView | None:
        """The one that falls first, of those whose clock ticks."""
        return min((p for p in self.promises if p.running), key=lambda p: p.due_at, default=None)


@dataclass(frozen=True)
class EventView:
    id: int
    ticket_number: str
    at: datetime
    kind: str
    author_kind: str
    author_name: str | None
    text: str | None
    internal: bool
    from_status: str | None
    to_status: str | None
    data: dict[str, Any]


@dataclass(frozen=True)
class Passage:
    """A piece of a found ticket's text. parts: (text, whether it is what was searched for)."""

    parts: tuple[tuple[str, bool], ...]
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True)
class AttachmentView:
    """size: bytes."""

    uid: str
    ticket_number: str
    filename: str
    content_type: str
    size: int
    created_at: datetime


@dataclass(frozen=True)
class IncidentView:
    id: int
    service_code: str
    service_name: str
    title: str
    text: str
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    followers: int


@dataclass(frozen=True)
class GapView:
    """A question that no article answered; `asked` is how often."""

    id: int
    text: str
    asked: int
    last_at: datetime


@dataclass(frozen=True)
class ErasureView:
    """A request to erase that waits for its time."""

    protocol: str
    asked_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class ArticleView:
    """One version of an article; `version` is its number. source_date: as far as the source dates itself."""

    id: int
    slug: str
    service_code: str | None
    service_name: str | None
    state: str
    version: int
    title: str
    asked: tuple[str, ...]
    summary: str
    steps: tuple[str, ...]
    note: str
    source: str
    source_url: str
    source_date: str
    reviewed_on: date
    author: str
    written_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class HandoffView:
    id: int
    conversation_id: str
    channel: str
    email: str | None
    status: str
    transcript: list[dict[str, Any]]
    requested_at: datetime
    expires_at: datetime
    taken_at: datetime | None
    agent_id: int | None
    agent_name: str | None
    ended_at: datetime | None = None
    team_code: str | None = None


@dataclass(frozen=True)
class OutboxItem:
    """thread_uid: the uid of the ticket's first mail, which later ones answer.

    to: address, conversation id, webhook id or push subscription id.
    """

    id: int
    uid: str
    kind: str
    channel: str
    to: str
    payload: dict[str, Any]
    state: str
    attempts: int
    created_at: datetime
    ticket_number: str | None
    conversation_id: str | None
    thread_uid: str | None
    last_error: str | None
    link_key: str | None


@dataclass(frozen=True)
class DraftView:
    """A ticket begun in `conversation_id`. service_text: what the requester called an unknown service."""

    conversation_id: str
    email: str
    submission_key: str
    service_code: str | None
    service_text: str | None
    description: str | None
    urgency: str | None
    saved_at: datetime


@dataclass(frozen=True)
class Day:
    """One day in São Paulo. backlog: open tickets at its end."""

    date: date
    opened: int
    resolved: int
    backlog: int


@dataclass(frozen=True)
class Dashboard:
    """Shares are 0..1, None when there is nothing to divide by."""

    days: list[Day]
    deadlines_met: int
    deadlines_breached: int
    compliance: float | None
    ratings: int
    satisfaction: float | None
    scores: dict[int, int]
    resolved: int
    reopened: int
    reopening_rate: float | None
    conversations: int
    handed_over: int
    solved_alone: int
    solved_alone_share: float | None
    misunderstood: list[tuple[str, int]] = field(default_factory=list)
