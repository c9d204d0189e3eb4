"""`make account`: a first account of the desk, on a machine where nothing was run yet."""

from __future__ import annotations

import os
import secrets
import stat
import subprocess
import sys
from pathlib import Path

from settings import ROOT
from ticket_store.database import connect, reading
from ticket_store.queries import agents

# As `make account` does, but for the secrets, which would go into the developer's own .env.
COMMAND = "from launcher import __main__ as m; m.ensure_secrets = lambda path: []; m.main(['account'])"


def account(var: Path, typed: str) -> subprocess.CompletedProcess[str]:
    own = {name: secrets.token_urlsafe(16) for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN")}
    environment = {**os.environ, **own, "DATABASE_URL": "", "VAR_DIR": str(var)}
    return subprocess.run(
        [sys.executable, "-c", COMMAND],
        cwd=ROOT,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
    )


def test_it_asks_for_what_it_needs_and_makes_the_account(tmp_path: Path) -> None:
    var = tmp_path / "var"
    done = account(var, "Bruno Lima\nbruno@serpro.gov.br\n\ngirassol-amarelo-77\n")
    assert "Conta criada: bruno@serpro.gov.br (Atendente)." in done.stdout, done.stderr
    assert stat.S_IMODE((var / "tickets.db").stat().st_mode) == 0o600
    engine = connect(f"sqlite:///{var / 'tickets.db'}")
    with reading(engine) as session:
        assert [(agent.name, agent.role) for agent in agents(session)] == [("Bruno Lima", "attendant")]
    engine.dispose()


def test_what_it_refuses_ends_the_command_with_the_reason(tmp_path: Path) -> None:
    done = account(tmp_path, "Bruno Lima\nbruno@serpro.gov.br\n\ncurta\n")
    assert done.returncode != 0
    assert "A senha precisa de pelo menos" in done.stderr
    assert "Traceback" not in done.stderr
