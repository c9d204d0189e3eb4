"""`python -m bench upgrade OLD [--database URL --clean URL]`: the sequence of docs/operation.md, "Mudar de
versão", with real old code.

OLD is a revision of this repository or the folder of a checkout. The databases must be empty; without them
SQLite is used. Each version runs in a process of its own, from a copy of its own; the data lie beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from settings import ROOT

LIFE = Path(__file__).with_name("upgrade_life.py")
MIGRATE = "import os; from ticket_store.database import migrate; migrate(os.environ['DATABASE_URL'])"
Told = dict[str, list[Any]]


@dataclass(frozen=True)
class Version:
    """A copy of the code, and the data that it is run on."""

    name: str
    code: Path

    def _run(self, var: Path, url: str, *command: str) -> str:
        var.mkdir(exist_ok=True)
        own = {"PYTHONPATH": str(self.code), "VAR_DIR": str(var), "DATABASE_URL": url}
        keys = dict.fromkeys(("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN"), "of the rehearsal")
        # Lines of the copy's own .env, as the operator has them, win over nothing that is given here.
        (self.code / ".env").write_text("".join(f"{name}={value}\n" for name, value in keys.items()))
        done = subprocess.run(
            [sys.executable, "-P", *command],
            cwd=self.code,
            env=os.environ | own | keys,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"{self.name}: {' '.join(command)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def migrate(self, var: Path, url: str) -> None:
        """As `make run` does, before it starts anything."""
        self._run(var, url, "-c", MIGRATE)

    def lives(self, var: Path, url: str, *words: str) -> Told:
        """What it reads after it has opened one ticket a word."""
        told: Told = json.loads(self._run(var, url, str(LIFE), *words))
        return told

    def backup(self, var: Path, url: str, into: Path) -> Path:
        os.environ["BACKUP_DIR"] = str(into)
        self._run(var, url, "-m", "launcher", "backup")
        [made] = into.glob("*.tar.gz")
        return made

    def restore(self, var: Path, url: str, archive: Path) -> None:
        os.environ["BACKUP"] = str(archive)
        self._run(var, url, "-m", "launcher", "restore")


def copied(source: Path, into: Path) -> Path:
    """The files of a checkout that git knows or would take."""
    into.mkdir()
    listing = ["git", "-C", str(source), "ls-files", "-coz", "--exclude-standard"]
    names = subprocess.run(listing, check=True, capture_output=True).stdout
    there = b"\0".join(n for n in names.split(b"\0") if n and (source / os.fsdecode(n)).exists())
    packed = ["tar", "-C", str(source), "--null", "--files-from=-", "-c"]
    tar = subprocess.run(packed, check=True, input=there, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(into)], check=True, input=tar)
    return into


def archived(revision: str, into: Path) -> Path:
    into.mkdir()
    tar = subprocess.run(
        ["git", "-C", str(ROOT), "archive", revision], check=True, capture_output=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", str(into)], check=True, input=tar)
    return into


def rehearse(old: Version, new: Version, folder: Path, url: str, clean: str) -> list[str]:
    """What was seen, a line each. Raises AssertionError where it is not so."""
    var, back = folder / "data", folder / "data-of-before"
    url = url or f"sqlite:///{var}/tickets.db"
    clean = clean or f"sqlite:///{back}/tickets.db"
    old.migrate(var, url)
    before = old.lives(var, url, "one", "resolved-two", "three")
    archive = old.backup(var, url, folder / "backups")
    seen = [f"{old.name} viveu: {len(before)} acionamentos; make backup: {archive.name}"]

    new.migrate(var, url)
    assert new.lives(var, url) == before
    seen.append(f"{new.name} migrou e lê o mesmo")
    after = new.lives(var, url, "four", "resolved-five")

    assert old.lives(var, url) == after
    both = old.lives(var, url, "six", "resolved-seven")
    assert new.lives(var, url) == both
    assert len(both) == len(before) + 4
    seen.append(f"{old.name} lê e escreve no banco já migrado, e {new.name} lê o que ele escreveu")

    new.migrate(var, url)
    assert new.lives(var, url) == both
    old.restore(back, clean, archive)
    assert old.lives(back, clean) == before
    given = set(old.lives(back, clean, "eight")) - set(before)
    assert len(given) == 1
    assert not given & set(both)
    seen.append(f"{old.name} voltou da cópia, igual; o número seguinte, {given.pop()}, não se repete")
    return seen


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench upgrade")
    parser.add_argument("old")
    parser.add_argument("--database", default="")
    parser.add_argument("--clean", default="")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        beside = Path(given.old).is_dir()
        code = copied(Path(given.old), folder / "old") if beside else archived(given.old, folder / "old")
        old, new = Version("a antiga", code), Version("a nova", copied(ROOT, folder / "new"))
        for line in rehearse(old, new, folder, given.database, given.clean):
            print(line)
    return 0
