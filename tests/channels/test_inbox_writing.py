"""An inbox writes beside the event loop: one wait for the disk for all that came during the last one."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from channels.core.durable_inbox import DurableInbox
from channels.core.inbox_database import SqliteInbox
from channels.core.inbox_writing import Writing

TABLE = "CREATE TABLE IF NOT EXISTS told (number {number}, words TEXT UNIQUE)"


class Disk(SqliteInbox):
    """`commits` counts them; the first waits until it is `free`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, TABLE, ())
        self.commits, self.free = 0, Event()

    def run(self, work: Callable[..., Any], *, lasting: bool = True) -> Any:
        self.commits += 1
        assert self.free.wait(30)
        return super().run(work, lasting=lasting)


def telling(words: str) -> Callable[..., Any]:
    return lambda execute: execute("INSERT INTO told (words) VALUES (?) RETURNING words", (words,))[0][0]


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "inbox.db")


async def asked(disk: Disk, writing: Writing, *words: str) -> list[Any]:
    """The first alone, the others while the disk is busy with it; what became of each."""
    tasks = [asyncio.create_task(writing.run(telling(one))) for one in words[:1]]
    while not disk.commits:
        await asyncio.sleep(0)
    tasks += [asyncio.create_task(writing.run(telling(one))) for one in words[1:]]
    await asyncio.sleep(0)
    disk.free.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_comes_while_the_disk_is_waited_for_is_kept_together_in_its_order(disk: Disk) -> None:
    writing = Writing(disk)
    words = [f"{number}" for number in range(9, 0, -1)]
    assert await asked(disk, writing, *words) == words
    assert disk.commits == 2
    writing.close()
    kept = disk.run(lambda execute: execute("SELECT words FROM told ORDER BY number"))
    assert [one for (one,) in kept] == words


async def test_one_that_cannot_be_kept_keeps_out_no_other(disk: Disk) -> None:
    writing = Writing(disk)
    first, second, again, third = await asked(disk, writing, "a", "b", "a", "c")
    assert (first, second, third) == ("a", "b", "c")
    assert isinstance(again, sqlite3.IntegrityError)
    writing.close()


async def test_a_database_that_is_away_is_asked_once_for_all_that_wait(disk: Disk) -> None:
    writing = Writing(disk)
    disk._path.mkdir()  # no file can be opened there
    came = await asked(disk, writing, "a", "b", "c")
    assert [type(one) for one in came] == [sqlite3.OperationalError] * 3
    assert disk.commits == 2
    writing.close()


async def test_after_the_end_nobody_waits_in_vain(disk: Disk) -> None:
    writing = Writing(disk)
    disk.free.set()
    writing.close()
    with pytest.raises(RuntimeError):
        await asyncio.wait_for(writing.run(telling("a")), 5)


async def test_a_message_is_on_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    """And it is not waited for when the message is over: what is left after a power cut was heard."""
    inbox = DurableInbox(tmp_path / "web.db")
    writer: Any = inbox._writing._database
    for work, waits in ((inbox.keep("1", {}, "ana"), 2), (inbox.done("1"), 1)):
        await work
        assert writer.connection.execute("PRAGMA synchronous").fetchone() == (waits,)
    inbox.close()
