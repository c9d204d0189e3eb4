"""LGPD: what is kept no longer than needed, and one person's data given to him or erased."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, String, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from ticket_store import lifecycle, limits
from ticket_store.addresses import normalise_email
from ticket_store.in_force import newest
from ticket_store.model import (
    AgentSession,
    AnswerDraft,
    Attachment,
    AutomationRun,
    BouncedAddress,
    BulkAction,
    ChatGrade,
    Conversation,
    DeskNotice,
    Draft,
    Erasure,
    Event,
    Handoff,
    HeldFile,
    IdempotencyKey,
    IdentityProof,
    InboundLetter,
    IncidentFollower,
    KeptLetter,
    KnowledgeGap,
    LinkReading,
    LiveMessage,
    OneTimeCode,
    OutboxRow,
    PasswordReset,
    PushSubscription,
    Rating,
    Requester,
    RequesterNote,
    ReviewItem,
    Ticket,
    TicketTag,
    TicketViewer,
)

ERASED = "[apagado]"
RETENTION = "retention"  # what the administration calls the periods
TICKETS_AT_ONCE = 500
# What an event keeps of the words of its ticket besides its text.
TOLD_IN_DATA = frozenset({"rest", "from", "to", "added", "removed"})


@dataclass(frozen=True)
class PurgePolicy:
    """How long each thing is kept after its use."""

    codes: timedelta = timedelta(days=1)
    password_resets: timedelta = timedelta(days=1)
    sent_mail: timedelta = timedelta(days=30)
    parked_mail: timedelta = timedelta(days=90)
    live_transcripts: timedelta = timedelta(days=90)
    conversations: timedelta = timedelta(days=180)
    review_items: timedelta = timedelta(days=180)
    knowledge_gaps: timedelta = timedelta(days=180)
    letters: timedelta = timedelta(days=90)
    held_files: timedelta = timedelta(days=7)
    bounces: timedelta = timedelta(days=365)
    push_of_finished: timedelta = timedelta(days=30)
    desk_notices: timedelta = timedelta(days=60)
    answer_drafts: timedelta = timedelta(days=30)
    requester_notes: timedelta = timedelta(days=365)
    bulk_actions: timedelta = timedelta(days=30)
    automation_runs: timedelta = timedelta(days=180)
    link_readings: timedelta = timedelta(days=180)
    erasures: timedelta = timedelta(days=5 * 365)
    finished_tickets: timedelta = timedelta(days=5 * 365)


def in_force(session: Session, policy: PurgePolicy) -> PurgePolicy:
    """With the periods that were changed by page (ticket_store/administration/periods.py and limits.py)."""
    for data in newest(session, RETENTION).values():
        policy = replace(policy, **{name: timedelta(days=days) for name, days in data.items()})
    days = limits.of(session, limits.FINISHED_TICKETS, policy.finished_tickets.days)
    return replace(policy, finished_tickets=timedelta(days=days))


@dataclass
class Purged:
    """counts: rows touched, by what they were.

    storage_keys: files to delete once the transaction is committed.
    """

    counts: dict[str, int] = field(default_factory=dict)
    storage_keys: list[str] = field(default_factory=list)


def purge(session: Session, *, now: datetime, policy: PurgePolicy | None = None) -> Purged:
    """Deletes or empties whatever its time is up; running it again changes nothing. Meant for once a day."""
    keep = in_force(session, policy or PurgePolicy())
    done = Purged()
    counts = done.counts
    counts["codes"] = _run(session, delete(OneTimeCode).where(OneTimeCode.expires_at < now - keep.codes))
    counts["proofs"] = _run(session, delete(IdentityProof).where(IdentityProof.expires_at < now))
    counts["drafts"] = _run(session, delete(Draft).where(Draft.expires_at < now))
    counts["sessions"] = _run(session, delete(AgentSession).where(AgentSession.expires_at < now))
    counts["resets"] = _run(
        session, delete(PasswordReset).where(PasswordReset.expires_at < now - keep.password_resets)
    )
    counts["viewers"] = _run(
        session, delete(TicketViewer).where(TicketViewer.seen_at < now - timedelta(days=1))
    )
    counts["idempotency_keys"] = _run(
        session, delete(IdempotencyKey).where(IdempotencyKey.created_at < now - timedelta(days=2))
    )
    counts["letters"] = _run(
        session, delete(InboundLetter).where(InboundLetter.handled_at < now - keep.letters)
    )
    counts["kept_letters"] = _run(
        session, delete(KeptLetter).where(KeptLetter.received_at < now - keep.letters)
    )
    counts["held_files"] = _run(session, delete(HeldFile).where(HeldFile.created_at < now - keep.held_files))
    counts["bounces"] = _run(
        session, delete(BouncedAddress).where(BouncedAddress.bounced_at < now - keep.bounces)
    )
    counts["desk_notices"] = _run(session, delete(DeskNotice).where(DeskNotice.at < now - keep.desk_notices))
    counts["answer_drafts"] = _run(
        session, delete(AnswerDraft).where(AnswerDraft.at < now - keep.answer_drafts)
    )
    counts["requester_notes"] = _run(
        session, delete(RequesterNote).where(RequesterNote.changed_at < now - keep.requester_notes)
    )
    counts["bulk_actions"] = _run(session, delete(BulkAction).where(BulkAction.at < now - keep.bulk_actions))
    counts["automation_runs"] = _run(
        session, delete(AutomationRun).where(AutomationRun.at < now - keep.automation_runs)
    )
    counts["link_readings"] = _run(
        session, delete(LinkReading).where(LinkReading.at < now - keep.link_readings)
    )
    counts["knowledge_gaps"] = _run(
        session, delete(KnowledgeGap).where(KnowledgeGap.last_at < now - keep.knowledge_gaps)
    )
    counts["erasures"] = _run(
        session, delete(Erasure).where(Erasure.email.is_(None), Erasure.asked_at < now - keep.erasures)
    )
    counts["mails"] = _run(
        session,
        delete(OutboxRow).where(
            ((OutboxRow.state == "sent") & (OutboxRow.sent_at < now - keep.sent_mail))
            | (OutboxRow.state.in_(("parked", "expired")) & (OutboxRow.created_at < now - keep.parked_mail))
        ),
    )
    stale = ReviewItem.last_seen_at < now - keep.review_items
    # What is learnt from stays, masked as it is; what was said around it goes.
    counts["review_items"] = _run(session, delete(ReviewItem).where(stale, ReviewItem.status != "labelled"))
    _run(session, update(ReviewItem).where(stale, ReviewItem.lines.is_not(None)).values(lines=None))
    finished = select(Ticket.id).where(Ticket.finished_at < now - keep.push_of_finished)
    counts["push_subscriptions"] = _run(
        session, delete(PushSubscription).where(PushSubscription.ticket_id.in_(finished))
    )
    counts["live_transcripts"] = _empty_handoffs(session, done, now - keep.live_transcripts)
    counts["chat_grades"] = _run(session, delete(ChatGrade).where(ChatGrade.at < now - keep.conversations))
    counts["conversations"] = _drop_conversations(session, now - keep.conversations)
    old = session.scalars(
        select(Ticket)
        .where(
            Ticket.status.in_(lifecycle.FINISHED),
            Ticket.finished_at < now - keep.finished_tickets,
            Ticket.description != ERASED,
        )
        .order_by(Ticket.finished_at)
        .limit(TICKETS_AT_ONCE)
    ).unique()
    tickets = list(old)
    for ticket in tickets:
        done.storage_keys += _empty_ticket(session, ticket)
    counts["tickets"] = len(tickets)
    counts["requesters"] = _forget_idle_requesters(session, [t.requester_id for t in tickets], now)
    counts["left_addresses"] = _drop_left_addresses(session, now - keep.conversations)
    session.flush()
    return done


def erase_requester(session: Session, *, email: str, now: datetime) -> Purged:
    """Forgets the person: the tickets stay as numbers and dates, without his words, name, address or files.

    Open tickets are emptied too: whoever asks for this has been told so. Raises InvalidEmail.
    """
    address = normalise_email(email)
    done = Purged(counts={"tickets": 0})
    requester = session.scalar(select(Requester).where(Requester.email == address))
    conversations = conversations_of(session, email=address)
    if requester is not None:
        for ticket in session.scalars(select(Ticket).where(Ticket.requester_id == requester.id)).unique():
            done.storage_keys += _empty_ticket(session, ticket)
            done.counts["tickets"] += 1
        _anonymise(session, requester, now)
    for table in (OneTimeCode, IdentityProof, IncidentFollower, BouncedAddress, Draft):
        _run(session, delete(table).where(table.email == address))
    _run(session, delete(KeptLetter).where(KeptLetter.sender == address))
    _run(session, delete(HeldFile).where(HeldFile.conversation_id.in_(conversations)))
    _run(session, delete(OutboxRow).where(OutboxRow.recipient == address))
    # What a request leaves is its proof.
    _run(session, update(Erasure).where(Erasure.email == address).values(email=None, done_at=now))
    his = (Handoff.email == address) | Handoff.conversation_id.in_(conversations)
    done.storage_keys += _forget_handoffs(session, set(session.scalars(select(Handoff.id).where(his))))
    _run(session, update(ChatGrade).where(ChatGrade.conversation_id.in_(conversations)).values(comment=None))
    session.flush()
    return done


def conversations_of(session: Session, *, email: str) -> set[str]:
    """Where the address was proven, was sent a code, or opened a ticket. Raises InvalidEmail."""
    address = normalise_email(email)
    found = set(session.scalars(select(IdentityProof.conversation_id).where(IdentityProof.email == address)))
    found |= set(session.scalars(select(OneTimeCode.conversation_id).where(OneTimeCode.email == address)))
    opened = (
        select(Ticket.conversation_id)
        .join(Requester, Requester.id == Ticket.requester_id)
        .where(Requester.email == address, Ticket.conversation_id.is_not(None))
    )
    return found | {one for one in session.scalars(opened) if one}


def export_requester(session: Session, *, email: str) -> dict[str, Any]:
    """All that is held about the address, as JSON-ready values; for whoever has proven it.

    Raises InvalidEmail.
    """
    address = normalise_email(email)
    requester = session.scalar(select(Requester).where(Requester.email == address))
    held = _held_of_address(session, address)
    if requester is None:
        return held | {"tickets": []}
    tickets = session.scalars(
        select(Ticket).where(Ticket.requester_id == requester.id).order_by(Ticket.id)
    ).unique()
    return held | {
        "name": requester.name,
        "optional_mail": requester.optional_mail,
        "since": requester.created_at.isoformat(),
        "browsers_notified_since": [
            one.created_at.isoformat()
            for one in session.scalars(
                select(PushSubscription)
                .where(PushSubscription.requester_id == requester.id)
                .order_by(PushSubscription.id)
            )
        ],
        "notes_of_attendants": [
            {"at": one.at.isoformat(), "changed_at": one.changed_at.isoformat(), "text": one.text}
            for one in session.scalars(
                select(RequesterNote)
                .where(RequesterNote.requester_id == requester.id)
                .order_by(RequesterNote.id)
            )
        ],
        "tickets": [_exported(session, ticket) for ticket in tickets],
    }


def _held_of_address(session: Session, address: str) -> dict[str, Any]:
    """What is known of an address whether or not it has a ticket."""
    begun = select(Draft).where(Draft.email == address).order_by(Draft.saved_at)
    talks = select(Conversation).where(Conversation.id.in_(conversations_of(session, email=address)))
    live = select(Handoff).where(Handoff.email == address).order_by(Handoff.id)
    followed = select(IncidentFollower).where(IncidentFollower.email == address).order_by(IncidentFollower.id)
    letters = select(KeptLetter).where(KeptLetter.sender == address).order_by(KeptLetter.id)
    mails = select(OutboxRow.kind, OutboxRow.created_at).where(OutboxRow.recipient == address)
    returned = session.get(BouncedAddress, address)
    return {
        "email": address,
        # Whoever proved the address may read what was begun in its name; that it was his is not known.
        "drafts": [
            {"description": d.description, "saved_at": d.saved_at.isoformat()} for d in session.scalars(begun)
        ],
        "conversations": [
            {"channel": c.channel, "since": c.started_at.isoformat(), "last": c.last_seen_at.isoformat()}
            for c in session.scalars(talks.order_by(Conversation.started_at))
        ],
        "talks_with_attendants": [
            {
                "at": h.requested_at.isoformat(),
                "before": h.transcript,
                "said": [{"by": m.sender, "text": m.text, "at": m.at.isoformat()} for m in h.messages],
            }
            for h in session.scalars(live)
        ],
        "followed_incidents": [
            {"title": f.incident.title, "since": f.followed_at.isoformat()} for f in session.scalars(followed)
        ],
        "letters_read_by_people": [
            {"at": one.received_at.isoformat(), "subject": one.subject, "excerpt": one.excerpt}
            for one in session.scalars(letters)
        ],
        "mails_sent": [
            {"kind": kind, "at": at.isoformat()} for kind, at in session.execute(mails.order_by(OutboxRow.id))
        ],
        "mail_came_back": returned.bounced_at.isoformat() if returned else None,
    }


def orphans(session: Session, stored: set[str]) -> set[str]:
    """Of the files in the attachments directory, those that no row knows."""
    live = select(LiveMessage.file_key).where(LiveMessage.file_key.is_not(None))
    return stored - set(session.scalars(select(Attachment.storage_key))) - set(session.scalars(live))


def _exported(session: Session, ticket: Ticket) -> dict[str, Any]:
    events = session.scalars(
        select(Event).where(Event.ticket_id == ticket.id, Event.internal.is_(False)).order_by(Event.id)
    )
    ratings = session.scalars(select(Rating).where(Rating.ticket_id == ticket.id).order_by(Rating.id))
    files = session.scalars(
        select(Attachment).where(Attachment.ticket_id == ticket.id).order_by(Attachment.id)
    )
    return {
        "number": ticket.number,
        "status": ticket.status,
        "service": ticket.service_code or ticket.service_text,
        "description": ticket.description,
        "opened_at": ticket.opened_at.isoformat(),
        "solution": ticket.solution,
        "history": [
            {"at": e.at.isoformat(), "kind": e.kind, "by": e.author_kind, "text": e.text}
            | ({"rest": e.data["rest"]} if "rest" in e.data else {})
            for e in events
        ],
        "read_by_link": [
            at.isoformat()
            for at in session.scalars(
                select(LinkReading.at).where(LinkReading.ticket_id == ticket.id).order_by(LinkReading.at)
            )
        ],
        "ratings": [{"score": r.score, "comment": r.comment, "at": r.rated_at.isoformat()} for r in ratings],
        "attachments": [
            {"filename": f.filename, "size": f.size, "at": f.created_at.isoformat()} for f in files
        ],
    }


def _empty_ticket(session: Session, ticket: Ticket) -> list[str]:
    """Takes the words and files out; returns the files' keys."""
    ticket.description, ticket.conversation_id = ERASED, None
    ticket.solution = ERASED if ticket.solution else None
    ticket.title = ERASED if ticket.title else None
    _run(session, delete(TicketTag).where(TicketTag.ticket_id == ticket.id))
    _run(session, delete(AnswerDraft).where(AnswerDraft.ticket_id == ticket.id))
    _run(session, delete(LinkReading).where(LinkReading.ticket_id == ticket.id))
    ticket.service_text = ERASED if ticket.service_text else None
    # The key may carry a conversation's or a message's id; it stays unique.
    ticket.submission_key = f"erased-{ticket.id}"
    _run(
        session,
        update(Event)
        .where(Event.ticket_id == ticket.id, Event.text.is_not(None))
        .values(text=ERASED, dedupe_key=None),
    )
    for event in session.scalars(select(Event).where(Event.ticket_id == ticket.id)):
        if TOLD_IN_DATA & event.data.keys():
            event.data = {key: value for key, value in event.data.items() if key not in TOLD_IN_DATA}
    session.flush()
    _run(
        session,
        update(Event)
        .where(Event.ticket_id == ticket.id, Event.author_kind == "requester")
        .values(author_name=None),
    )
    _run(
        session,
        update(Rating)
        .where(Rating.ticket_id == ticket.id, Rating.comment.is_not(None))
        .values(comment=ERASED),
    )
    _run(session, delete(OutboxRow).where(OutboxRow.ticket_id == ticket.id))
    keys = list(session.scalars(select(Attachment.storage_key).where(Attachment.ticket_id == ticket.id)))
    _run(session, delete(Attachment).where(Attachment.ticket_id == ticket.id))
    return keys


