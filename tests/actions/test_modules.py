"""What holds for every module of the action server."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from actions import __main__ as entry
from actions import server, store

ROOT = Path(__file__).resolve().parents[2]


def test_importing_the_actions_opens_nothing(tmp_path: Path) -> None:
    program = (
        "import socket, sqlite3, builtins\n"
        "def refuse(*a, **k): raise SystemExit('opened something')\n"
        "socket.socket.connect = refuse\n"
        "import ticket_store.database as d\n"
        "d.connect = refuse\n"
        "import pkgutil, importlib, actions\n"
        "names = [m.name "
        "for m in pkgutil.walk_packages(actions.__path__, 'actions.') if not m.name.endswith('__main__')]\n"
        "[importlib.import_module(n) for n in names]\n"
        "print(len(names))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


def test_a_turn_that_holds_everybody_up_for_too_long_ends_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Longer than Rasa waits, so that what is merely slow is answered; ground/time_limit.py does it."""
    begun: list[Any] = []
    app = SimpleNamespace(after_server_start=begun.append, run=lambda **_: None)
    monkeypatch.setenv("WITHHELD", "SECRET_KEY,ACTION_TOKEN,CHANNEL_TOKEN")
    monkeypatch.setattr(server, "build", lambda *_: app)
    for name in ("configure", "answers"):
        monkeypatch.setattr(store, name, lambda *_: None)
    for one in (entry.log_lines, entry.stand_ins):
        monkeypatch.setattr(one, "install", lambda *_: None)
    monkeypatch.setattr(entry.time_limit, "keep", lambda seconds: seconds)
    entry.main()
    patience = yaml.safe_load((ROOT / "credentials.yml").read_text())["channels.web.WebInput"]
    [listener] = begun
    assert listener(app) > patience["action_timeout_seconds"]
    # The second try is not asked of a server that still hangs.
    settle = re.search(r"^SETTLE_SECONDS = (.+)$", (ROOT / "channels/core/hangs.py").read_text(), re.M)
    assert settle
    assert listener(app) < patience["action_timeout_seconds"] + float(settle[1])
