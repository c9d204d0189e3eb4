"""Drafts: begun in one conversation, taken up in another by whoever proves the address, for 24 hours."""

import re

import pytest

from tests.ticket_store.conftest import ANA, CARLA
from ticket_store import drafts, errors, identity, model, privacy

WEB, PHONE = "web-ana", "tg-42"


def begin(store, conversation_id: str = WEB, email: str = ANA, **more) -> None:
    given = {
        "submission_key": f"key-{conversation_id}",
        "description": "O SIAFI não abre",
        "service_code": "siafi",
    }
    store.do(drafts.save_draft, conversation_id=conversation_id, email=email, **given | more)


def prove(store, conversation_id: str = PHONE, email: str = ANA) -> None:
    store.do(identity.record_proof, conversation_id=conversation_id, email=email)


def waiting(store, conversation_id: str = PHONE):
    return store.ask(drafts.waiting_draft, conversation_id=conversation_id, now=store.now)


def take(store, conversation_id: str = PHONE, from_conversation: str = WEB):
    return store.do(drafts.take_draft, conversation_id=conversation_id, from_conversation=from_conversation)


def test_a_draft_waits_where_its_address_is_proven_and_nowhere_else(store) -> None:
    begin(store, email="Ana@Fazenda.gov.br")
    assert waiting(store) is None
    prove(store, email=CARLA)
    assert waiting(store) is None
    prove(store)
    draft = waiting(store)
    assert (draft.service_code, draft.description, draft.email) == ("siafi", "O SIAFI não abre", ANA)
    assert waiting(store, WEB) is None  # its own conversation has it anyway


def test_a_draft_is_taken_once_and_only_with_the_proof(store) -> None:
    begin(store)
    with pytest.raises(errors.DraftGone):
        take(store)
    prove(store)
    prove(store, "mail-ana")
    assert take(store).submission_key == "key-web-ana"
    with pytest.raises(errors.DraftGone):
        take(store, "mail-ana")


def test_what_is_said_later_replaces_what_was_kept(store) -> None:
    begin(store)
    store.later(hours=1)
    begin(store, service_code=None, service_text="Sistema da escola", urgency="urgente")
    prove(store)
    draft = waiting(store)
    assert (draft.service_code, draft.service_text, draft.urgency) == (None, "Sistema da escola", "urgente")


def test_the_newest_of_two_drafts_is_offered(store) -> None:
    begin(store)
    store.later(minutes=5)
    begin(store, "mail-ana", description="A VPN não conecta")
    prove(store)
    assert waiting(store).conversation_id == "mail-ana"


def test_a_draft_lives_24_hours_from_the_last_change(store) -> None:
    begin(store)
    store.later(hours=23)
    begin(store)
    store.later(hours=23, minutes=59)
    prove(store)
    assert waiting(store) is not None
    store.later(minutes=1)
    assert waiting(store) is None
    with pytest.raises(errors.DraftGone):
        take(store)
    assert store.do(privacy.purge).counts["drafts"] == 0  # not before its time is over
    store.later(seconds=1)
    assert store.do(privacy.purge).counts["drafts"] == 1


def test_what_was_registered_is_offered_to_nobody(store) -> None:
    begin(store)
    prove(store)
    store.open(submission_key="key-web-ana")
    assert waiting(store) is None


def test_dropping_takes_along_what_another_conversation_keeps_under_the_same_key(store) -> None:
    begin(store)
    begin(store, PHONE, submission_key="key-web-ana")
    begin(store, "mail-carla", CARLA)
    store.do(
        lambda session, now: drafts.drop_draft(session, conversation_id=PHONE, submission_key="key-web-ana")
    )
    left = store.ask(lambda session: [d.conversation_id for d in session.query(model.Draft)])
    assert left == ["mail-carla"]


def test_a_draft_needs_an_address_that_can_be_one(store) -> None:
    with pytest.raises(errors.InvalidEmail):
        begin(store, email="ana")


def test_ana_gets_her_drafts_with_her_data_and_is_forgotten_with_them(store) -> None:
    begin(store)
    begin(store, "mail-carla", CARLA)
    [held] = store.ask(privacy.export_requester, email=ANA)["drafts"]
    assert held["description"] == "O SIAFI não abre"
    assert re.match(r"2026-03-10T14:00", held["saved_at"])
    store.do(privacy.erase_requester, email=ANA)
    assert store.ask(privacy.export_requester, email=ANA)["drafts"] == []
    assert len(store.ask(privacy.export_requester, email=CARLA)["drafts"]) == 1
