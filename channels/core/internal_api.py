"""The two doors by which our own processes reach a conversation: trigger a notice, say an agent's line.

nginx never exposes them; a shared token in X-Channel-Token guards them all the same.
"""

from __future__ import annotations

import hmac
import re
from typing import Any, Protocol

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels.core.conversations import UnknownConversation, UnknownIntent

_INTENT = re.compile(r"EXTERNAL_[A-Za-z_]{1,60}")
_MAX_SAY = 4000


class Door(Protocol):
    """What a channel offers behind the endpoints; both return whether somebody was there to see it."""

    async def notify(self, conversation_id: str, intent: str) -> bool: ...

    async def say(self, conversation_id: str, text: str, speaker: str, said_id: str) -> bool: ...

    async def ready(self) -> bool: ...


def add_internal_routes(blueprint: Blueprint, door: Door, token: str) -> None:
    """POST notify {conversation_id, intent}, say {conversation_id, text, from, id} -> {delivered}; health.

    401 without the token, 400 for a body of another shape, 404 for an unknown conversation or intent.
    """

    @blueprint.get("/health")
    async def health(_: Request) -> HTTPResponse:
        ready = await door.ready()
        return json({"ready": ready}, 200 if ready else 503)

    @blueprint.post("/notify")
    async def notify(request: Request) -> HTTPResponse:
        if (no := refused(request, token)) is not None:
            return no
        body = strings_of(request, "conversation_id", "intent")
        if body is None or not _INTENT.fullmatch(body["intent"]):
            return json({"error": "body"}, 400)
        try:
            return json({"delivered": await door.notify(body["conversation_id"], body["intent"])})
        except (UnknownConversation, UnknownIntent) as error:
            return json({"error": type(error).__name__}, 404)

    @blueprint.post("/say")
    async def say(request: Request) -> HTTPResponse:
        if (no := refused(request, token)) is not None:
            return no
        body = strings_of(request, "conversation_id", "text", "from", "id")
        if body is None or body["from"] not in {"agent", "bot"} or len(body["text"]) > _MAX_SAY:
            return json({"error": "body"}, 400)
        try:
            return json(
                {"delivered": await door.say(body["conversation_id"], body["text"], body["from"], body["id"])}
            )
        except UnknownConversation as error:
            return json({"error": type(error).__name__}, 404)


def refused(request: Request, token: str) -> HTTPResponse | None:
    """The answer to who has not the token."""
    given = request.headers.get("X-Channel-Token", "")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        return json({"error": "token"}, 401)
    return None


def strings_of(request: Request, *names: str) -> dict[str, str] | None:
    try:
        body: Any = request.json
    except Exception:
        return None
    if not isinstance(body, dict):
        return None
    values = {name: body.get(name) for name in names}
    return values if all(isinstance(v, str) and v.strip() for v in values.values()) else None
