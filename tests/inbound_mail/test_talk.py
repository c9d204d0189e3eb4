import pytest
from mail_room import CSS, SECRET, plain, proof

from ticket_store import identity, operations, reply_address
from ticket_store.database import reading

DAVI = "davi@w.gov.br"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def opens_ticket(store, email=DAVI):
    """What the assistant does once everything is said: the ticket is opened in the conversation."""

    def answer(conversation_id, text, _):
        ticket = store.do(
            operations.open_ticket, email=email, service_code="siafi", description="Não emite a ordem.",
            channel="mail", conversation_id=conversation_id, submission_key=f"chave-{conversation_id}",
        )  # fmt: skip
        return [{"text": f"Registrei o chamado {ticket.number}."}]

    return answer


def with_file(text, message_id, to=CSS, name="tela.png", content=PNG, extra=""):
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = DAVI, to, f"<{message_id}@w.gov.br>"
    message["Subject"] = "Problema"
    message.set_content(text)
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return extra.encode() + message.as_bytes()


def conversation_address(store):
    """Where the last answer asks to be answered, as notifications writes it."""
    row = store.rows()[-1]
    return reply_address.for_conversation(CSS, row.payload["conversation_id"], row.recipient, SECRET)


def test_the_assistant_answers_by_the_outbox_and_knows_who_wrote(handler, store, assistant):
    assistant.answer = lambda *_: [{"text": "Qual é o sistema?", "buttons": ["SIAFI", "SEI"]}]
    handler.handle(plain("Quero abrir um chamado.", frm=DAVI, subject="Ajuda", extra=proof(DAVI)))
    assert [(text, email) for _, text, email in assistant.played] == [("Quero abrir um chamado.", DAVI)]
    [row] = store.rows()
    assert (row.kind, row.recipient, row.channel) == ("assistant_reply", DAVI, "mail")
    assert row.payload["text"] == "Qual é o sistema?\n• SIAFI\n• SEI"
    assert row.payload["in_reply_to"] == "<m1@teste>"
    assert row.payload["title"] == "Ajuda"


def test_a_reply_to_the_secret_address_goes_on_with_the_same_conversation(handler, store, assistant):
    handler.handle(plain("Quero abrir um chamado.", frm=DAVI))
    handler.handle(
        plain("SIAFI", frm=DAVI, to=conversation_address(store), subject="Re: Ajuda", message_id="m2")
    )
    first, second = assistant.played
    assert first[0] == second[0]
    assert second[1] == "SIAFI"


def test_another_letter_begins_another_conversation(handler, assistant):
    handler.handle(plain("Quero abrir um chamado.", frm=DAVI))
    handler.handle(plain("Quero abrir um chamado.", frm=DAVI, message_id="m2"))
    assert assistant.played[0][0] != assistant.played[1][0]


def test_a_conversation_cannot_be_entered_by_whoever_only_knows_its_id(handler, store, assistant):
    handler.handle(plain("Quero abrir um chamado.", frm=DAVI))
    address = conversation_address(store)
    guessed = address[: address.index("-") + 1] + "a" * 20 + address[address.index("@") :]
    handler.handle(plain("sim", frm=DAVI, to=guessed, message_id="m2"))
    handler.handle(plain("sim", frm="carla@y.gov.br", to=address, message_id="m3"))
    assert len({conversation for conversation, _, _ in assistant.played}) == 3


def test_only_a_proven_sender_is_proven_to_the_assistant(handler, store, assistant, clock):
    handler.handle(plain("Quero ver meus chamados.", frm=DAVI, message_id="a", extra=proof(DAVI)))
    handler.handle(plain("Quero ver meus chamados.", frm=DAVI, message_id="b"))
    with reading(store.engine) as session:
        proven = [
            identity.proven_emails(session, conversation_id=conversation, now=clock())
            for conversation, _, _ in assistant.played
        ]
    assert proven == [{DAVI}, set()]


def test_an_unproven_letters_subject_is_not_sent_to_the_one_it_names(handler, store):
    handler.handle(plain("Qual é o telefone?", frm=DAVI, subject="COMPRE JÁ http://mal.com"))
    assert store.rows()[0].payload["title"] is None


