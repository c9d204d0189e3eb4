"""A small part of `make kills`, with the same counting; docs/operation.md has the figures of the whole."""

import subprocess
import sys

from settings import ROOT


def test_whoever_dies_between_a_yes_and_its_mail_leaves_one_ticket_one_mail_and_one_number() -> None:
    command = [sys.executable, "-m", "bench", "kills", "--kills", "4", "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "mortes" in done.stdout
