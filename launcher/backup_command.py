"""`python -m launcher backup` and `restore`, which goes by BACKUP=archive."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

from dotenv import load_dotenv

from launcher import backup as backups
from launcher import processes
from launcher.__main__ import console
from launcher.training import model_path
from settings import ROOT, Settings
from ticket_store.numbers import SAO_PAULO

# Links and second factors are written under it.
UNDER_WHICH = ("SECRET_KEY",)


def _told(command: Callable[[], None]) -> Callable[[], None]:
    """With a sentence where it comes to nothing."""

    @wraps(command)
    def told() -> None:
        try:
            command()
        except backups.BackupFailed as problem:
            raise SystemExit(f"Não deu: {problem}.") from problem

    return told


def _kept() -> dict[str, Any]:
    """What a backup is of."""
    load_dotenv(ROOT / ".env")
    talks = os.environ.get("TRACKER_DATABASE_URL", "")
    return {"settings": Settings.from_env(), "talks_url": talks, "keys": ROOT / ".env"}


def _said(made: str) -> str:
    """The manifest's moment as a person in Brasília has it."""
    return f"{datetime.fromisoformat(made).astimezone(SAO_PAULO):%d/%m/%Y às %H:%M}"


@_told
def backup() -> None:
    kept = _kept()
    into = Path(os.environ.get("BACKUP_DIR") or kept["settings"].var_dir / "backups")
    archive = backups.backup(**kept, into=into, now=datetime.now().astimezone())
    console.print(f"· {archive} ({archive.stat().st_size // 1024} kB)")
    console.print("· contém as chaves e dados pessoais: guarde uma cópia cifrada noutra máquina")


@_told
def restore() -> None:
    """From the archive named by BACKUP; everything has to be stopped."""
    archive = Path(os.environ.get("BACKUP", ""))
    if not archive.is_file():
        raise SystemExit("uso: make restore BACKUP=caminho/assistente-AAAAMMDD-HHMMSS.tar.gz")
    keys = ROOT / ".env"
    if keys.exists():
        backups.require_same_keys(archive, keys, UNDER_WHICH)
    else:
        backups.restore_keys(archive, keys)
    kept = _kept()
    plan = processes.Plan(kept["settings"], model_path(ROOT), kept["settings"].var_dir)
    if processes.is_running(plan):
        raise SystemExit("Está no ar: encerre o `make run` antes.")
    manifest = backups.restore(kept["settings"], kept["talks_url"], archive)
    tickets = manifest["rows"]["tickets"].get("tickets", "?")
    console.print(f"· restaurado o que havia em {_said(manifest['made'])}: {tickets} acionamentos")
    console.print("· os números seguem 10.000 adiante: os dados depois da cópia não se repetem")
