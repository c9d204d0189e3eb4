"""An LMTP and SMTP entry: 250 only once the letter is dealt with, so the queue stays with the sender."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Any, Protocol

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

log = logging.getLogger("inbound_mail")

LARGEST = 30 * 1024 * 1024  # bytes; a 20 MB file is about 27 in base64
AGAIN = "451 4.3.0 Tente de novo mais tarde"


class Taker(Protocol):
    def handle(self, raw: bytes, *, envelope_from: str | None, envelope_to: Iterable[str]) -> str: ...


class Server(SMTP):
    """One port for both: LHLO begins LMTP, EHLO or HELO SMTP."""

    # Programs write whole paragraphs as one line, against RFC 5321; their letters are read all the same.
    line_length_limit = 1024 * 1024

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:
        await super().smtp_EHLO(arg)


class _Entry:
    def __init__(self, taker: Taker, mailbox: str) -> None:
        self._taker = taker
        self._local, _, self._domain = mailbox.lower().partition("@")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        local, _, domain = address.lower().partition("@")
        if domain != self._domain or local.partition("+")[0] != self._local:
            return "550 5.1.1 Este endereço não é nosso"
        # LMTP answers DATA once for each recipient; with one there is nothing to tell apart.
        if envelope.rcpt_tos:
            return "452 4.5.3 Um destinatário por vez"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content: Any = envelope.content
        raw = content if isinstance(content, bytes) else str(content or "").encode()
        try:
            await asyncio.to_thread(
                self._taker.handle,
                raw,
                envelope_from=(envelope.mail_from or "").strip("<> "),
                envelope_to=tuple(envelope.rcpt_tos),
            )
        except Exception:
            return AGAIN  # the handler has told why
        return "250 2.0.0 OK"


class _Door(Controller):
    def factory(self) -> SMTP:
        return Server(self.handler, **self.SMTP_kwargs)


def start(taker: Taker, *, mailbox: str, host: str, port: int) -> Controller:
    """Serve in a thread; the caller stops the returned controller. Raises OSError when the port is taken."""
    door = _Door(
        _Entry(taker, mailbox), hostname=host, port=port, data_size_limit=LARGEST, enable_SMTPUTF8=True
    )
    door.start()
    return door
