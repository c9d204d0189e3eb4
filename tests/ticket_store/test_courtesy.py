"""Thanks and reactions set no clock going; an answer does, however short."""

import pytest

from ticket_store import operations
from ticket_store.authors import SYSTEM, Author


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Obrigado!", "waiting_on_requester"),
        ("Ok, ciente.", "waiting_on_requester"),
        ("Bom dia! Muito obrigada pela atenção.", "waiting_on_requester"),
        ("👍", "waiting_on_requester"),
        ("👍\n\nAna Conceição reagiu via Gmail", "waiting_on_requester"),
        ("Sim.", "in_progress"),
        ("170001", "in_progress"),
        ("Obrigada, é a 170001.", "in_progress"),
        ("Ok?", "in_progress"),
        ("Obrigado, mas ainda não funciona.", "in_progress"),
    ],
)
def test_only_an_answer_resumes_a_waiting_ticket(store, text, status) -> None:
    number = store.open().number
    store.do(operations.ask_requester, ticket_number=number, text="Qual a UG?", author=SYSTEM)
    store.do(operations.comment, ticket_number=number, text=text, author=Author.requester("Ana"))
    assert store.view(number).status == status
