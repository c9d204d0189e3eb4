"""Each messenger: a message at which the action server, or Rasa itself, is lost twice is set aside, its
sender told so, and the desk given it whole; what comes after it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import UserUttered

from channels.core import hangs, sentences, set_aside
from channels.core.durable_inbox import DurableInbox
from channels.core.hangs import Suspects
from channels.core.messenger_chat import MessengerChat
from channels.core.output import BotMessage
from channels.rocketchat.channel import RocketChatInput
from channels.rocketchat.output import RocketChatOutput
from channels.teams.activities import address_of
from channels.teams.channel import TeamsInput
from channels.teams.output import TeamsOutput
from channels.telegram.channel import TelegramInput
from channels.telegram.output import TelegramOutput
from channels.whatsapp.channel import WhatsAppInput
from channels.whatsapp.output import WhatsAppOutput

POISON = "quero travar"
NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)


def telegram(chat: Any, text: str, number: int) -> None:
    person = {"id": 5, "type": "private"}
    chat.receive({"update_id": number, "message": {"chat": person, "from": {"id": 5}, "text": text}})


def whatsapp(chat: Any, text: str, number: int) -> None:
    chat.receive({"id": f"wamid.{number}", "from": "5561990000001", "type": "text", "text": {"body": text}})


def rocketchat(chat: Any, text: str, number: int) -> None:
    person = {"user_id": "AnaAccount0000001", "user_name": "ana"}
    chat.take({"message_id": f"m000000{number}", "text": text, **person})


def teams(chat: Any, text: str, number: int) -> None:
    chat.take({**ACTIVITY, "id": str(number), "text": text})


ACTIVITY = {
    "type": "message",
    "channelId": "msteams",
    "serviceUrl": "http://127.0.0.1:9",
    "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "t"},
}
TEAMS_USER = address_of(ACTIVITY, "t")
assert TEAMS_USER
MESSENGERS: dict[str, tuple[Any, Any, Any, dict[str, str], str]] = {
    "telegram": (
        TelegramInput, TelegramOutput, telegram,
        {"token": "123:abc", "channel_token": "c", "public_url": "https://x", "api_url": "http://127.0.0.1:9"},
        "tg-5",
    ),
    "whatsapp": (
        WhatsAppInput, WhatsAppOutput, whatsapp,
        {"token": "t", "phone_number_id": "1", "app_secret": "s", "verify_token": "v", "api_url": "http://127.0.0.1:9"},
        "wa-5561990000001",
    ),
    "rocketchat": (
        RocketChatInput, RocketChatOutput, rocketchat,
        {"url": "http://127.0.0.1:9", "user_id": "bot000001", "token": "t", "webhook_token": "w"},
        "rc-AnaAccount0000001",
    ),
    "teams": (
        TeamsInput, TeamsOutput, teams,
        {"app_id": "a", "app_password": "p", "tenant_id": "t"},
        f"teams-{TEAMS_USER[0]}",
    ),
}  # fmt: skip


class Room:
    """One messenger over its own inbox; Rasa and its store are doubles. The action server hangs at POISON."""

    def __init__(self, name: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        channel_type, output_type, self._write, keys, self.conversation_id = MESSENGERS[name]
        self.heard: list[str] = []
        self.desk: list[dict[str, str]] = []
        self.asked: list[str] = []
        self.events: list[Any] = []

        async def send(_: Any, __: Any, message: BotMessage) -> None:
            self.heard.append(message.text)

        async def seen(*_: Any) -> None: ...

        async def taken(_: str, __: str, told: dict[str, str]) -> bool:
            await asyncio.sleep(0.05)  # it is another server's to answer
            self.desk.append(told)
            return True

        monkeypatch.setattr(output_type, "send", send)
        monkeypatch.setattr(set_aside, "_taken", taken)
        channel = channel_type.from_credentials(
            {**keys, "inbox": str(path), "desk_url": "http://desk", "channel_token": "c"}
        )
        blueprint = channel.blueprint(self._hear)
        blueprint.ctx.app = SimpleNamespace(ctx=SimpleNamespace(agent=self._agent()))
        self.inbox: DurableInbox = channel.inbox
        self.chat: MessengerChat = channel._chat
        monkeypatch.setattr(self.chat, "seen", seen)

    def _agent(self) -> Any:
        async def answers() -> bool:
            return True

        async def retrieve(_: str) -> Any:
            return SimpleNamespace(events=self.events, is_paused=lambda: False, get_slot=lambda _: None)

        async def record(*_: Any) -> None: ...

        store = SimpleNamespace(answers=answers, retrieve=retrieve)
        return SimpleNamespace(is_ready=lambda: True, tracker_store=store)

    async def _hear(self, message: UserMessage) -> None:
        self.asked.append(str(message.text))
        if message.text == POISON:
            try:
                hangs.no_answer()
            except Exception:  # as Rasa does
                return
        self.events.append(UserUttered(message.text))
        await message.output_channel.send_text_message(message.sender_id, f"li {message.text}")

    def write(self, text: str, number: int) -> None:
        self._write(self.chat, text, number)

    async def calm(self) -> None:
        """Till nothing runs any more."""
        while running := [*self.chat._tasks, *self.chat._aside._tasks]:
            await asyncio.wait_for(asyncio.gather(*running), 10)
            await asyncio.sleep(0)


@pytest.fixture(params=list(MESSENGERS))
async def room(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Room]:
    monkeypatch.setattr(hangs, "SUSPECTS", Suspects(settle=0, patience=5))
    monkeypatch.setattr("channels.core.conversations.Conversations.acts", _yes)
    monkeypatch.setattr("channels.core.conversations.Conversations.record", _nothing)
    made = Room(request.param, tmp_path / "inbox.db", monkeypatch)
    yield made
    made.inbox.close()


async def _yes(_: Any) -> bool:
    return True


async def _nothing(*_: Any) -> None: ...


async def test_a_message_at_which_the_action_server_hangs(room: Room) -> None:
    for number, text in enumerate((POISON, "depois"), start=1):
        room.write(text, number)
    await room.calm()
    assert room.heard == [sentences.SET_ASIDE, "li depois"]
    assert room.asked == [POISON, POISON, "depois"]
    assert [(one["conversation_id"], one["text"]) for one in room.desk] == [(room.conversation_id, POISON)]
    assert (room.inbox.pending(), room.inbox.set_aside()) == ([], [])


async def test_a_message_at_which_rasa_dies(room: Room) -> None:
    """Its sender hears so before what he wrote next is read."""
    for number, text in enumerate(("oi", "depois"), start=1):
        room.write(text, number)
    tasks = list(room.chat._tasks)
    for task in tasks:
        task.cancel()  # the first death: nothing of it was begun
    await asyncio.wait(tasks)
    kept, _ = room.inbox.left_behind()
    room.inbox.begin_again(room.chat.key_of(kept))  # the second: at this one
    room.chat._aside.left()
    room.chat.resume()
    await room.calm()
    assert room.heard == [sentences.SET_ASIDE, "li depois"]
    assert [(one["conversation_id"], one["text"]) for one in room.desk] == [(room.conversation_id, "oi")]
    assert (room.asked, room.inbox.set_aside()) == (["depois"], [])
