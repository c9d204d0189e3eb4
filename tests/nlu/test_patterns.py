"""E-mail addresses and ticket numbers: found whole, never inside something else, never slowly."""

import time

import pytest

from nlu.patterns import find


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind) for span in find(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("como tá o 2026-0001234?", "2026-0001234"),
        ("meu protocolo é 2026 0001234.", "2026 0001234"),
        ("20260001234", "20260001234"),
        ("SS 2026/0001234, por favor", "2026/0001234"),
        ("nº 2026-0001234", "2026-0001234"),
        ("chamado 1234", "1234"),
        ("o ticket de número 77 sumiu", "77"),
        ("protocolo: 5512", "5512"),
        ("ss 9 status", "9"),
        ("é o nº 4821", "nº 4821"),
        ("fala do meu chamado n° 377", "n° 377"),
        ("4821", "4821"),
        ("2026–0001234", "2026–0001234"),
        ("protocolo 2026 000 1234", "2026 000 1234"),
        ("meu chamado no 4821 parou", "no 4821"),
        ("e o 4821?", "4821"),
        ("cancela o 377", "377"),
        ("procura aí o 0001234", "0001234"),
        ("2026‑0001234", "2026‑0001234"),
        ("ocorrência 998", "998"),
        ("acionamento 2026 1234", "2026 1234"),
        ("s.s. 998", "998"),
        ("queria saber do 4821", "4821"),
        ("o de final 4821", "4821"),
    ],
)
def test_a_ticket_number_is_found_whole(text: str, number: str) -> None:
    assert found(text) == [(number, "ticket_number")]


def test_several_numbers_after_one_word_are_all_found() -> None:
    assert [text for text, _ in found("junta os chamados 1234, 5678 e 9012 em 3 dias")] == [
        "1234",
        "5678",
        "9012",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "meu telefone é 61 99999-1234",
        "liga no 0800 728 2323",
        "0800",
        "meu ramal é 2026-1234",
        "telefone 2026-4321",
        "meu cpf é 123.456.789-09",
        "desde 12/03/2026 não abre",
        "erro 1045 ao salvar",
        "abri o chamado em 2025",
        "minha nota pro atendimento é 7",
        "o chamado demora 15 dias?",
        "nota 5",
        "cnpj 12.345.678/0001-90",
        "ip 10.20.30.40",
        "falta a matrícula no chamado, é 20481",
        "como está o 0800 728 2323",
        "abri um chamado no 0800",
        "abri o chamado no 2025",
        "e o siafi 2024?",
        "processo 23000.001234/2026-55",
    ],
)
def test_other_numbers_are_no_tickets(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("meu e-mail é ana.souza@fazenda.gov.br.", "ana.souza@fazenda.gov.br"),
        ("(beto_77+css@sub.x.jus.br)", "beto_77+css@sub.x.jus.br"),
        ("MANDA PRA ANA@X.GOV.BR", "ANA@X.GOV.BR"),
    ],
)
def test_an_address_is_found_without_the_marks_around_it(text: str, address: str) -> None:
    assert found(text) == [(address, "email")]


def test_a_number_inside_an_address_is_no_ticket() -> None:
    assert found("chamado2026@x.gov.br e 20260001234@y.gov.br") == [
        ("chamado2026@x.gov.br", "email"),
        ("20260001234@y.gov.br", "email"),
    ]


@pytest.mark.parametrize("hostile", ["a", "1", "a@", "chamado ", "nº ", "2026-", "@.", "a.", "é o de "])
def test_no_message_stalls_the_search(hostile: str) -> None:
    started = time.perf_counter()
    find(hostile * 20_000)
    assert time.perf_counter() - started < 2
