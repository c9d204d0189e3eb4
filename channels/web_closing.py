"""The web chat's end, and what one takes along: leaving the queue, a grade, a copy to keep or by mail.

end {}, grade {score, comment}, transcript {}, transcript_mail {email, code}: each is answered {ok: true, ...}
or {ok: false, reason, text}. transcript_mail's {sent: false} means that a code went to the address.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from socketio import AsyncServer

from channels.core import log_privacy, sentences, transcript
from channels.core.archive_api import MOST_LINES
from channels.core.conversations import Conversations
from channels.core.desk import Answer, Desk
from channels.core.limits import RateLimit
from channels.web_protocol import refusal

logger = logging.getLogger(__name__)
LONGEST_COMMENT = 1000
LONGEST_ADDRESS = 254
LONGEST_CODE = 40
# Of each kind of wish, of one conversation: each is work for the desk, or a thousand lines.
A_MINUTE = 10


class WebClosing:
    """Handlers of one socket.io server, beside WebChat's."""

    def __init__(
        self,
        *,
        sio: AsyncServer,
        desk: Desk,
        conversations: Conversations,
        now: Callable[[], datetime],
    ) -> None:
        self._sio = sio
        self._desk = desk
        self._conversations = conversations
        self._now = now
        self._pace = RateLimit(A_MINUTE, 60.0)

    def listen(self) -> None:
        """Attach the handlers."""
        self._sio.on("end", self.end)
        self._sio.on("grade", self.grade)
        self._sio.on("transcript", self.transcript)
        self._sio.on("transcript_mail", self.transcript_mail)

    async def end(self, sid: str, data: Any = None, *_: Any) -> dict[str, Any]:
        conversation_id, _, refused = await self._asked(sid, "end")
        return refused or _told(await self._desk.ask("end", conversation_id=conversation_id))

    async def grade(self, sid: str, data: Any = None, *_: Any) -> dict[str, Any]:
        conversation_id, _, refused = await self._asked(sid, "grade")
        given = data if isinstance(data, dict) else {}
        score, comment = given.get("score"), given.get("comment")
        if type(score) is not int or not isinstance(comment, (str, type(None))):
            return refusal("invalid", sentences.INVALID)
        if comment and len(comment) > LONGEST_COMMENT:
            return refusal("too_long", sentences.TOO_LONG.format(limit=LONGEST_COMMENT))
        return refused or _told(
            await self._desk.ask("grade", conversation_id=conversation_id, score=score, comment=comment)
        )

    async def transcript(self, sid: str, data: Any = None, *_: Any) -> dict[str, Any]:
        conversation_id, _, refused = await self._asked(sid, "transcript")
        if refused:
            return refused
        said = await self._said(conversation_id)
        if said is None:
            return refusal("unavailable", sentences.UNAVAILABLE)
        now = self._now()
        return {
            "ok": True,
            "name": f"conversa-assistente-serpro-{now.astimezone(transcript.SAO_PAULO):%Y-%m-%d}",
            "html": transcript.as_page(said, now),
            "text": transcript.as_text(said, now),
        }

    async def transcript_mail(self, sid: str, data: Any = None, *_: Any) -> dict[str, Any]:
        conversation_id, asker, refused = await self._asked(sid, "transcript_mail")
        given = data if isinstance(data, dict) else {}
        email, code = given.get("email"), given.get("code") or ""
        if not isinstance(email, str) or not isinstance(code, str):
            return refusal("invalid", sentences.INVALID)
        if refused:
            return refused
        said = await self._said(conversation_id)
        if said is None:
            return refusal("unavailable", sentences.UNAVAILABLE)
        with log_privacy.private(conversation_id, email):
            answer = await self._desk.ask(
                "transcript",
                conversation_id=conversation_id,
                email=email[:LONGEST_ADDRESS],
                code=code[:LONGEST_CODE],
                asker=asker,
                lines=[{key: line[key] for key in ("who", "at", "text")} for line in said],
            )
        return {**_told(answer), "sent": answer.told.get("sent", False)}

    async def _asked(self, sid: str, what: str) -> tuple[str, str, dict[str, Any] | None]:
        """Whose page it is, and the refusal for one that asks too often."""
        session = await self._sio.get_session(sid)
        conversation_id = session["conversation_id"]
        allowed = self._pace.allow(f"{what}|{conversation_id}")
        return conversation_id, session["asker"], None if allowed else refusal("rate", sentences.RATE)

    async def _said(self, conversation_id: str) -> list[dict[str, str]] | None:
        if not await self._conversations.ready():
            return None
        return transcript.told(await self._conversations.history(conversation_id, MOST_LINES))


def _told(answer: Answer) -> dict[str, Any]:
    if answer.ok:
        return {"ok": True}
    return {**refusal("refused", answer.said or sentences.UNAVAILABLE), "field": answer.told.get("field")}