def _forget_idle_requesters(session: Session, ids: list[int], now: datetime) -> int:
    """Those whose every ticket is emptied by now."""
    forgotten = 0
    for requester_id in set(ids):
        kept = session.scalar(
            select(Ticket.id)
            .where(Ticket.requester_id == requester_id, Ticket.description != ERASED)
            .limit(1)
        )
        if kept is None:
            _anonymise(session, session.get_one(Requester, requester_id), now)
            forgotten += 1
    return forgotten


def _drop_left_addresses(session: Session, before: datetime) -> int:
    """A mistyped address whose only ticket went to the right one; kept if it says how it wants its mails."""
    ticket = select(Ticket.id).where(Ticket.requester_id == Requester.id).exists()
    browser = select(PushSubscription.id).where(PushSubscription.requester_id == Requester.id).exists()
    noted = select(RequesterNote.id).where(RequesterNote.requester_id == Requester.id).exists()
    left = (Requester.created_at < before) & Requester.optional_mail & ~ticket & ~browser & ~noted
    return _run(session, delete(Requester).where(left))


def _anonymise(session: Session, requester: Requester, now: datetime) -> None:
    _run(session, delete(PushSubscription).where(PushSubscription.requester_id == requester.id))
    _run(session, delete(RequesterNote).where(RequesterNote.requester_id == requester.id))
    requester.email, requester.name, requester.erased_at = f"erased-{requester.id}@erased.invalid", None, now
    requester.optional_mail = False


