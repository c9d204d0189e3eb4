"""What our own processes ask of the kept conversations: the whole talk for the desk, and its erasure (LGPD).

One pair of doors for all channels, behind the token of internal_api: a conversation's id names its channel.
"""

from __future__ import annotations

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels.core.conversations import Conversations
from channels.core.internal_api import refused, strings_of

MOST_LINES = 1000


def add_archive_routes(blueprint: Blueprint, conversations: Conversations, token: str) -> None:
    """POST history {conversation_id} -> {lines}, the last thousand; forget {conversation_id} -> {forgotten}.

    401 without the token, 400 for a body of another shape, 503 while the database does not answer.
    """

    async def conversation_of(request: Request) -> str | HTTPResponse:
        if (no := refused(request, token)) is not None:
            return no
        body = strings_of(request, "conversation_id")
        if body is None:
            return json({"error": "body"}, 400)
        if not await conversations.ready():
            return json({"error": "unavailable"}, 503)
        return body["conversation_id"]

    @blueprint.post("/history")
    async def history(request: Request) -> HTTPResponse:
        asked = await conversation_of(request)
        if isinstance(asked, HTTPResponse):
            return asked
        return json({"lines": await conversations.history(asked, MOST_LINES)})

    @blueprint.post("/forget")
    async def forget(request: Request) -> HTTPResponse:
        asked = await conversation_of(request)
        if isinstance(asked, HTTPResponse):
            return asked
        return json({"forgotten": await conversations.forget(asked)})
