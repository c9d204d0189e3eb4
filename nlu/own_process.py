"""What a training learns in a process of its own while it goes on: Python looks at words on one core, and so
does what the intents are fitted with.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")


class OwnProcess(Generic[T]):
    """`learn` begins at once, knowing all that is known here; what it changes there is not seen here."""

    def __init__(self, learn: Callable[[], T]) -> None:
        context = multiprocessing.get_context("fork")
        self._learn = learn
        self._answer, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(learn, theirs))
        self._process.start()
        theirs.close()  # or its end would not be seen

    def result(self) -> T:
        """Once it is there. Where the process failed it is learnt here, and raises what that raises."""
        try:
            found: T = self._answer.recv()
        except EOFError:
            logger.warning("a process beside the training failed: its part is learnt in the training")
            found = self._learn()
        self._process.join()
        return found

    def stop(self) -> None:
        """What it learns is not wanted any more."""
        self._process.terminate()
        self._process.join()


def _work(learn: Callable[[], T], answer: Connection) -> None:
    answer.send(learn())
