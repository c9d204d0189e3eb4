"""`python -m ticket_store.migrate`: the schema of DATABASE_URL brought up to date, before all else starts."""

from __future__ import annotations

import os

from ticket_store.database import migrate


def main() -> None:
    migrate(os.environ["DATABASE_URL"])


if __name__ == "__main__":
    main()
