"""Every other letter: a ticket's position goes to its own address, the rest is the assistant's."""

from __future__ import annotations

from datetime import timedelta

from inbound_mail import reply_text, ticket_letter
from inbound_mail.answers import Answering, allowed
from inbound_mail.assistant import LONGEST, Answer, Meaning
from inbound_mail.files import Refused, sent_with
from inbound_mail.letter import Letter
from inbound_mail.mime import LetterFile
from inbound_mail.office import Office
from inbound_mail.parties import Party, named_ticket, new_conversation
from inbound_mail.quote_headers import is_marker
from inbound_mail.reply_text import Reply
from inbound_mail.sentences import WHOLE_MESSAGE
from ticket_store import identity, numbers, operations, queries
from ticket_store.authors import Author
from ticket_store.database import reading
from ticket_store.views import TicketView

# Written with a ticket's number, these want something else than to add to that ticket.
ERRANDS = ("cancel_ticket", "reopen_ticket", "rate_service", "list_my_tickets", "open_ticket")
# Clocks of two processes may differ a little.
SLACK = timedelta(seconds=2)


def take(office: Office, letter: Letter, party: Party, *, may_answer: bool) -> str:
    """The outcome. Raises AssistantAway: then nothing was written, and the letter is to be tried again."""
    text = _text_of(office, letter, party)
    if not may_answer or not text:
        return _for_the_desk(office, letter, party, "for_a_person" if text else "empty", may_answer)
    with reading(office.engine) as session:
        if not allowed(session, party.sender, office.clock()):
            return _too_many(office, letter, party)
        number, ticket = named_ticket(
            session, f"{letter.subject}\n{text}", numbers.year_of(office.clock()), party.sender
        )
    meaning = office.assistant.understand(text)
    if party.conversation_id is None:
        with_files = ticket is not None and ticket.email == party.sender and letter.files
        if number and meaning.surely("check_ticket_status") and not with_files:
            return _position(office, letter, party, ticket)
        if ticket and ticket.email == party.sender and not meaning.surely(*ERRANDS):
            return ticket_letter.take(office, letter, party, ticket, may_answer=may_answer)
    if meaning.surely("talk_to_human"):
        return _for_the_desk(office, letter, party, "for_a_person", may_answer)
    if _is_courtesy(meaning, text, letter):
        with office.settling(letter) as session:
            return office.done(session, letter, "courtesy")
    return _converse(office, letter, party, text)


def _converse(office: Office, letter: Letter, party: Party, text: str) -> str:
    conversation_id = party.conversation_id or new_conversation(letter)
    files = sent_with(letter, lambda words: _read(office, letter, party, words))
    if len(text) > LONGEST:
        files.append(LetterFile(WHOLE_MESSAGE, letter.text.encode("utf-8", "replace")))
    chosen = office.files.sort(files)
    with office.settling(letter) as session:
        now = office.clock()
        operations.touch_conversation(session, conversation_id=conversation_id, now=now)
        operations.hold_files(
            session,
            conversation_id=conversation_id,
            message_id=letter.message_id,
            files=[(f.name, f.content) for f in chosen.good],
            now=now,
        )
        operations.hold_words(
            session,
            conversation_id=conversation_id,
            message_id=letter.message_id,
            text=f"{letter.subject}\n\n{letter.text}"[: ticket_letter.LONGEST_REST],
            now=now,
        )
        if party.proven:
            identity.record_proof(session, conversation_id=conversation_id, email=party.sender, now=now)
            operations.clear_bounced(session, email=party.sender)
    answer = office.assistant.say(conversation_id, text, letter.message_id, party.sender)
    return _settle(office, letter, party, conversation_id, answer, chosen.refused)


