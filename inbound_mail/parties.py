"""Whom a letter is about and what it proves: its thread, its sender, and where an answer may go."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from inbound_mail.authentication import Verdict, verdict
from inbound_mail.letter import Letter
from ticket_store import catalogue, numbers, queries, reply_address
from ticket_store.errors import InvalidTicketNumber, TicketNotFound
from ticket_store.queries import mailbox as mails
from ticket_store.views import TicketView

_FULL = re.compile(r"(?<![\w@.+-])(20\d{2}\s?[-/. ]?\s?\d{7})(?![\w@])")
_NAMED = re.compile(
    r"\b(?P<noun>n[uú]mero|chamado|ticket|protocolo|acionamento|solicita[cç][aã]o|registro|SS)"
    r"\s{0,3}(?:n[º°o.]{0,3}|#|:)?\s{0,3}(?P<number>\d{1,7})(?:/(?P<year>20\d{2}))?"
    r"(?![\w/-])(?!\.\d)",
    re.IGNORECASE,
)
# What only a service desk gives out; the others anybody's office has too.
_DESK_NOUNS = frozenset({"chamado", "ticket", "acionamento", "ss"})
_OF = re.compile(r"\s{1,3}(?:d[aoe]s?|n[ao]s?)\s{1,3}([\w-]{2,40})", re.IGNORECASE)
_OTHER_THING = re.compile(
    r"(?:erro|c[oó]digo|processo|sei|nota|pedido|ramal|sala|vers[aã]o|linha|s[eé]rie)\s{1,3}$", re.I
)
_OURS = frozenset({"serpro", "css", "central"})
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


def named_ticket(
    session: Any, text: str, this_year: int, sender: str
) -> tuple[str | None, TicketView | None]:
    """(the number that the text names, its ticket); a number that nobody has names no ticket.

    One without a year is the sender's own, of this year or the last; it never means somebody else's. Some
    write the year behind it ("1/2026").
    """
    if written := _FULL.search(text):
        number = _normalised(written[1], this_year)
        return number, _ticket(session, number)
    for named in _NAMED.finditer(text):
        if not _may_be_ours(text, named):
            continue
        years = (int(named["year"]),) if named["year"] else (this_year, this_year - 1)
        mine = (_ticket(session, _normalised(named["number"], year)) for year in years)
        if ticket := next((t for t in mine if t is not None and t.email == sender), None):
            return ticket.number, ticket
        if named["noun"].lower() in _DESK_NOUNS and (number := _normalised(named["number"], years[0])):
            return number, None
    return None, None


def _may_be_ours(text: str, named: re.Match[str]) -> bool:
    """ "protocolo 1 do SEI" and "erro número 1" are not; "chamado 1 do SIAFI" says what it is about."""
    if _OTHER_THING.search(text[max(0, named.start() - 20) : named.start()]):
        return False
    of = _OF.match(text, named.end())
    if of is None or of[1].lower() in _OURS:
        return True
    return named["noun"].lower() in _DESK_NOUNS and catalogue.load().match_service(of[1]) is not None


def _normalised(text: str, year: int) -> str | None:
    try:
        return numbers.normalise(text, year)
    except InvalidTicketNumber:
        return None


def new_conversation(letter: Letter) -> str:
    """The conversation that a letter begins: always the same for the same letter."""
    digest = hashlib.sha256(
        b"conversation|" + letter.message_id.encode("utf-8", "surrogateescape")
    ).hexdigest()
    return reply_address.CONVERSATION_PREFIX + digest[:16]


def _ticket(session: Any, number: str | None) -> TicketView | None:
    """Of one that repeats another the one that stays: there the work goes on."""
    seen: set[str] = set()
    while number is not None and number not in seen:
        seen.add(number)
        try:
            ticket = queries.desk_ticket(session, ticket_number=number)
        except TicketNotFound:
            return None
        if ticket.duplicate_of is None:
            return ticket
        number = ticket.duplicate_of
    return None
