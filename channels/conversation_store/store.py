"""Rasa's tracker store that does not slow down: what a turn reads and writes is the same in a conversation's
first hour and in its last. Rasa's own reads, replays and counts the whole session at every message."""

from __future__ import annotations

import time
from collections.abc import Iterable
from copy import copy
from itertools import islice
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

from channels.conversation_store import checkpoint
from channels.conversation_store.archive import Archive, EventDict, NewEvents
from channels.conversation_store.database import database_at
from channels.core import rasa_patches
from channels.core.settings import optional

_DAY = 86_400
_DEFAULT_DAYS = 180
_HELD = 40
"""Conversations whose trackers are kept: a turn asks the database whether they are the newest, not for all
that was said."""


class StoredTracker(DialogueStateTracker):
    """A tracker that knows which of its events are stored. A copy of it is a plain one."""

    domain: Domain
    checkpoint: list[EventDict]
    base = 0  # the number of the last event that the checkpoint stands for
    last = 0  # the number of the last event stored
    known = 0  # how many of `events` need no storing: the checkpoint's and the stored ones

    @property
    def end(self) -> tuple[int, float, int]:
        """As Archive.last tells it of the same conversation."""
        return self.base, self.events[-1].timestamp, self.last

    def copy(self) -> DialogueStateTracker:
        """A plain one, as Rasa asks for before each action; Rasa's own replays every event for it."""
        twin = DialogueStateTracker.__new__(DialogueStateTracker)
        vars(twin).update(vars(self))
        twin.events, twin.active_loop = copy(self.events), copy(self.active_loop)
        twin.slots = {name: copy(slot) for name, slot in self.slots.items()}
        return twin


class ConversationStore(TrackerStore):
    """`url`: a database for several servers; without one, the SQLite file `path`.

    A conversation belongs to who holds its lock; an append beside him raises Overtaken and keeps nothing.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        path: str = "conversations.db",
        keep_days: object = None,
        **kwargs: Any,
    ) -> None:
        rasa_patches.cache_event_types()
        rasa_patches.trust_our_store(ConversationStore)
        self._database = database_at(optional(host), path)
        self._archive = Archive(self._database)
        self._latest: dict[str, StoredTracker] = {}  # in the order in which they were saved
        self._keep_seconds = float(optional(keep_days) or _DEFAULT_DAYS) * _DAY
        super().__init__(domain, event_broker)

    # --- what Rasa asks ---

    def init_tracker(self, sender_id: str) -> StoredTracker:
        """A tracker without a past."""
        tracker = StoredTracker(sender_id, self.domain.slots)
        tracker.domain, tracker.checkpoint = self.domain, []
        return tracker

    async def retrieve(self, sender_id: str) -> StoredTracker | None:
        """The conversation as it stands: its state, and the last turns as they were."""
        if (held := self._held(sender_id)) and await self._archive.last(sender_id) == held.end:
            return held
        tail = await self._archive.tail(sender_id)
        if tail is None:
            return None
        tracker = self.init_tracker(sender_id)
        for event in deserialise_events([*tail.state, *tail.events]):
            tracker.update(event)
        tracker.checkpoint, tracker.base = tail.state, tail.base
        tracker.last = tail.base + len(tail.events)
        tracker.known = len(tracker.events)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """Every event of every session; for an export, never for a turn."""
        events = await self._archive.all_of(conversation_id)
        if not events:
            return None
        return DialogueStateTracker.from_dict(conversation_id, events, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append what is new. Raises Overtaken. A tracker that was made elsewhere is all new."""
        ours = isinstance(tracker, StoredTracker)
        if not isinstance(tracker, StoredTracker):
            stored = self.init_tracker(tracker.sender_id)
            stored.events.extend(tracker.events)
            tracker = stored
        new = list(islice(tracker.events, tracker.known, None))
        if not new:
            return
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new, tracker.sender_id)
        last = tracker.last + len(new)
        base, past = self._checkpoint(tracker, new, last)
        folded = past is not None
        state = [event.as_dict() for event in past] if past is not None else tracker.checkpoint
        dicts = [event.as_dict() for event in new]
        await self._archive.append(tracker.sender_id, NewEvents(tracker.last, dicts, base, state, folded))
        tracker.checkpoint, tracker.base, tracker.last = state, base, last
        tracker.known = len(tracker.events)
        self._latest.pop(tracker.sender_id, None)
        if ours and not folded:  # one that was folded is read anew, with less on it
            self._latest[tracker.sender_id] = tracker
        if len(self._latest) > _HELD:
            del self._latest[next(iter(self._latest))]

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await self._archive.ids()

    # --- what our channels ask ---

    async def answers(self) -> None:
        """Raises when no turn could be kept."""
        await self._archive.answers()

    async def said(self, conversation_id: str, most: int) -> list[Event]:
        """The last `most` messages of all sessions, oldest first; only these are read."""
        return deserialise_events(await self._archive.said(conversation_id, most))

    async def forget(self, conversation_id: str) -> bool:
        """Erase all that was said; whether there was anything. Its lock is to be held."""
        self._latest.pop(conversation_id, None)
        return await self._archive.forget(conversation_id)

    async def expire(self) -> int:
        """Erase the conversations that nobody spoke in for `keep_days`; how many those were."""
        self._latest.clear()
        return await self._archive.expire(time.time() - self._keep_seconds)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _held(self, sender_id: str) -> StoredTracker | None:
        """As it was last saved here, unless a turn that failed left something on it."""
        held = self._latest.get(sender_id)
        whole = held is not None and len(held.events) == held.known and held.domain is self.domain
        return held if whole else None

    def _checkpoint(
        self, tracker: StoredTracker, new: list[Event], last: int
    ) -> tuple[int, list[Event] | None]:
        """(base, the past up to there): a session begins with nothing, a long tail is cut; else as it was."""
        for back, event in enumerate(reversed(new)):
            if isinstance(event, SessionStarted):
                return last - back - 1, []
        if last - tracker.base <= checkpoint.FOLD_OVER:
            return tracker.base, None
        events = list(tracker.events)
        at = checkpoint.cut(events, checkpoint.KEEP)
        if at is None:
            return tracker.base, None
        past = DialogueStateTracker.from_events(tracker.sender_id, events[:at], self.domain.slots)
        return last - (len(events) - at), checkpoint.left_by(past)
