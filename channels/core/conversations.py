"""What every channel asks of the running Rasa agent besides a turn: history, notices, being heard by it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urljoin

import aiohttp
from rasa.core.agent import Agent
from rasa.core.lock_store import LockError
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from channels.core import history
from channels.core.output import BotMessage, CountingOutput
from channels.core.spoken_of import spoken_of

logger = logging.getLogger(__name__)
ASKED = aiohttp.ClientTimeout(total=2)


class UnknownConversation(LookupError):
    """Nobody has talked in this conversation."""


class UnknownIntent(LookupError):
    """The model has no such intent, so nothing could be triggered."""


class Conversations:
    """The agent's conversations. `agent` gives the loaded agent, or None while Rasa is starting."""

    def __init__(self, agent: Callable[[], Agent | None]) -> None:
        self._find_agent = agent

    @property
    def agent(self) -> Agent:
        agent = self._find_agent()
        if agent is None:
            raise RuntimeError("the agent is not loaded yet")
        return agent

    @property
    def loaded(self) -> bool:
        """Whether Rasa has a model. One that is damaged it leaves out, and starts without."""
        agent = self._find_agent()
        return agent is not None and agent.is_ready()

    async def ready(self) -> bool:
        """Whether a turn could be played and kept: a model is loaded and the tracker store answers."""
        if not self.loaded:
            return False
        try:
            await self.agent.tracker_store.answers()
        except Exception:
            return False
        return True

    async def history(self, conversation_id: str, most: int = 100) -> list[dict[str, Any]]:
        """The last `most` messages, oldest first; empty for an unknown conversation."""
        # Some of the events show nothing, and an older answer's buttons name what was tapped.
        events = await self.agent.tracker_store.said(conversation_id, 2 * most)
        return history.lines(events, limit=most)

    async def heard(self, conversation_id: str) -> set[str]:
        """The ids of the newest messages, to recognise one that is sent again."""
        tracker = await self.agent.tracker_store.retrieve(conversation_id)
        return {e.message_id for e in tracker.events if isinstance(e, UserUttered)} if tracker else set()

    async def has_heard(self, conversation_id: str, message_id: str) -> bool:
        """Whether that message was played. False while the store is away: a turn says so, and one that is
        played twice changes nothing twice."""
        try:
            return message_id in await self.heard(conversation_id)
        except Exception as error:
            logger.error("Whether a message was played is not known: %s", type(error).__name__)
            return False

    async def silent_by_design(self, conversation_id: str) -> bool:
        """Whether the bot was told to be quiet (an agent took the conversation over)."""
        tracker = await self.agent.tracker_store.retrieve(conversation_id)
        return bool(tracker and (tracker.is_paused() or _dialogue(tracker).get("handoff") == "taken"))

    async def awaits_a_person(self, conversation_id: str) -> bool:
        """Whether a person was asked for and, as far as is known here, has not come or left."""
        tracker = await self.agent.tracker_store.retrieve(conversation_id)
        return bool(tracker and _dialogue(tracker).get("handoff"))

    async def awaits_an_answer(self, conversation_id: str) -> bool:
        """Whether the assistant has asked something in the middle of a flow."""
        tracker = await self.agent.tracker_store.retrieve(conversation_id)
        return bool(tracker and _dialogue(tracker).get("frames"))

    @asynccontextmanager
    async def alone(self, conversation_id: str) -> AsyncGenerator[None, None]:
        """Hold the conversation on every server; turns inside the block are let through. Raises LockError."""
        if not await self.ready():
            raise LockError("No turn can be played yet.")
        async with self.agent.lock_store.alone(conversation_id):
            yield

    async def spoken_of(self, conversation_id: str) -> str:
        """Where a file that comes now belongs (core/spoken_of.py); "" when nothing tells, or nothing can."""
        if not await self.ready():
            return ""
        tracker = await self.agent.tracker_store.retrieve(conversation_id)
        return spoken_of(_dialogue(tracker)) if tracker else ""

    async def forget(self, conversation_id: str) -> bool:
        """Erase all that was said in it, between two turns; whether there was anything."""
        async with self.agent.lock_store.lock(conversation_id):
            return await self.agent.tracker_store.forget(conversation_id)

    async def expire(self) -> int:
        """Erase the conversations whose time is up; how many those were."""
        return await self.agent.tracker_store.expire()

    async def trigger(self, conversation_id: str, intent: str, output: CountingOutput) -> None:
        """Play an EXTERNAL_ intent; what the bot says goes to `output`.

        Raises UnknownIntent and UnknownConversation.
        """
        if intent not in self.agent.domain.intents:
            raise UnknownIntent(intent)
        async with output.once_kept(), self.agent.lock_store.lock(conversation_id):
            await self._existing(conversation_id)
            tracker = await self.agent.processor.fetch_tracker_and_update_session(conversation_id, output)
            await self.agent.trigger_intent(
                intent_name=intent, entities=[], output_channel=output, tracker=tracker
            )

    async def acts(self) -> bool:
        """Whether the action server answers anything, be it a refusal."""
        address = urljoin(self.agent.action_endpoint.url, "/health")
        with suppress(aiohttp.ClientError, asyncio.TimeoutError):
            async with aiohttp.ClientSession(timeout=ASKED) as session, session.get(address):
                return True
        return False

    async def record(
        self, conversation_id: str, message: BotMessage, heard: UserUttered | None = None
    ) -> None:
        """Write what was said outside a turn (an agent's line, an apology) into the tracker, once an id.

        heard: the user's line that it answers, unread; it may be the conversation's first.
        Raises UnknownConversation.
        """
        async with self.agent.lock_store.lock(conversation_id):
            tracker = await (
                self.agent.processor.fetch_tracker_and_update_session(conversation_id)
                if heard
                else self._existing(conversation_id)
            )
            said = (e for e in tracker.events if isinstance(e, BotUttered))
            if any(e.metadata.get("said_id") == message.id for e in said):
                return
            if heard:
                tracker.update(heard, self.agent.domain)
            event = BotUttered(
                message.text,
                metadata={"speaker": message.speaker, "said_id": message.id},
                timestamp=message.at.timestamp(),
            )
            tracker.update(event, self.agent.domain)
            await self.agent.tracker_store.save(tracker)

    async def _existing(self, conversation_id: str) -> DialogueStateTracker:
        tracker = await self.agent.tracker_store.retrieve(conversation_id)
        if tracker is None or not tracker.events:
            raise UnknownConversation
        return tracker


def _dialogue(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What the engine of the flows keeps of a conversation (actions/dialogue/state.py)."""
    value = tracker.get_slot("dialogue")
    return value if isinstance(value, dict) else {}
