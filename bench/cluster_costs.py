"""What a message costs: processor time of each kind of process, and what it leaves in databases and Redis.

Processor time, because it is the same on a busy machine.
"""

from __future__ import annotations

import os
from pathlib import Path

import redis
from sqlalchemy import create_engine, text

from launcher.cluster import KINDS, Cluster

STORES = ("acionamentos", "conversas", "redis")
TICKS = os.sysconf("SC_CLK_TCK")


def spent(up: Cluster) -> dict[str, float]:
    """Milliseconds of processor by kind, and bytes by store, until now."""
    found = {
        kind: sum(_milliseconds(up.pid(f"{kind}:{kind}_{number}")) for number in range(up.each))
        for kind in KINDS
    }
    found["nginx"] = sum(map(_milliseconds, [up.pid("nginx"), *_children(up.pid("nginx"))]))
    found["postgres"] = sum(_milliseconds(pid) for pid in _postgres(up))
    for name, url in (
        ("acionamentos", up.stores.database_url),
        ("conversas", up.stores.tracker_database_url),
    ):
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        with engine.connect() as connection:
            found[name] = float(
                connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
            )
        engine.dispose()
    found["redis"] = float(redis.Redis.from_url(up.stores.redis_url).info("memory")["used_memory"])
    return found


def costs(
    before: dict[str, float], after: dict[str, float], messages: int, conversations: int
) -> list[tuple[str, str]]:
    """Lines of the table."""
    each = {name: after[name] - before[name] for name in after}
    kinds = [*KINDS, "nginx", "postgres"]
    return [
        *((f"Processador por mensagem, {kind} (ms)", f"{each[kind] / messages:.1f}") for kind in kinds),
        (f"kB por conversa: {', '.join(STORES)}",
         ", ".join(f"{each[name] / conversations / 1024:.0f}" for name in STORES)),
    ]  # fmt: skip


def _milliseconds(pid: int) -> float:
    """0 for a process that has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(field) for field in fields[11:15]) * 1000 / TICKS  # its own, and of children that ended


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _postgres(up: Cluster) -> list[int]:
    """The server that the cluster started, and its processes; none of one that was there already."""
    port = up.stores.database_url.rpartition(":")[2].partition("/")[0]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            if words[0].endswith("postgres") and "-p" in words and port in words:
                return [int(entry.name), *_children(int(entry.name))]
    return []
