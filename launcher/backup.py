"""`make backup` and `make restore`: the tickets, the conversations, the files and the keys, in one archive.

A backup is taken while everything runs: each database gives a copy of one moment, the tickets first, so that
every file that the copied tickets name is there. A restored store gives no number out twice: those told since
the backup are unknown to it, so that its counters begin anew well behind them.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from dotenv import dotenv_values

from launcher.store import AWAY, DAMAGED, is_away, is_damaged
from settings import Settings
from ticket_store import contents, operations
from ticket_store.contents import Held
from ticket_store.database import connect, migrate, transaction

MANIFEST = "manifest.json"
SQLITE = b"SQLite format 3\0"
STORE, TALKS = "tickets", "conversations"
# The channels' messages that wait for an answer, and whom a messenger lets us write to.
INBOXES = ("web", "telegram", "whatsapp", "rocketchat", "teams")


class BackupFailed(RuntimeError):
    """Nothing was kept, or nothing was put back; the text says why."""


def backup(settings: Settings, talks_url: str, keys: Path, into: Path, now: datetime) -> Path:
    """The new archive, complete or not there at all. Raises BackupFailed."""
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    archive = into / f"assistente-{now:%Y%m%d-%H%M%S}.tar.gz"
    part = archive.with_suffix(".part")
    with _folder(into) as folder:
        held = {STORE: _dump(settings.database_url, folder / STORE)}
        if talks := _talks(settings, talks_url):
            held[TALKS] = _dump(talks, folder / TALKS)
        for name in INBOXES:
            if (path := settings.var_dir / f"{name}.db").exists():
                held[name] = _dump(f"sqlite:///{path}", folder / name)
        if settings.attachments_dir.exists():
            shutil.copytree(settings.attachments_dir, folder / "attachments", ignore=_partial)
        if keys.exists():
            shutil.copy(keys, folder / "env")
        manifest = {
            "made": now.isoformat(),
            "rows": _rows(held),
            "sums": _sums(held),
            "files": _checksums(folder),
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
        part.touch(mode=0o600)
        with tarfile.open(part, "w:gz") as tar:
            for one in sorted(
                folder.iterdir()
            ):  # not the folder: unpacked by hand it would change another's mode
                tar.add(one, arcname=one.name)
    part.rename(archive)
    return archive


def restore_keys(archive: Path, keys: Path) -> None:
    """On a clean machine they come first: they say where the rest belongs. Raises BackupFailed."""
    kept = _keys_in(archive)
    if kept is None:
        raise BackupFailed("o arquivo não traz as chaves: crie o .env antes")
    descriptor = os.open(keys, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(kept)


def require_same_keys(archive: Path, keys: Path, names: Sequence[str]) -> None:
    """The keys (`names`) that lie here must be those that the data was written under. Raises BackupFailed."""
    then = dotenv_values(stream=io.StringIO((_keys_in(archive) or b"").decode()))
    now = dotenv_values(keys)
    if others := [name for name in names if then.get(name) and now.get(name) != then[name]]:
        raise BackupFailed(
            f"{keys} tem outras chaves que as da cópia ({', '.join(others)}), e com elas links e segundas "
            "etapas deixariam de valer: mova-o para fora, ou ponha nele as da cópia"
        )


def _keys_in(archive: Path) -> bytes | None:
    with tarfile.open(archive) as tar:
        kept = tar.extractfile("env") if "env" in tar.getnames() else None
        return kept.read() if kept else None


def restore(settings: Settings, talks_url: str, archive: Path) -> dict[str, Any]:
    """Puts it all back where nothing is yet; what the backup counted. Raises BackupFailed."""
    talks = _talks(settings, talks_url, there=False)
    for path in (_sqlite(settings.database_url), _sqlite(talks), settings.attachments_dir):
        if path is not None and path.exists() and (path.is_file() or any(path.iterdir())):
            raise BackupFailed(f"{path} já existe: mova-o antes, para que nada do que há agora se perca")
    settings.var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _folder(settings.var_dir) as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        if _checksums(folder) != manifest["files"]:
            raise BackupFailed("o arquivo está incompleto ou foi alterado: as somas não conferem")
        for dump, url in ((folder / STORE, settings.database_url), (folder / TALKS, talks)):
            if dump.exists():
                _require_place(dump, url)
        held = {STORE: _load(folder / STORE, settings.database_url)}
        if (folder / TALKS).exists():
            held[TALKS] = _load(folder / TALKS, talks)
        for name in INBOXES:
            if (folder / name).exists():
                held[name] = _load(folder / name, f"sqlite:///{settings.var_dir / f'{name}.db'}")
        if _differ(_rows(held), manifest["rows"]) or _differ(_sums(held), manifest.get("sums", {})):
            raise BackupFailed("o que voltou não é o que foi guardado: as contagens ou as somas não conferem")
        if (folder / "attachments").exists():
            shutil.copytree(folder / "attachments", settings.attachments_dir, dirs_exist_ok=True)
    migrate(settings.database_url)
    engine = connect(settings.database_url)
    with transaction(engine) as session:
        operations.skip_numbers(session)
    engine.dispose()
    return manifest


def _require_place(dump: Path, url: str) -> None:
    """Before either database is touched. That a SQLite file is not there yet was seen."""
    with dump.open("rb") as file:
        is_sqlite = file.read(len(SQLITE)) == SQLITE
    here = _sqlite(url) is not None
    if is_sqlite != here:
        kinds = ("SQLite", "PostgreSQL") if is_sqlite else ("PostgreSQL", "SQLite")
        raise BackupFailed(f"a cópia é de {kinds[0]} e o .env aponta para {kinds[1]}: um não passa ao outro")
    try:
        free = here or contents.is_empty(url)
    except Exception as problem:
        if not is_away(getattr(problem, "orig", problem)):
            raise
        raise BackupFailed(f"um banco do .env {AWAY}") from problem
    if not free:
        name = urlsplit(url).path.strip("/")
        raise BackupFailed(f"o banco {name} não está vazio: crie outro (createdb) e ponha-o no .env")


def _talks(settings: Settings, url: str, there: bool = True) -> str:
    path = settings.var_dir / "conversations.db"
    return url or (f"sqlite:///{path}" if path.exists() or not there else "")


def _sqlite(url: str) -> Path | None:
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _rows(held: dict[str, Held]) -> dict[str, dict[str, int]]:
    return {name: {table: count for table, (count, _) in tables.items()} for name, tables in held.items()}


def _sums(held: dict[str, Held]) -> dict[str, dict[str, str]]:
    return {name: {table: total for table, (_, total) in tables.items()} for name, tables in held.items()}


def _differ(found: dict[str, Any], kept: dict[str, Any]) -> bool:
    """Of a database that an older version counted nothing of, nothing is known."""
    return any(found.get(name) != tables for name, tables in kept.items() if tables)


def _dump(url: str, target: Path) -> Held:
    path = _sqlite(url)
    if path is None:
        with contents.moment(url) as (snapshot, counted):  # what is counted is what pg_dump sees
            command = ("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}")
            _run(*command, f"--file={target}", _plain(url))
            return counted
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            return _counted(copy)
    except sqlite3.DatabaseError as problem:
        told = DAMAGED if is_damaged(problem) else f"não se deixou copiar ({problem})"
        raise BackupFailed(f"{path} {told}") from problem


def _load(source: Path, url: str) -> Held:
    path = _sqlite(url)
    if path is None:
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={_plain(url)}", str(source))
        return contents.held(url)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(path)) as target:
        copy.backup(target)
        return _counted(target)


def _counted(database: sqlite3.Connection) -> Held:
    """The file is copied page by page and has its own checksum: the rows need none."""
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    )
    tables = sorted(name for (name,) in names if not name.startswith("sqlite_"))
    return {name: (database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0], "") for name in tables}


def _plain(url: str) -> str:
    """As PostgreSQL's own programs read it: without SQLAlchemy's driver."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="postgresql"))


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        raise BackupFailed(f"falta o programa {command[0]} (apt install postgresql-client)") from None
    if done.returncode:
        raise BackupFailed(f"{command[0]}: {done.stderr.strip()[-300:]}")


def _checksums(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def _partial(_: str, names: list[str]) -> set[str]:
    return {name for name in names if name.endswith(".part")}


@contextmanager
def _folder(beside: Path) -> Iterator[Path]:
    """On the disk where it is needed, and for nobody else's eyes."""
    made = Path(tempfile.mkdtemp(prefix=".backup-", dir=beside))
    os.chmod(made, 0o700)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
