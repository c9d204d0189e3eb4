"""From rows to views, and the loading that spares a query for each ticket of a list."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from ticket_store import lifecycle
from ticket_store.model import Attachment, Deadline, Event, Handoff, Incident, Ticket
from ticket_store.notices import service_name
from ticket_store.views import AttachmentView, DeadlineView, EventView, HandoffView, IncidentView, TicketView


def tickets_with_all() -> Select[Ticket]:
    return select(Ticket).options(
        selectinload(Ticket.deadlines),
        selectinload(Ticket.ratings),
        selectinload(Ticket.tags),
        selectinload(Ticket.duplicate_of),
    )


def views_of(session: Session, ids: Sequence[int]) -> list[TicketView]:
    """In the order of `ids`, which a query found by an index alone: joined to all that a view shows, a
    planner would think of other ways.
    """
    rows = session.scalars(tickets_with_all().where(Ticket.id.in_(ids))).unique()
    by_id = {ticket.id: ticket_view(ticket) for ticket in rows}
    return [by_id[ticket_id] for ticket_id in ids if ticket_id in by_id]


def ticket_view(ticket: Ticket) -> TicketView:
    resolution = _newest(ticket, "resolution")
    response = _newest(ticket, "first_response")
    score = next((r.score for r in ticket.ratings if r.resolution == ticket.resolution_count), None)
    return TicketView(
        id=ticket.id,
        number=ticket.number,
        status=ticket.status,
        service_code=ticket.service_code,
        service_name=service_name(ticket),
        title=ticket.title,
        description=ticket.description,
        urgency=ticket.urgency,
        priority=ticket.priority,
        channel=ticket.channel,
        conversation_id=ticket.conversation_id,
        email=ticket.requester.email,
        requester_name=ticket.requester.name,
        team_code=ticket.team_code,
        team_name=ticket.team.name,
        agent_id=ticket.agent_id,
        agent_name=ticket.agent.name if ticket.agent else None,
        opened_at=ticket.opened_at,
        updated_at=ticket.updated_at,
        ages_at=ticket.ages_at,
        snoozed_until=ticket.snoozed_until,
        due_at=resolution.due_at if resolution and _binding(resolution) else None,
        first_response_due_at=response.due_at if response and _binding(response) else None,
        paused=ticket.status == lifecycle.WAITING,
        breached=bool(resolution and resolution.breached_at),
        solution=ticket.solution,
        resolution_count=ticket.resolution_count,
        reopen_count=ticket.reopen_count,
        resolved_at=ticket.resolved_at,
        reopen_until=ticket.closes_at,
        finished_at=ticket.finished_at,
        score=score,
        duplicate_of=_goes_on_in(ticket),
        link_key=ticket.link_key,
        promises=tuple(deadline_view(d, ticket.number) for d in ticket.deadlines),
        tags=tuple(one.tag for one in ticket.tags),
    )


def event_view(event: Event, number: str) -> EventView:
    return EventView(
        id=event.id,
        ticket_number=number,
        at=event.at,
        kind=event.kind,
        author_kind=event.author_kind,
        author_name=event.author_name,
        text=event.text,
        internal=event.internal,
        from_status=event.from_status,
        to_status=event.to_status,
        data=dict(event.data),
    )


def attachment_view(attachment: Attachment, number: str) -> AttachmentView:
    return AttachmentView(
        uid=attachment.uid,
        ticket_number=number,
        filename=attachment.filename,
        content_type=attachment.content_type,
        size=attachment.size,
        created_at=attachment.created_at,
    )


def deadline_view(deadline: Deadline, number: str) -> DeadlineView:
    return DeadlineView(
        ticket_number=number,
        kind=deadline.kind,
        target_minutes=deadline.target_minutes,
        started_at=deadline.started_at,
        due_at=deadline.due_at,
        warn_at=deadline.warn_at,
        paused=deadline.paused_at is not None,
        remaining_seconds=deadline.remaining_seconds,
        met_at=deadline.met_at,
        breached=deadline.breached_at is not None,
        dropped=deadline.dropped_at is not None,
    )


def incident_view(incident: Incident, followers: int) -> IncidentView:
    return IncidentView(
        id=incident.id,
        service_code=incident.service_code,
        service_name=incident.service.name,
        title=incident.title,
        text=incident.text,
        started_at=incident.started_at,
        updated_at=incident.updated_at,
        ended_at=incident.ended_at,
        followers=followers,
    )


def handoff_view(handoff: Handoff) -> HandoffView:
    return HandoffView(
        id=handoff.id,
        conversation_id=handoff.conversation_id,
        channel=handoff.conversation.channel,
        email=handoff.email,
        status=handoff.status,
        transcript=list(handoff.transcript),
        requested_at=handoff.requested_at,
        expires_at=handoff.expires_at,
        taken_at=handoff.taken_at,
        agent_id=handoff.agent_id,
        agent_name=handoff.agent.name if handoff.agent else None,
        ended_at=handoff.ended_at,
        team_code=handoff.team_code,
    )


def _goes_on_in(ticket: Ticket) -> str | None:
    """Only a ticket of the same person: older versions also merged those of two, and a number is personal."""
    kept = ticket.duplicate_of
    return kept.number if kept and kept.requester_id == ticket.requester_id else None


def _newest(ticket: Ticket, kind: str) -> Deadline | None:
    return next((d for d in reversed(ticket.deadlines) if d.kind == kind), None)


def _binding(deadline: Deadline) -> bool:
    return not (deadline.met_at or deadline.dropped_at or deadline.paused_at)
