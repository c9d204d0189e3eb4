"""The few calls of Rocket.Chat's REST API that the channel needs, with their refusals told apart."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from channels.core.messenger_api import Gone, MessengerApi, Refused, Unreachable

LONGEST = 4000  # a workspace takes 5000 unless told otherwise
# The user was removed or deactivated, or the two may not talk.
_GONE = (
    "error-invalid-user",
    "error-room-not-found",
    "invalid-channel",
    "error-not-allowed",
    "room_is_blocked",
)
_FLOOD = "error-too-many-requests"


class RestApi(MessengerApi):
    """One bot's account: its personal access token and id. `base_url` without a trailing slash."""

    def __init__(self, base_url: str, user_id: str, token: str) -> None:
        super().__init__()
        self._base_url = base_url
        self._headers = {"X-User-Id": user_id, "X-Auth-Token": token}

    async def post_message(
        self, user_name: str, text: str, attachments: list[dict[str, Any]] | None = None
    ) -> None:
        """chat.postMessage to the user's own direct messages. Raises Gone, Refused and Unreachable."""
        body = {
            "channel": f"@{user_name}",
            "text": text,
            **({"attachments": attachments} if attachments else {}),
        }
        status, answer = await self._patient(
            "POST",
            f"{self._base_url}/api/v1/chat.postMessage",
            lambda status, answer: status == 429 or _FLOOD in _words(answer),
            json=body,
            headers=self._headers,
        )
        if status == 200 and isinstance(answer, dict) and answer.get("success") is True:
            return
        words = _words(answer)
        if status == 401:
            raise Unreachable("the access token was refused")
        raise (Gone if any(sign in words for sign in _GONE) else Refused)(status, words[:200])

    async def download(self, file_id: str, name: str, limit: int) -> bytes:
        """A file that a user sent. Raises FileTooLarge beyond `limit` bytes, and Unreachable."""
        url = f"{self._base_url}/file-upload/{quote(file_id, safe='')}/{quote(name, safe='')}"
        # Our token is the workspace's alone: it goes nowhere else.
        return await self._fetch(url, limit, self._headers, follow=False)


def _words(answer: Any) -> str:
    """The error's type and words."""
    if not isinstance(answer, dict):
        return ""
    return " ".join(str(answer[key]) for key in ("errorType", "error", "message") if answer.get(key))
