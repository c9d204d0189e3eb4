"""Whose letter it is, of which ticket it speaks, and where it goes when that one was merged."""

from datetime import UTC, datetime

import pytest
from mail_room import CSS, NUMBER, SECRET, plain, proof

from inbound_mail.headers import addresses, ids
from inbound_mail.parties import named_ticket
from ticket_store import operations, queries, reply_address
from ticket_store.authors import SYSTEM, Author
from ticket_store.database import reading

ANA = "ana@x.gov.br"


@pytest.mark.parametrize(
    "value",
    [
        "ana@x.gov.br",
        "<ana@x.gov.br>",
        "ana@x.gov.br <ana@x.gov.br>",
        '"carla@y.gov.br" <ana@x.gov.br>',
        "Ana (Finanças, 2º andar) <ana@x.gov.br>",
        '"Conceição, Ana" <ana@x.gov.br>',
        "Conceição, Ana <ana@x.gov.br>",
        "Ana [Externo] <ana@x.gov.br>,",
        '"Ana "Naná" Conceição" <ana@x.gov.br>',
        'Ana "sem fim <ana@x.gov.br>',
        "Ana (sem fim <ana@x.gov.br>",
        "=?utf-8?Q?Souza,_Ana_<x>?= <ana@x.gov.br>",
        "=?utf-8?B?QW5hIDxhbmFAeC5nb3YuYnI+?=",
        "ana@x.gov.br (Ana)",
        "Grupo: ana@x.gov.br;",
        "Ana <mailto:ana@x.gov.br>",
    ],
)
def test_a_display_name_in_any_shape_leaves_the_address_what_it_is(value):
    assert [address for _, address in addresses(value)] == [ANA]


@pytest.mark.parametrize("value", ["a@x.br, b@y.br", "Ana <a@x.br> <b@y.br>", "a@x.br; B <b@y.br>"])
def test_two_addresses_are_two(value):
    assert len(addresses(value)) == 2


def test_ids_of_any_length_are_read_whole():
    long = "a" * 700 + "@namprd10.prod.outlook.com"
    assert ids(f"<{long}> <b@c>") == [long, "b@c"]
    assert ids("=?utf-8?q?=3Ca=40b=3E?=") == ["a@b"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Qual a situação do chamado 1?", NUMBER),
        ("chamado 1 do SIAFI", NUMBER),
        ("o chamado 1/2026 parou", NUMBER),
        ("o 2026-0000001, por favor", NUMBER),
        ("vi no protocolo 1 do SEI", None),
        ("dá erro número 1", None),
        ("chamado 1 da Microsoft", None),
    ],
)
def test_a_number_is_ours_or_somebody_elses(store, text, number):
    with reading(store.engine) as session:
        assert named_ticket(session, text, 2026, ANA)[0] == number


def test_in_january_a_number_without_year_is_his_own_of_last_year(handler, store, clock):
    clock.now = datetime(2027, 1, 4, 13, tzinfo=UTC)
    store.do(operations.open_ticket, email="bia@y.gov.br", service_code="siafi", channel="desk",
             description="Outro assunto qualquer.", submission_key="b")  # fmt: skip
    handler.handle(plain("Qual é a situação do chamado 1?", frm=ANA, extra=proof(ANA)))
    assert store.answers() == [("ticket_status", ANA)]


def test_a_short_number_never_writes_to_a_stranger(handler, store):
    handler.handle(
        plain("Qual é a situação do chamado 1?", frm="carla@y.gov.br", extra=proof("carla@y.gov.br"))
    )
    assert store.answers() == [("status_elsewhere", "carla@y.gov.br")]


def test_an_answer_to_a_merged_ticket_goes_to_the_one_that_stays(handler, store):
    ana = Author.requester("Ana")
    stays = store.do(operations.open_ticket, email=ANA, service_code="siafi", channel="desk",
                     description="Ordem bancária não sai.", submission_key="c").number  # fmt: skip
    store.do(operations.comment, ticket_number=NUMBER, text="O erro é 504.", author=ana)
    store.do(operations.add_attachment, ticket_number=NUMBER, filename="tela.pdf", content=b"%PDF-1.4 x",
             author=ana, directory=store.directory)  # fmt: skip
    store.do(operations.merge_duplicate, ticket_number=NUMBER, into_number=stays, author=SYSTEM)
    assert (store.comments(stays), store.files(stays), store.files()) == (["O erro é 504."], ["tela.pdf"], [])
    to = reply_address.for_ticket(CSS, NUMBER, ANA, SECRET)
    assert handler.handle(plain("A senha do gestor venceu.", frm=ANA, to=to)) == "commented"
    assert store.comments(stays) == ["O erro é 504.", "A senha do gestor venceu."]
    with reading(store.engine) as session:
        [file] = queries.attachments(session, ticket_number=stays)
        _, path = operations.read_attachment(
            session, ticket_number=stays, uid=file.uid, directory=store.directory
        )
    assert path.read_bytes() == b"%PDF-1.4 x"
