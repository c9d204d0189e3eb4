"""`python -m dev_inbox`: receives mails until it is stopped; the portal's /caixa shows them."""

from __future__ import annotations

import signal

from dev_inbox.server import start
from settings import Settings


def main() -> None:
    settings = Settings.from_env()
    controller = start(settings.inbox_host, settings.inbox_port, settings.inbox_dir)
    try:
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    finally:
        controller.stop()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main()