def _empty_handoffs(session: Session, done: Purged, before: datetime) -> int:
    spoken = Handoff.id.in_(select(LiveMessage.handoff_id))
    # As text: PostgreSQL compares no json.
    full = or_(spoken, Handoff.email.is_not(None), cast(Handoff.transcript, String) != "[]")
    ids = set(session.scalars(select(Handoff.id).where(Handoff.ended_at < before, full)))
    done.storage_keys += _forget_handoffs(session, ids)
    return len(ids)


def _forget_handoffs(session: Session, ids: set[int]) -> list[str]:
    """The files that are nobody's now."""
    sent = LiveMessage.handoff_id.in_(ids) & LiveMessage.file_key.is_not(None)
    keys = [key for key in session.scalars(select(LiveMessage.file_key).where(sent)) if key]
    _run(session, delete(LiveMessage).where(LiveMessage.handoff_id.in_(ids)))
    _run(session, update(Handoff).where(Handoff.id.in_(ids)).values(transcript=[], email=None))
    return keys


def _drop_conversations(session: Session, before: datetime) -> int:
    used = select(Handoff.conversation_id).where(Handoff.conversation_id == Conversation.id).exists()
    coded = select(OneTimeCode.id).where(OneTimeCode.conversation_id == Conversation.id).exists()
    proven = select(IdentityProof.email).where(IdentityProof.conversation_id == Conversation.id).exists()
    graded = select(ChatGrade.score).where(ChatGrade.conversation_id == Conversation.id).exists()
    old = Conversation.last_seen_at < before
    return _run(session, delete(Conversation).where(old, ~used, ~coded, ~proven, ~graded))


def _run(session: Session, statement: Any) -> int:
    result = session.execute(statement.execution_options(synchronize_session="fetch"))
    return result.rowcount if isinstance(result, CursorResult) else 0
