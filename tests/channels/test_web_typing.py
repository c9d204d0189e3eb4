"""Who is typing goes to the desk and to the page; what a page says is measured, and of one shape."""

from __future__ import annotations

from typing import Any

import pytest

from channels.web_typing import A_MINUTE, WebTyping

ANA = "web-" + "a" * 32


class Socket:
    """What python-socketio gives to a handler."""

    def __init__(self) -> None:
        self.emitted: list[tuple[str, dict[str, Any], str]] = []

    async def get_session(self, sid: str) -> dict[str, str]:
        return {"conversation_id": ANA}

    async def emit(self, event: str, data: dict[str, Any], room: str) -> None:
        self.emitted.append((event, data, room))


class Desk:
    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def ask(self, what: str, **told: Any) -> None:
        self.asked.append((what, told))


async def test_the_desk_hears_that_the_person_types_and_of_no_other_conversation() -> None:
    desk = Desk()
    typing = WebTyping(sio=Socket(), desk=desk)  # type: ignore[arg-type]
    await typing.person("ana", {"on": True, "conversation_id": "web-carla", "text": "meu CPF"})
    await typing.person("ana", {"on": False})
    assert desk.asked == [
        ("typing", {"conversation_id": ANA, "on": True}),
        ("typing", {"conversation_id": ANA, "on": False}),
    ]


@pytest.mark.parametrize("data", [None, "x", {}, {"on": 1}, {"on": "true"}])
async def test_what_says_neither_is_not_passed_on(data: Any) -> None:
    desk = Desk()
    await WebTyping(sio=Socket(), desk=desk).person("ana", data)  # type: ignore[arg-type]
    assert desk.asked == []


async def test_a_page_that_says_it_without_end_is_heard_so_many_times_a_minute() -> None:
    desk = Desk()
    typing = WebTyping(sio=Socket(), desk=desk)  # type: ignore[arg-type]
    for _ in range(A_MINUTE + 20):
        await typing.person("ana", {"on": True})
    assert len(desk.asked) == A_MINUTE
