"""A letter in a ticket's thread: its proven requester's becomes a comment, any other changes nothing."""

from __future__ import annotations

from typing import Any

from inbound_mail import reply_text
from inbound_mail.answers import Answering
from inbound_mail.files import sent_with
from inbound_mail.letter import Letter
from inbound_mail.mime import LetterFile
from inbound_mail.office import Office
from inbound_mail.parties import Party
from inbound_mail.reply_text import Reply
from inbound_mail.sentences import WHOLE_MESSAGE
from ticket_store import courtesy, errors, operations, queries
from ticket_store.authors import Author
from ticket_store.database import reading
from ticket_store.operations.letters import letter_key
from ticket_store.operations.recording import MAX_TEXT
from ticket_store.views import TicketView

COURTESIES = ("thank", "praise", "goodbye", "affirm", "greet")
FINISHED = ("closed", "cancelled")
# Characters of what is folded below a comment; a longer letter comes as a file as well.
LONGEST_REST = 20_000


def take(office: Office, letter: Letter, party: Party, ticket: TicketView, *, may_answer: bool) -> str:
    """The outcome: commented, finished, empty, unverified or other_sender."""
    if party.sender != ticket.email:
        return _from_somebody_else(office, letter, party, ticket, may_answer)
    if not party.proven:
        return _unconfirmed(office, letter, ticket, may_answer)
    said, people = _told_in(office, ticket)

    def read(text: str) -> Reply:
        if letter.forwarded:
            return reply_text.whole(text)
        return reply_text.split(text, mailbox=office.mailbox, sender=party.sender, said=said)

    reply = read(letter.text)
    files = sent_with(letter, read)
    # Only to choose what to answer: a comment does not wait for the assistant.
    meaning = office.meaning_if_there(reply.written)
    with office.settling(letter) as session:
        answering = Answering(session, letter, office.clock())
        operations.clear_bounced(session, email=party.sender)
        polite = meaning.surely(*COURTESIES) or courtesy.is_courtesy(reply.written, people)
        try:
            refused = _write(office, session, letter, ticket, reply, files, people)
        except errors.TicketFinished:
            if not (polite and not files):
                office.keep_some(session, letter, "finished", party.sender, ticket.number)
            if may_answer and not polite:
                answering.notice(ticket.email, "finished", ticket=ticket)
            return office.done(session, letter, "finished")
        except errors.EmptyText:
            # A reader's eye may find what none of our rules did.
            office.keep_some(session, letter, "empty", party.sender, ticket.number)
            return office.done(session, letter, "empty")
        if may_answer:
            if meaning.surely("check_ticket_status"):
                answering.status(ticket)
                if refused:
                    answering.notice(ticket.email, "files", ticket=ticket, refused=refused)
            elif ticket.status == "resolved" and not polite:
                answering.notice(ticket.email, "resolved", ticket=ticket, refused=refused)
            elif refused:
                answering.notice(ticket.email, "files", ticket=ticket, refused=refused)
        return office.done(session, letter, "commented")


def _told_in(office: Office, ticket: TicketView) -> tuple[list[str], list[str | None]]:
    """The texts of the ticket and the names of who wrote them."""
    with reading(office.engine) as session:
        events = queries.history(session, ticket_number=ticket.number)
    names = dict.fromkeys([ticket.requester_name, *(event.author_name for event in events)])
    return [event.text for event in events if event.text], list(names)


def _write(
    office: Office,
    session: Any,
    letter: Letter,
    ticket: TicketView,
    reply: Reply,
    files: list[LetterFile],
    people: list[str | None],
) -> list[dict[str, str]]:
    """Comment and files; the files refused. Raises TicketFinished, EmptyText (nothing to write)."""
    now, author = office.clock(), Author.requester(ticket.requester_name)
    if ticket.status in FINISHED:
        raise errors.TicketFinished(ticket.number, ticket.status)
    text = reply.written
    if not text and not files:
        raise errors.EmptyText
    if len(text) > MAX_TEXT or len(reply.rest) > LONGEST_REST:
        files = [*files, LetterFile(WHOLE_MESSAGE, letter.text.encode("utf-8", "replace"))]
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - 1].rstrip() + "…"
    if text:
        operations.comment(
            session,
            ticket_number=ticket.number,
            text=text,
            rest=reply.rest[:LONGEST_REST],
            author=author,
            now=now,
            dedupe_key=f"letter-{letter_key(letter.message_id)}",
        )
    refused = office.files.attach(
        session,
        files,
        ticket_number=ticket.number,
        author=author,
        now=now,
        courtesy=courtesy.is_courtesy(text, people),
    )
    if not text and len(refused) == len(files):
        office.keep_some(session, letter, "empty", letter.sender, ticket.number)
    elif not text and reply.rest:
        operations.keep_rest(
            session, ticket_number=ticket.number, kind="attachment", text=reply.rest[:LONGEST_REST]
        )
    return refused


def _unconfirmed(office: Office, letter: Letter, ticket: TicketView, may_answer: bool) -> str:
    """From says that it is the requester and nothing proves it: only his own mailbox hears of it."""
    with office.settling(letter) as session:
        office.keep(session, letter, "unverified", ticket.number)
        if may_answer:
            Answering(session, letter, office.clock()).notice(ticket.email, "unconfirmed", ticket=ticket)
        return office.done(session, letter, "unverified")


def _from_somebody_else(
    office: Office, letter: Letter, party: Party, ticket: TicketView, may_answer: bool
) -> str:
    """A colleague in copy, or a stranger with the number: the desk sees it, the ticket stays as it is."""
    with office.settling(letter) as session:
        office.keep(session, letter, "other_sender", ticket.number)
        if may_answer and party.verdict == "pass":
            Answering(session, letter, office.clock()).notice(party.sender, "other_sender")
        return office.done(session, letter, "other_sender")
