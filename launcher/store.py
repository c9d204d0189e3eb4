"""`python -m launcher.store`: the database brought up to date; it prints whether the desk has an account.

In a process of its own, which ends: the launcher stays for as long as everything runs, and keeps no memory
for what it needs once.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import traceback

from settings import ROOT, Settings

DAMAGED = "está danificado (docs/runbook.md, “Perdemos o servidor”)"
OTHERWISE = "o banco de dados não pôde ser posto em dia"


class StoreFailed(RuntimeError):
    """It ended with an error, which stands in var/log/store.log; the text says what is known of it."""


class Preparing:
    """Begun at once; `done` waits for its end."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "launcher.store"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self._accounts: bool | None = None

    def done(self) -> bool:
        """Whether the desk has an account. Raises StoreFailed."""
        if self._accounts is None:
            self._accounts = self._waited_for()
        return self._accounts

    def _waited_for(self) -> bool:
        try:
            said, _ = self._process.communicate()
        except BaseException:  # Ctrl-C
            self._process.terminate()
            raise
        if self._process.returncode:
            raise StoreFailed(said.strip() or OTHERWISE)
        return said.strip() == "yes"


def worded(error: Exception, url: str) -> str:
    """What to do about it, without the password that a URL may have."""
    cause = getattr(error, "orig", error)
    if is_damaged(cause):
        return f"o banco de dados {url.removeprefix('sqlite:///')} {DAMAGED}"
    if type(cause).__name__ == "OperationalError":  # sqlite3's and psycopg's have that name in common
        return "o banco de dados de DATABASE_URL não responde (docs/runbook.md, “O banco não responde”)"
    return OTHERWISE


def is_damaged(cause: BaseException) -> bool:
    """Whether SQLite says so: what is merely locked, full or missing is one of its OperationalErrors."""
    return type(cause) is sqlite3.DatabaseError


def main() -> None:
    settings = Settings.from_env()
    try:
        print("yes" if _has_accounts(settings.database_url) else "no")
    except Exception as error:
        settings.var_dir.joinpath("log").mkdir(parents=True, exist_ok=True)
        settings.var_dir.joinpath("log", "store.log").write_text(traceback.format_exc())
        print(worded(error, settings.database_url))
        raise SystemExit(1) from None


def _has_accounts(url: str) -> bool:
    from ticket_store.database import connect, migrate, reading
    from ticket_store.queries import agents

    migrate(url)
    engine = connect(url)
    try:
        with reading(engine) as session:
            return bool(agents(session))
    finally:
        engine.dispose()


if __name__ == "__main__":
    main()
