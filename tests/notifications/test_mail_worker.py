import logging
import threading
import time
from dataclasses import replace

import pytest
from mail_rows import SECRET
from mail_servers import Postman, free_port, smtp

from notifications.transport import TransportError
from ticket_store import identity, links, operations, outbox, queries, reply_address
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.mails.chosen import MAIL, failure
from ticket_store.mails.rendering import shipped
from ticket_store.model import SettingVersion

BRUNO = Author("agent", "Bruno Araújo")


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def test_opening_a_ticket_brings_one_registration_mail(worker, open_ticket, rows, never):
    number = open_ticket()
    postman = Postman()
    with smtp(postman) as port:
        worker(port).send_mails(never)
        worker(port).send_mails(never)
    [mail] = postman.mails
    assert number in mail["Subject"]
    assert mail["To"] == "ana@x.gov.br"
    assert "Não consigo emitir a ordem bancária." in text_of(mail)
    assert rows() == ["sent"]


def test_the_links_in_a_mail_open_that_ticket(worker, open_ticket, engine, clock, never):
    number = open_ticket()
    with transaction(engine) as session:
        operations.resolve(session, ticket_number=number, solution="Corrigido.", author=BRUNO, now=clock())
    postman = Postman()
    with smtp(postman) as port:
        worker(port).send_mails(never)
    resolved = text_of(postman.mails[-1])
    token = resolved.split("/pesquisa/")[1].split()[0]
    with reading(engine) as session:
        key = queries.desk_ticket(session, ticket_number=number).link_key
    assert links.read(links.SURVEY, token, SECRET) == {"number": number, "key": key, "resolution": 1}


def test_the_mails_of_a_ticket_are_one_thread_and_those_of_another_are_not(
    worker, open_ticket, engine, clock, never
):
    first, second = open_ticket(), open_ticket()
    with transaction(engine) as session:
        for number in (first, second):
            operations.comment(
                session, ticket_number=number, text="Estamos vendo.", author=BRUNO, now=clock()
            )
    postman = Postman()
    with smtp(postman) as port:
        worker(port).send_mails(never)
    opened_a, opened_b, answered_a, answered_b = postman.mails
    assert opened_a["In-Reply-To"] is None
    assert answered_a["In-Reply-To"] == opened_a["Message-ID"]
    assert answered_b["In-Reply-To"] == opened_b["Message-ID"]
    assert len({mail["Message-ID"] for mail in postman.mails}) == 4


def test_every_move_of_a_ticket_can_be_written_from_what_the_store_enqueues(
    worker, open_ticket, engine, clock, rows, never
):
    number, twin = open_ticket(email="ana@serpro.gov.br"), open_ticket(email="ana@serpro.gov.br")
    move = {"ticket_number": number, "author": BRUNO}
    with transaction(engine) as session:
        operations.forward(session, team_code="network", note=None, now=clock(), **move)
        operations.comment(session, text="Estamos vendo.", now=clock(), **move)
        operations.ask_requester(session, text="Qual é a unidade gestora?", now=clock(), **move)
        operations.comment(
            session, ticket_number=number, text="A 123.", author=Author.requester("Ana"), now=clock()
        )
        operations.resolve(session, solution="Corrigido.", now=clock(), **move)
        operations.reopen(session, reason="Voltou.", now=clock(), **move)
        clock.pass_(days=30)
        operations.watch_deadlines(session, now=clock())
        operations.resolve(session, solution="Agora sim.", now=clock(), **move)
        operations.merge_duplicate(session, ticket_number=twin, into_number=number, author=BRUNO, now=clock())
        clock.pass_(days=11)
        operations.close_due(session, now=clock())
        operations.cancel(
            session, ticket_number=open_ticket_inside(session, clock), author=BRUNO, now=clock()
        )
    postman = Postman()
    with smtp(postman) as port:
        worker(port).send_mails(never)
    assert set(rows()) == {"sent"}
    assert set(rows("kind")) == {
        "registered",
        "forwarded",
        "answered",
        "waiting_on_requester",
        "resolved",
        "reopened",
        "deadline_breach",
        "closed",
        "cancelled",
    }
    assert len(postman.mails) == len(rows())


def open_ticket_inside(session, clock):
    return operations.open_ticket(
        session,
        email="ana@x.gov.br",
        service_code=None,
        service_text="outro sistema",
        description="Algo não funciona aqui.",
        channel="desk",
        submission_key="outro",
        now=clock(),
    ).number


def test_a_code_is_sent_once_and_is_nowhere_afterwards(worker, engine, clock, rows, never):
    with transaction(engine) as session:
        identity.send_code(
            session, conversation_id="web-1f", email="ana@x.gov.br", secret=SECRET, now=clock()
        )
    [code] = [payload["code"] for payload in rows("payload")]
    postman = Postman()
    with smtp(postman) as port:
        worker(port).send_mails(never)
    assert code in text_of(postman.mails[0])
    assert rows("payload") == [{}]


