"""What a channel says "received" to is on disk by then, at each door; what cannot be kept is not taken.

At the very moment of the acknowledgement, before anything else has run, another connection reads the file.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import sqlite3
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from twilio.request_validator import RequestValidator

from channels.core.conversation_queue import ConversationQueue
from channels.core.durable_inbox import DurableInbox
from channels.core.replicas import Replicas
from channels.core.session_token import SessionTokens
from channels.core.set_aside import Aside
from channels.phone.channel import PATH, PhoneInput
from channels.rocketchat.channel import RocketChatInput
from channels.teams.channel import TeamsInput
from channels.teams.trust import Trust
from channels.telegram.channel import SECRET_HEADER, TelegramInput, webhook_secret
from channels.web_chat import WebChat, WebLimits
from channels.whatsapp.channel import WhatsAppInput

ANA = "web-" + "a" * 32
WORDS = "o siape não abre"
KEY = "a-key-for-the-tests-that-is-long-enough"


def on_disk(path: Path) -> list[str]:
    """The messages that a power cut would leave."""
    with sqlite3.connect(path) as database:
        return [body for (body,) in database.execute("SELECT body FROM messages WHERE body IS NOT NULL")]


@pytest.fixture(params=["kept", "not kept"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Of the inbox; where it cannot be opened, a folder stands in its place."""
    place = tmp_path / "inbox.db"
    if request.param == "not kept":
        place.mkdir()
    return place


async def nothing(*_: object, **__: object) -> None:
    return None


async def test_the_page(path: Path) -> None:
    async def session(_: str) -> dict[str, Any]:
        return {"conversation_id": ANA, "asker": "a", "arriving": asyncio.Lock()}

    async def yes() -> bool:
        return True

    inbox = DurableInbox(path)
    chat = WebChat(
        sio=SimpleNamespace(get_session=session, emit=nothing),
        conversations=SimpleNamespace(ready=yes, alone=None),  # type: ignore[arg-type]
        turns=SimpleNamespace(play=nothing),  # type: ignore[arg-type]
        queue=ConversationQueue(),
        files=SimpleNamespace(),  # type: ignore[arg-type]
        closing=SimpleNamespace(),  # type: ignore[arg-type]
        desk=SimpleNamespace(),  # type: ignore[arg-type]
        inbox=inbox,
        asker_key=KEY,
        tokens=SessionTokens([KEY]),
        limits=WebLimits(),
        replicas=Replicas(),
        now=lambda: datetime.now(timezone.utc),
        aside=Aside(inbox, conversation_of=str, tell=nothing, url="", token=""),
    )
    told = await chat._user_message("sid", {"id": str(uuid.uuid4()), "text": WORDS})
    if path.is_dir():
        assert (told["ok"], told["reason"]) == (False, "unavailable")
    else:
        assert told == {"ok": True}
        assert [json.loads(body)["text"] for body in on_disk(path)] == [WORDS]
    await chat._queue.idle()
    inbox.close()


def door(channel: InputChannel, hear: Callable[[UserMessage], Awaitable[Any]] = nothing) -> Any:
    """The handler of POST webhook, of a server that has a model."""
    blueprint: Blueprint = channel.blueprint(hear)

    async def answers() -> None:
        return None

    async def retrieve(_: str) -> None:
        return None

    store = SimpleNamespace(answers=answers, retrieve=retrieve)
    agent = SimpleNamespace(is_ready=lambda: True, tracker_store=store)
    blueprint.ctx.app = SimpleNamespace(ctx=SimpleNamespace(agent=agent))
    [handler] = [
        route.handler
        for route in blueprint._future_routes
        if route.uri == "/webhook" and "POST" in route.methods
    ]
    return handler


