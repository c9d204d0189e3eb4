"""The end of a web chat, as the page is answered: a copy of it, its grade, the place in the queue."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import Any

import pytest

from channels.core import sentences, transcript
from channels.core.desk import Answer
from channels.web_closing import WebClosing
from channels.web_waiting import Waiting

NOW = datetime(2026, 3, 2, 2, 30, tzinfo=timezone.utc)  # still the first of March in São Paulo
ANA = "web-" + "a" * 32
SAID = [
    {"id": "1", "from": "user", "text": "oi <b>\nduas linhas", "at": "2026-03-02T02:10:00.000+00:00"},
    {"id": "2", "from": "agent", "text": "Aqui é o Bruno.", "at": "2026-03-02T02:11:00.000+00:00"},
]


class Talk:
    """The tracker store and the socket's session, as far as the handlers use them."""

    up = True

    async def get_session(self, sid: str) -> dict[str, str]:
        return {"conversation_id": ANA, "asker": "someone"}

    async def ready(self) -> bool:
        return self.up

    async def history(self, conversation_id: str, most: int) -> list[dict[str, Any]]:
        assert conversation_id == ANA
        return SAID


class Desk:
    def __init__(self, *answers: Answer) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers = list(answers)

    async def ask(self, what: str, **told: Any) -> Answer:
        self.asked.append((what, told))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def closing(desk: Desk, talk: Talk | None = None) -> WebClosing:
    talk = talk or Talk()
    return WebClosing(sio=talk, desk=desk, conversations=talk, now=lambda: NOW)  # type: ignore[arg-type]


async def test_a_copy_is_a_page_and_a_text_with_everything_said_in_local_time() -> None:
    answer = await closing(Desk(Answer(True))).transcript("ana")
    assert answer["name"] == "conversa-assistente-serpro-2026-03-01"
    assert "oi &lt;b&gt;\nduas linhas" in answer["html"]
    assert "<b>Atendente</b> 01/03/2026 23h11" in answer["html"]
    assert "[01/03/2026 23h10] Você:\r\noi <b>\r\nduas linhas\r\n" in answer["text"]


async def test_a_page_that_asks_for_copies_without_end_is_held_up() -> None:
    door = closing(Desk(Answer(True)))
    answers = [await door.transcript("ana") for _ in range(11)]
    assert [answer["ok"] for answer in answers] == [True] * 10 + [False]
    assert (await door.end("ana"))["ok"]  # another wish has its own measure


async def test_what_the_desk_refuses_is_told_in_its_words_and_silence_in_ours() -> None:
    refusal = Answer(False, {"field": "code", "text": "O código não confere."})
    answer = await closing(Desk(refusal)).transcript_mail("ana", {"email": "ana@x.gov.br", "code": "1"})
    assert (answer["ok"], answer["field"], answer["text"]) == (False, "code", "O código não confere.")
    silent = await closing(Desk(Answer(False))).end("ana")
    assert (silent["ok"], silent["text"]) == (False, sentences.UNAVAILABLE)


async def test_the_mailed_copy_is_made_of_the_conversation_and_of_nothing_the_page_says() -> None:
    desk = Desk(Answer(True, {"sent": True}))
    told = {"email": "ana@x.gov.br", "lines": ["forjada"], "conversation_id": "web-carla"}
    assert (await closing(desk).transcript_mail("ana", told))["sent"] is True
    [(what, asked)] = desk.asked
    assert (what, asked["conversation_id"], asked["asker"]) == ("transcript", ANA, "someone")
    assert [line["who"] for line in asked["lines"]] == ["Você", "Atendente"]


@pytest.mark.parametrize(
    "data", [None, "x", {"score": "5"}, {"score": True}, {"score": 5, "comment": 7}, {"score": 5.0}]
)
async def test_a_grade_of_another_shape_never_reaches_the_desk(data: Any) -> None:
    desk = Desk(Answer(True))
    assert (await closing(desk).grade("ana", data))["ok"] is False
    assert desk.asked == []


async def test_without_the_tracker_store_there_is_no_copy_and_it_is_said() -> None:
    talk = Talk()
    talk.up = False
    assert (await closing(Desk(Answer(True)), talk).transcript("ana"))["text"] == sentences.UNAVAILABLE


def place(number: int | None, state: str | None = "requested") -> Answer:
    return Answer(True, {"state": state, "place": number, "agent": None})


async def followed(desk: Desk, present: Any = lambda _: True) -> list[int | str | None]:
    shown: list[int | str | None] = []

    async def show(conversation_id: str, told: dict[str, Any]) -> None:
        shown.append(told["place"] or told["state"])

    waiting = Waiting(desk=desk, show=show, present=present, pause=0)  # type: ignore[arg-type]
    waiting.follow(ANA)
    while waiting._followed:
        await asyncio.sleep(0)
    await waiting.over(ANA)
    return shown


async def test_the_place_in_the_queue_is_shown_as_it_changes_until_somebody_comes() -> None:
    desk = Desk(place(3), place(3), Answer(False), place(2), place(None, "taken"))
    assert await followed(desk) == [3, 2, "taken", None]


async def test_nobody_asks_for_a_place_that_no_page_would_show() -> None:
    desk = Desk(place(3))
    assert await followed(desk, lambda _: len(desk.asked) < 2) == [3]
    assert len(desk.asked) == 2


def test_a_moment_is_told_as_the_clock_on_the_wall_shows_it() -> None:
    assert transcript.moment(NOW) == "01/03/2026 23h30"
