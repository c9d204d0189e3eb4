"""Thanks and reactions set no clock going; an answer does, however short."""

import pytest

from ticket_store import operations
from ticket_store.authors import Author


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Obrigado!", "waiting_on_requester"),
        ("Ok, ciente.", "waiting_on_requester"),
        ("Bom dia! Muito obrigada pela atenção.", "waiting_on_requester"),
        ("👍", "waiting_on_requester"),
        ("👍\n\nAna Conceição reagiu via Gmail", "waiting_on_requester"),
        ("Boa tarde, Bruno! Muito obrigada.", "waiting_on_requester"),
        ("Gostou de “Qual a UG?”", "waiting_on_requester"),
        ("O sistema não reagiu.", "in_progress"),
        ("É a do Bruno.", "in_progress"),
        ("A Ana.", "in_progress"),
        ("Sim.", "in_progress"),
        ("170001", "in_progress"),
        ("Obrigada, é a 170001.", "in_progress"),
        ("Ok?", "in_progress"),
        ("Obrigado, mas ainda não funciona.", "in_progress"),
    ],
)
def test_only_an_answer_resumes_a_waiting_ticket(store, text, status) -> None:
    number = store.open().number
    store.do(
        operations.ask_requester,
        ticket_number=number,
        text="Qual a UG?",
        author=Author("agent", "Bruno Araújo"),
    )
    store.do(operations.comment, ticket_number=number, text=text, author=Author.requester("Ana"))
    assert store.view(number).status == status
