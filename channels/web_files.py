"""Files over the web chat's own socket: in parts with an acknowledgement each, so that the page's progress is
true, and no second door with another proof of who is talking. What is taken is judged by the portal, as
everywhere (core/attachments.py).

file_begin {id, name, size}, file_part {id, at, data}, file_end {id}: each is answered {ok: true} or
{ok: false, reason, text, again}; file_end's {ok: true} comes when the file is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from socketio import AsyncServer

from channels.core import log_privacy, sentences
from channels.core.attachments import FAILED, Attachments, Told
from channels.core.conversation_queue import ConversationQueue
from channels.core.conversations import Conversations, UnknownConversation
from channels.core.limits import RateLimit
from channels.core.output import BotMessage
from channels.core.text_gate import TextRefused, admit
from channels.web_protocol import is_uuid, refusal, room_of

# In base64, as long polling sends it, a part fits a frame (web.MAX_FRAME).
PART = 32 * 1024
LONGEST_NAME = 200
FILES_A_MINUTE = 12
# Bytes of unfinished files that all visitors together may have here, and how long one may stand still.
IN_ALL = 64 * 1024 * 1024
STILL_SECONDS = 60.0


@dataclass
class _Coming:
    conversation_id: str
    name: str
    size: int
    touched: float
    content: bytearray = field(default_factory=bytearray)


class WebFiles:
    """Handlers of one socket.io server, beside WebChat's."""

    def __init__(
        self,
        *,
        sio: AsyncServer,
        attachments: Attachments,
        conversations: Conversations,
        queue: ConversationQueue,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sio = sio
        self._attachments = attachments
        self._conversations = conversations
        self._queue = queue
        self._now = now
        self._clock = clock
        self._pace = RateLimit(FILES_A_MINUTE, 60.0)
        self._coming: dict[tuple[str, str], _Coming] = {}

    def listen(self) -> None:
        """Attach the handlers."""
        self._sio.on("file_begin", self.begin)
        self._sio.on("file_part", self.part)
        self._sio.on("file_end", self.end)

    def left(self, sid: str) -> None:
        """The page is gone, and what it had begun."""
        for key in [key for key in self._coming if key[0] == sid]:
            del self._coming[key]

    async def begin(self, sid: str, data: Any = None, *_: Any) -> dict[str, Any]:
        conversation_id = (await self._sio.get_session(sid))["conversation_id"]
        given = _dict(data)
        size = given.get("size")
        if not is_uuid(given.get("id")) or type(size) is not int:
            return refusal("invalid", sentences.INVALID)
        try:
            name = admit(given.get("name"), limit=LONGEST_NAME, payloads=frozenset())
        except TextRefused:
            name = "arquivo"
        if refused := self._attachments.refused_for(size):
            return _answer(refused)
        self.left(sid)  # a page sends one at a time
        still = self._clock() - STILL_SECONDS
        self._coming = {key: one for key, one in self._coming.items() if one.touched > still}
        if sum(one.size for one in self._coming.values()) + size > IN_ALL:
            return {**refusal("busy", sentences.CROWDED), "again": True}
        if not self._pace.allow(conversation_id):
            return {**refusal("rate", sentences.FILE_RATE), "again": True}
        self._coming[sid, given["id"]] = _Coming(conversation_id, name, size, self._clock())
        return {"ok": True}

    async def part(self, sid: str, data: Any = None, *_: Any) -> dict[str, Any]:
        given = _dict(data)
        one, content = self._coming.get((sid, str(given.get("id")))), given.get("data")
        if one is None or not isinstance(content, bytes) or given.get("at") != len(one.content):
            return _answer(FAILED)
        # A file of single bytes would be as many events.
        if len(content) != min(PART, one.size - len(one.content)) or not content:
            return _answer(FAILED)
        one.content += content
        one.touched = self._clock()
        return {"ok": True}

    async def end(self, sid: str, data: Any = None, *_: Any) -> dict[str, Any]:
        given = str(_dict(data).get("id"))
        one = self._coming.pop((sid, given), None)
        if one is None or len(one.content) != one.size:
            return _answer(FAILED)
        return await self._queue.run(one.conversation_id, lambda: self._hand_over(sid, given, one))

    async def _hand_over(self, sid: str, given: str, one: _Coming) -> dict[str, Any]:
        with log_privacy.private(one.name, one.conversation_id):
            about = await self._conversations.spoken_of(one.conversation_id)
            told = await self._attachments.hand_over(one.name, bytes(one.content), one.conversation_id, about)
            if told.kept:
                await self._show(sid, given, one, told.sentence)
        return _answer(told)

    async def _show(self, sid: str, given: str, one: _Coming, sentence: str) -> None:
        """The file's line and what is said of it, in the conversation and on its other pages."""
        line = sentences.FILE_LINE.format(name=one.name, size=in_words(one.size))
        now = self._now()
        for message, speaker, said_id in ((line, "user", given), (sentence, "bot", f"{given}-said")):
            said = BotMessage(message, now, speaker=speaker, given_id=f"file-{said_id}")
            with suppress(UnknownConversation):  # nothing was said yet: there is no history to be in
                await self._conversations.record(one.conversation_id, said)
            room = room_of(one.conversation_id)
            if speaker == "user":
                await self._sio.emit("user_said", said.as_json(), room=room, skip_sid=sid)
            else:
                await self._sio.emit("bot_message", said.as_json(), room=room)


def in_words(size: int) -> str:
    """As a person reads it: "230 kB", "1,4 MB"."""
    if size < 1024:
        return "1 byte" if size == 1 else f"{size} bytes"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} kB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def _dict(data: Any) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _answer(told: Told) -> dict[str, Any]:
    if told.kept:
        return {"ok": True, "text": told.sentence}
    return {**refusal("file", told.sentence), "again": told.again}
