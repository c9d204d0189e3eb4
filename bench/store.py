"""`make bench-store`: how long the store takes with few tickets and with a million, on both databases.

--tickets 10000,1000000   --write FILE (the table, as Markdown)   --keep (the stores, to measure again)
SQLite's files lie in BENCH_DIR (the system's temporary folder); PostgreSQL is measured where
BENCH_POSTGRES_URL names a database, in schemas of its own.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from bench.store_fill import fill
from bench.store_measure import measure
from bench.store_multiply import TIMES, multiply
from ticket_store import database

SIZES = "10000,1000000"
MOST_WRITTEN = 100_000  # what is larger is made out of one of a tenth
FLAT, LIMIT, LIMIT_DASHBOARD = 2.0, 150.0, 500.0


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="bench store")
    options.add_argument("--tickets", default=SIZES)
    options.add_argument("--write", type=Path)
    options.add_argument("--keep", action="store_true")
    given = options.parse_args(arguments)
    sizes = [int(size) for size in given.tickets.split(",")]
    folder = Path(os.environ.get("BENCH_DIR") or tempfile.gettempdir()) / "bench-store"
    try:
        for size in sizes:
            _filled(folder, size)
        stores = {size: _stores(folder, size) for size in sizes}
        results = {
            name: dict(zip(sizes, measure([stores[size][name] for size in sizes]), strict=True))
            for name in stores[sizes[0]]
        }
    finally:
        if not given.keep:
            _remove(folder, sizes)
    report = table(results)
    print(report)
    if given.write:
        given.write.write_text(report + "\n", encoding="utf-8")
    wrong = [line for name, found in results.items() for line in not_flat(name, found)]
    print("\n".join(wrong))
    return 1 if wrong else 0


def table(results: dict[str, dict[int, dict[str, float | None]]]) -> str:
    """Milliseconds, a row each thing, a column each size of each database."""
    columns = [(name, size) for name, found in results.items() for size in found]
    heads = [f"{name}, {size:,}".replace(",", ".").replace(".", ",", 1) for name, size in columns]
    lines = ["| ms (mediana) | " + " | ".join(heads) + " |", "|---" * (len(columns) + 1) + "|"]
    first = next(iter(results[columns[0][0]].values()))
    for what in first:
        values = [results[name][size][what] for name, size in columns]
        lines.append(f"| {what} | " + " | ".join(map(_shown, values)) + " |")
    return "\n".join(lines)


def not_flat(name: str, found: dict[int, dict[str, float | None]]) -> list[str]:
    """What takes more than FLAT times as long in the largest store as in the smallest, or too long."""
    few, many = found[min(found)], found[max(found)]
    wrong = []
    for what, took in many.items():
        limit = LIMIT_DASHBOARD if "Painel" in what else LIMIT
        if took is None or took > limit or took > FLAT * (few[what] or took):
            wrong.append(f"{name}: {what}: {_shown(few[what])} -> {_shown(took)} ms")
    return wrong


def _shown(took: float | None) -> str:
    if took is None:
        return "não terminou"
    return f"{took:.1f}".replace(".", ",")


def _stores(folder: Path, size: int) -> dict[str, Engine]:
    folder.mkdir(parents=True, exist_ok=True)
    engines = {"SQLite": database.connect(f"sqlite:///{folder}/{size}.db")}
    if url := os.environ.get("BENCH_POSTGRES_URL"):
        of_schema = make_url(url).update_query_dict({"options": f"-csearch_path=bench_{size}"})
        engines["PostgreSQL"] = database.connect(of_schema.render_as_string(hide_password=False))
    return engines


def _filled(folder: Path, size: int) -> None:
    """A store that --keep left is measured as it is."""
    engines = list(_stores(folder, size).values())
    new = [engine for engine in engines if _is_new(engine, size)]
    began = time.monotonic()
    if new and size > MOST_WRITTEN:
        base = size // TIMES
        _filled(folder, base)
        for engine, small in zip(engines, _stores(folder, base).values(), strict=True):
            if engine in new:
                multiply(engine, str(small.url.database) if engine.name == "sqlite" else f"bench_{base}")
    elif new:
        fill(new, size)
    if new:
        print(f"{size} acionamentos escritos em {time.monotonic() - began:.0f} s", flush=True)
    for engine in engines:
        engine.dispose()


def _is_new(engine: Engine, size: int) -> bool:
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS bench_{size}"))
    database.migrate(engine.url.render_as_string(hide_password=False))
    with engine.connect() as connection:
        return connection.scalar(text("SELECT max(id) FROM tickets")) is None


def _remove(folder: Path, sizes: list[int]) -> None:
    for size in {*sizes, *(size // TIMES for size in sizes if size > MOST_WRITTEN)}:
        for engine in _stores(folder, size).values():
            if engine.dialect.name == "postgresql":
                with engine.begin() as connection:
                    connection.execute(text(f"DROP SCHEMA IF EXISTS bench_{size} CASCADE"))
            engine.dispose()
        for file in folder.glob(f"{size}.db*"):
            file.unlink()
