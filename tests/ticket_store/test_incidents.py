"""Known incidents are said, followed, and told to be over."""

import pytest

from ticket_store import model, operations, queries
from ticket_store.errors import IncidentNotFound, InvalidEmail, UnknownService


def announce(store, service_code="siafi"):
    return store.do(
        operations.announce_incident,
        service_code=service_code,
        title="SIAFI fora do ar",
        text="Em análise",
        agent_id=store.agent().agent_id,
    )


def test_an_incident_covers_its_service_until_it_is_over(store) -> None:
    incident = announce(store)
    assert store.ask(queries.active_incident, service_code="siafi").title == "SIAFI fora do ar"
    assert store.ask(queries.active_incident, service_code="siape") is None
    store.do(operations.end_incident, incident_id=incident.id, text="Voltou", agent_id=None)
    assert store.ask(queries.active_incident, service_code="siafi") is None
    with pytest.raises(IncidentNotFound):
        store.do(operations.end_incident, incident_id=incident.id, text="Voltou", agent_id=None)


def test_followers_hear_of_each_change_by_mail_and_in_the_chat(store) -> None:
    incident = announce(store)
    store.do(operations.touch_conversation, conversation_id="web-1")
    for _ in range(2):
        store.do(
            operations.follow_incident,
            incident_id=incident.id,
            email="Ana@fazenda.gov.br",
            conversation_id="web-1",
        )
    assert store.ask(queries.active_incidents)[0].followers == 1
    store.do(operations.update_incident, incident_id=incident.id, text="Causa encontrada", agent_id=None)
    store.do(operations.end_incident, incident_id=incident.id, text="Voltou", agent_id=None)
    assert [(m.kind, m.recipient, m.payload["over"]) for m in store.outbox()] == [
        ("incident_update", "ana@fazenda.gov.br", False),
        ("incident_update", "ana@fazenda.gov.br", True),
    ]
    assert [m.recipient for m in store.outbox("chat")] == ["web-1", "web-1"]


def test_a_follower_who_unsubscribed_gets_no_mail(store) -> None:
    incident = announce(store)
    store.do(operations.follow_incident, incident_id=incident.id, email="ana@fazenda.gov.br")
    store.do(operations.set_optional_mail, email="ana@fazenda.gov.br", enabled=False)
    store.do(operations.end_incident, incident_id=incident.id, text="Voltou", agent_id=None)
    assert store.outbox() == []


def test_only_what_exists_can_be_announced_or_followed(store) -> None:
    with pytest.raises(UnknownService):
        announce(store, "nada")
    with pytest.raises(IncidentNotFound):
        store.do(operations.follow_incident, incident_id=999, email="ana@fazenda.gov.br")
    incident = announce(store)
    with pytest.raises(InvalidEmail):
        store.do(operations.follow_incident, incident_id=incident.id, email="ana")
    assert store.count(model.IncidentFollower) == 0
