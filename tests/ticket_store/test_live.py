"""A person instead of the assistant: asked for, taken, spoken with, given back, or never there."""

import pytest

from ticket_store import operations, queries
from ticket_store.errors import AgentNotFound, EmptyText, HandoffNotFound, HandoffRefused

WEB = "web-1"
SAID = [{"from": "user", "text": "quero falar com gente", "at": "2026-03-10T14:00:00+00:00"}]


def ask(store, **more):
    return store.do(operations.request_handoff, conversation_id=WEB, transcript=SAID, wait_minutes=5, **more)


def active(store):
    return store.ask(queries.active_handoff, conversation_id=WEB)


def test_the_desk_sees_the_conversation_with_what_was_said(store) -> None:
    ask(store, email="ana@fazenda.gov.br")
    [waiting] = store.ask(queries.live_queue)
    assert (waiting.status, waiting.transcript, waiting.email, waiting.channel) == (
        "requested",
        SAID,
        "ana@fazenda.gov.br",
        "web",
    )


def test_asking_twice_is_asking_once(store) -> None:
    assert ask(store).id == ask(store).id


def test_the_attendants_words_go_to_the_chat_and_the_users_to_the_desk(store) -> None:
    handoff, bruno = ask(store), store.agent()
    store.do(operations.hear_live, conversation_id=WEB, text="tem alguém?", uid="u1")
    store.do(operations.take_handoff, handoff_id=handoff.id, agent_id=bruno.agent_id)
    assert active(store).status == "taken"
    for _ in range(2):  # the page repeats what it is not sure of
        store.do(
            operations.say_live, handoff_id=handoff.id, text="Bom dia!", uid="m1", agent_id=bruno.agent_id
        )
        store.do(operations.hear_live, conversation_id=WEB, text="oi", uid="u2")
    said = store.ask(queries.live_messages, handoff_id=handoff.id)
    assert [(m.sender, m.text) for m in said] == [
        ("user", "tem alguém?"),
        ("agent", "Bom dia!"),
        ("user", "oi"),
    ]
    assert store.ask(queries.live_messages, handoff_id=handoff.id, after_id=said[1].id)[0].text == "oi"
    assert [(r.kind, r.payload.get("text")) for r in store.outbox("chat")] == [
        ("handoff_taken", None),
        ("live_message", "Bom dia!"),
    ]


def test_given_back_the_assistant_has_it_again(store) -> None:
    handoff, bruno = ask(store), store.agent()
    store.do(operations.take_handoff, handoff_id=handoff.id, agent_id=bruno.agent_id)
    store.do(operations.give_back_handoff, handoff_id=handoff.id, agent_id=bruno.agent_id)
    assert active(store) is None
    assert store.outbox("chat")[-1].kind == "handoff_given_back"
    assert store.do(operations.hear_live, conversation_id=WEB, text="oi", uid="u9") is None
    assert ask(store).id != handoff.id


def test_a_colleague_cannot_speak_in_or_end_what_another_has(store) -> None:
    handoff, bruno, davi = ask(store), store.agent("Bruno"), store.agent("Davi")
    store.do(operations.take_handoff, handoff_id=handoff.id, agent_id=bruno.agent_id)
    for operation, more in (
        (operations.take_handoff, {}),
        (operations.give_back_handoff, {}),
        (operations.say_live, {"text": "oi", "uid": "x"}),
    ):
        with pytest.raises(HandoffRefused) as refused:
            store.do(operation, handoff_id=handoff.id, agent_id=davi.agent_id, **more)
        assert refused.value.current == "taken"


def test_if_nobody_comes_in_time_he_is_told_once(store) -> None:
    handoff = ask(store)
    store.later(minutes=5, seconds=-1)
    assert store.do(operations.expire_handoffs) == []
    store.later(seconds=1)
    assert [h.id for h in store.do(operations.expire_handoffs)] == [handoff.id]
    assert store.do(operations.expire_handoffs) == []
    assert [r.kind for r in store.outbox("chat")] == ["handoff_expired"]
    with pytest.raises(HandoffRefused):
        store.do(operations.take_handoff, handoff_id=handoff.id, agent_id=store.agent().agent_id)


def test_a_conversation_that_was_taken_does_not_expire(store) -> None:
    handoff = ask(store)
    store.do(operations.take_handoff, handoff_id=handoff.id, agent_id=store.agent().agent_id)
    store.later(hours=2)
    assert store.do(operations.expire_handoffs) == []


def test_he_may_stop_waiting(store) -> None:
    ask(store)
    assert store.do(operations.withdraw_handoff, conversation_id=WEB).status == "withdrawn"
    assert active(store) is None
    assert store.do(operations.withdraw_handoff, conversation_id=WEB) is None


def test_what_is_not_there_or_empty_is_refused(store) -> None:
    handoff, bruno = ask(store), store.agent()
    with pytest.raises(HandoffNotFound):
        store.do(operations.take_handoff, handoff_id=999, agent_id=bruno.agent_id)
    with pytest.raises(AgentNotFound):
        store.do(operations.take_handoff, handoff_id=handoff.id, agent_id=999)
    with pytest.raises(EmptyText):
        store.do(operations.hear_live, conversation_id=WEB, text="  ", uid="u1")
