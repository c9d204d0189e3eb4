"""One letter from its bytes to what it changes in the store; the second time it changes nothing."""

from __future__ import annotations

import faulthandler
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from inbound_mail import talk, ticket_letter
from inbound_mail.answers import Answering
from inbound_mail.assistant import AssistantAway
from inbound_mail.automatic import nature_of
from inbound_mail.bounce import bounce_in
from inbound_mail.letter import Letter, parse, unread
from inbound_mail.office import AlreadyHandled, Office
from inbound_mail.parties import Party, party_of
from inbound_mail.sentences import BOUNCED
from ticket_store import operations
from ticket_store.authors import SYSTEM
from ticket_store.database import reading, transaction
from ticket_store.operations.letters import attempt_key, letter_key
from ticket_store.queries import mailbox as mails

log = logging.getLogger("inbound_mail")


# So often a letter may end the process (or its time); then a person reads it, and the queue goes on.
DEATHS = 2


@contextmanager
def limited(seconds: float | None) -> Iterator[None]:
    """Ends the process when it takes longer: the supervisor starts another, which counts it as a death.

    By the C library's own thread, which also runs while a pattern holds the interpreter.
    """
    if seconds is None:
        yield
        return
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


class Handler:
    """Takes letters one at a time, whichever door they come by."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._turn = threading.Lock()

    def handle(
        self,
        raw: bytes,
        *,
        envelope_from: str | None = None,
        envelope_to: Iterable[str] = (),
        complete: bool = True,
    ) -> str:
        """The outcome, once it is committed.

        Raises AssistantAway, or what a store that is down raises: the letter is to be offered again.
        """
        with self._turn:
            with transaction(self._office.engine) as session:
                deaths = operations.begin_letter(session, raw=raw, now=self._office.clock())
            with limited(self._office.longest):
                outcome = self._dealt(raw, deaths, envelope_from, envelope_to, complete)
        return outcome

    def _dealt(
        self, raw: bytes, deaths: int, sender: str | None, recipients: Iterable[str], complete: bool
    ) -> str:
        # No header of a letter is safe to log; this tells letters apart.
        name = attempt_key(raw)[:10]
        try:
            try:
                if deaths >= DEATHS:
                    letter = unread(raw)
                    outcome = self._keep(letter, "deadly")
                else:
                    letter = parse(raw, envelope_from=sender, envelope_to=recipients, complete=complete)
                    name = letter_key(letter.message_id)[:10]
                    outcome = self._deal(letter)
            except AlreadyHandled:
                outcome = "repeated"
            except AssistantAway as away:
                log.warning("letter %s waits: %s", name, away)
                raise
            except Exception as error:
                log.error("letter %s failed: %s", name, where(error))
                outcome = self._failed(letter)
        except Exception:
            # It goes on being offered, and did not kill.
            self._ended(raw)
            raise
        if deaths < DEATHS:  # a deadly one stays known
            self._ended(raw)
        log.info("letter %s: %s", name, outcome)
        return outcome

    def _ended(self, raw: bytes) -> None:
        with transaction(self._office.engine) as session:
            operations.end_letter(session, raw=raw)

    def _deal(self, letter: Letter) -> str:
        office = self._office
        with reading(office.engine) as session:
            if operations.letter_handled(session, message_id=letter.message_id):
                return "repeated"
        if letter.unreadable == "unparsable":
            return self._keep(letter, "unparsable")
        nature = nature_of(letter, office.mailbox)
        if nature == "bounce":
            return self._bounced(letter)
        if nature in ("own", "automatic"):
            with office.settling(letter) as session:
                return office.done(session, letter, nature)
        if letter.sender is None:
            return self._keep(letter, "no_sender")
        with reading(office.engine) as session:
            party = party_of(
                session, letter, mailbox=office.mailbox, secret=office.secret, trusted=office.trusted
            )
            known = mails.is_requester(session, email=party.sender)
        answers_us = party.ticket is not None or party.conversation_id is not None
        if nature in ("list", "machine"):
            return self._unanswerable(letter, nature, proven=party.proven and known)
        if nature == "robotic" and (answers_us or not party.proven):
            return self._keep(letter, "robotic")
        may_answer = nature in ("person", "robotic")
        if party.verdict == "fail" and not party.proven and not known:
            # Answering would write to somebody who has nothing to do with it.
            return self._keep(letter, "unverified")
        if letter.unreadable is not None:
            return self._sealed(letter, letter.unreadable, party, may_answer)
        if party.ticket is not None:
            return ticket_letter.take(office, letter, party, party.ticket, may_answer=may_answer)
        if letter.calendar is not None:
            return self._keep(letter, "calendar")
        return talk.take(office, letter, party, may_answer=may_answer)

    def _unanswerable(self, letter: Letter, nature: str, *, proven: bool) -> str:
        """Never answered; what one of our requesters wrote by way of a list or a program is for the desk."""
        if proven:
            return self._keep(letter, "list" if nature == "list" else "robotic")
        with self._office.settling(letter) as session:
            return self._office.done(session, letter, "list" if nature == "list" else "automatic")

    def _sealed(self, letter: Letter, why: str, party: Party, may_answer: bool) -> str:
        """Encrypted, or too large to be fetched: only a person can do something about it."""
        office = self._office
        with office.settling(letter) as session:
            office.keep(session, letter, "unreadable", party.ticket.number if party.ticket else None)
            if may_answer:
                Answering(session, letter, office.clock()).notice(party.sender, why)
            return office.done(session, letter, "unreadable")

    def _bounced(self, letter: Letter) -> str:
        """Only a report that quotes the Message-ID of a mail of ours is believed: nobody else knows it."""
        office = self._office
        bounce = bounce_in(letter)
        with office.settling(letter) as session:
            uids = [one.partition("@")[0] for one in bounce.message_ids] if bounce else []
            mail = next(iter(mails.sent_mails(session, uids=uids)), None)
            if bounce is None or mail is None:
                return office.done(session, letter, "bounce_unknown")
            now = office.clock()
            operations.mark_bounced(session, email=mail.recipient, status=bounce.status, now=now)
            if mail.ticket_number:
                operations.comment(
                    session,
                    ticket_number=mail.ticket_number,
                    text=BOUNCED.format(status=bounce.status),
                    author=SYSTEM,
                    internal=True,
                    dedupe_key=f"bounce-{mail.uid}",
                    now=now,
                )
            return office.done(session, letter, "bounced")

    def _keep(self, letter: Letter, reason: str) -> str:
        with self._office.settling(letter) as session:
            self._office.keep_some(session, letter, reason, letter.sender)
            return self._office.done(session, letter, reason)

    def _failed(self, letter: Letter) -> str:
        """A fault of ours must not lose the letter, nor stop those behind it."""
        try:
            return self._keep(letter, "failed")
        except AlreadyHandled:
            return "repeated"


def where(error: BaseException) -> str:
    """The error's type and place; its text may quote the letter."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"
