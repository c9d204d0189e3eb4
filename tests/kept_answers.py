"""What a process learns of the articles at its start, kept for all tests: else each server learns it anew.

`python -m tests.kept_answers` learns it, before the first of them waits for it.
"""

import os
import tempfile
from pathlib import Path

from settings import ROOT
from ticket_store import database, queries

VAR = ROOT / "var"


def share(var: Path) -> None:
    """A server whose folder is `var` finds there what was learnt before, and leaves there what it learns."""
    (VAR / "encoder").mkdir(parents=True, exist_ok=True)
    (var / "encoder").symlink_to(VAR / "encoder")


def main() -> None:
    os.environ["VAR_DIR"] = str(VAR)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/tickets.db"
        database.migrate(url)
        engine = database.connect(url)
        with database.reading(engine) as session:
            queries.prepare_answers(session)
        engine.dispose()


if __name__ == "__main__":
    main()
