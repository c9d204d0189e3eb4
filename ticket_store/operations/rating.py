"""The survey: a score for one resolution, by its link once, or revised until the ticket closes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ground.passwords import hide_passwords
from ticket_store import lifecycle
from ticket_store.authors import Author
from ticket_store.errors import InvalidScore, LinkSpent, NotRateable, TicketNotFound
from ticket_store.model import Rating, Ticket
from ticket_store.notices import tell_systems
from ticket_store.operations.recording import locked, record, repeated, words
from ticket_store.queries.building import ticket_view
from ticket_store.views import TicketView


def rate(
    session: Session,
    *,
    ticket_number: str,
    score: int,
    channel: str,
    now: datetime,
    comment: str | None = None,
    without_comment: bool = False,
    resolution: int | None = None,
    revise: bool = False,
    author: Author | None = None,
    dedupe_key: str | None = None,
) -> Rating:
    """score 1..5 for the newest resolution.

    resolution: the one in the survey link; such a link works once, unless revise says that
    he means to change his answer.
    without_comment: the one that was given before goes; else it stays where none is told.
    Without a resolution (chat, behind a code) a second rating revises the first. dedupe_key: the same one
    again revises nothing.
    Raises TicketNotFound, InvalidScore, TextTooLong, LinkSpent, NotRateable(status).
    """
    if isinstance(score, bool) or score not in (1, 2, 3, 4, 5):
        raise InvalidScore
    text = hide_passwords(words(comment)) if comment and comment.strip() else None
    ticket = locked(session, ticket_number)
    before = _rating(session, ticket)
    if before is not None and repeated(session, ticket, dedupe_key):
        return before
    _check(ticket, resolution, answered=before is not None and not revise)
    if before is None:
        rating = Rating(
            ticket_id=ticket.id,
            resolution=ticket.resolution_count,
            score=score,
            comment=text,
            channel=channel,
            rated_at=now,
        )
        session.add(rating)
    else:
        rating = before
        rating.score, rating.channel, rating.revised_at = score, channel, now
        rating.comment = None if without_comment else text or rating.comment
    data = {"score": score, "resolution": ticket.resolution_count, "revised": before is not None}
    if without_comment:
        data["without_comment"] = True
    event = record(
        session,
        ticket,
        "rated",
        author or Author.requester(ticket.requester.name),
        now,
        text=text,
        data=data,
        dedupe_key=dedupe_key,
    )
    tell_systems(session, ticket, "ticket.rated", event, now)
    return rating


def check_survey(session: Session, *, ticket_number: str, resolution: int) -> TicketView:
    """Whether the survey link can still be used; writes nothing.

    Raises TicketNotFound, LinkSpent, NotRateable(status).
    """
    ticket = session.scalar(select(Ticket).where(Ticket.number == ticket_number))
    if ticket is None:
        raise TicketNotFound
    _check(ticket, resolution, answered=_rating(session, ticket) is not None)
    return ticket_view(ticket)


def _check(ticket: Ticket, resolution: int | None, *, answered: bool) -> None:
    if resolution is not None and (resolution != ticket.resolution_count or ticket.status in lifecycle.OPEN):
        raise LinkSpent
    if resolution is not None and answered:
        raise LinkSpent
    if ticket.status != lifecycle.RESOLVED:
        raise NotRateable(ticket.status)


def _rating(session: Session, ticket: Ticket) -> Rating | None:
    return session.scalar(
        select(Rating).where(Rating.ticket_id == ticket.id, Rating.resolution == ticket.resolution_count)
    )
