"""`.env.example` tells the truth about what a setting is when nobody sets it."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from dotenv import dotenv_values

import settings
from settings import ROOT, Settings
from ticket_store.operations.attachments import MAX_BYTES

SECRETS = ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN")


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Its names and values; none of them is set in the environment, nor read from a developer's own .env."""
    values = {name: value or "" for name, value in dotenv_values(ROOT / ".env.example").items()}
    monkeypatch.setattr(settings, "load_dotenv", lambda path: None)
    for name in values:
        monkeypatch.delenv(name, raising=False)
    for name in SECRETS:
        monkeypatch.setenv(name, "x")
    return values


def test_copying_the_example_file_changes_nothing(
    example: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Settings.from_env()
    for name, value in example.items():
        if name not in SECRETS:
            monkeypatch.setenv(name, value)
    assert Settings.from_env() == plain


def test_the_largest_attachment_is_what_the_store_takes(example: dict[str, str]) -> None:
    assert Settings.from_env().attachment_max_bytes == MAX_BYTES


def test_mails_kept_elsewhere_take_nothing_else_with_them(
    example: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INBOX_DIR", "/srv/mails")
    assert Settings.from_env().var_dir == ROOT / "var"


def test_every_setting_is_read_by_some_process() -> None:
    rooms = ("actions", "portal", "notifications", "inbound_mail", "dev_inbox", "launcher", "bench")
    code = "\n".join(file.read_text() for room in rooms for file in (ROOT / room).rglob("*.py"))
    code += (ROOT / "settings.py").read_text().split("def vitals_of")[1].split("@classmethod")[0]
    unread = [f.name for f in fields(Settings) if not re.search(rf"(?:settings|s|self)\.{f.name}\b", code)]
    assert unread == []
