"""A ticket for a caller: few fields, a number to tell, nothing twice."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from ticket_store import model
from ticket_store.database import reading

from .shift import ANA, Shift

CALL = {
    "email": ANA,
    "name": "Ana",
    "service_code": "siape",
    "description": "A folha não abre desde cedo.",
    "urgency": "Alta",
}


def submission(html: str) -> str:
    found = re.search(r'name="submission" value="(\w+)"', html)
    assert found
    return found[1]


def test_a_call_needs_fewer_than_eight_fields(bruno: TestClient) -> None:
    html = bruno.get("/atendimento/novo").text
    form = html[html.index('action="/atendimento/novo"') :]
    fields = re.findall(r"<(?:input|select|textarea)(?![^>]*hidden)[^>]*name=", form[: form.index("</form>")])
    assert 0 < len(fields) < 8


def test_the_attendant_gets_the_number_to_tell(bruno: TestClient, shift: Shift) -> None:
    key = submission(bruno.get("/atendimento/novo").text)
    page = bruno.post("/atendimento/novo", data={**CALL, "submission": key})
    number = page.url.path.rsplit("/", 1)[1]
    assert "Diga o número ao solicitante" in page.text
    ticket = shift.ticket(number)
    assert (ticket.channel, ticket.priority, ticket.requester_name) == ("phone", "high", "Ana")
    assert shift.mails(ANA) == ["registered"]
    twice = bruno.post("/atendimento/novo", data={**CALL, "submission": key})
    assert twice.url.path == page.url.path


def test_the_priority_has_one_name_at_the_desk_and_in_the_mail(bruno: TestClient, shift: Shift) -> None:
    key = submission(bruno.get("/atendimento/novo").text)
    page = bruno.post("/atendimento/novo", data={**CALL, "submission": key}).text
    assert "<dt>Prioridade</dt><dd>Alta</dd>" in page
    with reading(shift.engine) as session:
        [mail] = session.query(model.OutboxRow).all()
    assert mail.payload["priority_name"] == "Alta"


def test_a_service_that_is_not_in_the_list_goes_to_triage(bruno: TestClient, shift: Shift) -> None:
    call = {**CALL, "service_code": "outro", "service_text": "Catraca", "submission": "k"}
    number = bruno.post("/atendimento/novo", data=call).url.path.rsplit("/", 1)[1]
    assert shift.ticket(number).service_name == "Catraca"
    assert shift.ticket(number).team_code == "triage"


def test_each_wrong_field_is_pointed_out_and_nothing_typed_is_lost(bruno: TestClient) -> None:
    page = bruno.post(
        "/atendimento/novo", data={**CALL, "service_code": "", "description": "curto", "submission": "k"}
    )
    assert page.status_code == 422
    assert "Escolha o serviço" in page.text
    assert "10 a 8.000" in page.text
    assert f'value="{ANA}"' in page.text
    address = bruno.post("/atendimento/novo", data={**CALL, "email": "ana arroba", "submission": "k2"})
    assert "Confira o e-mail" in address.text
    nothing = bruno.post("/atendimento/novo", data={"submission": "k3"}).text
    for field in ("email", "service_code", "description"):  # all at once
        assert f'<a href="#{field}">' in nothing


def test_a_ticket_opened_in_a_live_conversation_belongs_to_it(bruno: TestClient, shift: Shift) -> None:
    handoff = shift.handoff("web-abc")
    page = bruno.get(f"/atendimento/novo?conversa={handoff}&email={ANA}")
    assert f'name="handoff" value="{handoff}"' in page.text
    opened = bruno.post("/atendimento/novo", data={**CALL, "handoff": str(handoff), "submission": "k"})
    assert shift.ticket(opened.url.path.rsplit("/", 1)[1]).conversation_id == "web-abc"
