"""Erasing on request: the conversation first, nothing while that fails, then texts and files; it is told."""

import json
import threading
from datetime import timedelta

import pytest
from mail_rows import row

from notifications import erasing
from notifications.message import Envelope, build
from notifications.transport import TransportError
from ticket_store import identity, operations, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.mails.rendering import render
from ticket_store.mails.values import Site, values_for

ANA = "ana@x.gov.br"


class Chat:
    """Rasa's side: away, or forgetting."""

    def __init__(self) -> None:
        self.away, self.forgotten = True, []

    def forget(self, conversation_id: str) -> None:
        if self.away:
            raise TransportError("away", permanent=False)
        self.forgotten.append(conversation_id)


def test_what_is_due_is_erased_once_the_conversation_is_gone(engine, clock, open_ticket, rows, tmp_path):
    number = open_ticket(ANA, conversation_id="web-ana", channel="web")
    with transaction(engine) as session:
        identity.record_proof(session, conversation_id="portal-a", email=ANA, now=clock())
        operations.add_attachment(
            session, ticket_number=number, filename="a.txt", content=b"segredo", author=Author.requester(),
            directory=tmp_path / "files", now=clock(),
        )  # fmt: skip
        operations.ask_erasure(session, email=ANA, conversation_id="portal-a", secret="s", now=clock())
    chat, clock.now = Chat(), clock.now + timedelta(days=2, minutes=1)
    step = erasing.once(engine, clock, chat, tmp_path / "files")
    with pytest.raises(TransportError):
        step(threading.Event())
    assert len(list((tmp_path / "files").iterdir())) == 1
    chat.away = False
    step(threading.Event())
    step(threading.Event())
    assert "web-ana" in chat.forgotten
    assert list((tmp_path / "files").iterdir()) == []
    assert rows("kind") == ["data_erased"]
    with reading(engine) as session:
        assert queries.desk_ticket(session, ticket_number=number).description == "[apagado]"


def test_the_copy_is_a_page_to_read_and_the_same_for_a_program():
    item = row("data_copy")
    letter = render("data_copy", values_for(item, Site("https://css.exemplo.gov.br", "s")))
    envelope = Envelope(uid="1", sender="css@serpro.gov.br", recipient=ANA, at=item.created_at)
    page, data = build(letter, envelope).iter_attachments()
    assert (page.get_filename(), data.get_filename()) == ("meus-dados.html", "meus-dados.json")
    html = page.get_content()
    assert "2026-0001234" in html
    assert "Não consigo emitir &lt;a ordem&gt;." in html
    assert "sexta-feira, 24 de julho de 2026, às 14h30" in html
    assert json.loads(data.get_content().decode()) == item.payload["data"]