def request(body: bytes, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(
        body=body,
        headers=named,
        args={},
        query_string="",
        json=json.loads(body) if body[:1] == b"{" else None,
    )


async def taken(handler: Any, asked: Any, path: Path) -> None:
    """Raising is a 500, after which a messenger comes again."""
    if path.is_dir():
        with pytest.raises(sqlite3.Error):
            await handler(asked)
        return
    others = asyncio.all_tasks()
    answer = await handler(asked)
    assert answer.status == 200
    for turn in asyncio.all_tasks() - others:  # not begun yet
        turn.cancel()
    assert len(on_disk(path)) == 1
    assert json.dumps(WORDS) in on_disk(path)[0]


async def test_telegram(path: Path) -> None:
    credentials = {
        "token": "123:abc",
        "channel_token": "c",
        "inbox": str(path),
        "public_url": "https://css.example",
        "api_url": "http://127.0.0.1:9",
    }
    chat = {"id": 5, "type": "private"}
    update = {"update_id": 1, "message": {"chat": chat, "from": {"id": 5}, "text": WORDS}}
    asked = request(json.dumps(update).encode())
    asked.headers[SECRET_HEADER] = webhook_secret("c", "123:abc")
    await taken(door(TelegramInput.from_credentials(credentials)), asked, path)


async def test_whatsapp(path: Path) -> None:
    keys = {
        "token": "t",
        "phone_number_id": "1",
        "app_secret": "s",
        "verify_token": "v",
        "api_url": "http://127.0.0.1:9",
    }
    message = {"from": "5561990000001", "id": "wamid.1", "type": "text", "text": {"body": WORDS}}
    value = {"metadata": {"phone_number_id": "1"}, "messages": [message]}
    body = json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()
    signature = "sha256=" + hmac.new(b"s", body, hashlib.sha256).hexdigest()
    channel = WhatsAppInput.from_credentials({**keys, "inbox": str(path)})
    await taken(door(channel), request(body, X_Hub_Signature_256=signature), path)


async def test_rocketchat(path: Path) -> None:
    keys = {"url": "http://127.0.0.1:9", "user_id": "bot000001", "token": "t", "webhook_token": "w"}
    said = {"message_id": "m0000001", "user_id": "AnaAccount0000001", "user_name": "ana", "text": WORDS}
    channel = RocketChatInput.from_credentials({**keys, "inbox": str(path)})
    await taken(door(channel), request(json.dumps({**said, "token": "w"}).encode()), path)


async def test_teams(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trust, "check", nothing)  # whom it trusts: test_teams.py
    keys = {"app_id": "a", "app_password": "p", "tenant_id": "t"}
    chat = {"id": "a:1", "conversationType": "personal", "tenantId": "t"}
    activity = {"type": "message", "id": "1", "channelId": "msteams", "serviceUrl": "http://127.0.0.1:9"}
    body = json.dumps({**activity, "conversation": chat, "text": WORDS}).encode()
    channel = TeamsInput.from_credentials({**keys, "inbox": str(path)})
    await taken(door(channel), request(body), path)


@pytest.mark.parametrize("saved", [True, False])
async def test_the_phone_says_what_is_kept_and_nothing_else(saved: bool) -> None:
    """Nothing is acknowledged before: the answer is the acknowledgement, and Rasa saves a turn at its end."""
    kept: list[str] = []

    async def hear(message: UserMessage) -> None:
        await message.output_channel.send_text_message(message.sender_id, "Registrei.")
        await asyncio.sleep(0)
        if not saved:
            raise OSError("no space left on the device")
        kept.append(str(message.text))

    form = {"CallSid": "CA" + "0" * 32, "SpeechResult": WORDS}
    channel = PhoneInput.from_credentials({"auth_token": "t", "public_url": "https://css.example"})
    signature = RequestValidator("t").compute_signature("https://css.example" + PATH, form)
    body = "&".join(f"{name}={value}" for name, value in form.items()).replace(" ", "+").encode()
    answer = await door(channel, hear)(request(body, X_Twilio_Signature=signature))
    assert answer.status == 200
    assert (kept, b"Registrei." in answer.body) == (([WORDS], True) if saved else ([], False))