def test_a_file_waits_for_the_ticket_that_a_later_letter_opens(handler, store, assistant, clock):
    handler.handle(with_file("Quero abrir um chamado.", "a"))
    clock.pass_(hours=20)
    assistant.answer = opens_ticket(store)
    to = conversation_address(store)
    assert handler.handle(plain("sim", frm=DAVI, to=to, subject="Re: Problema", message_id="b")) == "opened"
    assert store.files("2026-0000002") == ["tela.png"]


def test_the_registration_mail_is_the_answer_to_a_letter_that_opened_a_ticket(handler, store, assistant):
    assistant.answer = opens_ticket(store)
    assert handler.handle(with_file("Quero abrir um chamado do SIAFI.", "a")) == "opened"
    assert store.answers() == []
    assert store.files("2026-0000002") == ["tela.png"]
    assert store.ticket("2026-0000002").channel == "mail"


def test_a_refused_file_is_told_with_the_assistants_answer(handler, store, assistant):
    assistant.answer = opens_ticket(store)
    handler.handle(
        with_file("Quero abrir um chamado do SIAFI.", "a", name="v.exe", content=b"MZ\x90\x00" + bytes(90))
    )
    [row] = store.rows()
    assert row.payload["refused_files"] == [{"name": "v.exe", "why": "type"}]
    assert store.files("2026-0000002") == []


def test_a_file_sent_to_the_conversation_after_the_opening_joins_its_ticket(handler, store, assistant, clock):
    assistant.answer = opens_ticket(store)
    handler.handle(
        with_file("Quero abrir um chamado do SIAFI.", "a", name="v.exe", content=b"MZ\x90\x00" + bytes(90))
    )
    clock.pass_(hours=1)
    assistant.answer = lambda *_: [{"text": "Certo."}]
    handler.handle(with_file("Segue a tela.", "b", to=conversation_address(store)))
    assert store.files("2026-0000002") == ["tela.png"]


def test_while_the_assistant_is_away_a_letter_waits_and_nothing_is_lost(handler, store, assistant):
    from inbound_mail.assistant import AssistantAway

    assistant.down = True
    letter = plain("Quero abrir um chamado.", frm=DAVI)
    with pytest.raises(AssistantAway):
        handler.handle(letter)
    assert store.answers() == []
    assistant.down = False
    assert handler.handle(letter) == "answered"


def test_when_the_assistant_says_nothing_a_person_reads_the_letter(handler, store, assistant):
    assistant.answer = lambda *_: []
    assert handler.handle(plain("Quero abrir um chamado.", frm=DAVI)) == "unanswered"
    assert store.kept() == ["unanswered"]
    assert store.answers() == [("for_a_person", DAVI)]


def test_a_long_letter_reaches_the_assistant_cut_and_the_ticket_whole(handler, store, assistant):
    assistant.answer = opens_ticket(store)
    handler.handle(plain("Quero abrir um chamado. " + "O SIAFI não abre hoje. " * 300, frm=DAVI))
    assert len(assistant.played[0][1]) == 4000
    assert store.files("2026-0000002") == ["mensagem-completa.txt"]


def test_a_fault_of_ours_keeps_the_letter_for_a_person(handler, store, monkeypatch, caplog):
    def broken(*_, **__):
        raise RuntimeError("davi@w.gov.br e seus segredos")

    monkeypatch.setattr("inbound_mail.talk.take", broken)
    assert handler.handle(plain("Olá", frm=DAVI)) == "failed"
    assert store.kept() == ["failed"]
    assert DAVI not in caplog.text


def test_a_subject_that_says_something_comes_before_the_words(handler, assistant):
    handler.handle(plain("Não consigo emitir a ordem.", frm=DAVI, subject="SIAFI com erro 504"))
    handler.handle(plain("Não consigo emitir a ordem.", frm=DAVI, subject="Ajuda", message_id="m2"))
    said = [text for _, text, _ in assistant.played]
    assert said == ["SIAFI com erro 504.\nNão consigo emitir a ordem.", "Não consigo emitir a ordem."]
