"""The ticket store as the actions see it: opened on first use, one session a call, never on Rasa's event
loop."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timezone
from time import monotonic
from typing import Any, TypeVar

from ticket_store import database

T = TypeVar("T")
# Rasa waits ten (credentials.yml, action_timeout_seconds) and apologises: what would be written after that
# would make the apology a lie.
ANSWER_SECONDS = 7.0
_until: ContextVar[float | None] = ContextVar("until", default=None)


class TooLate(RuntimeError):
    """The store was busy for so long that the answer could not be told any more; nothing was written."""


class StoreNotConfigured(RuntimeError):
    """`configure` was not called: only an entry point (or a test) knows where the store is."""


@dataclass(frozen=True)
class _Where:
    url: str
    secret: str
    handoff_minutes: int
    days: int


_where: _Where | None = None
_engine: Any = None
_lock = threading.Lock()


def configure(url: str, secret: str, handoff_minutes: int = 5, days: int = 10) -> None:
    """Where the store is, what its one-time codes are keyed with, how long a person may be waited for, after
    how many days a resolved ticket is closed. Opens nothing."""
    global _where, _engine
    with _lock:
        _where, _engine = _Where(url, secret, handoff_minutes, days), None


def place() -> object:
    """Another object for each `configure`."""
    return _where


def _configured() -> _Where:
    """Raises StoreNotConfigured."""
    if _where is None:
        raise StoreNotConfigured
    return _where


def secret() -> str:
    """The key of the one-time codes."""
    return _configured().secret


def handoff_minutes() -> int:
    """How long a person may be waited for."""
    return _configured().handoff_minutes


def days() -> int:
    """From the solution of a ticket until it is closed."""
    return _configured().days


def now() -> datetime:
    """The clock of a turn (aware, UTC)."""
    return datetime.now(timezone.utc)


async def call(work: Callable[..., T], **arguments: Any) -> T:
    """Runs `work(session, now=..., **arguments)` in one transaction on a thread; lets its errors through.

    `work` returns plain data: the session is closed when the caller sees it.
    """
    return await asyncio.to_thread(_call, work, arguments)


async def read(work: Callable[..., T], **arguments: Any) -> T:
    """Like `call` for what only reads: it waits for no writer."""
    return await asyncio.to_thread(_read, work, arguments)


def answers() -> bool:
    """Whether the store would answer now."""
    return database.answers(_open())


@contextmanager
def turn() -> Iterator[None]:
    """While it lasts, nothing is written that is finished later than can be told."""
    token = _until.set(monotonic() + ANSWER_SECONDS)
    try:
        yield
    finally:
        _until.reset(token)


def _call(work: Callable[..., T], arguments: dict[str, Any]) -> T:
    until = _until.get()
    with database.transaction(_open()) as session:
        done = work(session, now=now(), **arguments)
        session.flush()
        if until is not None and monotonic() > until:
            raise TooLate
        return done


def _read(work: Callable[..., T], arguments: dict[str, Any]) -> T:
    with database.reading(_open()) as session:
        return work(session, now=now(), **arguments)


def _open() -> Any:
    global _engine
    with _lock:
        if _engine is None:
            if _where is None:
                raise StoreNotConfigured
            _engine = database.connect(_where.url)
        return _engine
