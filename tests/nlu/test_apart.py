"""Two problems in one text are parted where each tells of trouble; whole stays what is one."""

from __future__ import annotations

import pytest

from nlu.apart import also_two, halves, parted_last
from nlu.in_place import OPENS, SEPARATES
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

TWO = "o scanner do arquivo não liga e o meu siafi também dá erro na liquidação"


@pytest.mark.parametrize(
    ("text", "first", "second", "service"),
    [
        (TWO, "o scanner do arquivo não liga", "o meu siafi também dá erro na liquidação", "siafi"),
        (
            "Não consigo assinar no SEI. Também a rede do anexo caiu",
            "Não consigo assinar no SEI",
            "a rede do anexo caiu",
            "rede",
        ),
    ],
)
def test_each_half_tells_of_its_trouble(text: str, first: str, second: str, service: str) -> None:
    one, other = halves(text, Finder())
    assert one["description"] == first
    assert other == {"description": second, "service": service}


@pytest.mark.parametrize(
    "text", ["o siape trava e fecha", "a certidão não sai no sicaf", "clico no anexo e nada acontece aqui"]
)
def test_one_problem_is_not_parted(text: str) -> None:
    assert halves(text, Finder()) == []


def test_that_they_are_two_is_heard_beside_the_address() -> None:
    said = Reading(
        "rui@x.gov.br, mas são duas coisas viu", {"pending": "email", "known": {"description": TWO}}, Finder()
    )
    email = {"command": "set", "slot": "email", "value": "rui@x.gov.br"}
    parts = also_two(said, [email], Finder())
    assert [c["command"] for c in parts] == ["set", "correct", "start"]
    one = Reading(
        said.text, {"pending": "email", "known": {"description": "o siape trava e fecha"}}, Finder()
    )
    assert also_two(one, [email], Finder()) == [email]


@pytest.mark.parametrize("text", ["são duas coisas, um pra cada", "é um chamado para cada, tá?"])
def test_that_they_are_two_is_heard_in_the_stead_of_the_address(text: str) -> None:
    said = Reading(text, {"pending": "email", "known": {"description": TWO}}, Finder())
    assert [c["command"] for c in also_two(said, [{"command": "unclear"}], Finder())] == ["correct", "start"]


def test_trouble_on_one_side_is_enough_where_they_are_said_to_be_two() -> None:
    text = "o projetor não liga e preciso de acesso ao sei para a estagiária"
    assert halves(text, Finder()) == []
    assert [p["description"] for p in halves(text, Finder(), said_to_be_two=True)] == [
        "o projetor não liga",
        "preciso de acesso ao sei para a estagiária",
    ]


def test_a_value_told_beside_it_is_of_the_first() -> None:
    email = {"command": "set", "slot": "email", "value": "rui@x.gov.br"}
    opens = {"command": "start", "flow": "open_ticket"}
    parts = {"command": "correct", "slot": "description", "value": None}
    assert parted_last([opens, email, parts]) == [email, parts, opens]
    own = [opens, {"command": "set", "slot": "description", "value": "a rede caiu"}, parts]
    assert parted_last(own) == own


SHOWN = "a impressora do andar masca papel e o meu email também parou de enviar"


@pytest.mark.parametrize(
    "text",
    [
        "na verdade são duas coisas, melhor abrir separado. primeiro a impressora",
        "um da impressora e outro do email",
        "o e-mail é outro problema, abre separado",
    ],
)
def test_what_is_shown_is_parted_where_that_is_said(text: str) -> None:
    said = Reading(text, {"pending": "confirm_open", "known": {"description": SHOWN}}, Finder())
    assert also_two(said, [{"command": "unclear"}], Finder())[-1]["flow"] == "open_ticket"


@pytest.mark.parametrize(
    "text", ["já abri dois chamados iguais", "não é pra separar", "um só pros dois problemas"]
)
def test_what_is_shown_is_not_parted_by_what_is_told_or_denied(text: str) -> None:
    said = Reading(text, {"pending": "confirm_open", "known": {"description": SHOWN}}, Finder())
    assert also_two(said, [{"command": "unclear"}], Finder()) == [{"command": "unclear"}]


BOTH = "o siconfi dá erro no envio e tbm preciso trocar minha senha da rede"


@pytest.mark.parametrize(
    ("text", "pending"),
    [
        ("separa então. esse fica só o siconfi, e abre outro pra senha da rede", "confirm_open"),
        ("não, são dois problemas diferentes", "confirm_open"),
        ("rui@x.gov.br, vc reparou que são dois né", "email"),
    ],
)
def test_the_words_of_the_order_to_part_are_no_text(text: str, pending: str) -> None:
    said = Reading(text, {"pending": pending, "known": {"description": BOTH, "service": "siconfi"}}, Finder())
    order = [OPENS, {"command": "set", "slot": "description", "value": text}]
    heard = order if "outro" in text else [{"command": "unclear"}]
    assert also_two(said, heard, Finder())[-2:] == [SEPARATES, OPENS]


def test_two_things_of_one_kind_are_no_two_tickets() -> None:
    said = Reading(
        "são dois computadores parados", {"pending": "email", "known": {"description": BOTH}}, Finder()
    )
    more = {"command": "edit", "slot": "description", "how": "add", "text": said.text}
    assert also_two(said, [more], Finder()) == [more]
