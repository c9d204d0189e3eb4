"""`python -m dev_inbox`: receives mails until it is stopped; the portal's /caixa shows them."""

from __future__ import annotations

import os
import signal
import socket

from dev_inbox.server import start
from ground import vitals
from settings import Settings


def main() -> None:
    settings = Settings.from_env()
    controller = start(settings.inbox_host, settings.inbox_port, settings.inbox_dir)

    def greets() -> bool:
        with socket.create_connection((settings.inbox_host, settings.inbox_port), timeout=2) as mail:
            return mail.recv(3) == b"220"

    vitals.serve(
        settings.vitals_of("inbox"),
        health={"smtp": greets},
        ready={"folder": lambda: os.access(settings.inbox_dir, os.W_OK)},
    )
    try:
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    finally:
        controller.stop()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main()
