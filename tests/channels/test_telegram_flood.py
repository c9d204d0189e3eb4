"""Telegram asks for patience (429 with retry_after): it is given, and the message still arrives."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from channels.core.conversation_queue import ConversationQueue
from channels.core.output import BotMessage, Button
from channels.telegram import bot_api
from channels.telegram.bot_api import BotApi, Unreachable
from channels.telegram.chat import TelegramChat
from channels.telegram.inbox import TelegramInbox
from channels.telegram.output import TelegramOutput


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


class Away:
    """Telegram's door while it is closed, and what it took while it was open."""

    def __init__(self) -> None:
        self.open, self.taken = False, []

    async def send_message(self, chat_id: int, text: str, keyboard: Any, *, flood_wait: float) -> None:
        if not self.open:
            raise Unreachable("sendMessage")
        self.taken.append((chat_id, text, [row[0]["text"] for row in keyboard or ()]))


def message(text: str, second: int, *buttons: Button) -> BotMessage:
    return BotMessage(text, datetime(2026, 11, 28, 12, 0, second, tzinfo=timezone.utc), buttons)


async def test_an_answer_that_telegram_could_not_take_is_delivered_later_in_its_order(tmp_path: Path) -> None:
    """As it was found: the number of a ticket told while the API was away for 25 s was never said."""
    inbox, api = TelegramInbox(tmp_path / "telegram.db"), Away()
    output = TelegramOutput(api, inbox)  # type: ignore[arg-type]
    await output.say("tg-5", message("Registrei com o número 2026-0000046.", 1))
    await output.say("tg-5", message("Mais alguma coisa?", 2, Button("Sim", "/affirm")))
    await output.say("tg-6", message("Oi", 3))
    inbox.close()
    inbox, chat = TelegramInbox(tmp_path / "telegram.db"), TelegramChat.__new__(TelegramChat)
    chat._api, chat._inbox, chat._queue = api, inbox, ConversationQueue()  # type: ignore[assignment]
    await chat.pay()
    assert api.taken == []
    api.open = True
    await TelegramOutput(api, inbox).say("tg-6", message("E agora", 4))  # type: ignore[arg-type]
    await chat.pay()
    await chat.pay()
    inbox.close()
    assert api.taken == [
        (6, "Oi", []),
        (6, "E agora", []),
        (5, "Registrei com o número 2026-0000046.", []),
        (5, "Mais alguma coisa?", ["Sim"]),
    ]


async def test_what_its_sender_comes_again_with_is_not_said_twice(tmp_path: Path) -> None:
    inbox, api = TelegramInbox(tmp_path / "telegram.db"), Away()
    notice = TelegramOutput(api, inbox, owes=False)  # type: ignore[arg-type]
    await notice.say("tg-5", message("O seu acionamento foi resolvido.", 1))
    assert isinstance(notice.failed, Unreachable)
    assert inbox.creditors() == []
    inbox.close()
