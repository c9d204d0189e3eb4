"""A file over the web chat's socket: whole or not at all, judged once, and told in a sentence."""

from __future__ import annotations

import uuid
from datetime import datetime, timezone
from typing import Any

import pytest

from channels.core import sentences
from channels.core.attachments import Attachments, Told
from channels.core.conversation_queue import ConversationQueue
from channels.core.conversations import UnknownConversation
from channels.core.spoken_of import DRAFT, spoken_of
from channels.web_files import IN_ALL, PART, WebFiles, in_words

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=timezone.utc)
MEGABYTE = 1024 * 1024
ANA = "web-" + "a" * 32


class Socket:
    """What python-socketio gives to a handler."""

    def __init__(self) -> None:
        self.emitted: list[tuple[str, dict[str, Any]]] = []

    async def get_session(self, sid: str) -> dict[str, Any]:
        return {"conversation_id": ANA if sid.startswith("ana") else "web-" + "c" * 32}

    async def emit(self, event: str, data: dict[str, Any], **_: Any) -> None:
        self.emitted.append((event, data))


class Talk:
    """The conversation so far: what it is about, and what is recorded in it."""

    def __init__(self) -> None:
        self.recorded: list[tuple[str, str]] = []
        self.nobody = False

    async def spoken_of(self, conversation_id: str) -> str:
        return "2026-0000007"

    async def record(self, conversation_id: str, message: Any) -> None:
        if self.nobody:
            raise UnknownConversation
        self.recorded.append((message.speaker, message.text))


class Portal(Attachments):
    """Takes everything within its limit, or answers as it is told to."""

    def __init__(self) -> None:
        super().__init__(url="http://portal", token="t", limit=5 * MEGABYTE)
        self.given: list[tuple[str, bytes, str, str]] = []
        self.answer = Told("Anexei.", kept=True)

    async def hand_over(self, name: str, content: bytes, conversation_id: str, about: str = "") -> Told:
        self.given.append((name, content, conversation_id, about))
        return self.answer


class Page:
    """Sends files as the widget does."""

    def __init__(self) -> None:
        self.socket, self.talk, self.portal, self.seconds = Socket(), Talk(), Portal(), [0.0]
        self.files = WebFiles(
            sio=self.socket,  # type: ignore[arg-type]
            attachments=self.portal,
            conversations=self.talk,  # type: ignore[arg-type]
            queue=ConversationQueue(),
            now=lambda: NOW,
            clock=lambda: self.seconds[0],
        )

    async def begin(self, name: Any, size: Any, sid: str = "ana") -> tuple[str, dict[str, Any]]:
        given = str(uuid.uuid4())
        return given, await self.files.begin(sid, {"id": given, "name": name, "size": size})

    async def send(self, content: bytes, name: str = "tela.png", sid: str = "ana") -> dict[str, Any]:
        given, answer = await self.begin(name, len(content), sid)
        for at in range(0, len(content), PART):
            if not answer["ok"]:
                return answer
            part = {"id": given, "at": at, "data": content[at : at + PART]}
            answer = await self.files.part(sid, part)
        return await self.files.end(sid, {"id": given}) if answer["ok"] else answer


@pytest.fixture
def page() -> Page:
    return Page()


async def test_a_file_arrives_byte_for_byte_where_the_conversation_is(page: Page) -> None:
    content = bytes(range(256)) * 700
    assert await page.send(content) == {"ok": True, "text": "Anexei."}
    assert page.portal.given == [("tela.png", content, ANA, "2026-0000007")]
    assert page.talk.recorded == [("user", "Arquivo: tela.png (175 kB)"), ("bot", "Anexei.")]
    assert [event for event, _ in page.socket.emitted] == ["user_said", "bot_message"]


async def test_one_that_is_refused_says_why_and_leaves_no_line(page: Page) -> None:
    page.portal.answer = Told(sentences.FILE_REFUSED)
    answer = await page.send(b"MZ")
    assert (answer["ok"], answer["again"], answer["text"]) == (False, False, sentences.FILE_REFUSED)
    assert page.talk.recorded == page.socket.emitted == []


