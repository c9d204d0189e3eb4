"""A letter in a ticket's thread: its proven requester's becomes a comment, any other changes nothing."""

from __future__ import annotations

from typing import Any

from inbound_mail.answers import Answering
from inbound_mail.letter import Letter
from inbound_mail.mime import LetterFile
from inbound_mail.office import Office
from inbound_mail.parties import Party
from inbound_mail.reply_text import LONGEST, reply_in
from inbound_mail.sentences import WHOLE_MESSAGE
from ticket_store import errors, operations
from ticket_store.authors import Author
from ticket_store.operations.letters import letter_key
from ticket_store.operations.recording import MAX_TEXT
from ticket_store.views import TicketView

COURTESIES = ("thank", "praise", "goodbye", "affirm", "greet")
FINISHED = ("closed", "cancelled")


def take(office: Office, letter: Letter, party: Party, ticket: TicketView, *, may_answer: bool) -> str:
    """The outcome: commented, finished, empty, unverified or other_sender."""
    if party.sender != ticket.email:
        return _from_somebody_else(office, letter, party, ticket, may_answer)
    if not party.proven:
        return _unconfirmed(office, letter, ticket, may_answer)
    text = reply_in(letter.text)
    # Only to choose what to answer: a comment does not wait for the assistant.
    meaning = office.meaning_if_there(text)
    with office.settling(letter) as session:
        answering = Answering(session, letter, office.clock())
        operations.clear_bounced(session, email=party.sender)
        try:
            refused = _write(office, session, letter, ticket, text)
        except errors.TicketFinished:
            if may_answer and not meaning.surely(*COURTESIES):
                answering.notice(ticket.email, "finished", ticket=ticket)
            return office.done(session, letter, "finished")
        except errors.EmptyText:
            return office.done(session, letter, "empty")
        if may_answer:
            if meaning.surely("check_ticket_status"):
                answering.status(ticket)
            elif ticket.status == "resolved" and not meaning.surely(*COURTESIES):
                answering.notice(ticket.email, "resolved", ticket=ticket, refused=refused)
            elif refused:
                answering.notice(ticket.email, "files", ticket=ticket, refused=refused)
        return office.done(session, letter, "commented")


def _write(
    office: Office, session: Any, letter: Letter, ticket: TicketView, text: str
) -> list[dict[str, str]]:
    """Comment and files; the files refused. Raises TicketFinished, EmptyText (nothing to write)."""
    now, author = office.clock(), Author.requester(ticket.requester_name)
    if ticket.status in FINISHED:
        raise errors.TicketFinished(ticket.number, ticket.status)
    files = list(letter.files)
    if not text and not files:
        raise errors.EmptyText
    if len(text) > MAX_TEXT or len(letter.text) > LONGEST:
        files.append(LetterFile(WHOLE_MESSAGE, letter.text.encode("utf-8", "replace")))
        text = text[: MAX_TEXT - 1].rstrip() + "…"
    if text:
        operations.comment(
            session,
            ticket_number=ticket.number,
            text=text,
            author=author,
            now=now,
            dedupe_key=f"letter-{letter_key(letter.message_id)}",
        )
    return office.files.attach(session, files, ticket_number=ticket.number, author=author, now=now)


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
