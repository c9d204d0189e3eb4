"""`python -m actions`: the action server of the assistant, on the loopback only."""

import logging
import warnings

from actions import govbr, server, site, store
from actions.dialogue import flow
from ground import log_lines
from settings import Settings
from ticket_store import catalogue


def main() -> None:
    settings = Settings.from_env()
    log_lines.install(settings.log_format, "actions", settings.action_token)
    # DEBUG of these would print whole trackers.
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    logging.getLogger("sanic.access").setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    store.configure(settings.database_url, settings.secret_key, max(1, settings.handoff_wait_seconds // 60))
    site.configure(settings.portal_url)
    govbr.configure(bool(settings.govbr_issuer))
    # Before the port opens: one that is back after a death gets turns at once, and the first would wait.
    flow.shipped()
    catalogue.load()
    store.answers()
    server.build(settings.action_token, store.answers, settings.metrics_token).run(
        host=settings.action_host,
        port=settings.action_port,
        single_process=True,
        access_log=False,
        motd=False,
    )


if __name__ == "__main__":
    main()
