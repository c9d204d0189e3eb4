"""One look a second at the store for all the open pages: whatever moved, in any process, is passed on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import anyio.to_thread

from portal.desk import words
from portal.desk.access import Who
from portal.keystrokes import Keystrokes
from ticket_store import queries, roles
from ticket_store.database import reading
from ticket_store.queries.desk_live import Pulse, pulse, rung_since, whose

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
# Other processes may commit out of the order of their ids: those just before are looked at again.
OVERLAP = 50
WAITING = 200


@dataclass(frozen=True)
class Notice:
    """topic: tickets | live | deliveries | bell | typing (number is then of the conversation).

    text: what to tell the attendant, or None.

    team_code, agent_id: of its ticket. only: the attendants whom it is for, None for all.
    permission: only for who has it.
    """

    topic: str
    number: str | None = None
    text: str | None = None
    href: str | None = None
    team_code: str | None = None
    agent_id: int | None = None
    only: frozenset[int] | None = None
    permission: str | None = None

    def told_to(self, who: Who) -> Notice | None:
        """What `who` gets of it: a toast only of his teams' tickets, or of his own."""
        if self.only is not None and who.id not in self.only:
            return None
        if self.permission is not None and not who.may(self.permission):
            return None
        his = not who.team_codes or self.team_code in who.team_codes or self.agent_id == who.id
        return self if self.text is None or self.team_code is None or his else replace(self, text=None)

    def as_data(self) -> dict[str, str | None]:
        return {"topic": self.topic, "number": self.number, "text": self.text, "href": self.href}


class Feed:
    """Looks only while somebody listens; `every` in seconds."""

    def __init__(
        self, engine: Any, keystrokes: Keystrokes | None = None, *, every: float = EVERY_SECONDS
    ) -> None:
        self.engine, self.every = engine, every
        self.keystrokes = keystrokes or Keystrokes()
        self._listeners: set[asyncio.Queue[Notice]] = set()
        self._task: asyncio.Task[None] | None = None
        self._last: Pulse | None = None
        self._seen: set[int] = set()

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[asyncio.Queue[Notice]]:
        """A queue that fills with what moves from now on; a listener too slow to keep up loses the oldest."""
        mine: asyncio.Queue[Notice] = asyncio.Queue(WAITING)
        if not self._listeners:
            await anyio.to_thread.run_sync(self._start)
        self._listeners.add(mine)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        try:
            yield mine
        finally:
            self._listeners.discard(mine)
            if not self._listeners and self._task is not None:
                self._task.cancel()
                self._task = None

    async def _watch(self) -> None:
        while self._listeners:
            await asyncio.sleep(self.every)
            try:
                for notice in await anyio.to_thread.run_sync(self._look):
                    self._tell(notice)
            except Exception as error:  # the store may be away for a moment: look again
                log.error("the desk's feed could not look: %s", type(error).__name__)

    def _tell(self, notice: Notice) -> None:
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(notice)

    def _start(self) -> None:
        with reading(self.engine) as session:
            self._last = pulse(session)
            before = queries.changes_since(session, event_id=self._last.event_id - OVERLAP)
        self._seen = {event.id for event in before}

    def _look(self) -> list[Notice]:
        assert self._last is not None
        # Each time, not once: a page forgets it by itself.
        typing = [
            Notice("typing", str(handoff_id), only=frozenset({agent_id}))
            for handoff_id, agent_id in self.keystrokes.now()
        ]
        with reading(self.engine) as session:
            found = pulse(session)
            if found == self._last:
                return typing
            events = queries.changes_since(session, event_id=self._last.event_id - OVERLAP)
            owners = whose(session, numbers={event.ticket_number for event in events})
            rung = rung_since(session, bell_id=self._last.bell_id)
        notices = typing
        for event in events:
            if event.id not in self._seen:
                number = event.ticket_number
                href = f"/atendimento/acionamentos/{number}"
                text = words.notice(event.kind, number)
                notices.append(Notice("tickets", number, text, href, *owners[number]))
        self._seen = {event.id for event in events}
        before = self._last
        if (found.handoffs, found.live_message_id) != (before.handoffs, before.live_message_id):
            new = [id_ for id_, status in found.handoffs if status == "requested"]
            old = {id_ for id_, _ in before.handoffs}
            fresh = next((id_ for id_ in new if id_ not in old), None)
            text = "Alguém espera para conversar com um atendente" if fresh else None
            notices.append(Notice("live", None, text, f"/atendimento/conversas/{fresh}" if fresh else None))
        if found.parked != before.parked:
            text = "Uma mensagem não pôde ser entregue" if found.parked > before.parked else None
            notices.append(Notice("deliveries", None, text, "/atendimento/entregas"))
        if found.proposals != before.proposals:
            text = "Muita gente conta o mesmo problema" if found.proposals - before.proposals else None
            notices.append(Notice("live", None, text, "/atendimento/incidentes", permission=roles.INCIDENTS))
        if rung:
            notices.append(Notice("bell", only=rung))
        self._last = found
        return notices
