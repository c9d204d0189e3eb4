"""Opening: one number, one ticket, its deadlines, its first event and the mail, or nothing at all."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ground.passwords import hide_passwords
from ticket_store import catalogue, in_force, lifecycle, numbers
from ticket_store.authors import Author
from ticket_store.database import insert_missing
from ticket_store.errors import IncompleteTicket, OpeningLimitReached, UnknownService
from ticket_store.model import NumberCounter, Requester, Service, Ticket
from ticket_store.notices import CLAIMED_CHANNELS, tell_requester, tell_systems
from ticket_store.operations.conversations import requester_for, touch_conversation
from ticket_store.operations.deadlines import start_deadlines
from ticket_store.operations.recording import record

MIN_DESCRIPTION = 10
MAX_DESCRIPTION = 8000
MAX_SHORT_TEXT = 120
# (how many, in how long), at the doors behind which the address is only claimed.
PER_ADDRESS = ((5, timedelta(hours=1)), (15, timedelta(days=1)))
PER_CONVERSATION = ((5, timedelta(hours=1)),)
NUMBERS_SKIPPED = 10_000


def open_ticket(
    session: Session,
    *,
    email: str,
    service_code: str | None,
    description: str,
    channel: str,
    submission_key: str,
    now: datetime,
    service_text: str | None = None,
    urgency: str | None = None,
    conversation_id: str | None = None,
    name: str | None = None,
    author: Author | None = None,
) -> Ticket:
    """The new ticket, or the one that the same submission_key already opened (then nothing else is written
    or sent).

    channel: web | telegram | whatsapp | rocketchat | teams | voice (a call that the assistant took) | shell |
    mail | portal (all limited) | phone | desk | api.
    A password in the description is left out (ground/passwords.py).
    service_code None needs service_text, what the requester called it ("outro").
    Raises IncompleteTicket(fields), InvalidEmail, UnknownService(code), OpeningLimitReached(retry_at).
    """
    description = hide_passwords(description.replace("\x00", "").strip())
    _check(submission_key, service_code, service_text, description)
    service = _service(session, service_code)
    year = numbers.year_of(now)
    insert_missing(session, NumberCounter, year=year, last=0)
    # Everybody who opens waits here: so neither the number, the key nor the limits can race.
    counter = session.scalars(
        select(NumberCounter)
        .where(NumberCounter.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if already := session.scalar(select(Ticket).where(Ticket.submission_key == submission_key)):
        return already
    requester = requester_for(session, email, now)
    if channel in CLAIMED_CHANNELS:
        _check_limits(session, requester, conversation_id, now)
    if name and not requester.name:
        requester.name = name.strip()[:MAX_SHORT_TEXT]
    if conversation_id:
        touch_conversation(session, conversation_id=conversation_id, now=now)
    counter.last += 1
    known = in_force.known(session)
    priority = known.priority_for(urgency).code
    ticket = Ticket(
        number=numbers.make(year, counter.last),
        submission_key=submission_key,
        requester=requester,
        service=service,
        service_text=service_text.strip()[:MAX_SHORT_TEXT] if service_text and service is None else None,
        description=description,
        urgency=urgency.strip()[:MAX_SHORT_TEXT] if urgency else None,
        priority=priority,
        status=lifecycle.NEW,
        channel=channel,
        conversation_id=conversation_id,
        team_code=service.team_code if service else catalogue.FIRST_TEAM,
        opened_at=now,
        updated_at=now,
        ages_at=known.ages_at(priority, now),
    )
    session.add(ticket)
    session.flush()
    start_deadlines(session, ticket, known, now)
    event = record(
        session, ticket, "opened", author or Author.requester(requester.name), now, text=description
    )
    tell_requester(session, ticket, "registered", event, now)
    tell_systems(session, ticket, "ticket.opened", event, now)
    return ticket


def skip_numbers(session: Session) -> None:
    """After a store was put back from a copy: those told since the copy was made are not given out again."""
    for counter in session.scalars(select(NumberCounter).with_for_update()):
        counter.last = min(counter.last + NUMBERS_SKIPPED, numbers.LAST)


def number_once_settled(session: Session, *, submission_key: str, now: datetime) -> str | None:
    """The number of the ticket that this key opened, also by whoever is just opening it: their end is waited
    for. None: it has opened none.
    """
    year = numbers.year_of(now)
    insert_missing(session, NumberCounter, year=year, last=0)  # the year's first may be under way
    session.execute(select(NumberCounter.year).where(NumberCounter.year == year).with_for_update())
    return session.scalar(select(Ticket.number).where(Ticket.submission_key == submission_key))


def _check(submission_key: str, service_code: str | None, service_text: str | None, description: str) -> None:
    missing = []
    if not submission_key.strip() or len(submission_key) > MAX_SHORT_TEXT:
        missing.append("submission_key")
    if not service_code and not (service_text and service_text.strip()):
        missing.append("service")
    if not MIN_DESCRIPTION <= len(description) <= MAX_DESCRIPTION:
        missing.append("description")
    if missing:
        raise IncompleteTicket(*missing)


def _service(session: Session, code: str | None) -> Service | None:
    if not code:
        return None
    service = session.get(Service, code)
    if service is None or not service.active:
        raise UnknownService(code)
    return service


def _check_limits(session: Session, requester: Requester, conversation_id: str | None, now: datetime) -> None:
    rules: list[tuple[ColumnElement[bool], int, timedelta]] = [
        (Ticket.requester_id == requester.id, *limit) for limit in PER_ADDRESS
    ]
    if conversation_id:
        rules += [(Ticket.conversation_id == conversation_id, *limit) for limit in PER_CONVERSATION]
    retry = []
    for whose, most, within in rules:
        opened = session.scalars(
            select(Ticket.opened_at)
            .where(whose, Ticket.channel.in_(CLAIMED_CHANNELS), Ticket.opened_at > now - within)
            .order_by(Ticket.opened_at.desc())
            .limit(most)
        ).all()
        if len(opened) >= most:
            retry.append(opened[-1] + within)
    if retry:
        raise OpeningLimitReached(max(retry))
