"""What holds for every module of the action server."""

import subprocess
import sys
from pathlib import Path

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
