"""A ticket that exists is asked about, where a new one or another address might be read."""

import pytest

from ground.notation import write
from nlu.one_there_is import consults
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

LOOKS = "start check_ticket_status"
DRAFT = {"description": "o notebook não liga", "email": "lucia@saude.gov.br"}
SECTOR = "setor.compras@mec.gov.br"
TICKET = {"number": "2026-0000015", "service": "siafi", "status": "new", "description": "não grava"}


def read(text: str, pending: str = "none", **state: object) -> list[str]:
    return [write(one) for one in consults(Reading(text, {"pending": pending, **state}, Finder()))]


@pytest.mark.parametrize("pending", ["service", "email", "confirm_open", "change"])
@pytest.mark.parametrize(
    "text",
    [
        "nao é novo, ja abri hj de manha. quero saber a situacao",
        "não quero um novo, quero ver o chamado que já existe",
    ],
)
def test_at_the_questions_for_a_new_one_it_is_left_and_the_old_one_shown(text: str, pending: str) -> None:
    assert read(text, pending, known=DRAFT) == ["stop", LOOKS]
    assert read(text) == []


def test_what_is_only_looked_at_leaves_the_new_one_waiting() -> None:
    assert read("eu já abri esse chamado, só quero saber como está", "confirm_open", known=DRAFT) == [LOOKS]


@pytest.mark.parametrize(
    "text", ["já abri o navegador e nada", "queria ver os que eu já abri", "já abri e fechei, não resolve"]
)
def test_what_was_opened_otherwise_is_no_ticket(text: str) -> None:
    assert read(text, "confirm_open", known=DRAFT) == []


@pytest.mark.parametrize("pending", ["none", "waiting"])
def test_beside_a_person_awaited_it_is_asked_whether_somebody_has_looked(pending: str) -> None:
    said = read("enquanto isso me fala do notebook que não liga, alguém viu? sou a l@mec.gov.br", pending)
    assert said[0] == LOOKS
    assert said[-1] == "set email: l@mec.gov.br"


@pytest.mark.parametrize("text", ["alguém viu meu crachá?", "enquanto isso o notebook não liga"])
def test_what_asks_nothing_of_the_team_is_left_to_the_rest(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"e o da ata do pregao? esse eu abri com o email do setor, {SECTOR}",
        f"esse nao é o email, é {SECTOR} q eu usei",
        f"nao esse, é o do sei, eu abri com {SECTOR}",
    ],
)
def test_the_address_it_was_opened_with_is_the_one_to_prove(text: str) -> None:
    assert read(text, last=TICKET) == [LOOKS, f"set email: {SECTOR}"]


def test_another_address_that_is_not_told_is_asked_for() -> None:
    said = read("queria o andamento daquele da ata, o email q eu usei foi outro", last=TICKET)
    assert said == [LOOKS, "correct email"]


def test_all_that_were_opened_with_another_address_are_listed() -> None:
    assert read("quero ver os q abri com outro email") == ["start list_my_tickets", "correct email"]
    said = read("queria os que abri com outro email, setor@mec.gov.br")
    assert said == ["start list_my_tickets", "set email: setor@mec.gov.br"]


def test_who_only_looks_changes_no_address() -> None:
    said = read("nao quero trocar o email de nada, so ver o chamado da ata", "code", last=TICKET)
    assert said == ["stop", LOOKS]


@pytest.mark.parametrize(
    "text", ["e o outro que eu tinha do gov br já fecharam", "tá mas fecharam ou não fecharam o do gov br"]
)
def test_whether_it_was_closed_is_asked_and_nothing_is_reopened(text: str) -> None:
    which = "choose service: govbr"
    assert read(text, last=TICKET) == [LOOKS, which]
    assert read(text, "reason", last=TICKET) == ["stop", LOOKS, which]


@pytest.mark.parametrize(
    "text", ["já fecharam o do gov br e continua com erro", "reabre o do gov br, já fecharam"]
)
def test_what_tells_why_it_is_reopened_is_left_to_the_rest(text: str) -> None:
    assert read(text, last=TICKET) == []


def test_who_wants_no_new_one_looks_at_what_there_is() -> None:
    assert read("nao quero abrir, quero consultar um q ja existe", last=TICKET) == [LOOKS]
