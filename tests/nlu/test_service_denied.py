"""The service that is shown denied without another one of the catalogue, or `outro` put there; no sentence
here trains."""

from __future__ import annotations

import pytest

from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.reading.words import Said


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("é o SICAP", []),
        ("é o sicafe", ["sicaf"]),
        ("O SICAFE NÃO ABRE AQUI", ["sicaf"]),
        ("Sistema de Acervo Documental (SIAD)", []),
        ("siad, sistema de acervo documental", []),
        ("o siad não abre", ["siads"]),
        ("Sistema de Patrimônio, SIADS", ["siads", "siads"]),
    ],
)
def test_an_acronym_in_capitals_or_spelt_out_is_no_slip_of_another(text: str, codes: list[str]) -> None:
    assert [one.code for one in Finder().find(Said(text))] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("vpn parada, e-mail dele leo@mec.gov.br", ["vpn"]),
        ("vpn parada, e-mail da colega leo@mec.gov.br", ["vpn"]),
        ("o e-mail dela leo@mec.gov.br não envia", ["email"]),
        ("parou o e-mail do setor leo@mec.gov.br", ["email"]),
    ],
)
def test_the_word_that_leads_to_somebodys_address_is_no_system(text: str, codes: list[str]) -> None:
    assert [one.code for one in Reading(text, {"pending": "service"}, Finder()).services] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("o cadastro de [CPF removido] sumiu", []),
        ("meu CPF é [CPF removido], o SICAF não abre", ["sicaf"]),
        ("o sicaf [CPF removido] não abre", ["sicaf"]),
        ("o cpf dele caiu, é o [CPF removido]", ["cpf"]),
    ],
)
def test_what_stands_where_a_secret_stood_names_no_system(text: str, codes: list[str]) -> None:
    assert [one.code for one in Finder().find(Said(text))] == codes
