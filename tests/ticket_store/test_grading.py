"""What is thought of a chat when it ends: one grade a conversation, seen by the desk, gone with it."""

import pytest

from ticket_store import model, operations, privacy, queries
from ticket_store.errors import InvalidScore

WEB = "web-1"


def graded(store):
    return store.ask(queries.chat_grades, since=store.now.replace(hour=0), until=store.now.replace(hour=23))


def grade(store, score=5, comment=None):
    return store.do(operations.grade_chat, conversation_id=WEB, score=score, comment=comment)


def test_one_click_is_a_grade_and_a_comment_may_follow_it(store) -> None:
    grade(store, 2)
    grade(store, 3, "Demorou. Minha senha é Zx9Canary7, CPF 111.444.777-35")
    grade(store, 4)
    [only] = graded(store)
    assert (only.score, only.comment) == (
        4,
        "Demorou. Minha senha é [senha omitida], CPF [CPF removido]",
    )


def test_a_grade_names_the_attendant_who_was_in_the_conversation(store) -> None:
    agent = store.agent()
    handoff = store.do(operations.request_handoff, conversation_id=WEB, transcript=[], wait_minutes=5)
    store.do(operations.take_handoff, handoff_id=handoff.id, agent_id=agent.agent_id)
    grade(store)
    assert [g.agent_id for g in graded(store)] == [agent.agent_id]


@pytest.mark.parametrize("score", [0, 6, True, -1])
def test_a_grade_is_one_to_five(store, score) -> None:
    with pytest.raises(InvalidScore):
        grade(store, score)
    assert graded(store) == []


def test_a_grade_goes_with_its_conversation(store) -> None:
    grade(store, 5, "ótimo")
    store.later(days=181)
    assert store.do(privacy.purge).counts["chat_grades"] == 1
    assert store.count(model.Conversation) == 0


def test_who_waits_knows_his_place_and_who_was_taken_has_none(store) -> None:
    asked = [
        store.do(operations.request_handoff, conversation_id=f"web-{n}", transcript=[], wait_minutes=5)
        for n in range(3)
        if store.later(seconds=1) is None
    ]
    places = [store.ask(queries.place_in_queue, conversation_id=f"web-{n}") for n in range(4)]
    assert places == [1, 2, 3, None]
    store.do(operations.take_handoff, handoff_id=asked[0].id, agent_id=store.agent().agent_id)
    assert [store.ask(queries.place_in_queue, conversation_id=f"web-{n}") for n in range(2)] == [None, 1]
