"""The assistant, asked over HTTP (channels/mail.py): what a text means, and what it says to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests

LONGEST = 4000  # characters, as the channel takes them


class AssistantAway(RuntimeError):
    """The assistant cannot answer now; the letter is to be tried again."""


@dataclass(frozen=True)
class Meaning:
    """intent: None when the text was refused or not understood. confidence: 0 to 1."""

    intent: str | None = None
    confidence: float = 0.0

    def surely(self, *intents: str) -> bool:
        return self.intent in intents and self.confidence >= 0.6


@dataclass(frozen=True)
class Answer:
    """texts: in order, choices written out. heard_at: when it first heard the letter (aware UTC)."""

    texts: tuple[str, ...]
    heard_at: datetime


@dataclass(frozen=True)
class Assistant:
    """rasa_url without a trailing slash; timeout in seconds."""

    rasa_url: str
    token: str
    timeout: float = 60.0

    def understand(self, text: str) -> Meaning:
        """Plays nothing. Raises AssistantAway."""
        answer = self._post("understand", {"text": text[:LONGEST]})
        if answer is None:
            return Meaning()
        return Meaning(answer.get("intent"), float(answer.get("confidence") or 0.0))

    def say(self, conversation_id: str, text: str, message_id: str, email: str) -> Answer:
        """One turn; the same `message_id` again gets the same answer. No texts: it had nothing to say.

        Raises AssistantAway.
        """
        body = {
            "conversation_id": conversation_id,
            "text": text[:LONGEST],
            "message_id": message_id,
            "email": email,
        }
        answer = self._post("message", body)
        if answer is None:
            return Answer((), datetime.now(UTC))
        texts = tuple(_worded(m) for m in answer["messages"] if m.get("text", "").strip())
        return Answer(texts, datetime.fromisoformat(answer["heard_at"]))

    def _post(self, action: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """None when the text itself was refused: trying again would change nothing."""
        try:
            answer = requests.post(
                f"{self.rasa_url}/webhooks/mail/{action}",
                json=body,
                headers={"X-Channel-Token": self.token},
                timeout=self.timeout,
            )
            if answer.status_code == 422:
                return None
            if answer.status_code != 200:
                raise AssistantAway(f"the assistant answered {answer.status_code}")
            said = answer.json()
        except requests.RequestException as broken:
            raise AssistantAway(f"no answer from the assistant: {type(broken).__name__}") from None
        if not isinstance(said, dict):
            raise AssistantAway("the assistant's answer was not understood")
        return said


def _worded(message: dict[str, Any]) -> str:
    """In a mail there is nothing to tap: what could be chosen is listed, to be written back."""
    choices = [f"• {title}" for title in message.get("buttons") or []]
    return "\n".join([message["text"].strip(), *choices])
