"""Which service is meant, and when none is."""

import pytest

from actions.services import find_service, find_services, is_other
from ticket_store import catalogue

CATALOGUE = catalogue.load()


def code(text: str, asked: bool = False, *entities: str) -> str | None:
    found = find_service(CATALOGUE, text, entities, asked)
    return found.code if found else None


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("o SIAPE tá dando erro", "siape"),
        ("na verdade é no SEI", "sei"),
        ("não consigo assinar no sei", "sei"),
        ("meu e-cac não abre", "ecac"),
        ("siafi web travado", "siafi"),
        ("conta gov.br bloqueada", "govbr"),
    ],
)
def test_a_service_is_found_in_a_sentence(typed: str, service: str) -> None:
    assert code(typed) == service


@pytest.mark.parametrize(
    "typed",
    [
        "eu não sei o que fazer",
        "meu e-mail é ana@siape.gov.br",
        "é simples",
        "sei lá",
        "ana@sei.gov.br",
        "meu cpf é esse",
    ],
)
def test_ordinary_words_and_addresses_are_no_service(typed: str) -> None:
    assert code(typed) is None


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("sei", "sei"),
        ("siaf", "siafi"),
        ("é a internet", "rede"),
        ("sicafi", "sicaf"),
        ("comprasnte", "comprasnet"),
    ],
)
def test_an_answer_may_be_short_or_misspelt(typed: str, service: str) -> None:
    assert code(typed, asked=True) == service


def test_what_the_classifier_marked_counts() -> None:
    assert code("deu ruim no siafe aqui", False, "siafe") == "siafi"


@pytest.mark.parametrize("typed", ["outro", "Outro serviço", "nenhum desses", "não sei qual"])
def test_another_service_is_fine(typed: str) -> None:
    assert is_other(typed)


def test_several_services_come_in_the_order_in_which_they_are_named() -> None:
    found = find_services(CATALOGUE, "o e-CAC recusa o certificado e preciso entregar a DCTFWeb")
    assert [f.code for f in found] == ["ecac", "dctfweb"]


def test_a_name_inside_a_longer_one_does_not_count() -> None:
    assert [f.code for f in find_services(CATALOGUE, "o portal único siscomex caiu")] == ["portal-unico"]


def test_a_thing_counts_when_no_system_is_named() -> None:
    assert code("a impressora do setor não imprime") == "estacao-de-trabalho"
    assert code("o siape não imprime na impressora nova") == "siape"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("não é no siafi, é no siape", "siape"),
        ("é o siape, não é o siafi", "siape"),
        ("não é no siafi", "siafi"),
    ],
)
def test_a_denied_service_counts_only_when_no_other_is_named(text: str, code: str) -> None:
    found = find_service(CATALOGUE, text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["sei lá", "nem sei", "não faço ideia", "não lembro o nome", "outro"])
def test_not_knowing_the_system_is_an_answer(text: str) -> None:
    assert is_other(text)
