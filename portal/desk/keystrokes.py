"""The attendant is typing: his page says so every few seconds, and the channel tells the person's page."""

from __future__ import annotations

from contextlib import suppress

import requests
from fastapi import APIRouter, Request
from fastapi.responses import Response

from portal.desk.access import Signed
from ticket_store.database import reading
from ticket_store.queries import desk_live

router = APIRouter(prefix="/conversas")

# The other channels show no such thing.
PAGE = "web-"
TIMEOUT_SECONDS = 2.0


@router.post("/{handoff_id}/digitando")
def typing(request: Request, who: Signed, handoff_id: int) -> Response:
    """Nothing is written, and whoever does not have the conversation tells nobody."""
    config = request.app.state.config
    with reading(request.app.state.engine) as session:
        handoff = desk_live.handoff(session, handoff_id=handoff_id)
    his = handoff.status == "taken" and handoff.agent_id == who.id
    if his and config.rasa_url and handoff.conversation_id.startswith(PAGE):
        with suppress(requests.RequestException):  # a courtesy: the next keystroke says it again
            requests.post(
                f"{config.rasa_url}/webhooks/web/typing",
                json={"conversation_id": handoff.conversation_id},
                headers={"X-Channel-Token": config.channel_token},
                timeout=TIMEOUT_SECONDS,
            )
    return Response(status_code=204)
