"""`python -m launcher.store`: the database brought up to date; it prints whether the desk has an account.

In a process of its own, which ends: the launcher stays for as long as everything runs, and keeps no memory
for what it needs once.
"""

from __future__ import annotations

import subprocess
import sys

from settings import ROOT, Settings


class StoreFailed(RuntimeError):
    """It ended with an error, which stands above; by its own words."""

    def __init__(self) -> None:
        super().__init__("o banco de dados não pôde ser posto em dia (o erro está acima)")


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
            raise StoreFailed
        return said.strip() == "yes"


def main() -> None:
    from ticket_store.database import connect, migrate, reading
    from ticket_store.queries import agents

    settings = Settings.from_env()
    migrate(settings.database_url)
    engine = connect(settings.database_url)
    with reading(engine) as session:
        print("yes" if agents(session) else "no")
    engine.dispose()


if __name__ == "__main__":
    main()
