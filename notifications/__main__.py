"""`python -m notifications`: sends mails and notices and minds the clock, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import uuid
from datetime import UTC, datetime, timedelta

from ground import log_lines, vitals
from notifications import chores, erasing, loops, retention
from notifications.chat import ChatTransport
from notifications.mail import Mailer
from notifications.push import PushPost
from notifications.smtp import Server, SmtpTransport
from notifications.speaker import Speaker
from notifications.trusted import TrustedClock
from notifications.webhooks import WebhookPost
from notifications.worker import Worker
from settings import Settings
from ticket_store.database import answers, connect
from ticket_store.mails.values import Site
from ticket_store.privacy import PurgePolicy

POLL_SECONDS = 1.0
CHORES_SECONDS = 60.0
RETENTION_SECONDS = 3600.0
HANDOFFS_SECONDS = 10.0  # somebody is waiting at the other end
STOP_SECONDS = 3.0
OUTSIDE_AT_ONCE = 3

log = logging.getLogger("notifications")


def _now() -> datetime:
    return datetime.now(UTC)


def worker_from(settings: Settings) -> Worker:
    server = Server(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_security,
        settings.smtp_user,
        settings.smtp_password,
    )
    site = Site(
        settings.portal_url,
        settings.secret_key,
        replies_read=bool(settings.imap_host or settings.lmtp_port),
    )
    engine = connect(settings.database_url)
    return Worker(
        engine=engine,
        name=f"{socket.gethostname()[:40]}-{os.getpid()}-{uuid.uuid4().hex[:8]}",
        mailer=Mailer(SmtpTransport(server), site, settings.mail_from, engine),
        speaker=Speaker(ChatTransport(settings.rasa_url, settings.channel_token), site),
        webhooks=WebhookPost(engine, settings.secret_key, allow_local=settings.dev_inbox),
        push=PushPost(
            engine, site, settings.vapid_private_key, settings.mail_from, allow_local=settings.dev_inbox
        ),
        clock=_now,
        notes=connect(settings.database_url, on_disk=False),
    )


def main() -> None:
    # Its debug and warning lines repeat whole addresses of requests.
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    settings = Settings.from_env()
    log_lines.install(settings.log_format, "notifications")
    worker = worker_from(settings)
    policy = PurgePolicy(finished_tickets=timedelta(days=settings.personal_data_days))
    trusted = TrustedClock(worker.engine, _now)
    beats = vitals.Beats()
    threads = loops.start(
        {
            "mail": (worker.send_mails, POLL_SECONDS),
            "chat": (worker.send_chat, POLL_SECONDS),
            # One that waits for a slow stranger leaves the others to the rest.
            **{f"webhooks {n}": (worker.send_webhooks, POLL_SECONDS) for n in range(OUTSIDE_AT_ONCE)},
            **{f"push {n}": (worker.send_push, POLL_SECONDS) for n in range(OUTSIDE_AT_ONCE)},
            "handoffs": (
                chores.once(
                    worker.engine,
                    _now,
                    chores.OFTEN | {"place_files": chores.place_files(settings.attachments_dir)},
                ),
                HANDOFFS_SECONDS,
            ),
            "chores": (chores.once(worker.engine, _now, chores.EACH_MINUTE), CHORES_SECONDS),
            "closing": (chores.once(worker.engine, trusted.now, chores.ENDING), CHORES_SECONDS),
            "erasing": (
                erasing.once(worker.engine, trusted.now, worker.speaker.transport, settings.attachments_dir),
                CHORES_SECONDS,
            ),
            "retention": (
                retention.once(worker.engine, trusted.settled, policy, settings.attachments_dir),
                RETENTION_SECONDS,
            ),
        },
        stop,
        beats,
    )
    vitals.serve(
        settings.vitals_of("notifications"),
        health={"loops": lambda: not beats.stuck()},
        ready={"store": lambda: answers(worker.engine)},
    )
    log.info("started")
    stop.wait()
    busy = loops.finish(threads, STOP_SECONDS)
    if busy:
        log.warning("stopped while busy: %s; the leases run out by themselves", ", ".join(busy))
    else:
        log.info("stopped")


if __name__ == "__main__":
    main()
