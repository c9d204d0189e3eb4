"""Whom a letter is about and what it proves: its thread, its sender, and where an answer may go."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from inbound_mail.authentication import Verdict, verdict
from inbound_mail.letter import Letter
from ticket_store import numbers, queries, reply_address
from ticket_store.errors import InvalidTicketNumber, TicketNotFound
from ticket_store.queries import mailbox as mails
from ticket_store.views import TicketView

_FULL = re.compile(r"(?<![\w@.+-])(20\d{2}\s?[-/. ]?\s?\d{7})(?![\w@])")
_NAMED = re.compile(
    r"\b(?:n[uú]mero|chamado|ticket|protocolo|acionamento|solicita[cç][aã]o|registro|SS)\s*(?:n[º°o.]*|#|:)?\s*(\d{1,7})(?![\w/-])",
    re.IGNORECASE,
)
_OWN_ID = re.compile(r"([0-9a-f]{32})@")


@dataclass(frozen=True)
class Party:
    """proven: the mailbox is the sender's, by the receiving server's word or by a secret address.

    ticket: of whose thread the letter is. conversation_id: the one it goes on with, None for a new one.
    """

    sender: str
    verdict: Verdict
    proven: bool
    ticket: TicketView | None
    conversation_id: str | None

    @property
    def is_requester(self) -> bool:
        return self.ticket is not None and self.ticket.email == self.sender


def party_of(session: Any, letter: Letter, *, mailbox: str, secret: str, trusted: str) -> Party:
    """Reads only."""
    sender = letter.sender or ""
    found = verdict(letter, trusted)
    given = [a for address in letter.recipients if (a := reply_address.read(address, mailbox))]
    secrets = [a for a in given if a.belongs_to(sender, secret)]
    proven = found == "pass" or bool(secrets)
    ticket = _ticket(session, next((a.about for a in given if a.kind == "ticket"), None))
    conversation_id = next((a.about for a in secrets if a.kind == "conversation"), None)
    if ticket is None and conversation_id is None:
        uids = [m[1] for one in letter.answers if (m := _OWN_ID.match(one))]
        for mail in mails.sent_mails(session, uids=uids):
            ticket = ticket or _ticket(session, mail.ticket_number)
            if mail.conversation_id and mail.recipient == sender and proven:
                conversation_id = conversation_id or mail.conversation_id
    return Party(sender, found, proven, ticket, conversation_id)


def named_ticket(session: Any, text: str, this_year: int) -> tuple[str | None, TicketView | None]:
    """(the number that the text names, its ticket); a number that nobody has names no ticket."""
    written = _FULL.search(text) or _NAMED.search(text)
    if written is None:
        return None, None
    try:
        number = numbers.normalise(written[1], this_year)
    except InvalidTicketNumber:
        return None, None
    return number, _ticket(session, number)


def new_conversation(letter: Letter) -> str:
    """The conversation that a letter begins: always the same for the same letter."""
    digest = hashlib.sha256(
        b"conversation|" + letter.message_id.encode("utf-8", "surrogateescape")
    ).hexdigest()
    return reply_address.CONVERSATION_PREFIX + digest[:16]


def _ticket(session: Any, number: str | None) -> TicketView | None:
    if number is None:
        return None
    try:
        return queries.desk_ticket(session, ticket_number=number)
    except TicketNotFound:
        return None
