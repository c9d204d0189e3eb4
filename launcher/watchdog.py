"""Ends a process that is up and does not answer: only then supervisord starts it again."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress

MISSES = 3


class Watchdog:
    """Asked every few seconds. A process is looked after from its first answer on: starting takes its time.

    alive: name -> whether it answers. pid: of the process under that name, 0 when it is not up.
    """

    def __init__(
        self,
        alive: Mapping[str, Callable[[], bool]],
        pid: Callable[[str], int],
        kill: Callable[[int, int], None] = os.kill,
    ) -> None:
        self._alive, self._pid, self._kill = alive, pid, kill
        self._misses: dict[tuple[str, int], int] = {}

    def look(self) -> list[str]:
        """The names of those that it ended."""
        ended = []
        seen: dict[tuple[str, int], int] = {}
        for name, alive in self._alive.items():
            one = (name, self._pid(name))
            if not one[1]:
                continue
            if alive():
                seen[one] = 0
            elif one in self._misses:
                seen[one] = self._misses[one] + 1
                if seen[one] >= MISSES:
                    with suppress(ProcessLookupError):
                        self._kill(one[1], signal.SIGKILL)
                    ended.append(name)
                    del seen[one]
        self._misses = seen
        return ended
