from mail_room import CSS, NUMBER, SECRET, plain, proof

from ticket_store import operations, queries, reply_address
from ticket_store.authors import Author
from ticket_store.database import reading

ANA, CARLA = "ana@x.gov.br", "carla@y.gov.br"
BRUNO = Author("agent", "Bruno Araújo")
SECRET_ADDRESS = reply_address.for_ticket(CSS, NUMBER, ANA, SECRET)


def reply(text, message_id="r1", frm=ANA, to=SECRET_ADDRESS, extra=""):
    return plain(
        text, frm=frm, to=to, subject=f"Re: Acionamento {NUMBER}", message_id=message_id, extra=extra
    )


def test_an_answer_sets_a_waiting_ticket_going_again(handler, store):
    store.do(operations.ask_requester, ticket_number=NUMBER, text="Qual é a unidade gestora?", author=BRUNO)
    assert store.ticket().status == "waiting_on_requester"
    assert handler.handle(reply("É a 170001.")) == "commented"
    assert store.ticket().status == "in_progress"
    assert store.comments() == ["É a 170001."]


def test_an_out_of_office_does_not_set_a_waiting_ticket_going(handler, store):
    store.do(operations.ask_requester, ticket_number=NUMBER, text="Qual é a unidade gestora?", author=BRUNO)
    handler.handle(reply("Estou de férias.", extra="Auto-Submitted: auto-replied\r\n"))
    assert store.ticket().status == "waiting_on_requester"


def test_thanks_by_mail_do_not_reopen_and_get_no_answer(handler, store):
    store.do(operations.resolve, ticket_number=NUMBER, solution="Permissão corrigida.", author=BRUNO)
    assert handler.handle(reply("Obrigado!")) == "commented"
    assert store.ticket().status == "resolved"
    assert store.answers() == []


def test_more_words_on_a_resolved_ticket_do_not_reopen_it_but_tell_how(handler, store):
    store.do(operations.resolve, ticket_number=NUMBER, solution="Permissão corrigida.", author=BRUNO)
    assert handler.handle(reply("O erro continua igual.")) == "commented"
    assert store.ticket().status == "resolved"
    assert store.comments() == ["O erro continua igual."]
    assert store.answers() == [("resolved", ANA)]


def test_a_finished_ticket_takes_nothing_and_says_what_to_do(handler, store):
    store.do(operations.cancel, ticket_number=NUMBER, author=BRUNO)
    assert handler.handle(reply("Ainda preciso.")) == "finished"
    assert store.comments() == []
    assert store.answers() == [("finished", ANA)]


def test_the_comment_is_written_also_while_the_assistant_is_away(handler, store, assistant):
    assistant.down = True
    assert handler.handle(reply("É a 170001.")) == "commented"
    assert store.comments() == ["É a 170001."]


def test_a_secret_address_in_upper_case_is_the_same_address(handler, store):
    assert handler.handle(reply("É a 170001.", to=SECRET_ADDRESS.upper())) == "commented"


def test_the_secret_address_of_another_ticket_opens_only_that_one(handler, store):
    other = store.do(
        operations.open_ticket, email=CARLA, service_code="siafi", description="Outro problema.",
        channel="desk", submission_key="carla",
    )  # fmt: skip
    carlas = reply_address.for_ticket(CSS, other.number, CARLA, SECRET)
    forged = carlas.replace(other.number.replace("-", ""), NUMBER.replace("-", ""))
    assert handler.handle(reply("Fechem.", frm=ANA, to=forged)) == "unverified"
    assert handler.handle(reply("Fechem.", "r2", frm=ANA, to=carlas)) == "other_sender"
    assert store.comments() == store.comments(other.number) == []


def test_the_envelopes_recipient_counts_when_a_server_rewrote_the_header(handler, store):
    assert (
        handler.handle(reply("É a 170001.", to="lista@serpro.gov.br"), envelope_to=[SECRET_ADDRESS])
        == "commented"
    )


def test_a_very_long_reply_is_cut_and_comes_whole_as_a_file(handler, store):
    words = "O SIAFI mostra o erro seguinte em todas as telas.\r\n" * 600
    assert handler.handle(reply(words)) == "commented"
    [comment] = store.comments()
    assert len(comment) <= 8000
    assert comment.endswith("…")
    assert store.files() == ["mensagem-completa.txt"]
    with reading(store.engine) as session:
        [file] = queries.attachments(session, ticket_number=NUMBER)
        _, path = operations.read_attachment(
            session, ticket_number=NUMBER, uid=file.uid, directory=store.directory
        )
    assert path.read_text().count("todas as telas") == 600


def test_a_letter_of_twenty_megabytes_gives_its_words_and_tells_which_file_was_too_large(handler, store):
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = ANA, SECRET_ADDRESS, "<grande@x.gov.br>"
    message.set_content("Segue o vídeo.")
    message.add_attachment(
        b"%PDF-1.4\n" + bytes(20 * 1024 * 1024), maintype="application", subtype="pdf", filename="tela.pdf"
    )
    assert handler.handle(message.as_bytes()) == "commented"
    assert store.comments() == ["Segue o vídeo."]
    assert store.files() == []
    [row] = store.rows()
    assert (row.payload["reason"], row.payload["refused_files"]) == (
        "files",
        [{"name": "tela.pdf", "why": "too_large"}],
    )


def test_an_eleventh_file_is_refused_and_the_others_are_kept(handler, store):
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = ANA, SECRET_ADDRESS, "<muitos@x.gov.br>"
    message.set_content("Seguem.")
    for number in range(11):
        message.add_attachment(
            f"registro {number}".encode(), maintype="text", subtype="plain", filename=f"{number}.txt"
        )
    handler.handle(message.as_bytes())
    assert len(store.files()) == 10
    assert store.rows()[0].payload["refused_files"] == [{"name": "10.txt", "why": "too_many"}]


def test_a_proven_letter_from_carla_naming_anas_ticket_changes_nothing_in_it(handler, store):
    letter = plain("Podem fechar.", frm=CARLA, subject=f"Acionamento {NUMBER}", extra=proof(CARLA))
    assert handler.handle(letter) == "answered"
    assert store.comments() == []
    assert store.answers() == [("assistant_reply", CARLA)]


def test_a_name_in_from_does_not_make_carla_ana(handler, store):
    letter = plain(
        "Podem fechar.", frm=f'"{ANA}" <{CARLA}>', to=CSS, subject=f"Re: {NUMBER}", extra=proof(CARLA)
    )
    handler.handle(letter)
    assert store.comments() == []
    assert ANA not in [to for _, to in store.answers()]