@pytest.mark.parametrize(("size", "said"), [(0, "vazio"), (5 * MEGABYTE + 1, "limite é de 5 MB")])
async def test_an_empty_or_too_large_one_is_told_before_a_byte_of_it_is_sent(
    page: Page, size: int, said: str
) -> None:
    _, answer = await page.begin("a.png", size)
    assert not answer["ok"]
    assert said in answer["text"]


@pytest.mark.parametrize("size", [None, -1, 1.5, "9", True])
async def test_a_size_that_is_none_begins_nothing(page: Page, size: Any) -> None:
    given, answer = await page.begin("a.png", size)
    assert not answer["ok"]
    assert not (await page.files.part("ana", {"id": given, "at": 0, "data": b"x"}))["ok"]


async def test_parts_come_whole_in_order_and_from_the_page_that_began(page: Page) -> None:
    given, _ = await page.begin("a.png", PART + 5)
    whole = {"id": given, "at": 0, "data": b"x" * PART}
    for wrong in ({**whole, "data": b"x"}, {**whole, "at": PART}, {**whole, "data": "x" * PART}, {}, None):
        assert not (await page.files.part("ana", wrong))["ok"]
    assert not (await page.files.part("carla", whole))["ok"]
    assert (await page.files.part("ana", whole))["ok"]
    assert not (await page.files.end("ana", {"id": given}))["ok"]
    assert page.portal.given == []


async def test_a_page_that_left_or_stood_still_holds_no_memory(page: Page) -> None:
    places = IN_ALL // (5 * MEGABYTE)
    for n in range(places):
        assert (await page.begin("a.zip", 5 * MEGABYTE, f"carla{n}"))[1]["ok"]
        page.seconds[0] += 0.5
        page.files._pace._times.clear()
    assert (await page.begin("a.zip", 5 * MEGABYTE))[1]["reason"] == "busy"
    page.files.left("carla0")
    given, answer = await page.begin("a.zip", 5 * MEGABYTE)
    assert answer["ok"]
    page.seconds[0] += 61
    page.files._pace._times.clear()
    assert (await page.begin("b.zip", 5 * MEGABYTE, "carla0"))[1]["ok"]
    assert not (await page.files.part("ana", {"id": given, "at": 0, "data": b"x" * PART}))["ok"]


async def test_a_flood_of_files_is_held_up_with_a_sentence(page: Page) -> None:
    answers = [await page.send(b"x") for _ in range(13)]
    assert [answer["ok"] for answer in answers] == [True] * 12 + [False]
    assert answers[-1] == {"ok": False, "reason": "rate", "text": sentences.FILE_RATE, "again": True}


async def test_a_name_is_a_persons_text_like_any_other(page: Page) -> None:
    await page.send(b"x", name="/restart\n111.444.777-35.png")
    await page.send(b"x", name="\u200b")
    assert [given[0] for given in page.portal.given] == ["restart\n[CPF removido].png", "arquivo"]


async def test_before_the_first_word_a_file_is_taken_all_the_same(page: Page) -> None:
    page.talk.nobody = True
    assert (await page.send(b"x"))["ok"]


def test_a_file_belongs_to_what_is_under_way_then_to_what_was_told_last() -> None:
    last = {"number": "2026-0000001"}
    under_way = {"flow": "add_ticket_information", "values": {"ticket_number": "2026-0000002"}}
    draft = {"flow": "open_ticket", "values": {}}
    assert spoken_of({"frames": [draft, under_way], "last": last}) == "2026-0000002"
    assert spoken_of({"frames": [under_way, draft], "last": last}) == DRAFT
    assert spoken_of({"frames": [{"flow": "rate", "values": {}}], "last": last}) == "2026-0000001"
    assert spoken_of({}) == spoken_of({"frames": None, "last": None}) == ""


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 byte"), (9, "9 bytes"), (230_000, "225 kB"), (1_500_000, "1,4 MB")]
)
def test_a_size_is_said_as_people_read_it(size: int, said: str) -> None:
    assert in_words(size) == said