def test_a_code_that_is_too_old_is_not_sent_any_more(worker, engine, clock, rows, never):
    with transaction(engine) as session:
        identity.send_code(
            session, conversation_id="web-1f", email="ana@x.gov.br", secret=SECRET, now=clock()
        )
    clock.pass_(minutes=11)
    postman = Postman()
    with smtp(postman) as port:
        worker(port).send_mails(never)
    assert postman.mails == []
    assert rows() == ["expired"]


def test_a_temporary_refusal_is_tried_again_later_and_not_before(worker, open_ticket, clock, rows, never):
    open_ticket()
    postman = Postman(rcpt=["451 4.7.1 greylisted", "451 4.7.1 greylisted", "250 OK"])
    with smtp(postman) as port:
        pauses = []
        for _ in range(3):
            worker(port).send_mails(never)
            worker(port).send_mails(never)
            if postman.mails:
                break
            [due] = rows("next_attempt_at")
            pauses.append((due - clock()).total_seconds())
            clock.now = due
    assert len(postman.mails) == 1
    assert len(pauses) == 2
    assert pauses[0] > 0
    assert pauses[1] > pauses[0]
    assert rows() == ["sent"]


def test_rows_that_were_refused_together_do_not_come_back_together(worker, open_ticket, rows, never):
    for _ in range(8):
        open_ticket()
    with smtp(Postman(rcpt=["451 4.3.2 busy"])) as port:
        worker(port).send_mails(never)
    assert len(set(rows("next_attempt_at"))) == 8


def test_a_permanent_refusal_is_parked_where_the_desk_sees_it_and_holds_up_nobody(
    worker, open_ticket, engine, rows, never
):
    open_ticket(email="ninguem@x.gov.br")
    open_ticket(email="ana@x.gov.br")
    postman = Postman(rcpt=["550 5.1.1 <ninguem@x.gov.br> unknown", "250 OK"])
    with smtp(postman) as port:
        worker(port).send_mails(never)
    assert rows() == ["parked", "sent"]
    with reading(engine) as session:
        [parked] = outbox.parked(session)
    assert parked.to == "ninguem@x.gov.br"
    assert "550 5.1.1" in parked.last_error
    assert "ninguem@" not in parked.last_error


def test_a_parked_mail_goes_out_once_its_address_is_corrected(worker, open_ticket, engine, clock, never):
    open_ticket(email="anna@x.gov.br")
    postman = Postman(rcpt=["550 unknown", "250 OK"])
    with smtp(postman) as port:
        worker(port).send_mails(never)
        with transaction(engine) as session:
            [parked] = outbox.parked(session)
            outbox.retry_parked(session, item_id=parked.id, to="ana@x.gov.br", now=clock())
        worker(port).send_mails(never)
    assert [mail["To"] for mail in postman.mails] == ["ana@x.gov.br"]


def test_a_mail_server_that_is_away_costs_no_row_an_attempt(worker, open_ticket, rows, never):
    open_ticket()
    with pytest.raises(TransportError):
        worker(free_port()).send_mails(never)
    assert rows("attempts") == [0]
    assert rows() == ["queued"]


def test_a_row_that_cannot_be_written_is_parked_and_the_next_one_goes_out(
    worker, engine, clock, open_ticket, rows, never
):
    with transaction(engine) as session:
        outbox.enqueue(session, kind="unheard_of", to="ana@x.gov.br", payload={}, now=clock())
    open_ticket()
    postman = Postman()
    with smtp(postman) as port:
        worker(port).send_mails(never)
    assert rows() == ["parked", "sent"]


def test_two_workers_send_nothing_twice(worker, open_ticket, never):
    for _ in range(12):
        open_ticket()
    postman = Postman()
    with smtp(postman) as port:
        both = [
            threading.Thread(target=worker(port, name=name).send_mails, args=(never,)) for name in ("a", "b")
        ]
        for one in both:
            one.start()
        for one in both:
            one.join(20)
    assert len(postman.mails) == 12
    assert len({mail["Message-ID"] for mail in postman.mails}) == 12


def test_what_was_claimed_beside_a_mail_that_is_refused_is_put_back_and_leaves(
    worker, open_ticket, rows, never
):
    for _ in range(3):
        open_ticket()
    postman = Postman(rcpt=["450 4.2.1 later", "250 OK"])
    with smtp(postman) as port:
        worker(port).send_mails(never)
    assert rows() == ["queued", "sent", "sent"]
    assert (rows("attempts"), rows("leased_by")) == ([1, 1, 1], [None, None, None])


def test_nothing_is_begun_when_its_lease_is_half_over(worker, open_ticket, clock, rows, never):
    for _ in range(3):
        open_ticket()
    slow = worker(1, lease_seconds=60)
    hand = slow._deliver(slow._claim("mail", 3), lambda item: clock.pass_(seconds=31), never, 3)
    assert hand.items == []
    assert rows() == ["sent", "queued", "queued"]
    assert (rows("attempts"), rows("leased_by")) == ([1, 0, 0], [None, None, None])


