"""A conversation of any length costs a turn the same, forgets nothing, and can be erased.

Costs are counted, in statements and in events read; the time is measured by bench/conversation.py.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from channels.conversation_store import ConversationStore, checkpoint
from channels.conversation_store.archive import Overtaken
from channels.conversation_store.database import Database
from channels.conversation_store.store import _HELD
from channels.core import history

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "")
ANA, CARLA = "web-" + "a" * 32, "web-" + "c" * 32
DOMAIN = Domain.from_yaml("""
version: "3.1"
intents: [ask]
forms: {tell_form: {required_slots: []}}
slots:
  email: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  turn: {type: any, influence_conversation: false, mappings: [{type: custom}]}
""")


def made(path: Path | str, url: str = "optional:${TRACKER_DATABASE_URL}") -> ConversationStore:
    """As Rasa makes it from endpoints.yml."""
    settings = EndpointConfig(
        url, type="channels.conversation_store.ConversationStore", path=str(path), keep_days="optional:"
    )
    store = TrackerStore.create(settings, DOMAIN)
    assert isinstance(store, ConversationStore)
    return store


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES_URL else ["sqlite"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """The file and the url of an empty database."""
    if request.param == "sqlite":
        return tmp_path / "conversations.db", "optional:"
    import psycopg2

    url = POSTGRES_URL.replace("+psycopg", "")
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS conversation_events, conversation_checkpoints")
    return tmp_path / "unused.db", f"optional:{POSTGRES_URL}"


@pytest.fixture
async def store(where: tuple[Path, str]) -> AsyncIterator[ConversationStore]:
    store = made(*where)
    if where[1] == "optional:":  # only one of these tests is about the disk
        await store._database.run(lambda execute: execute("PRAGMA synchronous=OFF"))
    yield store
    store.close()


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each statement gave back, in the order in which they were executed."""
    seen: list[int] = []
    stock = Database._transact

    def counting(self: Database, work: Any) -> Any:
        def counted(execute: Any) -> Any:
            def one(statement: str, values: Any = ()) -> Any:
                rows = execute(statement, values)
                seen.append(len(rows))
                return rows

            return work(one)

        return stock(self, counted)

    monkeypatch.setattr(Database, "_transact", counting)
    return seen


def turn(n: int) -> list[Event]:
    """Seven events, as a plain question makes them."""
    return [
        UserUttered(f"pergunta {n}", {"name": "ask"}, message_id=f"m{n}", input_channel="web"),
        SlotSet("turn", n),
        ActionExecuted("action_answer"),
        BotUttered(f"resposta {n}", {"buttons": [{"title": "Sim", "payload": "/affirm"}]}),
        SlotSet("turn", n + 0.5),
        ActionExecuted("action_bye"),
        ActionExecuted("action_listen"),
    ]


