"""Constants of the corpus, a clock that the test moves, and what the tests look at in the store."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ticket_store import queries
from ticket_store.database import reading, transaction
from ticket_store.model import BouncedAddress, InboundLetter, OutboxRow
from ticket_store.queries import mailbox as mails

CSS = "css.serpro@serpro.gov.br"
SECRET = "chave-de-teste"
NUMBER = "2026-0000001"
# The corpus answers this mail: the registration of Ana's ticket.
UID = "aaaabbbbccccdddd0000111122223333"
CORPUS = Path(__file__).with_name("corpus")


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


class Store:
    """What the tests look at, in short words."""

    def __init__(self, engine, clock, directory: Path) -> None:
        self.engine, self.clock, self.directory = engine, clock, directory

    def comments(self, number: str = NUMBER) -> list[str]:
        return [e.text for e in self._history(number) if e.kind == "comment"]

    def notes(self, number: str = NUMBER) -> list[str]:
        return [e.text for e in self._history(number) if e.kind == "note"]

    def files(self, number: str = NUMBER) -> list[str]:
        with reading(self.engine) as session:
            return [a.filename for a in queries.attachments(session, ticket_number=number)]

    def ticket(self, number: str = NUMBER):
        with reading(self.engine) as session:
            return queries.desk_ticket(session, ticket_number=number)

    def answers(self) -> list[tuple[str, str]]:
        """(kind or reason, to) of what the letters brought about."""
        return [(row.payload.get("reason") or row.kind, row.recipient) for row in self.rows()]

    def rows(self) -> list[OutboxRow]:
        with reading(self.engine) as session:
            rows = session.query(OutboxRow).filter(
                OutboxRow.kind.in_(("assistant_reply", "ticket_status", "letter_notice"))
            )
            return list(rows.order_by(OutboxRow.id))

    def kept(self) -> list[str]:
        with reading(self.engine) as session:
            return [letter.reason for letter in mails.kept_letters(session)]

    def outcomes(self) -> list[str]:
        with reading(self.engine) as session:
            return [letter.outcome for letter in session.query(InboundLetter)]

    def bounced(self, email: str) -> str | None:
        with reading(self.engine) as session:
            row = session.get(BouncedAddress, email)
            return row.status if row else None

    def do(self, operation, **given):
        with transaction(self.engine) as session:
            return operation(session, now=self.clock(), **given)

    def _history(self, number: str):
        with reading(self.engine) as session:
            return queries.history(session, ticket_number=number, internal=True)


def spare_port() -> int:
    """A port of 5505-5599 that nobody listens on; each worker of pytest-xdist has ten of its own."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for port in range(5510 + 10 * (worker % 9), 5520 + 10 * (worker % 9)):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no spare port")


def plain(
    text: str, *, frm: str, to: str = CSS, subject: str = "Assunto", message_id: str = "m1", extra: str = ""
) -> bytes:
    """A small letter. extra: header lines, each with its line end."""
    return (
        f"{extra}From: {frm}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{message_id}@teste>\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


def proof(address: str) -> str:
    """The header by which the receiving server vouches for the sender."""
    return f"Authentication-Results: mx.serpro.gov.br; dmarc=pass header.from={address.partition('@')[2]}\r\n"
