"""`python -m launcher.store`: the database brought up to date; it prints whether the desk has an account.

In a process of its own, which ends: the launcher stays for as long as everything runs, and keeps no memory
for what it needs once.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

from settings import ROOT, Settings

DAMAGED = "está danificado (docs/runbook.md, “Perdemos o servidor”)"
AWAY = "não responde (docs/runbook.md, “O banco não responde”)"
OTHERWISE = "o banco de dados não pôde ser posto em dia"


LEFT_BEHIND = (
    "DATABASE_URL aponta para um banco sem acionamentos, e há acionamentos em {path}: os dados não passam de "
    "um ao outro, e os números já dados se repetiriam. Volte a linha do .env, ou mova o arquivo se nada vale"
)


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
    if is_away(cause):
        return f"o banco de dados de DATABASE_URL {AWAY}"
    return OTHERWISE


def is_damaged(cause: BaseException) -> bool:
    """Whether SQLite says so: what is merely locked, full or missing is one of its OperationalErrors."""
    import sqlite3

    return type(cause) is sqlite3.DatabaseError


def is_away(cause: BaseException) -> bool:
    return type(cause).__name__ == "OperationalError"  # sqlite3's and psycopg's have that name in common


def left_behind(url: str, path: Path) -> str:
    """Why nobody should begin with the empty PostgreSQL at `url` beside the SQLite store in `path`; or ""."""
    import sqlite3

    from ticket_store import contents

    if url.startswith("sqlite") or not path.exists():
        return ""
    with closing(sqlite3.connect(path)) as store, suppress(sqlite3.Error):
        if store.execute("SELECT 1 FROM tickets LIMIT 1").fetchone() and not contents.has_tickets(url):
            return LEFT_BEHIND.format(path=path)
    return ""


def main() -> None:
    import traceback

    settings = Settings.from_env()
    try:
        if told := left_behind(settings.database_url, settings.var_dir / "tickets.db"):
            print(told)
            raise SystemExit(1)
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
