"""What people call a system is found; what they did not mean is not."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from ticket_store import catalogue, database, model, queries

KNOWN = catalogue.load()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("siafi", "siafi"),
        ("o SIAF", "siafi"),
        ("e cac", "ecac"),
        ("E-CAC", "ecac"),
        ("meu siapi caiu", "siape"),
        ("na verdade é no SEI", "sei"),
        ("compras net", "comprasnet"),
        ("siscomx", "siscomex"),
        ("portal único siscomex", "portal-unico"),
        ("neo id", "neoid"),
        ("vpn", "vpn"),
        ("gov.br", "govbr"),
        ("o computador não liga", "estacao-de-trabalho"),
        ("e-mail", "email"),
        ("rede", "rede"),
        ("Estação de Trabalho", "estacao-de-trabalho"),
        ("senha da rede", "senha-rede"),
        ("per/dcomp", "perdcomp"),
        ("tesouro gerencal", "tesouro-gerencial"),
        ("SIAPEnet", "siapenet"),
        ("cicaf", "sicaf"),
        ("serpro id", "neoid"),
        ("SerproID", "neoid"),
        ("radar de multas", "radar-multas"),
        ("tramita.gov.br", "tramita-govbr"),
        ("conecta gov.br", "conecta-govbr"),
        ("notifica gov", "notifica-govbr"),
        ("sinesp cidadão", "sinesp"),
        ("carnê-leão", "carne-leao"),
        ("dasn simei", "dasn-simei"),
        ("mdf-e", "mdfe"),
        ("radar multas", "radar-multas"),
        ("radar", "radar"),
        ("pgd", "petrvs"),
        ("pgdas", "simples-nacional"),
    ],
)
def test_a_service_is_found_by_what_people_call_it(said: str, code: str) -> None:
    found = KNOWN.match_service(said)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "said",
    [
        "banana",
        "ontem",
        "um problema",
        "xyz",
        "",
        "????",
        "outro",
        "prefeitura",
        "super",
        "não conecta",
    ],
)
def test_what_names_no_service_finds_none(said: str) -> None:
    assert KNOWN.match_service(said) is None


def test_every_name_and_alias_leads_to_its_own_service() -> None:
    for service in KNOWN.services:
        for name in (service.code, service.name, *service.aliases):
            assert KNOWN.match_service(name) == service, name


@pytest.mark.parametrize(
    ("said", "priority"),
    [
        ("pra ontem", "high"),
        ("URGENTE!!", "high"),
        ("não é urgente", "low"),
        ("sem pressa", "low"),
        ("urgentíssimo", "critical"),
        (None, "normal"),
        ("tanto faz", "normal"),
    ],
)
def test_urgency_said_in_plain_words_becomes_a_priority(said: str | None, priority: str) -> None:
    assert KNOWN.priority_for(said).code == priority


@pytest.mark.parametrize(
    ("email", "agreement"),
    [
        ("ana@fazenda.gov.br", "treasury"),
        ("ana@spe.fazenda.gov.br", "treasury"),
        ("ana@receita.fazenda.gov.br", "rfb"),
        ("ana@notfazenda.gov.br", None),
        ("carla@gmail.com", None),
    ],
)
def test_the_ans_is_the_one_of_the_nearest_domain(email: str, agreement: str | None) -> None:
    found = KNOWN.agreement_for(email)
    assert (found.code if found else None) == agreement


def test_the_file_has_the_breadth_that_it_promises() -> None:
    assert len(KNOWN.services) >= 90
    assert {"rede", "estacao-de-trabalho", "email"} <= {s.code for s in KNOWN.services}
    assert KNOWN.default_agreement is None


def test_a_file_that_points_nowhere_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "catalogue.yml"
    broken.write_text(
        catalogue.DEFAULT_PATH.read_text(encoding="utf-8").replace("team: finance", "team: nobody", 1),
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="nobody"):
        catalogue.load(broken)


def test_an_alias_of_two_services_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "catalogue.yml"
    broken.write_text(
        catalogue.DEFAULT_PATH.read_text(encoding="utf-8").replace("[vpm,", "[siaf,", 1), encoding="utf-8"
    )
    with pytest.raises(ValueError, match="siaf"):
        catalogue.load(broken)


def test_what_leaves_the_file_is_retired_and_comes_back(engine: Engine) -> None:
    without = catalogue.Catalogue(
        KNOWN.teams,
        tuple(s for s in KNOWN.services if s.code != "siop"),
        KNOWN.priorities,
        KNOWN.calendars,
        KNOWN.agreements,
        KNOWN.canned_solutions,
    )
    with database.transaction(engine) as session:
        catalogue.sync(session, without)
    with database.reading(engine) as session:
        assert "siop" not in {s.code for s in queries.services(session)}
        assert session.get(model.Service, "siop") is not None
    with database.transaction(engine) as session:
        catalogue.sync(session, KNOWN)
    with database.reading(engine) as session:
        assert "siop" in {s.code for s in queries.services(session)}
