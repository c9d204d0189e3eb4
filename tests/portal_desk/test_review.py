"""What was not understood, by page: seen in its conversation, labelled, taken back, labelled again."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ticket_store import operations, queries
from ticket_store.database import reading
from ticket_store.model import ReviewItem

from .shift import Shift

HERE = "/atendimento/revisao"
TICKET = {"number": "2026-0000007", "service": "sei", "service_name": "SEI", "description": "não assina"}
SAID: dict[str, Any] = {
    "text": "esse não, o outro da ana@x.gov.br",
    "pending": "confirm_cancel",
    "commands": [{"command": "deny"}],
    "state": {"pending": "confirm_cancel", "known": {"ticket_number": "2026-0000007"}, "last": TICKET},
    "lines": [
        {"from": "user", "text": "cancela o 2026-0000007", "state": {}, "commands": []},
        {"from": "bot", "text": "Posso cancelar?"},
    ],
}


def kept(shift: Shift, **more: Any) -> int:
    shift.do(operations.record_doubtful, **{**SAID, **more})
    with reading(shift.engine) as session:
        return queries.review_queue(session)[0].id


def item(shift: Shift, item_id: int) -> ReviewItem:
    with reading(shift.engine) as session:
        return session.get_one(ReviewItem, item_id)


def test_it_is_shown_in_its_conversation_with_what_was_known_and_no_personal_data(
    silvia: TestClient, shift: Shift
) -> None:
    page = silvia.get(f"{HERE}/{kept(shift)}").text
    assert "cancela o [CHAMADO]" in page
    assert "Posso cancelar?" in page
    assert "se pode cancelar" in page
    assert "Acionamento [CHAMADO 1]" in page
    assert ">deny</textarea>" in page  # what was read, to be mended
    assert "ana@x.gov.br" not in page
    assert "0000007" not in page


def test_it_is_labelled_with_commands_taken_back_and_labelled_again(silvia: TestClient, shift: Shift) -> None:
    at = kept(shift)
    done = silvia.post(f"{HERE}/{at}", data={"commands": " deny \n\nchoose  other", "step": "guardar"})
    assert "próximo treinamento" in done.text
    assert f'action="{HERE}/{at}/desfazer"' in done.text
    found = item(shift, at)
    assert (found.status, found.taught, found.agent_id, found.reviewed_at) == (
        "labelled", ["deny", "choose other"], shift.ids["silvia"], shift.clock(),
    )  # fmt: skip
    assert "voltou ao que era" in silvia.post(f"{HERE}/{at}/desfazer").text
    assert (item(shift, at).status, item(shift, at).taught) == ("new", None)
    assert "já tinha saído" in silvia.post(f"{HERE}/{at}/desfazer").text
    silvia.post(f"{HERE}/{at}", data={"commands": "choose other", "step": "guardar"})
    silvia.post(f"{HERE}/{at}", data={"commands": "choose oldest", "step": "guardar"})
    silvia.post(f"{HERE}/{at}/desfazer")  # only the last step
    assert item(shift, at).taught == ["choose other"]


def test_a_mistake_in_the_notation_is_told_with_its_line_and_the_nearest_word(
    silvia: TestClient, shift: Shift
) -> None:
    at = kept(shift)
    typed = {"commands": "deny\nstart cancel_tiket", "step": "guardar"}
    answer = silvia.post(f"{HERE}/{at}", data=typed)
    assert answer.status_code == 422
    assert "Linha 2: o assistente não conhece “cancel_tiket”. Seria “cancel_ticket”?" in answer.text
    assert ">deny\nstart cancel_tiket</textarea>" in answer.text
    assert item(shift, at).status == "new"
    nothing = silvia.post(f"{HERE}/{at}", data={"commands": "  ", "step": "guardar"})
    assert (nothing.status_code, "ao menos uma coisa" in nothing.text) == (422, True)


def test_while_it_is_written_the_page_says_what_it_means(silvia: TestClient, shift: Shift) -> None:
    at = kept(shift)
    check = silvia.post(f"{HERE}/{at}/conferir", data={"commands": "start cancel_ticket\nchoose other"})
    assert "Quer: Cancelar um acionamento" in check.text
    assert "<html" not in check.text
    wrong = silvia.post(f"{HERE}/{at}/conferir", data={"commands": "set service: siapi"})
    assert "“siapi” não é um valor conhecido. Seria “siape”?" in wrong.text


def test_without_scripts_a_choice_becomes_a_line_too(silvia: TestClient, shift: Shift) -> None:
    at = kept(shift)
    typed = {"commands": "deny", "pick": "choose other", "step": "acrescentar"}
    assert ">deny\nchoose other</textarea>" in silvia.post(f"{HERE}/{at}", data=typed).text
    assert item(shift, at).status == "new"


def test_a_first_message_takes_an_intent_and_an_answer_to_a_question_none(
    silvia: TestClient, shift: Shift
) -> None:
    assert 'name="intent"' not in silvia.get(f"{HERE}/{kept(shift)}").text
    at = kept(shift, pending=None, state=None, lines=[], text="cadê o meu trem", commands=None)
    assert 'name="intent"' in silvia.get(f"{HERE}/{at}").text
    typed = {"commands": "start check_ticket_status", "intent": "check_ticket_status", "step": "guardar"}
    silvia.post(f"{HERE}/{at}", data=typed)
    found = item(shift, at)
    assert (found.label, found.taught) == ("check_ticket_status", ["start check_ticket_status"])


@pytest.mark.parametrize("path", ["", "/conferir", "/desfazer"])
def test_who_only_attends_labels_nothing(bruno: TestClient, shift: Shift, path: str) -> None:
    at = kept(shift)
    assert bruno.post(f"{HERE}/{at}{path}", data={"commands": "deny"}).status_code == 403
    assert bruno.get(f"{HERE}/{at}").status_code == 403
    assert item(shift, at).status == "new"


def test_what_is_not_there_is_no_page(silvia: TestClient) -> None:
    assert silvia.get(f"{HERE}/999").status_code == 404
