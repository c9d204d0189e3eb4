"""Live conversations, incidents, deliveries and the review queue."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient

from portal.desk import failures
from ticket_store import operations, outbox, queries
from ticket_store.database import reading

from .shift import Clock, Shift


def test_a_live_conversation_is_taken_answered_once_and_given_back(bruno: TestClient, shift: Shift) -> None:
    handoff = shift.handoff("web-abc")
    base = f"/atendimento/conversas/{handoff}"
    assert "ana@saude.gov.br" in bruno.get("/atendimento/conversas").text
    assert "quero falar com alguém" in bruno.post(f"{base}/assumir").text
    for _ in range(2):
        said = bruno.post(f"{base}/dizer", data={"text": "Bom dia, sou o Bruno.", "uid": "u1"})
        talk = said.text.partition('<ol class="talk">')[2].partition("</ol>")[0]
        assert talk.count("Bom dia, sou o Bruno.") == 1
    assert shift.mails("web-abc") == ["handoff_taken", "live_message"]
    assert "devolvida ao assistente" in bruno.post(f"{base}/devolver").text
    assert shift.mails("web-abc")[-1] == "handoff_given_back"
    late = bruno.post(f"{base}/dizer", data={"text": "Esqueci uma coisa.", "uid": "u2"})
    assert "não está mais com você" in late.text
    assert ("live_said", f"handoff:{handoff}") in shift.audited("bruno")


def test_only_one_attendant_takes_a_conversation(
    bruno: TestClient, signed_in: Callable[[str], TestClient], shift: Shift
) -> None:
    handoff = shift.handoff()
    bruno.post(f"/atendimento/conversas/{handoff}/assumir")
    second = signed_in("denise").post(f"/atendimento/conversas/{handoff}/assumir")
    assert second.status_code == 409
    assert "Um colega já está nesta conversa" in second.text
    assert bruno.get("/atendimento/conversas/999").status_code == 404


def test_a_button_is_read_by_its_meaning(bruno: TestClient, shift: Shift) -> None:
    words = ["/greet", '/open_ticket{"service": "siafi"}', "o /home/ana não abre", "/EXTERNAL_x", "/affirm"]
    handoff = shift.handoff(said=[{"from": "user", "text": text} for text in words])
    page = bruno.get(f"/atendimento/conversas/{handoff}").text
    said = re.findall(r'<li class="theirs"><span class="who">Solicitante</span><p>([^<]*)</p>', page)
    assert said == ["Abrir acionamento", "o /home/ana não abre", "Sim"]
    assert '<p class="excerpt">Sim</p>' in bruno.get("/atendimento/conversas").text


def test_the_end_of_waiting_is_said_with_its_day(
    signed_in: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    clock.forward(hours=12, minutes=58)  # 23h58
    shift.handoff()
    page = signed_in("bruno").get("/atendimento/conversas").text
    assert "O assistente desiste amanhã às 00h03." in page


def test_an_unproven_person_is_shown_as_such(bruno: TestClient, shift: Shift) -> None:
    handoff = shift.handoff(email=None)
    assert "Não confirmado" in bruno.get(f"/atendimento/conversas/{handoff}").text


def test_an_incident_is_announced_updated_and_ended(bruno: TestClient, shift: Shift) -> None:
    missing = bruno.post("/atendimento/incidentes", data={"service_code": "siafi", "title": "", "text": "x"})
    assert missing.status_code == 422
    told = {"service_code": "siafi", "title": "fora do ar", "text": "Estamos corrigindo."}
    assert "Incidente anunciado" in bruno.post("/atendimento/incidentes", data=told).text
    with reading(shift.engine) as session:
        incident = queries.active_incident(session, service_code="siafi")
    assert incident is not None
    shift.do(operations.follow_incident, incident_id=incident.id, email="ana@saude.gov.br")
    address = f"/atendimento/incidentes/{incident.id}"
    assert "Texto atualizado" in bruno.post(address, data={"text": "Quase lá."}).text
    assert "Incidente encerrado" in bruno.post(address, data={"text": "Voltou.", "over": "true"}).text
    assert shift.mails("ana@saude.gov.br") == ["incident_update", "incident_update"]
    assert "já foi encerrado" in bruno.post(address, data={"text": "De novo."}).text


def test_a_mail_that_came_back_is_sent_again_to_the_right_address(bruno: TestClient, shift: Shift) -> None:
    item = shift.parked()
    page = bruno.get("/atendimento/entregas").text
    assert "550 no such user" in page
    assert "errado@saude.gov.br" in page
    wrong = bruno.post(f"/atendimento/entregas/{item}/tentar", data={"to": "sem arroba"})
    assert "Confira o e-mail" in wrong.text
    assert (
        "voltou para a fila"
        in bruno.post(f"/atendimento/entregas/{item}/tentar", data={"to": "ana@saude.gov.br"}).text
    )
    due = shift.do(outbox.claim, worker="w2", lease_seconds=30, limit=50)
    assert [(row.id, row.to) for row in due] == [(item, "ana@saude.gov.br")]
    assert "mudou de situação" in bruno.post(f"/atendimento/entregas/{item}/tentar").text
    assert ("delivery_retried", f"outbox:{item}") in shift.audited("bruno")


def test_what_cannot_leave_because_the_mail_server_is_away_is_not_told_as_delivered(
    bruno: TestClient, shift: Shift, clock: Clock
) -> None:
    """Such an attempt does not count, so that no row has failed."""
    shift.do(outbox.enqueue, kind="answered", to="ana@saude.gov.br", payload={"text": "oi"})
    assert "Esperam para sair" not in bruno.get("/atendimento/entregas").text
    clock.forward(minutes=2)
    page = bruno.get("/atendimento/entregas").text
    assert "Esperam para sair" in page
    assert "<strong>E-mail</strong> 1, desde" in page


def test_a_failure_is_told_in_words_and_without_ids(bruno: TestClient, shift: Shift) -> None:
    row = shift.do(outbox.enqueue, kind="answered", to="tg-136", payload={}, channel="chat")
    shift.do(outbox.claim, worker="w", lease_seconds=30, limit=50, channel="chat")
    error = "the channel answered 404"
    shift.do(outbox.mark_failed, item_id=row.id, worker="w", error=error, permanent=True)
    page = bruno.get("/atendimento/entregas").text
    assert "O chat não conhece mais esta conversa." in page
    assert "Conversa: Telegram" in page
    assert "tg-136" not in page
    assert failures.reason("the webhook answered 503") == "O outro sistema respondeu com um erro (503)."


def test_a_mail_still_being_tried_can_be_stopped_and_given_up(
    bruno: TestClient, signed_in: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    row = shift.do(outbox.enqueue, kind="answered", to="ana@saude.gov.br", payload={"text": "segredo"})
    shift.do(outbox.claim, worker="w", lease_seconds=30, limit=50)
    assert (
        "mudou de situação" in bruno.post(f"/atendimento/entregas/{row.id}/parar").text
    )  # being sent right now
    shift.do(outbox.mark_failed, item_id=row.id, worker="w", error="timeout", permanent=False)
    assert "Ainda tentando" in bruno.get("/atendimento/entregas").text
    assert "Paramos de tentar" in bruno.post(f"/atendimento/entregas/{row.id}/parar").text
    clock.forward(hours=5)
    assert shift.do(outbox.claim, worker="w", lease_seconds=30, limit=50) == []
    bruno = signed_in("bruno")
    assert "não será enviada" in bruno.post(f"/atendimento/entregas/{row.id}/desistir").text
    assert "Tudo o que saiu foi entregue" in bruno.get("/atendimento/entregas").text


def test_a_letter_that_waits_for_a_person_is_shown_downloaded_and_settled(
    bruno: TestClient, shift: Shift
) -> None:
    raw = b"From: carla@y.gov.br\r\n\r\n<script>alert(1)</script>"
    shift.do(
        operations.keep_letter,
        message_id="<a@b>",
        reason="unverified",
        raw=raw,
        sender="carla@y.gov.br",
        subject="Urgente",
        excerpt="<script>alert(1)</script>",
    )
    page = bruno.get("/atendimento/entregas").text
    assert "Remetente não confirmado" in page
    assert "carla@y.gov.br" in page
    assert "<script>alert(1)" not in page
    [letter_id] = re.findall(r"/recebidos/(\d+)/original", page)
    file = bruno.get(f"/atendimento/recebidos/{letter_id}/original")
    assert file.content == raw
    assert file.headers["content-disposition"].startswith("attachment")
    assert "saiu da lista" in bruno.post(f"/atendimento/recebidos/{letter_id}/tratado").text
    assert "Remetente não confirmado" not in bruno.get("/atendimento/entregas").text
    assert bruno.get("/atendimento/recebidos/999/original").status_code == 404
    assert bruno.post("/atendimento/recebidos/999/tratado").status_code == 404


def test_what_was_understood_in_doubt_is_shown_with_what_it_was_taken_for(
    silvia: TestClient, shift: Shift
) -> None:
    shift.do(operations.record_doubtful, text="prazo?", guess="faq_resolution_deadline", confidence=0.41)
    assert "entendeu, em dúvida," in silvia.get("/atendimento/revisao").text


def test_a_doubtful_message_is_reviewed_with_what_was_asked_and_what_was_read(
    silvia: TestClient, shift: Shift
) -> None:
    read = [{"command": "set", "slot": "email", "value": "ana@x.gov.br"}, {"command": "affirm"}]
    shift.do(operations.record_doubtful, text="esse mesmo", pending="confirm_open", commands=read)
    page = silvia.get("/atendimento/revisao").text
    assert "tinha perguntado: se pode registrar." in page
    assert "Leu: anotar: o e-mail, [EMAIL]; sim." in page


def test_what_was_not_understood_is_labelled_or_dismissed(silvia: TestClient, shift: Shift) -> None:
    for text in ("cadê o negócio que pedi", "a tela ficou roxa"):
        shift.do(
            operations.record_misunderstood, conversation_id="web-1", text=text, guess="greet", confidence=0.4
        )
    with reading(shift.engine) as session:
        items = {item.text: item.id for item in queries.review_queue(session)}
    meant = silvia.post(
        f"/atendimento/revisao/{items['cadê o negócio que pedi']}", data={"intent": "check_ticket_status"}
    )
    assert "próximo treinamento" in meant.text
    assert "descartada" in silvia.post(f"/atendimento/revisao/{items['a tela ficou roxa']}").text
    with reading(shift.engine) as session:
        assert queries.review_queue(session) == []
        assert [item.label for item in queries.review_queue(session, status="labelled")] == [
            "check_ticket_status"
        ]
    assert "já tinha saído" in silvia.post("/atendimento/revisao/999", data={"intent": "greet"}).text
