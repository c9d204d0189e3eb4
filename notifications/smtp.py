"""Delivery by SMTP. Tells a message that will never pass (5xx about it) from a server that is only unwell."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType

from notifications.transport import TransportError

SECURITY = ("none", "starttls", "tls")
_REASON_LIMIT = 200


@dataclass(frozen=True)
class Server:
    """security: "none" | "starttls" | "tls". timeout: seconds for each answer.

    tls: None trusts the system's authorities. Raises ValueError for another security.
    """

    host: str
    port: int
    security: str = "none"
    user: str = ""
    password: str = ""
    timeout: float = 15.0
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        if self.security not in SECURITY:
            raise ValueError(f"SMTP_SECURITY must be one of {', '.join(SECURITY)}")


class SmtpTransport:
    """One connection for a run of messages, dropped after any failure. Not for two threads."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> SmtpTransport:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Connects, so that no row is claimed in vain while the server is away. Raises TransportError."""
        if self._connection is None:
            self._connection = self._connect()

    def deliver(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Returns once the server has taken responsibility. Raises TransportError."""
        self.open()
        assert self._connection is not None
        try:
            self._connection.send_message(message, from_addr=sender, to_addrs=[recipient])
        except smtplib.SMTPRecipientsRefused as refused:
            self.close()
            code, text = next(iter(refused.recipients.values()))
            raise _answered(code, text, "recipient") from None
        except smtplib.SMTPResponseException as refused:
            self.close()
            raise _answered(refused.smtp_code, refused.smtp_error, "message") from None
        except smtplib.SMTPNotSupportedError:
            self.close()
            raise TransportError(
                "the server cannot take this address (no SMTPUTF8)", permanent=True
            ) from None
        except (smtplib.SMTPException, OSError) as broken:
            self.close()
            raise TransportError(f"connection lost: {type(broken).__name__}", permanent=False) from None

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            # No QUIT: after a failure it would wait for a server that may not answer.
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        """What goes wrong before a message is offered is the server's or our settings' fault, no row's."""
        server = self.server
        context = server.tls or ssl.create_default_context()
        connection: smtplib.SMTP | None = None
        try:
            if server.security == "tls":
                connection = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=server.timeout, context=context
                )
            else:
                connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
            if server.security == "starttls":
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, server.password)
        except (smtplib.SMTPException, OSError) as broken:
            if connection is not None:
                connection.close()
            code = f" {broken.smtp_code}" if isinstance(broken, smtplib.SMTPResponseException) else ""
            raise TransportError(f"no connection: {type(broken).__name__}{code}", permanent=False) from None
        return connection


def _answered(code: int, text: bytes | str, about: str) -> TransportError:
    """The server's words, without the addresses that it likes to repeat."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    said = " ".join(re.sub(r"<?(?<![^\s<>])[^\s<>@]+@[^\s<>]+>?", "<…>", said).split())
    return TransportError(f"{about} refused: {code} {said}"[:_REASON_LIMIT], permanent=500 <= code < 600)
