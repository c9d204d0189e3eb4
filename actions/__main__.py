"""`python -m actions`: the action server of the assistant, on the loopback only."""

import logging
import warnings

from actions import server, site, store
from settings import Settings


def main() -> None:
    settings = Settings.from_env()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # DEBUG of these would print whole trackers.
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    logging.getLogger("sanic.access").setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    store.configure(settings.database_url, settings.secret_key, max(1, settings.handoff_wait_seconds // 60))
    site.configure(settings.portal_url)
    server.build(settings.action_token, store.answers).run(
        host=settings.action_host,
        port=settings.action_port,
        single_process=True,
        access_log=False,
        motd=False,
    )


if __name__ == "__main__":
    main()
