"""Delivery into a conversation, through the internal endpoints of Rasa's channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

from notifications.transport import TransportError

CHANNELS = {"web-": "web", "tg-": "telegram", "wa-": "whatsapp", "rc-": "rocketchat", "teams-": "teams"}
MOVED = "EXTERNAL_ticket_moved"


@dataclass(frozen=True)
class ChatTransport:
    """rasa_url without a trailing slash; timeout in seconds (a turn of the assistant happens inside)."""

    rasa_url: str
    token: str
    timeout: float = 20.0

    def notify(self, conversation_id: str, intent: str = MOVED) -> bool:
        """Whether the person was there to see it. Raises TransportError."""
        return self._post("notify", conversation_id, {"intent": intent})

    def say(self, conversation_id: str, text: str, message_id: str, speaker: str = "agent") -> bool:
        """speaker: agent | bot. The same `message_id` twice is one message.

        Whether he saw it. Raises TransportError.
        """
        return self._post("say", conversation_id, {"text": text, "from": speaker, "id": message_id})

    def forget(self, conversation_id: str) -> None:
        """Ends the conversation and everything that was said in it, of any channel. Raises TransportError."""
        try:
            answer = requests.post(
                f"{self.rasa_url}/webhooks/web/forget",
                json={"conversation_id": conversation_id},
                headers={"X-Channel-Token": self.token},
                timeout=self.timeout,
            )
        except requests.RequestException as broken:
            raise TransportError(
                f"no answer from the channel: {type(broken).__name__}", permanent=False
            ) from None
        if answer.status_code != 200:
            raise TransportError(f"the channel answered {answer.status_code}", permanent=False)

    def _post(self, action: str, conversation_id: str, body: dict[str, Any]) -> bool:
        channel = next(
            (name for prefix, name in CHANNELS.items() if conversation_id.startswith(prefix)), None
        )
        if channel is None:
            raise TransportError("this conversation's channel takes no notices", permanent=True)
        try:
            answer = requests.post(
                f"{self.rasa_url}/webhooks/{channel}/{action}",
                json={"conversation_id": conversation_id, **body},
                headers={"X-Channel-Token": self.token},
                timeout=self.timeout,
            )
            if answer.status_code != 200:
                # 400 and 404 are about this row (a conversation that is gone); 401 or 500 about the server.
                raise TransportError(
                    f"the channel answered {answer.status_code}", permanent=answer.status_code in {400, 404}
                )
            return answer.json()["delivered"] is True
        except requests.RequestException as broken:
            raise TransportError(
                f"no answer from the channel: {type(broken).__name__}", permanent=False
            ) from None
        except (KeyError, TypeError):
            raise TransportError("the channel's answer was not understood", permanent=False) from None
