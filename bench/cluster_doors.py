"""The two other doors of the cluster, each used as its own clients do: what is not accepted is tried again.

A letter is one reply to the mail of a ticket (LMTP); a request opens one ticket over the API, under a key.
"""

from __future__ import annotations

import asyncio
import smtplib
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import requests

from bench.cluster_count import mail_about
from bench.cluster_person import Person
from bench.place import Place
from ticket_store import integration
from ticket_store.database import connect, transaction

TRY_SECONDS = 900.0  # a mail may wait for the lease of a dead worker more than once


class GaveUp(Exception):
    """Somebody waited in vain; the words say for what."""


@dataclass
class Doors:
    """`letters`: the words by which each accepted letter is known again. `opened`: address -> number told."""

    up: Place
    token: str
    letters: list[str] = field(default_factory=list)
    opened: dict[str, str] = field(default_factory=dict)
    again: int = 0

    async def use(self, person: Person) -> None:
        """By a person who was told a number."""
        await asyncio.gather(self._write(person), self._open(f"api.{person.email}"))

    async def _write(self, person: Person) -> None:
        [number] = person.told()
        words = f"tela {uuid.uuid4().hex}"
        letter: EmailMessage | None = None
        deadline, tries = time.monotonic() + TRY_SECONDS, 0
        while time.monotonic() < deadline:
            if letter is None:
                letter = await asyncio.to_thread(_reply, self.up, person.email, number, words)
            if letter is not None and await asyncio.to_thread(_handed_over, self.up, letter, tries):
                self.letters.append(words)
                return
            tries += 1
            self.again += letter is not None
            await asyncio.sleep(1)
        raise GaveUp(f"a resposta de {person.email} não foi aceita em {TRY_SECONDS:.0f} s")

    async def _open(self, email: str) -> None:
        key, deadline = uuid.uuid4().hex, time.monotonic() + TRY_SECONDS
        while time.monotonic() < deadline:
            if number := await asyncio.to_thread(self._opened, email, key):
                self.opened[email] = number
                return
            self.again += 1
            await asyncio.sleep(1)
        raise GaveUp(f"a API não abriu em {TRY_SECONDS:.0f} s")

    def _opened(self, email: str, key: str) -> str | None:
        body = {"email": email, "service_code": "siape", "description": "O SIAPE dá erro ao abrir a folha."}
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        try:
            answer = requests.post(f"{self.up.url}/api/v1/tickets", json=body, headers=headers, timeout=20)
        except requests.RequestException:
            return None
        if answer.status_code == 201:
            return str(answer.json()["number"])
        if answer.status_code not in (409, 429) and answer.status_code < 500:
            raise SystemExit(f"a API respondeu {answer.status_code}: {answer.text[:300]}")
        return None


def doors(up: Place) -> Doors:
    """With a token of their own."""
    engine, now = connect(up.stores.database_url), datetime.now(UTC)
    with transaction(engine) as session:
        _, token = integration.create_token(
            session, name="bench", scopes=["tickets:read", "tickets:write"], domains=[], created_by=None,
            now=now, expires_at=now + timedelta(days=1),
        )  # fmt: skip
    engine.dispose()
    return Doors(up, token)


def _reply(up: Place, sender: str, number: str, words: str) -> EmailMessage | None:
    """To the mail about that ticket, once it came."""
    mail = mail_about(up, number)
    if mail is None:
        return None
    letter = EmailMessage()
    letter["From"], letter["To"] = sender, str(mail["Reply-To"] or mail["From"])
    letter["Subject"] = f"Re: {mail['Subject']}"
    letter["Message-ID"] = f"<{uuid.uuid4().hex}@orgao.gov.br>"
    letter["In-Reply-To"] = str(mail["Message-ID"])
    letter["Date"] = datetime.now(UTC)
    letter.set_content(f"Aparece também na {words}.\n")
    return letter


def _handed_over(up: Place, letter: EmailMessage, tries: int) -> bool:
    """To one of them after the other, as a mail server with a queue does."""
    ports = up.ports_of("inbound_mail")
    try:
        with smtplib.LMTP("127.0.0.1", ports[tries % len(ports)], timeout=60) as door:
            door.send_message(letter)
        return True
    except (OSError, smtplib.SMTPException):
        return False
