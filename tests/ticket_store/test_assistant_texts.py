"""What the assistant says by page: only what came with it, with its contacts kept, and measured."""

import pytest
from sqlalchemy import delete

from ticket_store import administration, assistant_texts
from ticket_store.administration import KINDS
from ticket_store.assistant_texts import shipped
from ticket_store.database import transaction
from ticket_store.errors import SettingNotFound, SettingRefused
from ticket_store.model import SettingVersion
from ticket_store.plain_language import faults

KIND = KINDS["assistant_text"]


@pytest.fixture(autouse=True)
def as_they_came(store):
    yield
    with transaction(store.engine) as session:
        session.execute(delete(SettingVersion))


def save(store, code: str, text: str) -> str:
    return store.do(administration.save, kind=KIND, code=code, data={"text": text}, agent_id=None)


def refused(store, code: str, text: str) -> str:
    with pytest.raises(SettingRefused) as caught:
        save(store, code, text)
    return caught.value.why


def test_every_text_that_came_may_be_kept_as_it_is_and_is_not_a_change(store) -> None:
    assert len(shipped()) > 20
    for code, text in shipped().items():
        save(store, code, text.replace("\n", "\r\n"))
    assert store.ask(assistant_texts.written) == {}


def test_a_text_keeps_the_contacts_and_what_the_law_wants_said(store) -> None:
    assert refused(store, "utter_faq_phone_number", "Ligue.") == "must_keep"
    assert refused(store, "utter_greet", shipped()["utter_greet"].replace("LGPD", "lei")) == "must_keep"
    assert (
        refused(store, "utter_greet", shipped()["utter_greet"].replace("o robô", "a pessoa")) == "must_keep"
    )
    two = f"{shipped()['utter_faq_phone_number']}\n---\nLigue."
    assert refused(store, "utter_faq_phone_number", two) == "must_keep"
    assert refused(store, "utter_goodbye", "Até logo, {email}!") == "braces"
    assert refused(store, "utter_goodbye", "---\n---") == "missing"
    with pytest.raises(SettingNotFound):
        save(store, "utter_ask_email", "Diga o e-mail.")


def test_wordings_stand_apart(store) -> None:
    save(store, "utter_goodbye", "Até logo!\n---\n\nTchau!\nVolte sempre.\n")
    assert store.ask(assistant_texts.written) == {"utter_goodbye": ["Até logo!", "Tchau!\nVolte sempre."]}


def test_the_gate_says_what_is_wrong_with_a_text() -> None:
    assert faults("Conte o que houve. Nós abrimos o acionamento.") == []
    long = " ".join(["palavra"] * 31) + "."
    assert [(one.kind, one.measure) for one in faults(long)] == [("long", 31)]
    assert [one.kind for one in faults("Outrossim, escreva.")] == ["stiff"]
    stiff = "A formalização da solicitação pressupõe, necessariamente, a disponibilização antecipada. " * 5
    assert "hard" in [one.kind for one in faults(stiff)]
