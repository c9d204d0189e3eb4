"""`python -m bench TOPIC [options]`: what the Makefile's bench targets call."""

from __future__ import annotations

import importlib
import sys

TOPICS = (
    "turns",
    "upgrade",
    "conversation",
    "reopening",
    "cluster",
    "alone",
    "kills",
    "nlu",
    "nlu_report",
    "turns_report",
    "store",
    "outbox",
    "crowd",
)


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in TOPICS:
        raise SystemExit(f"uso: python -m bench {'|'.join(TOPICS)}")
    return importlib.import_module(f"bench.{arguments[0]}").main(arguments[1:])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
