"""The pure parts of Rocket.Chat's channel: whose message it was, what it says, measures, the inbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from channels.core.incoming import File, Hint, Text
from channels.core.output import Button
from channels.rocketchat.channel import RocketChatInput
from channels.rocketchat.inbox import RocketChatInbox
from channels.rocketchat.output import rows_of
from channels.rocketchat.webhooks import conversation_of, message_of, read, user_of

BOT = "botAccount0000001"
ANA = "AnaAccount0000001"


def body(**more: Any) -> dict[str, Any]:
    return {"message_id": "m0000001", "user_id": ANA, "user_name": "ana.souza", "text": "oi", **more}


def test_only_what_it_needs_of_a_call_is_kept() -> None:
    kept = message_of(body(token="segredo", siteUrl="https://chat", alias="Ana"), BOT)
    assert kept == {
        "id": "m m0000001",
        "user_id": ANA,
        "user_name": "ana.souza",
        "text": "oi",
        "edited": False,
        "file": None,
    }


@pytest.mark.parametrize(
    "more",
    [
        {"user_id": BOT},
        {"bot": {"i": "x"}},
        {"channel_name": "geral"},
        {"user_id": None},
        {"user_id": "../.."},
        {"user_name": "@all"},
        {"message_id": {"a": 1}},
        {"text": " "},
        {"text": None},
    ],
)
def test_what_is_not_for_us_is_not_kept(more: dict[str, Any]) -> None:
    assert message_of(body(**more), BOT) is None


@pytest.mark.parametrize("given", [None, [], "oi", 5, {}])
def test_a_call_of_any_shape_is_read_without_breaking(given: object) -> None:
    assert message_of(given, BOT) is None


def test_a_file_and_the_words_of_the_same_message_are_two() -> None:
    file = {"_id": "file00001", "name": "erro.png", "type": "image/png", "size": 9}
    words = message_of(body(text="veja"), BOT)
    sent = message_of(body(text="veja", message={"file": file}), BOT)
    edited = message_of(body(text="veja bem", isEdited=True), BOT)
    assert words
    assert sent
    assert edited
    assert len({words["id"], sent["id"], edited["id"]}) == 3
    assert read(sent) == File("file00001", "erro.png", "", 9)
    assert read(words) == Text("veja")
    assert isinstance(read(edited), Hint)


def test_a_conversation_and_its_user_stand_for_one_another() -> None:
    assert user_of(conversation_of(ANA)) == ANA
    assert [user_of(other) for other in ("web-42", "rc-", "rc-a b", f"rc-{ANA}/..")] == [None] * 4


def test_five_buttons_a_row_and_none_says_a_command() -> None:
    rows = rows_of(tuple(Button(f"Opção {n}", f"/p{n}") for n in range(7)))
    assert [len(row["actions"]) for row in rows] == [5, 2]
    assert [action["msg"][0] for row in rows for action in row["actions"]] == ["O"] * 7
    assert rows_of(()) == []


def test_a_title_stands_for_what_was_offered_last(inbox_of: Callable[[type], Any]) -> None:
    inbox = inbox_of(RocketChatInbox)
    inbox.met(ANA, "ana")
    inbox.met(ANA, "ana.souza")
    assert (inbox.name_of(ANA), inbox.name_of("another")) == ("ana.souza", None)
    inbox.offer(ANA, [Button("Sim", "/affirm"), Button("Sim", "/deny"), Button("Não", "/deny")])
    assert [inbox.chosen(ANA, text) for text in ("Sim", " Não ", "Talvez")] == ["/affirm", "/deny", "Talvez"]
    assert inbox.chosen("another", "Sim") == "Sim"
    inbox.offer(ANA, [Button("Abrir", "/open_ticket")])
    assert inbox.chosen(ANA, "Sim") == "Sim"


def test_without_all_its_keys_rocketchat_has_no_door() -> None:
    partly = {"url": "https://chat", "user_id": "x", "token": "y", "webhook_token": "optional:${X}"}
    for given in ({}, partly):
        assert not RocketChatInput.from_credentials(given).blueprint(None).routes
