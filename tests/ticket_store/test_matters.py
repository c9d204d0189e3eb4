"""A system that is told by what is done or seen in it."""

import pytest

from ticket_store.search import matters


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("travou quando eu ia empenhar", "siafi"),
        ("os empenhos desta nota sumiram", "siafi"),
        ("ao bater o ponto ele desloga", "sisref"),
        ("o evento s-2230 foi recusado", "esocial"),
        ("faz vários minutos que não recebo", None),
        ("a ficha financeira", None),
        ("meu endereço é empenho@pm.sp.gov.br", None),
        ("não sai nada", None),
        ("a tela preta", None),
    ],
)
def test_one_system_that_all_points_to_is_found(text: str, code: str | None) -> None:
    found = matters.pointed(text)
    assert (found.service.code if found else None) == code


def test_of_rivals_that_one_is_meant_which_is_spoken_of() -> None:
    found = matters.pointed("a ficha financeira dele", "siape")
    assert found is not None
    assert found.service.code == "siape"
    assert matters.pointed("a ficha financeira dele", "vpn") is None


def test_a_longer_matter_hides_a_shorter_one_within_it() -> None:
    found = matters.pointed("pagar o fornecedor")
    assert found is not None
    assert (found.service.code, found.by) == ("siafi", ("pagar fornecedor",))


def test_a_thing_of_every_day_gives_way_to_a_system() -> None:
    found = matters.pointed("a autuação não sai no scanner")
    assert found is not None
    assert found.service.code == "radar-multas"
