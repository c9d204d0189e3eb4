"""The pure parts of WhatsApp's channel: measures, the window, what a webhook says and who signed it."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from channels.core.output import BotMessage, Button
from channels.whatsapp.channel import WhatsAppInput
from channels.whatsapp.inbox import WhatsAppInbox
from channels.whatsapp.output import render
from channels.whatsapp.webhooks import (
    Hint,
    Nothing,
    Text,
    conversation_of,
    is_signed,
    messages,
    number_of,
    read,
    sent_at,
)

NOW = datetime(2026, 3, 10, 14, 0, tzinfo=timezone.utc)
ANA = "5561990000001"


def rendered(text: str, *titles: str) -> list[dict]:
    return render(BotMessage(text, NOW, tuple(Button(t, f"/p{n}") for n, t in enumerate(titles))))


def kinds(bodies: list[dict]) -> list[str]:
    return [b["interactive"]["type"] if b["type"] == "interactive" else b["type"] for b in bodies]


def test_up_to_three_short_titles_are_buttons_and_anything_else_is_a_list() -> None:
    assert kinds(rendered("Confere?", "Sim", "Não", "Corrigir")) == ["button"]
    assert kinds(rendered("Confere?", "Sim", "Não", "Corrigir", "Desistir")) == ["list"]
    [body] = rendered("Quer?", "Sim, quero complementar esse chamado")
    [row] = body["interactive"]["action"]["sections"][0]["rows"]
    assert row == {
        "id": "/p0",
        "title": "Sim, quero complementar…",
        "description": "Sim, quero complementar esse chamado",
    }
    assert len(row["title"]) == 24
    assert kinds(rendered("Qual?", "Sim", "Sim")) == ["list"]  # two buttons cannot have one title


def test_more_than_ten_options_are_two_lists() -> None:
    bodies = rendered("Qual?", *[f"Opção {n}" for n in range(12)])
    assert kinds(bodies) == ["list", "list"]
    assert [len(b["interactive"]["action"]["sections"][0]["rows"]) for b in bodies] == [10, 2]


def test_a_text_too_long_for_buttons_goes_before_them() -> None:
    assert kinds(rendered("a" * 1024, "Sim")) == ["button"]
    assert kinds(rendered("palavra " * 200, "Sim")) == ["text", "button"]
    assert kinds(rendered("palavra " * 1000)) == ["text", "text"]


def test_the_window_is_open_for_24_hours_after_his_last_message(tmp_path: Path) -> None:
    inbox = WhatsAppInbox(tmp_path / "wa.db")
    assert not inbox.may_write(ANA, NOW)
    inbox.heard(ANA, NOW)
    inbox.heard(ANA, NOW - timedelta(days=3))  # delivered late: it does not move the window back
    assert inbox.may_write(ANA, NOW + timedelta(hours=23, minutes=58))
    assert not inbox.may_write(ANA, NOW + timedelta(hours=24))


def test_one_invitation_for_each_silence(tmp_path: Path) -> None:
    inbox = WhatsAppInbox(tmp_path / "wa.db")
    inbox.heard(ANA, NOW)
    assert [inbox.invite(ANA), inbox.invite(ANA)] == [True, False]
    inbox.heard(ANA, NOW + timedelta(hours=30))
    assert inbox.invite(ANA)


async def test_a_message_is_kept_once_survives_a_restart_and_is_forgotten_when_done(tmp_path: Path) -> None:
    inbox = WhatsAppInbox(tmp_path / "var" / "wa.db")
    assert inbox.add("wamid.2", {"id": "wamid.2", "text": {"body": "segredo da Ana"}})
    assert inbox.add("wamid.1", {"id": "wamid.1"})
    assert not inbox.add("wamid.2", {})
    inbox.close()
    again = WhatsAppInbox(tmp_path / "var" / "wa.db")
    assert [m["id"] for m in again.pending()] == ["wamid.2", "wamid.1"]  # as they came
    await again.done("wamid.2")
    assert not again.add("wamid.2", {})
    assert [m["id"] for m in again.pending()] == ["wamid.1"]
    again.close()
    assert b"segredo" not in (tmp_path / "var" / "wa.db").read_bytes()


def test_only_the_bytes_that_meta_signed_pass() -> None:
    body = b'{"object":"whatsapp_business_account"}'
    good = "sha256=" + hmac.new(b"secret", body, hashlib.sha256).hexdigest()
    assert is_signed(body, good, "secret")
    assert not is_signed(body + b" ", good, "secret")
    assert not is_signed(body, good, "another")
    assert not is_signed(body, good.removeprefix("sha256="), "secret")
    assert not is_signed(body, "sha256=é", "secret")


@pytest.mark.parametrize(
    "update", [None, [], {}, {"entry": None}, {"entry": [1, {"changes": [{"field": "messages"}]}]}]
)
def test_a_webhook_of_any_shape_is_read_without_breaking(update: object) -> None:
    assert list(messages(update, "1")) == []


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ({"type": "text", "text": {"body": "oi"}}, Text("oi")),
        ({"type": "text", "text": None}, Text("")),
        (
            {
                "type": "interactive",
                "interactive": {"type": "button_reply", "button_reply": {"id": "/affirm"}},
            },
            Text("/affirm"),
        ),
        ({"type": "button", "button": {"text": "Ver", "payload": "/restart"}}, Text("Ver")),
        ({"type": "reaction", "reaction": {}}, Nothing()),
    ],
)
def test_a_message_is_one_of_a_few_shapes(message: dict, meaning: object) -> None:
    assert read(message) == meaning


def test_an_image_without_an_id_is_only_hinted_at() -> None:
    assert isinstance(read({"type": "image", "image": {}}), Hint)


def test_a_message_from_the_future_is_from_now() -> None:
    assert sent_at({"timestamp": "1773151200"}, NOW) == NOW
    assert sent_at({"timestamp": "99999999999"}, NOW) == NOW
    assert sent_at({"timestamp": "now"}, NOW) == NOW
    assert sent_at({"timestamp": str(int(NOW.timestamp()) - 60)}, NOW) == NOW - timedelta(minutes=1)


def test_a_conversation_and_its_user_stand_for_one_another() -> None:
    assert number_of(conversation_of(ANA)) == ANA
    assert [number_of(other) for other in ("web-42", "wa-", "wa-12a45", "tg-5561990000001")] == [None] * 4


def test_without_all_its_keys_whatsapp_has_no_door() -> None:
    partly = {"token": "x", "phone_number_id": "1", "app_secret": "optional:${WHATSAPP_APP_SECRET}"}
    for given in ({}, partly):
        assert not WhatsAppInput.from_credentials(given).blueprint(None).routes
