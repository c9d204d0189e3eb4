"""A worker in a process of its own that kills itself (SIGKILL) at the step it is told.

python dying_worker.py <database url> <smtp port> <step, or "none"> <seconds to add to the clock>
"""

import os
import signal
import smtplib
import sys
import threading
from datetime import UTC, datetime, timedelta

from notifications.chat import ChatTransport
from notifications.mail import Mailer
from notifications.push import PushPost
from notifications.smtp import Server, SmtpTransport
from notifications.speaker import Speaker
from notifications.webhooks import WebhookPost
from notifications.worker import Worker
from ticket_store import outbox
from ticket_store.database import connect
from ticket_store.mails.values import Site

# step -> (object, name of its function, die before or after it runs)
STEPS = {
    "before_claim": (outbox, "claim", "before"),
    "claimed_but_not_committed": (outbox, "claim", "after"),
    "before_rendering": (Mailer, "deliver", "before"),
    "before_sending": (SmtpTransport, "deliver", "before"),
    "before_the_recipient": (smtplib.SMTP, "rcpt", "before"),
    "before_the_content": (smtplib.SMTP, "data", "before"),
    "after_the_server_took_it": (smtplib.SMTP, "data", "after"),
    "before_recording": (outbox, "mark_sent", "before"),
    "recorded_but_not_committed": (outbox, "mark_sent", "after"),
    "after_recording": (Worker, "_deliver", "after"),
}


def die_at(step: str) -> None:
    where, name, when = STEPS[step]
    real = getattr(where, name)

    def dying(*args, **kwargs):
        if when == "after":
            real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(where, name, dying)


def main(database_url: str, smtp_port: str, step: str, shift: str) -> None:
    if step != "none":
        die_at(step)
    engine = connect(database_url)
    site = Site("https://css.exemplo.gov.br", "chave-de-teste")
    worker = Worker(
        engine=engine,
        name=f"worker-{os.getpid()}",
        clock=lambda: datetime.now(UTC) + timedelta(seconds=float(shift)),
        mailer=Mailer(SmtpTransport(Server("127.0.0.1", int(smtp_port))), site, "css.serpro@serpro.gov.br"),
        speaker=Speaker(ChatTransport("http://127.0.0.1:1", "segredo"), site),
        webhooks=WebhookPost(engine, "chave-de-teste"),
        push=PushPost(engine, site, "", "css.serpro@serpro.gov.br"),
    )
    worker.send_mails(threading.Event())


if __name__ == "__main__":
    main(*sys.argv[1:])
