"""What dealing with a letter needs, and the one transaction in which a letter is done with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from inbound_mail.assistant import Assistant, AssistantAway, Meaning
from inbound_mail.files import Files
from inbound_mail.letter import Letter
from ticket_store import operations
from ticket_store.database import hold, transaction
from ticket_store.queries import mailbox as mails

# Letters kept for the desk from one sender in a day: a robot that we no longer answer must not flood it.
KEPT_A_DAY = 20


class AlreadyHandled(Exception):
    """Another worker was faster."""


@dataclass(frozen=True)
class Office:
    """engine: the ticket store's. mailbox: our address. trusted: the receiving server's authserv-id.

    longest: seconds that one letter may take before the process ends itself, None for no end.
    """

    engine: Any
    clock: Callable[[], datetime]
    mailbox: str
    secret: str
    trusted: str
    assistant: Assistant
    files: Files
    longest: float | None = None

    @contextmanager
    def settling(self, letter: Letter) -> Iterator[Any]:
        """A writing session in which the letter is still to be dealt with. Raises AlreadyHandled."""
        with transaction(self.engine) as session:
            hold(session, f"letter:{letter.message_id}")
            if operations.letter_handled(session, message_id=letter.message_id):
                raise AlreadyHandled
            yield session

    def done(self, session: Any, letter: Letter, outcome: str) -> str:
        """Ends the letter, in the transaction that does what it asked for."""
        operations.mark_letter_handled(
            session, message_id=letter.message_id, outcome=outcome, now=self.clock()
        )
        return outcome

    def keep(self, session: Any, letter: Letter, reason: str, ticket_number: str | None = None) -> None:
        """Puts the letter before the desk."""
        operations.keep_letter(
            session,
            message_id=letter.message_id,
            reason=reason,
            raw=letter.raw,
            sender=letter.sender,
            subject=letter.subject,
            excerpt=letter.text,
            ticket_number=ticket_number,
            now=self.clock(),
        )

    def keep_some(
        self, session: Any, letter: Letter, reason: str, sender: str | None, ticket_number: str | None = None
    ) -> None:
        """The same, up to KEPT_A_DAY from one sender; more of the same would only hide the others."""
        since = self.clock() - timedelta(days=1)
        if sender is None or mails.count_kept(session, sender=sender, since=since) < KEPT_A_DAY:
            self.keep(session, letter, reason, ticket_number)

    def meaning_if_there(self, text: str) -> Meaning:
        """What a text means, for what can also be done without knowing it."""
        if not text.strip():
            return Meaning()
        try:
            return self.assistant.understand(text)
        except AssistantAway:
            return Meaning()
