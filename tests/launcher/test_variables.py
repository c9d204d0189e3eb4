"""`make rasa-env`: with its lines in the shell, Rasa's own commands find all that our files ask of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from settings import ROOT

COMMAND = "from launcher import __main__ as m; m.ensure_secrets = lambda path: []; m.main(['variables'])"
SECRETS = ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN", "CHAT_TOKEN_KEYS")


def test_nothing_that_endpoints_and_credentials_require_is_left_unset(tmp_path: Path) -> None:
    given = {name: "it's secret; $HOME" for name in SECRETS} | {"VAR_DIR": str(tmp_path)}
    lines = subprocess.run(
        [sys.executable, "-c", COMMAND],
        cwd=ROOT,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    script = 'eval "$LINES_GIVEN"; command -v rasa; env -0'
    base = {"PATH": "/usr/bin:/bin", "LINES_GIVEN": lines, **given}
    bash = ["bash", "-c", script]
    shown = subprocess.run(bash, env=base, capture_output=True, text=True, check=True).stdout
    rasa, _, rest = shown.partition("\n")
    known = dict(pair.split("=", 1) for pair in rest.split("\0") if pair)
    files = "".join((ROOT / name).read_text() for name in ("endpoints.yml", "credentials.yml"))
    plain = re.findall(r"(optional:\S*)?\$\{([A-Z_]+)\}", re.sub(r"#.*", "", files))
    required = {name for optional, name in plain if not optional}
    assert Path(rasa) == ROOT / ".venv-rasa" / "bin" / "rasa"
    assert known["ACTION_TOKEN"] == given["ACTION_TOKEN"]
    assert "ACTION_URL" in required
    assert required - known.keys() == set()
