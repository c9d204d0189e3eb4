"""Two robots that answer one another end by themselves, and a bounce marks its address."""

from mail_room import NUMBER, plain, proof

from ticket_store import operations

ANA, ROBOT = "ana@x.gov.br", "robo@x.gov.br"


def test_two_robots_end_by_themselves(handler, store, assistant, clock):
    """The other one declares nothing and answers each of our mails within the minute, quoting it."""
    rounds, answered = 0, -1
    while len(store.answers()) != answered and rounds < 100:
        answered = len(store.answers())
        handler.handle(plain(f"Recebemos sua mensagem nº {rounds}.", frm=ROBOT, message_id=f"robo-{rounds}"))
        rounds += 1
        clock.pass_(minutes=1)
    assert answered == 10
    assert store.kept() == ["too_many"]


def test_a_slow_loop_ends_within_the_day(handler, store, clock):
    for number in range(60):
        handler.handle(plain(f"Recebemos sua mensagem nº {number}.", frm=ROBOT, message_id=f"lento-{number}"))
        clock.pass_(minutes=20)
    assert len(store.answers()) == 30


def test_a_flood_from_one_sender_does_not_hide_the_other_letters_on_the_desk(handler, store):
    for number in range(60):
        handler.handle(plain(f"Mensagem {number}.", frm=ROBOT, message_id=f"enxurrada-{number}"))
    assert store.kept().count("too_many") == 20
    assert len(store.answers()) == 10
    assert (
        handler.handle(plain("Quero falar com um atendente.", frm="ana@x.gov.br", message_id="x"))
        == "for_a_person"
    )


def test_who_asks_for_anas_ticket_again_and_again_does_not_flood_ana(handler, store):
    for number in range(30):
        handler.handle(
            plain(f"Qual a situação do {NUMBER}?", frm=f"carla{number}@y.gov.br", message_id=f"c-{number}",
                  extra=proof("carla@y.gov.br"))
        )  # fmt: skip
    assert [to for _, to in store.answers()].count("ana@x.gov.br") == 10


def test_a_bounce_marks_the_address_and_tells_the_desk_in_the_ticket(handler, store, letter):
    assert handler.handle(letter("dsn-failed")) == "bounced"
    assert store.bounced("ana@x.gov.br") == "5.1.1"
    [note] = store.notes()
    assert "5.1.1" in note
    assert "ana@x.gov.br" not in note
    assert store.answers() == []


def test_a_report_that_does_not_know_our_message_id_marks_nobody(handler, store, letter):
    handler.handle(letter("dsn-forged"))
    handler.handle(letter("dsn-delayed"))
    assert store.bounced("ana@x.gov.br") is None
    assert store.notes() == []


def test_an_address_that_writes_again_is_good_again(handler, store, letter):
    handler.handle(letter("dsn-failed"))
    handler.handle(letter("reply-gmail-web"))
    assert store.bounced("ana@x.gov.br") is None


def test_two_bounces_of_the_same_mail_leave_one_note(handler, store, letter):
    handler.handle(letter("dsn-failed"))
    handler.handle(letter("dsn-failed-headers-only"))
    assert len(store.notes()) == 1
    assert store.bounced("ana@x.gov.br") == "5.2.1"


def test_kept_letters_leave_the_desks_list_once_settled(handler, store, letter):
    from ticket_store import accounts
    from ticket_store.database import reading
    from ticket_store.queries import mailbox as mails

    handler.handle(letter("garbage"))
    bruno = store.do(
        accounts.create_agent,
        name="Bruno",
        email="bruno@serpro.gov.br",
        password="uma senha bem longa",
        role="attendant",
    )
    with reading(store.engine) as session:
        [kept] = mails.kept_letters(session)
        assert mails.kept_raw(session, letter_id=kept.id) == letter("garbage")
    store.do(operations.settle_letter, letter_id=kept.id, agent_id=bruno.id)
    assert store.kept() == []


def test_what_a_gateway_or_a_scanner_of_hers_marked_waits_on_the_desk_and_a_strangers_does_not(
    handler, store
):
    for n, mark in enumerate(["X-Loop: gateway", "Auto-Submitted: auto-generated"]):
        for frm in (ANA, "robo@z.gov.br"):
            handler.handle(plain("Segue.", frm=frm, message_id=f"{n}{frm}", extra=f"{proof(frm)}{mark}\r\n"))
    assert store.kept() == ["robotic", "robotic"]
    assert store.answers() == []


def test_a_name_that_is_the_address_and_a_comma_make_no_second_sender(handler, store):
    handler.handle(plain(f"Chamado {NUMBER}: é a 170001.", frm=f"{ANA}, <{ANA}>", extra=proof(ANA)))
    assert store.comments() == [f"Chamado {NUMBER}: é a 170001."]
