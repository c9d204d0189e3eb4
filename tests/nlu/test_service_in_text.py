"""Which of several systems is meant, and the system and its name in the text spoken of together; no sentence
here trains."""

import pytest

from ground.notation import parse, write
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.right_service import with_it
from nlu.service_in_text import in_step
from nlu.told_problem import opening

FINDER = Finder()
UNREAD = [{"command": "unclear"}]
PUT_RIGHT = "edit description replace: siafi => SICAF"


def shown(text: str, description: str, service: str = "sicaf") -> Reading:
    known = {"service": service, "service_name": service.upper(), "description": description}
    return Reading(text, {"pending": "confirm_open", "known": known}, FINDER)


@pytest.mark.parametrize(
    ("text", "description", "said"),
    [
        ("a descrição continua com siafi", "o siafi recusa o login", [PUT_RIGHT]),
        ("embaixo aparece siafi", "o siafi recusa o login", [PUT_RIGHT]),
        ("embaixo aparece siafi", "o sicaf recusa o login", ["repeat"]),
        ("é siafi nos dois campos", "o sicaf recusa o login", ["correct service: siafi"]),
        ("sicaf nos dois campos", "o siafi recusa o login", [PUT_RIGHT]),
        ("o siafi também não abre", "o sicaf recusa o login", []),
        ("o sistema também caiu", "o siafi recusa o login", []),
        ("o siafi também para nos dois monitores", "o sicaf recusa o login", []),
        ("o siafi ainda responde", "o sicaf recusa o login", []),
        ("aparece siafi no crachá", "o sicaf recusa o login", []),
    ],
)  # fmt: skip
def test_the_name_in_the_text_and_the_system_go_together(
    text: str, description: str, said: list[str]
) -> None:
    assert [write(c) for c in in_step(shown(text, description), UNREAD)] == (said or ["unclear"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tá certo, é o sicaf mesmo", "set service: sicaf"),
        ("não é o sicaf", "correct service"),
        ("não mexe, é o sicaf", "set service: sicaf"),
        ("o sicaf tá errado", "correct service"),
    ],
)
def test_what_is_right_already_is_corrected_only_behind_a_no(text: str, said: str) -> None:
    same = {"command": "correct", "slot": "service", "value": "sicaf"}
    assert [write(c) for c in in_step(shown(text, "não entra"), [same])] == [said]


@pytest.mark.parametrize(
    ("text", "read", "said"),
    [
        (
            "ali ainda diz siafi, e meu correio é rui@anac.gov.br",
            ["correct email: rui@anac.gov.br"],
            [PUT_RIGHT, "correct email: rui@anac.gov.br"],
        ),
        (
            "siafi por sicaf, e no sistema também",
            ["edit description replace: siafi => sicaf, e no sistema também"],
            [PUT_RIGHT.replace("SICAF", "sicaf")],
        ),
    ],
)
def test_what_is_told_beside_a_name_stays_and_what_only_says_where_goes(
    text: str, read: list[str], said: list[str]
) -> None:
    commands = [parse(one, text) for one in read]
    assert [write(c) for c in in_step(shown(text, "o siafi recusa o login"), commands)] == said


def test_the_name_gives_way_in_the_text_before_the_system_is_put_right() -> None:
    reading = shown("o sistema é o siafi, troca sicaf por siafi", "o sicaf recusa o login")
    told = with_it(reading, [parse("edit description replace: sicaf => siafi")])
    assert [write(c) for c in told] == ["edit description replace: sicaf => siafi", "correct service: siafi"]


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("não sai a guia no sicaf, antigamente era no siafi", "sicaf"),
        ("a gente usava o siafi, no sicaf a guia não sai", "sicaf"),
        ("ninguém entra, somos quatro. a rede tá boa porque o resto abre", None),
        ("a rede tá boa de manhã e cai de tarde", "rede"),
    ],
)
def test_what_was_it_once_or_only_works_is_not_the_one(text: str, service: str | None) -> None:
    found = opening(Reading(text, {"pending": "none"}, FINDER))
    assert next((c["value"] for c in found if c.get("slot") == "service"), None) == service


def test_the_one_of_now_is_put_right_beside_the_address() -> None:
    known = {"service": "siafi", "description": "não entra"}
    given = {"command": "set", "slot": "email", "value": "rui@anac.gov.br"}
    for text in (
        "rui@anac.gov.br, só que é o sicaf, siafi era antes",
        "rui@anac.gov.br e é sicaf, não siafi",
    ):
        reading = Reading(text, {"pending": "email", "known": known}, FINDER)
        assert [write(c) for c in with_it(reading, [given])] == [
            "correct service: sicaf",
            "set email: rui@anac.gov.br",
        ]
