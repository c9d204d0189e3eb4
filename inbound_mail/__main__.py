"""`python -m inbound_mail`: reads the mailbox (IMAP_*), listens for LMTP/SMTP (LMTP_*), until SIGTERM."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from datetime import UTC, datetime
from typing import Any

from ground import log_lines, vitals
from inbound_mail import entry, mailbox
from inbound_mail.assistant import Assistant
from inbound_mail.files import Files
from inbound_mail.handler import Handler
from inbound_mail.office import Office
from settings import Settings
from ticket_store.database import answers, connect

STOP_SECONDS = 8.0
# The assistant is asked twice at most, a minute each, and the store may be busy.
LONGEST_LETTER = 300.0
# A letter, and the longest that the mailbox is waited for: a minute's pause, a minute's timeout.
LONGEST_SILENCE = LONGEST_LETTER + 180.0

log = logging.getLogger("inbound_mail")


def handler_from(settings: Settings, engine: Any) -> Handler:
    return Handler(
        Office(
            engine=engine,
            clock=lambda: datetime.now(UTC),
            mailbox=settings.mail_from,
            secret=settings.secret_key,
            trusted=settings.trusted_authserv_id,
            assistant=Assistant(settings.rasa_url, settings.channel_token),
            files=Files(settings.attachments_dir),
            longest=LONGEST_LETTER,
        )
    )


def main() -> int:
    # Their lines repeat requests and addresses.
    for chatty in ("urllib3", "mail.log", "mail.debug", "mail.error", "imap_tools"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    settings = Settings.from_env()
    log_lines.install(settings.log_format, "inbound_mail")
    if not settings.imap_host and not settings.lmtp_port:
        print("Nada a ler: preencha IMAP_HOST ou LMTP_PORT no .env (veja .env.example).", file=sys.stderr)
        return 2
    engine = connect(settings.database_url)
    handler = handler_from(settings, engine)
    door = None
    if settings.lmtp_port:
        door = entry.start(
            handler, mailbox=settings.mail_from, host=settings.lmtp_host, port=settings.lmtp_port
        )
    beats = vitals.Beats()
    reader = None
    if settings.imap_host:
        account = mailbox.Account(
            settings.imap_host, settings.imap_port, settings.imap_user, settings.imap_password
        )
        reader = threading.Thread(
            target=mailbox.watch,
            args=(
                account,
                lambda raw, complete: handler.handle(raw, complete=complete),
                stop,
                lambda: beats.beat("imap", LONGEST_SILENCE),
            ),
            name="imap",
            daemon=True,
        )
        reader.start()
    vitals.serve(
        settings.vitals_of("inbound_mail"),
        health={"imap": lambda: not beats.stuck()},
        ready={"store": lambda: answers(engine)},
    )
    log.info("started")
    stop.wait()
    if door is not None:
        door.stop()
    if reader is not None:
        # What is being dealt with is offered again next time if it does not end now.
        reader.join(STOP_SECONDS)
    log.info("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
