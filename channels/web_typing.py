"""Who is typing while a person attends: the page says so to the desk, the desk to the page. Nothing is kept.

typing_to_agent {on}, without an answer, goes to the desk; POST typing {conversation_id} of our own processes
becomes `typing` {on, from: "agent"} on the conversation's pages, at whichever server they are open.
"""

from __future__ import annotations

from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json
from socketio import AsyncServer

from channels.core.desk import Desk
from channels.core.internal_api import refused, strings_of
from channels.core.limits import RateLimit
from channels.web_protocol import room_of

# The widget says it every three seconds; each is a question to the store.
A_MINUTE = 40


class WebTyping:
    """Handlers of one socket.io server, beside WebChat's."""

    def __init__(self, *, sio: AsyncServer, desk: Desk) -> None:
        self._sio = sio
        self._desk = desk
        self._pace = RateLimit(A_MINUTE, 60.0)

    def listen(self) -> None:
        """Attach the handler."""
        self._sio.on("typing_to_agent", self.person)

    async def person(self, sid: str, data: Any = None, *_: Any) -> None:
        conversation_id = (await self._sio.get_session(sid))["conversation_id"]
        on = data.get("on") if isinstance(data, dict) else None
        if type(on) is bool and self._pace.allow(conversation_id):
            await self._desk.ask("typing", conversation_id=conversation_id, on=on)

    async def agent(self, conversation_id: str) -> None:
        told = {"on": True, "from": "agent"}
        await self._sio.emit("typing", told, room=room_of(conversation_id))

    def add_route(self, blueprint: Blueprint, token: str) -> None:
        """401 without the token, 400 for a body of another shape."""

        @blueprint.post("/typing")
        async def typing(request: Request) -> HTTPResponse:
            if (no := refused(request, token)) is not None:
                return no
            body = strings_of(request, "conversation_id")
            if body is None:
                return json({"error": "body"}, 400)
            await self.agent(body["conversation_id"])
            return json({})
