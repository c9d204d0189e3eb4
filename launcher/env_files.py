"""`make env-files`: what each process may know, one file each, for systemd and for containers."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from launcher.secrets import ALL_SECRETS, NEEDED, ensure_secrets, withheld
from settings import ROOT

FOLDER = ROOT / "var" / "env"
PROCESSES = tuple(sorted(NEEDED.keys() - {"inbox"}))  # which is for development only
# Each of several has its own: its unit says which, and a file read there would win over it.
OF_THE_PLACE = frozenset({"VAR_DIR", "PORTAL_PORT", "ACTION_PORT"})
PLAIN = re.compile(r"[\w./:@,+=%~-]+", re.ASCII)


class Unwritable(ValueError):
    """The value of that setting means one thing to systemd and another to a container engine."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: o valor mistura aspas, $, ` ou \\, tem ${{ ou mais de uma linha; escolha outro"
        )


def given(values: Mapping[str, str | None], process: str) -> dict[str, str]:
    """Of the settings those that are set, and of the secrets its own."""
    others = withheld(process)
    kept = {name: value for name, value in values.items() if value and name not in (*others, *OF_THE_PLACE)}
    return kept | {"WITHHELD": ",".join(others)}


def written(values: Mapping[str, str | None], process: str) -> str:
    """The lines of its file. Raises Unwritable."""
    return "".join(
        f"{name}={_quoted(name, value)}\n" for name, value in sorted(given(values, process).items())
    )


def _quoted(name: str, value: str) -> str:
    """As systemd, podman, docker and python-dotenv read it alike."""
    if PLAIN.fullmatch(value):
        return value
    if not re.search(r"['\\\n]|\$\{", value):
        return f"'{value}'"
    if not re.search(r'["\\\n$`]', value):
        return f'"{value}"'
    raise Unwritable(name)


def write(values: Mapping[str, str | None], folder: Path) -> list[Path]:
    """One file a process, for its owner only (mode 600); nothing is written if one cannot be."""
    texts = {folder / f"{process}.env": written(values, process) for process in PROCESSES}
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for path, text in texts.items():
        path.unlink(missing_ok=True)  # one that was there may be readable, or a link
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
    return list(texts)


def main() -> None:
    if added := ensure_secrets(ROOT / ".env"):
        print(f"· .env: segredos novos, os que faltavam: {', '.join(added)}")
    values = dotenv_values(ROOT / ".env")
    values |= {name: os.environ[name] for name in values.keys() | ALL_SECRETS if name in os.environ}
    try:
        for path in write(values, FOLDER):
            print(f"· {path.relative_to(ROOT)}")
    except Unwritable as problem:
        raise SystemExit(str(problem)) from None
