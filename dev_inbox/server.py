"""Keeps each received mail as one `.eml` file: written aside, then renamed, so nobody reads half of one.

The envelope's sender and recipients are added as X-Envelope-From and X-Envelope-To.
"""

from __future__ import annotations

import time
import uuid
from contextlib import suppress
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

MAX_BYTES = 25 * 1024 * 1024


class KeepOnDisk:
    """aiosmtpd handler: `<folder>/<nanoseconds since 1970>-<random>.eml`, in order of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = (
            envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        )
        # In front of the bytes as they came: parsing and writing again would change what is being looked at.
        recipients = ", ".join(envelope.rcpt_tos)
        added = f"X-Envelope-From: {envelope.mail_from or ''}\r\nX-Envelope-To: {recipients}\r\n"
        name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
        partial = self.folder / f"{name}.part"
        try:
            partial.touch(mode=0o600)
            partial.write_bytes(added.encode() + content)
            partial.rename(self.folder / f"{name}.eml")
        except OSError:  # a full disk: the sender comes again
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            return "452 4.3.1 Sem espaço; tente de novo mais tarde"
        return "250 OK"


def start(host: str, port: int, folder: Path) -> Controller:
    """Serve in a thread of its own; the caller stops the controller. Raises OSError if the port is taken."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    controller = Controller(KeepOnDisk(folder), hostname=host, port=port, data_size_limit=MAX_BYTES)
    controller.start()
    return controller
