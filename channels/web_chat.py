"""The web chat's protocol over socket.io: session, history, messages with an acknowledgement, notices.

Identity comes from the signed token at connect and from nowhere else.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from socketio import AsyncServer
from socketio.exceptions import ConnectionRefusedError as Refused

from channels.core import log_privacy, sentences
from channels.core.askers import asker_at
from channels.core.conversation_queue import ConversationQueue
from channels.core.conversations import Conversations, UnknownConversation, UnknownIntent
from channels.core.desk import Desk
from channels.core.durable_inbox import DurableInbox
from channels.core.fair_share import Crowded, FairShare
from channels.core.hangs import SetAside
from channels.core.inbox_database import Unkept
from channels.core.limits import Seen
from channels.core.output import BotMessage, CountingOutput
from channels.core.replicas import Replicas
from channels.core.session_token import ChatSession, SessionTokens, TokenRefused
from channels.core.set_aside import Aside
from channels.core.succession import Succession
from channels.core.text_gate import TextRefused, admit
from channels.core.turns import Turns, message_id
from channels.web_closing import WebClosing
from channels.web_files import PART, WebFiles
from channels.web_protocol import is_uuid, refusal, room_of
from channels.web_waiting import Waiting

logger = logging.getLogger(__name__)
VISIT_INTENT = "EXTERNAL_visit"
# A phone that loses its network for a moment is not a new visit, unless a notice came in that moment.
VISIT_AFTER_SECONDS = 60.0
LONGEST_TITLE = 200


@dataclass(frozen=True)
class WebLimits:
    """What a visitor may do; `trusted_proxies` is how many proxies append to X-Forwarded-For."""

    payloads: frozenset[str] = frozenset()
    characters: int = 8000
    messages: int = 10
    messages_seconds: float = 10.0
    connects_per_minute: int = 120
    trusted_proxies: int = 0


class WebOutput(CountingOutput):
    """Everything the bot says goes to all open pages of the conversation."""

    def __init__(self, sio: AsyncServer) -> None:
        super().__init__()
        self._sio = sio

    @classmethod
    def name(cls) -> str:
        return "web"

    async def deliver(self, recipient_id: str, message: BotMessage) -> None:
        await self._sio.emit("bot_message", message.as_json(), room=room_of(recipient_id))


class WebChat:
    """Handlers of one socket.io server; `replicas` joins it to the others."""

    def __init__(
        self,
        *,
        sio: AsyncServer,
        conversations: Conversations,
        turns: Turns,
        queue: ConversationQueue,
        files: WebFiles,
        closing: WebClosing,
        desk: Desk,
        inbox: DurableInbox,
        asker_key: str,
        tokens: SessionTokens,
        limits: WebLimits,
        replicas: Replicas,
        now: Callable[[], datetime],
        aside: Aside,
    ) -> None:
        self._sio = sio
        self._conversations = conversations
        self._turns = turns
        self._queue = queue
        self._files = files
        self._closing = closing
        self._waiting = Waiting(desk=desk, show=self._show_place, present=self._here)
        self._inbox = inbox
        self._asker_key = asker_key
        self._shares = FairShare()
        self._tokens = tokens
        self._limits = limits
        self._now = now
        self._replicas = replicas
        self._messages = replicas.limit("messages", limits.messages, limits.messages_seconds)
        self._connects = replicas.limit("connects", limits.connects_per_minute, 60.0)
        self._visits = replicas.limit("visits", 1, VISIT_AFTER_SECONDS)
        self._seen = Seen()
        self.succession = Succession(
            inbox,
            queue,
            play=self._play,
            conversation_of=lambda kept: str(kept["conversation_id"]),
            alone=conversations.alone,
            left_aside=aside.left,
        )
        self._aside = aside
        self._tasks: set[asyncio.Task[None]] = set()

    def listen(self) -> None:
        """Attach the handlers."""
        self._sio.on("connect", self._connect)
        self._sio.on("disconnect", self._disconnect)
        self._sio.on("user_message", self._user_message)
        self._files.listen()
        self._closing.listen()

    def output(self) -> WebOutput:
        """A fresh count of what is said."""
        return WebOutput(self._sio)

    async def ready(self) -> bool:
        """Whether a message would be answered and kept."""
        return await self._conversations.ready()

    # --- what the client sends ---

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        address = client_address(environ, self._limits.trusted_proxies)
        asker = asker_at(address, self._asker_key)
        if not await self._connects.allow(asker):
            raise Refused("rate", {"reason": "rate", "text": sentences.RATE})
        now = self._now()
        token = auth.get("token") if isinstance(auth, dict) else None
        try:
            session, new = self._tokens.read(token, now=now), False
        except TokenRefused:
            session, new = self._tokens.start(now=now), True
        await self._sio.save_session(
            sid,
            {
                "conversation_id": session.conversation_id,
                "asker": asker,
                "arriving": asyncio.Lock(),
            },
        )
        # The page that was open and is reloaded has left its room already.
        alone = not await self._present(session.conversation_id)
        await self._sio.enter_room(sid, room_of(session.conversation_id))
        await self._replicas.opened(session.conversation_id)
        # After this handler, because the client is connected only when it has returned.
        self._running(self._greet(sid, session, new, visit=alone and not new))

    async def _disconnect(self, sid: str, *_: object) -> None:
        self._files.left(sid)
        session = await self._sio.get_session(sid)
        if conversation_id := session.get("conversation_id"):
            await self._replicas.closed(conversation_id)
            await self._visits.allow(conversation_id)  # a visit counts from when the last one ended

    async def _user_message(self, sid: str, *args: Any) -> dict[str, Any]:
        session = await self._sio.get_session(sid)
        async with session["arriving"]:  # each event has a task of its own; this is their order
            return await self._accept(sid, session, args)

    async def _accept(self, sid: str, session: dict[str, Any], args: tuple[Any, ...]) -> dict[str, Any]:
        conversation_id, asker = session["conversation_id"], session["asker"]
        data = args[0] if args else None
        given = data.get("id") if isinstance(data, dict) else None
        if not is_uuid(given):
            return refusal("invalid", sentences.INVALID)
        key = message_id(conversation_id, given)
        if key in self._seen:
            return {"ok": True}
        if not await self._messages.allow(conversation_id):
            return refusal("rate", sentences.RATE)
        try:
            text = admit(data.get("text"), limit=self._limits.characters, payloads=self._limits.payloads)
        except TextRefused as error:
            return refusal(error.reason, _GATE_SENTENCES[error.reason].format(limit=self._limits.characters))
        if not await self._conversations.ready():
            return refusal("unavailable", sentences.UNAVAILABLE)
        if self._queue.is_full(conversation_id):
            return refusal("busy", sentences.BUSY)
        try:
            self._shares.take(asker)
        except Crowded:
            return refusal("busy", sentences.CROWDED)
        kept = {"key": key, "conversation_id": conversation_id, "text": text, "id": given, "asker": asker}
        try:
            new = await self._inbox.keep(key, kept, conversation_id)  # before it is acknowledged
        except Unkept as error:
            logger.error("A message could not be kept: %s", type(error).__name__)
            self._shares.leave(asker)
            return refusal("unavailable", sentences.UNAVAILABLE)
        self._seen.add(key)
        if not new:
            self._shares.leave(asker)
            return {"ok": True}
        # Anyway: it is kept. Another page of the conversation may have filled the queue meanwhile.
        self._queue.submit(
            conversation_id, lambda: self.succession.turn(conversation_id, key, kept), anyway=True
        )
        await self._show_elsewhere(sid, conversation_id, given, text, data.get("title"))
        return {"ok": True}

    async def _show_elsewhere(
        self, sid: str, conversation_id: str, given: str, text: str, title: Any
    ) -> None:
        """The other open pages of the conversation show what this one said; of a button its title."""
        if text.startswith("/"):
            text = title.strip()[:LONGEST_TITLE] if isinstance(title, str) else ""
        if text:
            at = self._now().isoformat(timespec="milliseconds")
            said = {"id": given, "from": "user", "text": text, "at": at}
            await self._sio.emit("user_said", said, room=room_of(conversation_id), skip_sid=sid)

    # --- what the server does, each in the conversation's turn ---

    async def _greet(self, sid: str, session: ChatSession, new: bool, visit: bool) -> None:
        conversation_id = session.conversation_id
        await asyncio.sleep(0)
        said: list[dict[str, Any]] = []
        with log_privacy.private(conversation_id):
            if not new:
                try:
                    said = await self._queue.run(conversation_id, lambda: self._recall(conversation_id))
                except Exception:
                    logger.exception("The history could not be read")
            token = self._tokens.issue(session, now=self._now())
            given = {"token": token, "history": said, "new": new, "part": PART}
            await self._sio.emit("session", given, to=sid)
            if said:
                await self._follow_the_queue(conversation_id)
            if visit and said and await self._is_due(conversation_id):
                await self._visit(conversation_id)

    async def _is_due(self, conversation_id: str) -> bool:
        """Whether a visit is one to be told what moved meanwhile."""
        return await self._visits.allow(conversation_id) or await self._replicas.has_missed(conversation_id)

    async def _recall(self, conversation_id: str) -> list[dict[str, Any]]:
        for key in await self._conversations.heard(conversation_id):
            self._seen.add(key)
        return await self._conversations.history(conversation_id)

    async def _visit(self, conversation_id: str) -> None:
        try:
            if not await self._conversations.awaits_an_answer(conversation_id):
                await self._queue.run(conversation_id, lambda: self._trigger(conversation_id, VISIT_INTENT))
                await self._replicas.told(conversation_id)
        except (UnknownConversation, UnknownIntent):
            return
        except Exception:
            logger.exception("What moved meanwhile could not be told")

    async def resume(self) -> None:
        """Queue what was acknowledged and not answered when the server ended, once turns can be played."""
        left = self._inbox.left_behind()
        while left and not await self._conversations.ready():
            await asyncio.sleep(0.2)
        for kept in left:
            self._running(self._queue.run(kept["conversation_id"], partial(self.succession.again, kept)))

    async def tell_set_aside(self, kept: dict[str, Any]) -> None:
        """Its sender hears of it, in his conversation's turn."""
        conversation_id = kept["conversation_id"]

        async def tell() -> None:
            with log_privacy.private(kept["text"], conversation_id):
                await self._turns.tell_set_aside(
                    conversation_id, kept["text"], self.output(), "web", kept["key"], _metadata(kept)
                )

        await self._queue.run(conversation_id, tell)

    async def _play(self, kept: dict[str, Any], again: bool) -> None:
        await (self._work_again if again else self._work)(kept)

    async def _work_again(self, kept: dict[str, str]) -> None:
        if await self._conversations.has_heard(kept["conversation_id"], kept["key"]):
            await self.succession.done(kept["key"])  # played, then the server ended before this
            return
        self._inbox.begin_again(kept["key"])
        self._shares.take(kept["asker"], anyway=True)
        await self._work(kept)

    async def _work(self, kept: dict[str, str]) -> None:
        async with self._shares.turn(kept["asker"]):
            with log_privacy.private(kept["text"], kept["conversation_id"]):
                try:
                    await self._turn(kept)
                except SetAside:
                    self._aside.one(kept["key"], kept)
                    return
                except Exception:
                    logger.exception("A message could not be worked on")
            # Not when the server is being stopped: that cancels the turn, and the next start plays it.
            await self.succession.done(kept["key"])

    async def _turn(self, kept: dict[str, str]) -> None:
        conversation_id = kept["conversation_id"]
        await self._sio.emit("typing", {"on": True}, room=room_of(conversation_id))
        try:
            await self._turns.play(
                conversation_id,
                kept["text"],
                self.output(),
                channel="web",
                message_id=kept["key"],
                metadata=_metadata(kept),
                died=partial(self._inbox.died, kept["key"]),
            )
        finally:
            await self._sio.emit("typing", {"on": False}, room=room_of(conversation_id))
        await self._follow_the_queue(conversation_id)

    async def _follow_the_queue(self, conversation_id: str) -> None:
        with contextlib.suppress(Exception):  # the store is away: the place is a courtesy
            if await self._conversations.awaits_a_person(conversation_id):
                self._waiting.follow(conversation_id)
            else:
                await self._waiting.over(conversation_id)

    async def _show_place(self, conversation_id: str, told: dict[str, Any]) -> None:
        await self._sio.emit("waiting", told, room=room_of(conversation_id))

    async def _trigger(self, conversation_id: str, intent: str) -> bool:
        output = self.output()
        with log_privacy.private(conversation_id):
            await self._conversations.trigger(conversation_id, intent, output)
        await self._follow_the_queue(conversation_id)
        return output.sent > 0

    # --- what our own processes ask (internal_api.Door) ---

    async def notify(self, conversation_id: str, intent: str) -> bool:
        """Trigger `intent` if a page is open; a page that opens later asks for itself (EXTERNAL_visit)."""
        if not await self._present(conversation_id):
            await self._replicas.missed(conversation_id)
            return False
        return await self._queue.run(conversation_id, lambda: self._trigger(conversation_id, intent))

    async def say(self, conversation_id: str, text: str, speaker: str, said_id: str) -> bool:
        """Record and show one line; the same `said_id` is recorded once and shown again."""
        message = BotMessage(text, self._now(), speaker=speaker, given_id=said_id)

        async def record_and_emit() -> None:
            await self._conversations.record(conversation_id, message)
            await self.output().say(conversation_id, message)

        await self._queue.run(conversation_id, record_and_emit)
        return await self._present(conversation_id)

    def stop(self) -> None:
        """What runs beside the turns ends."""
        self._waiting.stop()

    def _running(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it beside all else."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _here(self, conversation_id: str) -> bool:
        return any(True for _ in self._sio.manager.get_participants("/", room_of(conversation_id)))

    async def _present(self, conversation_id: str) -> bool:
        return self._here(conversation_id) or await self._replicas.open_elsewhere(conversation_id)


def _metadata(kept: dict[str, str]) -> dict[str, Any]:
    return {"client_id": kept["id"], "asker": kept["asker"]}


_GATE_SENTENCES = {"invalid": sentences.INVALID, "empty": sentences.EMPTY, "too_long": sentences.TOO_LONG}


def client_address(environ: dict[str, Any], trusted_proxies: int) -> str:
    """The client's IP: the socket's, or the entry that the outermost trusted proxy wrote."""
    request = environ.get("sanic.request")
    if trusted_proxies > 0:
        parts = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        forwarded = [part.strip() for part in parts if part.strip()]
        if len(forwarded) >= trusted_proxies:
            return forwarded[-trusted_proxies]
    return getattr(request, "ip", None) or "unknown"
