"""A system that is told by what is done or seen in it."""

import pytest

from ticket_store import catalogue
from ticket_store.search import matters


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("travou quando eu ia empenhar", "siafi"),
        ("o empenho desta nota sumiu", "siafi"),
        ("batendo o ponto ele desloga", "sisref"),
        ("o evento s-2230 foi recusado", "esocial"),
        ("na câmera pede que eu vire o rosto", "govbr"),
        ("a tela preta de letra verde das férias", "siape"),
        ("não sai nada", None),
        ("a tela preta", None),
        ("minhas férias", None),
    ],
)
def test_one_system_that_all_points_to_is_found(text: str, code: str | None) -> None:
    found = matters.pointed(text)
    assert (found.service.code if found else None) == code


def test_of_rivals_that_one_is_meant_which_is_spoken_of() -> None:
    found = matters.pointed("minhas férias", "sougov")
    assert found is not None
    assert found.service.code == "sougov"
    assert matters.pointed("minhas férias", "vpn") is None


def test_a_longer_matter_hides_a_shorter_one_within_it() -> None:
    found = matters.pointed("pagar o fornecedor")
    assert found is not None
    assert (found.service.code, found.by) == ("siafi", ("pagar fornecedor",))


def test_every_matter_holds_a_word_that_can_be_found() -> None:
    for code, told in catalogue.load().matters.items():
        for one in told:
            assert matters.is_one(one), f"{code}: {one}"


def test_a_thing_of_every_day_gives_way_to_a_system() -> None:
    found = matters.pointed("o auto de infração não quer imprimir")
    assert found is not None
    assert found.service.code == "radar-multas"
