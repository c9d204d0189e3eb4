"""The sequence of docs/operation.md, "Mudar de versão": upgraded with data, both versions side by side, and
back by backup and restore. Here both versions are this one, in two copies, since a clone may have no history;
what an older revision writes is in tests/ticket_store/test_upgrade.py, and the docs say which older one was
rehearsed."""

import subprocess
import sys

from settings import ROOT


def test_the_sequence_of_a_new_version_and_back_again_runs() -> None:
    command = [sys.executable, "-m", "bench", "upgrade", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "não se repete" in done.stdout.splitlines()[-1]
