"""Waits until every process answers: for as long as those that are awaited live and work, however slow the
machine is. It gives up when one keeps dying, and when nobody that is awaited works any more: they answer and
say that they are not ready, or do nothing. As long as one works the others may be waiting for it.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

LOOK_SECONDS = 0.15
TELL_SECONDS = 20.0
DEATHS = 3
REFUSING_SECONDS = 180.0
IDLE_SECONDS = 180.0
WORK = 30.0
"""Of `work` in IDLE_SECONDS; a loop that only waits does some ten of it on a busy machine."""


LITTLE = 2.0
"""Of `work` in TELL_SECONDS."""


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
    """Since when it neither worked nor answered, and its work until then and until it was told of last; since
    when it refuses."""

    since: float
    worked: float = 0.0
    told: float = 0.0
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
        stuck: dict[str, str] = {}
        for name, one in self._awaited.items():
            if why := self._died(name, one):
                raise NotReady({name: why})
            if why := self._stuck(name, one):
                stuck[name] = why
        if stuck and len(stuck) == len(self._awaited):
            raise NotReady(stuck)
        return ready

    def told(self) -> str:
        """Who is still awaited, and what they are doing."""
        doing: dict[str, list[str]] = {}
        for name, one in sorted(self._awaited.items()):
            doing.setdefault(self._doing(name, one), []).append(name)
        groups = "; ".join(f"{', '.join(names)} ({what})" for what, names in doing.items())
        return f"ainda à espera, há {self._clock() - self._begun:.0f} s: {groups}"

    def _died(self, name: str, one: _Awaited) -> str | None:
        state = self._state(name)
        if state.start and state.start not in one.starts:
            one.starts.add(state.start)
            one.since, one.worked, one.told, one.refusing = self._clock(), 0.0, 0.0, None
        if state.name == "FATAL" or one.deaths >= DEATHS:
            return f"não para de morrer ({one.deaths} vezes) antes de ficar pronto"
        return None

    def _stuck(self, name: str, one: _Awaited) -> str | None:
        pid, now = self._state(name).pid, self._clock()
        if pid and (worked := self._work(pid)) - one.worked >= WORK:
            one.since, one.worked = now, worked
        if name in self._alive and pid and self._alive[name]():
            one.refusing = now if one.refusing is None else one.refusing
            return self._for_too_long(one.refusing, REFUSING_SECONDS, "responde, e diz que não está pronto")
        one.refusing = None
        return self._for_too_long(one.since, IDLE_SECONDS, "não responde nem trabalha")

    def _for_too_long(self, since: float, seconds: float, what: str) -> str | None:
        return f"{what} há {self._clock() - since:.0f} s" if self._clock() - since > seconds else None

    def _doing(self, name: str, one: _Awaited) -> str:
        """Since it was told last."""
        pid = self._state(name).pid
        worked = self._work(pid) if pid else 0.0
        works, one.told = worked - one.told >= LITTLE, worked
        if one.refusing is not None:
            return "respondendo que ainda não"
        return ("trabalhando" if works else "sem trabalhar") + (" depois de morrer" if one.deaths else "")


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
        if not waiting.pending:
            return
        if time.monotonic() - told > TELL_SECONDS:
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
