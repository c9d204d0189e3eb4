"""`python -m actions`: the action server of the assistant, on the loopback only."""

import asyncio
import gc
import logging
import threading
import warnings

from ground import blas, log_lines, stand_ins, time_limit
from settings import Settings

# Rasa waits ten (credentials.yml); a turn that holds everybody up for longer ends the process, and whoever
# keeps the message counts that as a death (channels/core/hangs.py).
LONGEST_SECONDS = 12.0

# What rasa_sdk sends traces with, which we do not.
UNUSED = ("grpc", "opentelemetry.exporter", "opentelemetry.sdk", "rasa_sdk.tracing.config")


def main() -> None:
    blas.one_thread()
    stand_ins.install(UNUSED)
    from actions import govbr, server, site, store  # only now, or rasa_sdk would load them
    from actions.dialogue import flow
    from ticket_store import catalogue

    settings = Settings.from_env()
    log_lines.install(settings.log_format, "actions", settings.action_token)
    # DEBUG of these would print whole trackers.
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    logging.getLogger("sanic.access").setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    minutes = max(1, settings.handoff_wait_seconds // 60)
    store.configure(settings.database_url, settings.secret_key, minutes, settings.close_after_days)
    site.configure(settings.portal_url, settings.mail_from)
    govbr.configure(bool(settings.govbr_issuer))
    # Before the port opens: one that is back after a death gets turns at once, and the first would wait.
    flow.shipped()
    catalogue.load()
    store.answers()
    app = server.build(settings.action_token, store.answers, settings.metrics_token)
    app.after_server_start(lambda *_: time_limit.keep(LONGEST_SECONDS))
    threading.Thread(target=_prepare_answers, daemon=True).start()
    app.run(
        host=settings.action_host,
        port=settings.action_port,
        single_process=True,
        access_log=False,
        motd=False,
    )


def _prepare_answers() -> None:
    """Beside the first turns: seconds that only a question that comes at once has to wait."""
    from actions import store
    from ticket_store import queries

    try:
        asyncio.run(store.read(lambda session, now: queries.prepare_answers(session)))
        logging.getLogger("actions").info("articles prepared")
    except Exception as error:  # the store is away: the first question does it
        logging.getLogger("actions").warning("articles not prepared: %s", type(error).__name__)
    gc.collect()
    gc.freeze()  # what is there by now stays: the collector of cycles need not look through it each time


if __name__ == "__main__":
    main()
