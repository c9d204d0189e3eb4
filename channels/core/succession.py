"""Several servers on one inbox: a conversation's messages are played in the order in which they came,
whichever server took them in, and what one that died has left is begun again by one that lives."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from rasa.core.lock_store import LockError

from channels.core.conversation_queue import ConversationQueue
from channels.core.durable_inbox import DEAD_AFTER_SECONDS, DurableInbox, PulseBeat, Waiting
from channels.core.inbox_database import Away, Unkept

logger = logging.getLogger(__name__)
Message = dict[str, Any]
# (the message, whether a dead server had begun it)
Play = Callable[[Message, bool], Awaitable[None]]

BEAT_SECONDS = 1.0
LOOK_SECONDS = 1.0
WAIT_SECONDS = 0.05
ASIDE_SECONDS = 30.0
STOP_SECONDS = 8.0


class Succession:
    """One channel's part.

    alone: holds a conversation on every server.
    left_aside: begins to hand over to the desk what is not begun a third time.
    """

    def __init__(
        self,
        inbox: DurableInbox,
        queue: ConversationQueue,
        *,
        play: Play,
        conversation_of: Callable[[Message], str],
        alone: Callable[[str], AbstractAsyncContextManager[None]],
        left_aside: Callable[[], object],
    ) -> None:
        self._inbox, self._queue = inbox, queue
        self._play, self._conversation_of, self._alone = play, conversation_of, alone
        self._left_aside = left_aside
        self._one = asyncio.Lock()
        self._beats: Beats | None = None
        self._looking: asyncio.Task[None] | None = None
        self._working: dict[str, asyncio.Task[None]] = {}

    async def turn(self, line: str, message_id: str, body: Message) -> None:
        """A job of the queue: plays the message after all that came before it, wherever that was."""
        if not self._inbox.shared:
            await self._played(body, False)
            return
        await _once_it_is_there(lambda: self._reached(line, message_id))

    async def _reached(self, line: str, message_id: str) -> None:
        while head := self._inbox.first(line):
            if head.ours:
                await self._played(head.body, head.again)
                if head.id == message_id:
                    return
            elif self._inbox.is_done(message_id):
                return
            elif head.orphan:
                await self._take_over(head)
            else:
                await asyncio.sleep(WAIT_SECONDS)

    async def done(self, message_id: str) -> None:
        """A message that was played is forgotten, however long its inbox is away: what stayed in it would be
        played a second time."""
        await _once_it_is_there(lambda: self._inbox.done(message_id))

    async def _played(self, body: Message, again: bool) -> None:
        """What was acknowledged is not given up because its inbox was away when its turn came."""
        await _once_it_is_there(lambda: self._play(body, again))

    async def again(self, body: Message) -> None:
        """A job of the queue: plays what a death left behind. One at a time: if this server dies, too, it is
        known at which."""
        async with self._one:
            await self._played(body, True)

    def start(self) -> None:
        """Before the first message; nothing for an inbox of one server."""
        if not self._inbox.shared:
            return
        self._beats = Beats(self._inbox)
        self._beats.start()
        self._looking = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """Lets the turns that run come to their end, then leaves what waits to the others."""
        if self._looking:
            self._looking.cancel()
        try:
            await asyncio.wait_for(self._queue.idle(), STOP_SECONDS)
        except asyncio.TimeoutError:
            logger.warning("Stopped while turns ran: others begin them again")
        if self._beats:
            self._beats.stop()
        self._inbox.close()

    async def _take_over(self, head: Waiting) -> None:
        try:
            # The dead may live yet, and be at its end: nobody plays beside it, or after it.
            async with self._alone(self._conversation_of(head.body)), self._one:
                if self._inbox.adopt(head.id):
                    await self._played(head.body, True)
        except LockError:
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self) -> None:
        next_aside = 0.0
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            # Who was without the database himself cannot tell who is dead.
            if self._beats is None or not self._beats.steady():
                continue
            try:
                for line in self._inbox.orphaned():
                    if line not in self._working:
                        self._working[line] = asyncio.create_task(self._begin_again(line))
                if time.monotonic() >= next_aside:
                    next_aside = time.monotonic() + ASIDE_SECONDS
                    self._left_aside()
            except Unkept as error:
                logger.error("The inbox could not be looked through: %s", type(error).__name__)

    async def _begin_again(self, line: str) -> None:
        async def job() -> None:
            while (head := self._inbox.first(line)) and head.orphan:
                await self._take_over(head)

        try:
            await self._queue.run(line, job)
        except Exception:
            logger.exception("What a dead server left could not be worked on")
        finally:
            del self._working[line]


async def _once_it_is_there(work: Callable[[], Awaitable[None]]) -> None:
    """Begun again for as long as the inbox is away."""
    while True:
        try:
            await work()
            return
        except Away as error:
            logger.error("The inbox is away: %s", type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)


class Beats:
    """Says in a thread of its own that this server lives: a model that loads, or a slow turn, is no death."""

    def __init__(self, inbox: DurableInbox) -> None:
        self._inbox = inbox
        self._sign: PulseBeat | None = None
        self._since = self._last = time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="inbox beats")

    def start(self) -> None:
        """The first beat is out when this returns, unless the database is away."""
        self._beat()
        self._thread.start()

    def stop(self) -> None:
        """Waits for the thread."""
        self._stop.set()
        self._thread.join(5)
        if self._sign:
            self._sign.close()

    def steady(self) -> bool:
        """Whether this server's own signs came without a gap for as long as the others' had time to."""
        now = time.monotonic()
        return now - self._last < DEAD_AFTER_SECONDS / 2 and now - self._since > DEAD_AFTER_SECONDS

    def _run(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            self._beat()

    def _beat(self) -> None:
        try:
            if self._sign is None:
                self._sign = self._inbox.sign_of_life()
            self._sign.beat()
        except Exception as error:
            logger.error("No sign of life could be given: %s", type(error).__name__)
            self._since = time.monotonic()
            return
        now = time.monotonic()
        if now - self._last > DEAD_AFTER_SECONDS / 2:
            self._since = now
        self._last = now