BEGINNING = (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen"))


async def play(store: ConversationStore, who: str, events: list[Event]) -> None:
    """What Rasa does with the store in a turn."""
    tracker = await store.get_or_create_tracker(who, append_action_listen=False)
    for event in events:
        tracker.update(event)
    await store.save(tracker)


async def talk(store: ConversationStore, who: str, turns: int, first: int = 0) -> None:
    if first == 0:
        await play(store, who, [*BEGINNING, SlotSet("email", "ana@x.gov.br")])
    for n in range(first, first + turns):
        await play(store, who, turn(n))


def state(tracker: Any) -> dict[str, Any]:
    """All that a tracker knows, apart from its events."""
    return {
        "slots": tracker.current_slot_values(),
        "loop": (tracker.active_loop_name, tracker.is_active_loop_rejected),
        "paused": tracker.is_paused(),
        "followup": tracker.followup_action,
        "latest": (tracker.latest_message.text, tracker.latest_bot_utterance.text),
        "action": tracker.latest_action_name,
        "channel": tracker.get_latest_input_channel(),
    }


async def test_the_five_hundredth_turn_issues_and_reads_what_the_tenth_did(
    store: ConversationStore, statements: list[int]
) -> None:
    costs: list[tuple[int, int]] = []
    await talk(store, ANA, 0)
    for n in range(500):
        statements.clear()
        await talk(store, ANA, 1, first=n) if n else await play(store, ANA, turn(0))
        costs.append((len(statements), sum(statements)))
    assert {issued for issued, _ in costs} == {3}
    most = max(read for _, read in costs)
    assert most <= checkpoint.FOLD_OVER + 1
    assert max(read for _, read in costs[480:]) <= max(read for _, read in costs[:40])


async def test_what_was_saved_here_is_not_read_again_unless_it_is_no_longer_the_newest(
    store: ConversationStore, where: tuple[Path, str], statements: list[int]
) -> None:
    await talk(store, ANA, 2)
    statements.clear()
    held = await store.retrieve(ANA)
    assert held is not None
    assert statements == [1]  # where it ends, and no event
    other = made(*where)
    await talk(other, ANA, 1, first=2)
    newest = await store.retrieve(ANA)
    assert newest is not None
    assert newest.latest_message.text == "pergunta 2"
    other.close()


async def test_what_a_turn_left_that_failed_is_no_part_of_the_next(store: ConversationStore) -> None:
    await talk(store, ANA, 2)
    failed = await store.retrieve(ANA)
    assert failed is not None
    failed.update(SlotSet("email", "carla@x.gov.br"))
    after = await store.retrieve(ANA)
    assert after is not None
    assert after.get_slot("email") == "ana@x.gov.br"


async def test_a_copy_is_what_rasa_replays_and_changes_by_itself(store: ConversationStore) -> None:
    await talk(store, ANA, 3)
    tracker = await store.retrieve(ANA)
    assert tracker is not None
    tracker.update(ActiveLoop("tell_form"))
    replayed, before = DialogueStateTracker.copy(tracker), state(tracker)
    twin = tracker.copy()
    assert (list(twin.events), state(twin)) == (list(replayed.events), state(replayed))
    for event in (SlotSet("email", "carla@x.gov.br"), ActionExecutionRejected("tell_form"), *turn(9)):
        twin.update(event)
    assert state(twin) != before
    assert (len(tracker.events), state(tracker)) == (len(replayed.events), before)


async def test_only_so_many_conversations_are_held(store: ConversationStore) -> None:
    for n in range(_HELD + 5):
        await talk(store, f"web-{n}", 1)
    assert list(store._latest) == [f"web-{n}" for n in range(5, _HELD + 5)]


async def test_a_long_conversation_is_in_the_state_that_its_whole_past_left(
    store: ConversationStore, where: tuple[Path, str]
) -> None:
    await talk(store, ANA, 60)
    await play(store, ANA, [*turn(60)[:2], ActiveLoop("tell_form"), ActionExecuted("action_listen")])
    await talk(store, ANA, 40, first=61)
    await play(store, ANA, [ConversationPaused()])
    bounded, full = await store.retrieve(ANA), await store.retrieve_full_tracker(ANA)
    assert bounded is not None
    assert full is not None
    assert len(full.events) > 700
    assert len(bounded.events) < 140
    assert state(bounded) == state(full)
    assert bounded.get_slot("email") == "ana@x.gov.br"
    assert bounded.active_loop_name == "tell_form"
    assert state(bounded.copy()) == state(bounded), "Rasa copies a tracker before each action"
    assert [e.text for e in bounded.events if isinstance(e, UserUttered)][-8:] == [
        f"pergunta {n}" for n in range(93, 101)
    ]


async def test_opening_a_long_conversation_reads_what_it_shows_not_what_it_holds(
    store: ConversationStore, statements: list[int]
) -> None:
    await talk(store, ANA, 430)
    assert len(await store.said(ANA, 2000)) == 860
    statements.clear()
    lines = history.lines(await store.said(ANA, 200), limit=100)
    assert [line["text"] for line in lines[-2:]] == ["pergunta 429", "resposta 429"]
    assert len(lines) == 100
    assert statements == [200]


async def test_nothing_is_stored_twice_however_often_a_tracker_is_saved(store: ConversationStore) -> None:
    tracker = await store.get_or_create_tracker(ANA, append_action_listen=False)
    for event in BEGINNING:
        tracker.update(event)
    await store.save(tracker)
    await store.save(tracker)
    for event in turn(0):
        tracker.update(event)
    await store.save(tracker)
    full = await store.retrieve_full_tracker(ANA)
    assert full is not None
    assert list(full.events) == [*BEGINNING, *turn(0)]
    assert await store.keys() == [ANA]


async def test_a_new_session_begins_without_the_last_ones_state_and_keeps_its_words(
    store: ConversationStore,
) -> None:
    await talk(store, ANA, 30)
    await play(store, ANA, [*BEGINNING, *turn(30)])
    tracker = await store.retrieve(ANA)
    assert tracker is not None
    assert isinstance(tracker.events[0], SessionStarted)
    assert len(tracker.events) == 2 + len(turn(30))
    assert tracker.get_slot("email") is None
    assert history.lines(await store.said(ANA, 10))[-2]["text"] == "pergunta 30"
    assert len(await store.said(ANA, 1000)) == 62


async def test_a_server_that_was_overtaken_keeps_nothing_of_its_turn(
    store: ConversationStore, where: tuple[Path, str]
) -> None:
    other = made(*where)
    await talk(store, ANA, 2)
    mine, theirs = await store.retrieve(ANA), await other.retrieve(ANA)
    assert mine is not None
    assert theirs is not None
    for event in turn(2):
        theirs.update(event)
    await other.save(theirs)
    for event in turn(99):
        mine.update(event)
    with pytest.raises(Overtaken):
        await store.save(mine)
    after = await store.retrieve(ANA)
    assert after is not None
    assert after.latest_message.text == "pergunta 2"
    other.close()


async def test_an_answer_outlives_the_server_that_gave_it(
    store: ConversationStore, where: tuple[Path, str]
) -> None:
    """Read by a second server while the first still has its connection open."""
    await talk(store, ANA, 3)
    second = made(*where)
    tracker = await second.retrieve(ANA)
    assert tracker is not None
    assert state(tracker)["latest"] == ("pergunta 2", "resposta 2")
    second.close()


async def test_erased_means_gone_from_the_database_and_only_for_that_person(
    store: ConversationStore, where: tuple[Path, str]
) -> None:
    await talk(store, ANA, 40)
    await talk(store, CARLA, 1)
    assert await store.forget(ANA)
    assert not await store.forget(ANA)
    assert await store.retrieve(ANA) is None
    assert await store.said(ANA, 10) == []
    assert await store.keys() == [CARLA]
    store.close()
    for file in where[0].parent.glob("conversations.db*"):
        assert b"pergunta 20" not in file.read_bytes()


async def test_who_has_been_silent_for_the_set_days_is_forgotten(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk(store, ANA, 1)
    assert await store.expire() == 0
    later = time.time() + 181 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    await talk(store, CARLA, 1)
    assert await store.expire() == 1
    assert await store.keys() == [CARLA]


async def test_a_dead_database_is_an_error_and_no_empty_memory(tmp_path: Path) -> None:
    """Rasa's wrapper would answer as if the person had never been here."""
    (tmp_path / "file").write_text("")
    agent = Agent(DOMAIN, tracker_store=made(tmp_path / "file" / "conversations.db"))
    for ask in (agent.tracker_store.answers, lambda: agent.tracker_store.retrieve(ANA)):
        with pytest.raises(FileExistsError):
            await ask()


async def test_the_file_is_in_wal_and_each_commit_reaches_the_disk(tmp_path: Path) -> None:
    store = made(tmp_path / "conversations.db")
    modes = await store._database.run(
        lambda execute: [execute(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous")]
    )
    assert modes == ["wal", 2]
    store.close()


async def test_the_conversations_of_rasas_own_table_go_on_where_they_were(tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    stock = SQLTrackerStore(DOMAIN, db=str(path))
    await play(stock, ANA, [*BEGINNING, *turn(0)])
    await play(stock, ANA, [*BEGINNING, SlotSet("email", "ana@x.gov.br"), *turn(1)])
    expected = await stock.retrieve(ANA)
    stock.engine.dispose()
    store = made(path)
    tracker = await store.retrieve(ANA)
    assert tracker is not None
    assert state(tracker) == state(expected)
    await talk(store, ANA, 1, first=2)
    assert [e.text for e in await store.said(ANA, 10) if isinstance(e, UserUttered)] == [
        "pergunta 0",
        "pergunta 1",
        "pergunta 2",
    ]
    store.close()
    with sqlite3.connect(path) as database:
        assert not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchall()


def test_a_url_that_names_no_database_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="TRACKER_DATABASE_URL"):
        made("unused.db", "optional:mysql://x/y")


def test_the_past_is_cut_only_where_a_turn_begins() -> None:
    events = [*BEGINNING, *turn(0), *turn(1), *turn(2)]
    at = checkpoint.cut(events, keep=9)
    assert at == 10
    assert checkpoint.cut(turn(0), keep=2) is None