def _settle(
    office: Office, letter: Letter, party: Party, conversation_id: str, answer: Answer, refused: Refused
) -> str:
    with office.settling(letter) as session:
        now = office.clock()
        answering = Answering(session, letter, now)
        tickets = queries.list_tickets(session, conversation_id=conversation_id)
        opened = next((t for t in tickets if t.opened_at >= answer.heard_at - SLACK), None)
        taker = opened or next((t for t in tickets if t.status not in ticket_letter.FINISHED), None)
        if taker is not None and (opened is not None or party.proven):
            held = operations.held_files(session, conversation_id=conversation_id)
            refused = refused + office.files.attach(
                session,
                [LetterFile(f.filename, f.content) for f in held],
                ticket_number=taker.number,
                author=Author.requester(taker.requester_name),
                now=now,
            )
            operations.keep_held_words(session, conversation_id=conversation_id, ticket_number=taker.number)
            operations.drop_held_files(session, conversation_id=conversation_id)
        if not answer.texts:
            office.keep(session, letter, "unanswered")
            answering.notice(party.sender, "for_a_person", refused=refused)
            return office.done(session, letter, "unanswered")
        # The registration mail of the ticket already says all that the assistant has to say.
        told = opened is not None and opened.email == party.sender and not refused
        if not told and not answering.reply(
            party.sender,
            "\n\n".join(answer.texts),
            conversation_id=conversation_id,
            proven=party.proven,
            refused=refused,
        ):
            office.keep(session, letter, "too_many")
        return office.done(session, letter, "opened" if opened else "answered")


def _position(office: Office, letter: Letter, party: Party, ticket: TicketView | None) -> str:
    """Somebody else's and an absent number get the same words."""
    with office.settling(letter) as session:
        answering = Answering(session, letter, office.clock())
        if letter.files:
            office.keep_some(session, letter, "for_a_person", party.sender, ticket.number if ticket else None)
        if ticket is not None:
            answering.status(ticket)
        if ticket is None or ticket.email != party.sender:
            answering.notice(party.sender, "status_elsewhere")
        return office.done(session, letter, "status")


def _for_the_desk(office: Office, letter: Letter, party: Party, reason: str, may_answer: bool) -> str:
    with office.settling(letter) as session:
        office.keep(session, letter, reason)
        if may_answer:
            Answering(session, letter, office.clock()).notice(party.sender, "for_a_person")
        return office.done(session, letter, reason)


def _too_many(office: Office, letter: Letter, party: Party) -> str:
    """Two robots, or somebody who needs a person: no answer, and the desk sees the first of them."""
    with office.settling(letter) as session:
        office.keep_some(session, letter, "too_many", party.sender)
        return office.done(session, letter, "too_many")


def _is_courtesy(meaning: Meaning, text: str, letter: Letter) -> bool:
    """ "Obrigado!" needs no answer, and would start an exchange of courtesies."""
    return meaning.surely("thank", "praise", "goodbye") and len(text.split()) <= 15 and not letter.files


def _read(office: Office, letter: Letter, party: Party, text: str) -> Reply:
    """A first letter is content from end to end; only one that answers a mail of ours quotes it."""
    answers_us = party.conversation_id is not None or any(is_marker(line) for line in text.split("\n"))
    if not answers_us or letter.forwarded:
        return reply_text.whole(text)
    return reply_text.split(text, mailbox=office.mailbox, sender=party.sender)


def _text_of(office: Office, letter: Letter, party: Party) -> str:
    """What was written; the subject too, where it says something that the text does not."""
    body = _read(office, letter, party, letter.text).written
    subject = letter.subject
    # A subject that our own mail gave says nothing new.
    ours = party.conversation_id is not None or (
        bool(letter.answers) and subject[:4].lower().startswith(("re:", "res:"))
    )
    if not body:
        return "" if ours or subject[:4].lower().startswith(("re:", "res:")) else subject
    telling = len(subject.split()) >= 3 and subject.casefold() not in body.casefold()
    if not telling or ours:
        return body
    return f"{subject}{'' if subject[-1] in '.!?:;…' else '.'}\n{body}"
