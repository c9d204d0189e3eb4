"""Waits until every process answers: for as long as those that are awaited live and work, however slow the
machine is. It gives up on one that keeps dying, on one that answers and says that it is not ready, and on one
that does nothing.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

LOOK_SECONDS = 0.3
TELL_SECONDS = 20.0
DEATHS = 3
REFUSING_SECONDS = 180.0
IDLE_SECONDS = 180.0
WORK = 30.0
"""Of `work` in IDLE_SECONDS; a loop that only waits does some ten of it on a busy machine."""


class NotReady(RuntimeError):
    """`reasons`: name -> why it is not awaited any longer."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {reason}" for name, reason in sorted(reasons.items())))
        self.reasons = dict(reasons)


class State(NamedTuple):
    """Of a process, as supervisord has it: `start` is when it was started last, 0 before the first time."""

    name: str = ""
    pid: int = 0
    start: int = 0


@dataclass
class _Awaited:
    """Since when it neither worked nor answered, and its work until then; since when it refuses."""

    since: float
    worked: float = 0.0
    refusing: float | None = None
    starts: set[int] = field(default_factory=set)

    @property
    def deaths(self) -> int:
        return max(0, len(self.starts) - 1)


class Waiting:
    """ready: name -> whether it is ready. alive: name -> whether it answers at all, where that can be asked.
    state: of a process. work: how much a process did so far, by its id.
    """

    def __init__(
        self,
        ready: Mapping[str, Callable[[], bool]],
        state: Callable[[str], State],
        *,
        alive: Mapping[str, Callable[[], bool]],
        work: Callable[[int], float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ready, self._state, self._alive = dict(ready), state, alive
        self._work, self._clock = work, clock
        self._awaited = {name: _Awaited(clock()) for name in ready}
        self._begun = clock()

    @property
    def pending(self) -> list[str]:
        return sorted(self._awaited)

    def look(self) -> list[str]:
        """Those that have become ready. Raises NotReady."""
        ready = [name for name in self._awaited if self._ready[name]()]
        for name in ready:
            del self._awaited[name]
        given_up = {name: why for name, one in self._awaited.items() if (why := self._why_not(name, one))}
        if given_up:
            raise NotReady(given_up)
        return ready

    def told(self) -> str:
        """What is still awaited, and what it is doing."""
        doing = ", ".join(f"{name} ({self._doing(one)})" for name, one in sorted(self._awaited.items()))
        return f"ainda à espera, há {self._clock() - self._begun:.0f} s, de: {doing}"

    def _why_not(self, name: str, one: _Awaited) -> str | None:
        state, now = self._state(name), self._clock()
        if state.start and state.start not in one.starts:
            one.starts.add(state.start)
            one.since, one.worked, one.refusing = now, 0.0, None
        if state.name == "FATAL" or one.deaths >= DEATHS:
            return f"não para de morrer ({one.deaths} vezes) antes de ficar pronto"
        if state.pid and (worked := self._work(state.pid)) - one.worked >= WORK:
            one.since, one.worked = now, worked
        if name in self._alive and state.pid and self._alive[name]():
            one.refusing = now if one.refusing is None else one.refusing
            return self._for_too_long(one.refusing, REFUSING_SECONDS, "responde, e diz que não está pronto")
        one.refusing = None
        return self._for_too_long(one.since, IDLE_SECONDS, "não responde nem trabalha")

    def _for_too_long(self, since: float, seconds: float, what: str) -> str | None:
        return f"{what} há {self._clock() - since:.0f} s" if self._clock() - since > seconds else None

    def _doing(self, one: _Awaited) -> str:
        if one.refusing is not None:
            return "responde, mas ainda não está pronto"
        if self._clock() - one.since > IDLE_SECONDS / 2:
            return f"sem sinal de trabalho há {self._clock() - one.since:.0f} s"
        return "recomeçou depois de morrer" if one.deaths else "vivo e trabalhando"


def until_ready(
    waiting: Waiting,
    supervisor: subprocess.Popen[bytes],
    on_ready: Callable[[str], None],
    on_waiting: Callable[[str], None],
) -> None:
    """Tells now and then who is still awaited. Raises NotReady."""
    told = time.monotonic()
    while waiting.pending:
        if supervisor.poll() is not None:
            raise NotReady(dict.fromkeys(waiting.pending, "o supervisord terminou"))
        for name in waiting.look():
            on_ready(name)
        if waiting.pending and time.monotonic() - told > TELL_SECONDS:
            told = time.monotonic()
            on_waiting(waiting.told())
        time.sleep(LOOK_SECONDS)


def work(pid: int) -> float:
    """Seconds for which its threads computed or waited for their turn at it, and megabytes that they read.

    On a busy machine whoever is kept from working works, too. 0 of a process that has ended.
    """
    done = 0.0
    with suppress(OSError, ValueError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(FileNotFoundError):  # it has just ended
                computed, kept_waiting, _ = (thread / "schedstat").read_text().split()
                done += (int(computed) + int(kept_waiting)) / 1e9
        read = Path(f"/proc/{pid}/io").read_text().partition("rchar: ")[2].split()[0]
        done += int(read) / 1e6
    return done
