"""The pure parts of Telegram's channel: measures, the inbox's promises, and whose tap it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from channels.core.texts import split
from channels.telegram import updates
from channels.telegram.channel import TelegramInput, webhook_secret
from channels.telegram.inbox import TelegramInbox
from channels.telegram.output import LONGEST, chat_of, conversation_of


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    "text",
    [
        "a" * 4096,
        "a" * 4097,
        "palavra " * 2000,
        "😀" * 5000,
        "linha\n\n" * 1500,
        "x" * 4095 + "😀",
        "oi",
        "é" * 9000,
    ],
)
def test_every_part_fits_and_nothing_but_space_is_lost(text: str) -> None:
    parts = split(text, LONGEST)
    assert all(0 < units(part) <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_is_cut_between_paragraphs_where_it_can_be() -> None:
    assert split("a" * 30 + "\n\n" + "b" * 30, 40) == ["a" * 30, "b" * 30]
    assert split("a" * 30 + " " + "b" * 30, 40) == ["a" * 30, "b" * 30]


def test_a_conversation_and_its_chat_stand_for_one_another() -> None:
    assert conversation_of(42) == "tg-42"
    assert chat_of("tg-42") == 42
    assert [chat_of(other) for other in ("web-42", "tg-", "tg-4x", "tg--42", "tg-42 ")] == [None] * 5


async def test_an_update_is_kept_once_survives_a_restart_and_is_forgotten_when_done(tmp_path: Path) -> None:
    inbox = TelegramInbox(tmp_path / "var" / "telegram.db")
    assert inbox.next_offset() == 0
    assert inbox.add("7", {"update_id": 7, "message": {"text": "segredo da Ana"}})
    assert not inbox.add("7", {"update_id": 7})
    assert inbox.add("5", {"update_id": 5})
    inbox.close()
    again = TelegramInbox(tmp_path / "var" / "telegram.db")
    assert [update["update_id"] for update in again.pending()] == [5, 7]
    assert again.next_offset() == 8
    await again.done("7")
    assert [update["update_id"] for update in again.pending()] == [5]
    assert not again.add("7", {"update_id": 7})
    again.close()
    assert b"segredo" not in (tmp_path / "var" / "telegram.db").read_bytes()


def test_a_long_payload_travels_as_a_key(tmp_path: Path) -> None:
    inbox = TelegramInbox(tmp_path / "telegram.db")
    for payload in ("/affirm", "Quero mudar a descrição", "ã" * 40, "#disfarce"):
        data = inbox.callback_data(payload)
        assert 1 <= len(data.encode()) <= 64
        assert inbox.payload(data) == payload
    assert inbox.payload("#unknown") == "#unknown"


def test_who_blocked_the_bot_is_remembered_until_he_returns(tmp_path: Path) -> None:
    inbox = TelegramInbox(tmp_path / "telegram.db")
    inbox.set_blocked(42, True)
    inbox.set_blocked(42, True)
    assert inbox.is_blocked(42)
    inbox.set_blocked(42, False)
    assert not inbox.is_blocked(42)


def test_a_tap_counts_only_from_the_chats_own_user() -> None:
    chat = {"id": 42, "type": "private"}
    query = {"id": "1", "data": "/affirm", "message": {"chat": chat}}
    assert updates.read({"callback_query": {**query, "from": {"id": 42}}}) == updates.Tap(42, "/affirm", "1")
    assert updates.read({"callback_query": {**query, "from": {"id": 43}}}) == updates.Nothing()


def test_the_largest_photo_is_taken() -> None:
    photo = [
        {"file_id": "s", "file_size": 1},
        {"file_id": "l", "file_size": 9},
        {"file_id": "m", "file_size": 5},
    ]
    message = {"chat": {"id": 42, "type": "private"}, "photo": photo}
    assert updates.read({"message": message}) == updates.File(42, "l", "foto.jpg", 9, "")


def test_the_webhooks_secret_is_none_of_the_tokens_and_fits_telegram() -> None:
    secret = webhook_secret("channel", "bot")
    assert secret != webhook_secret("channel", "other")
    assert len(secret) == 64
    assert secret.isalnum()


def test_without_a_token_the_channel_opens_no_door() -> None:
    channel = TelegramInput.from_credentials(
        {"token": "optional:${TELEGRAM_BOT_TOKEN}", "channel_token": "x"}
    )
    blueprint = channel.blueprint(None)
    assert list(blueprint._future_routes) == []
    assert channel.get_output_channel() is None