def test_a_mail_taken_over_by_another_worker_is_not_recorded_by_the_first(
    worker, open_ticket, clock, rows, never, caplog
):
    """The first one stalls past its lease: both deliver, with one Message-ID, and the row is done once."""
    open_ticket()
    postman = Postman(hold=0.5)
    with smtp(postman) as port:
        slow = threading.Thread(target=worker(port, name="slow", lease_seconds=60).send_mails, args=(never,))
        slow.start()
        time.sleep(0.2)
        clock.pass_(seconds=61)
        worker(port, name="fast").send_mails(never)
        slow.join(10)
    assert rows() == ["sent"]
    assert len({mail["Message-ID"] for mail in postman.mails}) == 1
    assert len(postman.mails) == 2
    assert "was taken over" in caplog.text


def test_the_log_names_nobody(worker, open_ticket, never, caplog):
    open_ticket(email="ninguem@x.gov.br", name="Ana Conceição")
    open_ticket(email="ana@x.gov.br")
    with (
        caplog.at_level(logging.DEBUG, logger="notifications"),
        smtp(Postman(rcpt=["550 <ninguem@x.gov.br> unknown", "250 OK"])) as port,
    ):
        worker(port).send_mails(never)
    assert "sent" in caplog.text
    assert "parked" in caplog.text
    for personal in ("@x.gov.br", "Ana", "ordem bancária"):
        assert personal not in caplog.text


def test_replies_to_a_tickets_mail_go_to_its_secret_address(worker, open_ticket, never):
    number = open_ticket()
    postman = Postman()
    with smtp(postman) as port:
        worker(port).send_mails(never)
    [mail] = postman.mails
    found = reply_address.read(mail["Reply-To"].addresses[0].addr_spec, "css.serpro@serpro.gov.br")
    assert found is not None
    assert (found.kind, found.about) == ("ticket", number)
    assert found.belongs_to("ana@x.gov.br", SECRET)
    assert not found.belongs_to("carla@x.gov.br", SECRET)


def test_without_a_reader_replies_go_to_the_office_itself(worker, open_ticket, never):
    open_ticket()
    postman = Postman()
    with smtp(postman) as port:
        mailer = worker(port).mailer
        deaf = replace(mailer, site=replace(mailer.site, replies_read=False))
        replace(worker(port), mailer=deaf).send_mails(never)
    assert postman.mails[0]["Reply-To"].addresses[0].addr_spec == "css.serpro@serpro.gov.br"


def by_page(engine, clock, kind, **parts):
    """As a page has it in force; not checked, so that it may be broken."""
    data = shipped(kind) | parts | {"changed": True}
    with transaction(engine) as session:
        session.add(SettingVersion(kind=MAIL, code=kind, number=2, data=data, agent_id=None, at=clock()))


def test_a_mail_says_what_the_page_wrote(worker, open_ticket, engine, clock, never):
    by_page(engine, clock, "registered", subject="Anotamos o seu pedido {{ number }}")
    number = open_ticket()
    postman = Postman()
    with smtp(postman) as port:
        worker(port).send_mails(never)
    assert postman.mails[0]["Subject"] == f"Anotamos o seu pedido {number}"


@pytest.mark.parametrize("broken", ["{{ nothing_like_it }}", "{{ number.__class__ }}", "{% if %}"])
def test_a_page_s_template_that_fails_is_logged_and_seen_and_the_mail_leaves_as_it_came(
    worker, open_ticket, engine, clock, never, rows, caplog, broken
):
    by_page(engine, clock, "registered", subject=broken)
    number = open_ticket()
    postman = Postman()
    with smtp(postman) as port:
        worker(port).send_mails(never)
    assert postman.mails[0]["Subject"] == f"Acionamento {number} registrado: SIAFI"
    assert rows() == ["sent"]
    assert "template registered, version 2" in caplog.text
    with reading(engine) as session:
        assert failure(session, "registered").at == clock()


def test_a_template_is_tried_with_sample_data_by_who_writes_it(worker, engine, clock, never):
    sources = shipped("resolved") | {"subject": "Pronto: {{ number }}"}
    with transaction(engine) as session:
        payload = {"of": "resolved", "sources": sources}
        outbox.enqueue(session, kind=outbox.MAIL_TRIAL, to="d@serpro.gov.br", payload=payload, now=clock())
    postman = Postman()
    with smtp(postman) as port:
        worker(port).send_mails(never)
    [mail] = postman.mails
    assert (mail["To"], mail["Subject"]) == ("d@serpro.gov.br", "[Teste] Pronto: 2026-0001234")
    token = text_of(mail).split("/pesquisa/")[1].split()[0]
    with pytest.raises(links.LinkInvalid):
        links.read(links.SURVEY, token, SECRET)


def test_a_worker_that_is_told_to_stop_holds_no_row(worker, open_ticket, rows):
    open_ticket()
    open_ticket()
    postman = Postman()

    class Stop(threading.Event):
        def is_set(self):
            return bool(postman.mails)

    with smtp(postman) as port:
        worker(port).send_mails(Stop())
    assert rows() == ["sent", "queued"]
    assert rows("leased_by") == [None, None]
