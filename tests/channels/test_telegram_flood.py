"""Telegram asks for patience (429 with retry_after): it is given, and the message still arrives."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import pytest

from channels.telegram import bot_api
from channels.telegram.bot_api import BotApi, Unreachable


class Answer:
    def __init__(self, body: dict[str, Any]) -> None:
        self._body = body

    async def json(self, content_type: str | None = None) -> dict[str, Any]:
        return self._body

    async def __aenter__(self) -> Answer:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class Flooded:
    """Refuses until `free_at` on its own clock, which only sleeping moves."""

    def __init__(self, free_at: float) -> None:
        self.now, self.free_at = 0.0, free_at
        self.taken: list[str] = []

    def post(self, url: str, json: dict[str, Any], timeout: Any) -> Answer:
        left = self.free_at - self.now
        if left > 0:
            return Answer({"ok": False, "error_code": 429, "parameters": {"retry_after": min(left, 60)}})
        self.taken.append(json.get("text", url.rsplit("/", 1)[-1]))
        return Answer({"ok": True, "result": {}})

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def flooded(monkeypatch: pytest.MonkeyPatch, free_at: float) -> tuple[BotApi, Flooded]:
    telegram = Flooded(free_at)
    api = BotApi("1:x", "http://telegram")
    api._session = telegram  # type: ignore[assignment]
    monkeypatch.setattr(bot_api.asyncio, "sleep", telegram.sleep)
    return api, telegram


async def test_a_wait_of_many_minutes_is_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    api, telegram = flooded(monkeypatch, free_at=20 * 60)
    await api.send_message(1, "primeira", None)
    await api.send_message(1, "segunda", None)
    assert telegram.taken == ["primeira", "segunda"]
    assert telegram.now == 20 * 60


async def test_who_cannot_wait_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    api, telegram = flooded(monkeypatch, free_at=60)
    with pytest.raises(Unreachable):
        await api.call("sendChatAction", flood_wait=0)
    assert telegram.now == 0


async def test_a_ban_of_a_day_is_no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    api, telegram = flooded(monkeypatch, free_at=24 * 3600)
    with pytest.raises(Unreachable):
        await api.send_message(1, "nunca", None)
    assert telegram.taken == []
