"""The few calls of Meta's Graph API that the channel needs, with their refusals told apart by error code."""

from __future__ import annotations

from typing import Any

from channels.core.messenger_api import (
    TRIES,
    FileTooLarge,
    Gone,
    MessengerApi,
    NotNow,
    Refused,
    Unreachable,
)

# Too many calls (of the app, the number, to this one user) and faults of Meta's own: worth another try.
_LATER = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004})
_TOKEN = frozenset({3, 10, 190})
_WINDOW_CLOSED = 131047
_NOT_DELIVERABLE = frozenset({131026, 131030, 131051})


class GraphError(Refused):
    """Meta refused a call for good; `code` is its error code."""


class WindowClosed(GraphError, NotNow):
    """The user's last message is more than 24 hours old."""


class NotDeliverable(GraphError, Gone):
    """The number has no WhatsApp, or does not want us."""


class GraphApi(MessengerApi):
    """One business number. `base_url` ends in the version, without a slash."""

    def __init__(self, token: str, phone_number_id: str, base_url: str) -> None:
        super().__init__()
        self._headers = {"Authorization": f"Bearer {token}"}
        self._base_url = base_url
        self._messages_url = f"{base_url}/{phone_number_id}/messages"

    async def send(self, message: dict[str, Any], *, tries: int = TRIES) -> None:
        """POST /messages. Waits and tries again where that helps, `tries` times in all.

        Raises WindowClosed, NotDeliverable, GraphError and Unreachable.
        """
        body = {"messaging_product": "whatsapp", **message}
        await self._call("POST", self._messages_url, body, tries)

    async def download(self, media_id: str, limit: int) -> bytes:
        """A file that a user sent. Raises FileTooLarge beyond `limit` bytes, else as send() does."""
        found = await self._call("GET", f"{self._base_url}/{media_id}")
        if int(found.get("file_size") or 0) > limit:
            raise FileTooLarge
        return await self._fetch(str(found.get("url")), limit, self._headers)

    async def _call(
        self, method: str, url: str, body: dict[str, Any] | None = None, tries: int = TRIES
    ) -> dict[str, Any]:
        def later(status: int, answer: Any) -> bool:
            return status == 429 or _error(answer)[0] in _LATER

        status, answer = await self._patient(
            method, url, later, tries=tries, json=body, headers=self._headers
        )
        if status == 200 and isinstance(answer, dict):
            return answer
        code, words = _error(answer)
        if status == 401 or code in _TOKEN:
            raise Unreachable("the access token was refused")
        raise _refusal(code, words or str(status))


def _error(answer: Any) -> tuple[int, str]:
    """Meta's code and words; (0, "") of what is no error of Meta's."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return 0, ""
    return int(error.get("code") or 0), str(error.get("message") or "")


def _refusal(code: int, message: str) -> GraphError:
    if code == _WINDOW_CLOSED:
        return WindowClosed(code, message)
    return (NotDeliverable if code in _NOT_DELIVERABLE else GraphError)(code, message)
