"""Typing both ways in the chat's page: told while a person attends, and never a word of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import axe_findings
from .fake_chat import FakeChat
from .test_widget import opened, say

__all__ = ["opened"]
pytestmark = pytest.mark.browser


def typed(chat: FakeChat) -> list[object]:
    return [told for what, told in chat.asked if what == "typing"]


def test_the_attendant_is_told_once_in_three_seconds_and_when_it_was_sent(
    opened: Page, chat: FakeChat
) -> None:
    text = opened.get_by_label("Sua mensagem")
    text.press_sequentially("ainda com o assistente")
    chat.attend()
    expect(opened.get_by_text("Você está falando com Bruno.")).to_be_visible()
    assert typed(chat) == []
    text.press_sequentially(", agora com o Bruno")
    expect(text).to_have_value("ainda com o assistente, agora com o Bruno")
    opened.keyboard.press("Enter")
    expect(opened.get_by_text("Você disse: ainda com")).to_be_visible()
    assert typed(chat) == [{"on": True}, {"on": False}]
    chat.attend(state=None, agent=None)
    expect(opened.get_by_text("Você está falando com Bruno.")).to_be_hidden()
    say(opened, "obrigada")
    expect(opened.get_by_text("Você disse: obrigada")).to_be_visible()
    assert typed(chat) == [{"on": True}, {"on": False}]


def test_the_person_sees_that_the_attendant_is_typing_until_he_has_spoken_or_gave_up(
    opened: Page, chat: FakeChat
) -> None:
    chat.attend()
    line = opened.get_by_text("O atendente está escrevendo…")
    chat.agent_types()
    expect(line).to_be_visible()
    assert axe_findings(opened) == []
    chat.agent_says("Pronto, liberei.")
    expect(opened.get_by_text("Pronto, liberei.")).to_be_visible()
    expect(line).to_be_hidden()
    chat.agent_types()
    expect(line).to_be_visible()
    expect(line).to_be_hidden(timeout=8_000)
    say(opened, "devagar")
    expect(opened.get_by_text("O Assistente está escrevendo…")).to_be_visible()
