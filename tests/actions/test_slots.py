"""What people type, read: addresses, numbers, codes, yes and no."""

import time

import pytest

from actions import slots
from ticket_store import catalogue


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("meu email é ana@x.gov.br, abre um chamado", "ana@x.gov.br"),
        ("ANA.SILVA@Serpro.GOV.BR.", "ANA.SILVA@serpro.gov.br"),
        ("era a@b.br mas o certo é c@d.br", "c@d.br"),
        ("<ana+css@orgao.df.gov.br>", "ana+css@orgao.df.gov.br"),
    ],
)
def test_an_address_is_found_inside_a_sentence(typed: str, address: str) -> None:
    assert slots.find_email(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["ana@", "ana arroba x", "@gov.br", "ana@x", "ana@@x.br", "ana@x..br", "css.serpro@serpro.gov.br", ""],
)
def test_what_is_no_address_of_a_person_is_none(typed: str) -> None:
    assert slots.find_email(typed) is None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("maria ponto silva arroba fazenda ponto gov ponto br", "maria.silva@fazenda.gov.br"),
        ("meu email é joao arroba gmail.com", "joao@gmail.com"),
        ("é ana @ x.gov.br", "ana@x.gov.br"),
        ("Ana underline Lima ARROBA saude PONTO gov PONTO br, tá?", "Ana_Lima@saude.gov.br"),
    ],
)
def test_an_address_that_was_dictated_is_written_out(typed: str, address: str) -> None:
    assert slots.find_email(typed) == address


def test_a_hostile_text_is_read_in_a_moment() -> None:
    started = time.perf_counter()
    slots.find_email("a" * 32_000)
    slots.find_ticket_number("1" * 32_000, bare=True)
    slots.fold("a " * 16_000)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("como tá o 2026-0001234?", "2026-0001234"),
        ("2026 0001234", "2026 0001234"),
        ("20260001234", "20260001234"),
        ("2026/0001234", "2026/0001234"),
        ("2026–0001234", "2026–0001234"),
        ("é o 2026 000 1234", "2026 000 1234"),
        ("2026‑0001234", "2026‑0001234"),
        ("e o nº 1234", "1234"),
        ("chamado 1234 como está", "1234"),
        ("protocolo: 77", "77"),
        ("como está o chamado 2026-0001234?", "2026-0001234"),
        ("chamado nº 2026 0001234", "2026 0001234"),
    ],
)
def test_a_ticket_number_is_found_in_any_written_form(typed: str, number: str) -> None:
    assert slots.find_ticket_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["desde 2019 não funciona", "erro 504", "0800 728 2323", "ana2026@x.gov.br", "são 15 máquinas"]
)
def test_other_digits_are_no_ticket_number(typed: str) -> None:
    assert slots.find_ticket_number(typed) is None


def test_a_bare_number_counts_only_when_a_number_is_meant() -> None:
    assert slots.find_ticket_number("1234") is None
    assert slots.find_ticket_number("1234", bare=True) == "1234"
    assert slots.find_ticket_number("2026/12", bare=True) == "2026/12"


@pytest.mark.parametrize(
    "typed", ["123456", "123 456", "123-456", "o código é 123456.", "é 123.456", "12 34 56", "1 2 3 4 5 6"]
)
def test_a_code_is_read_however_it_is_spaced(typed: str) -> None:
    assert slots.find_code(typed) == "123456"


@pytest.mark.parametrize(
    "typed", ["12345", "1234567", "2026-0001234", "não chegou", "123.456.789-00", "12.345.678/0001-90"]
)
def test_other_digits_are_no_code(typed: str) -> None:
    assert slots.find_code(typed) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("preciso pra ontem", "pra ontem"),
        ("é urgente!", "urgente"),
        ("não é urgente", "não é urgente"),
        ("sem pressa, quando der", "sem pressa"),
        ("urgência: baixa", "baixa"),
        ("prioridade normal", "normal"),
        ("não tenho pressa", "não tenho pressa"),
        ("preciso disso pra hoje", "pra hoje"),
        ("tá tudo parado", "tudo parado"),
        ("o SIAPE caiu", None),
    ],
)
def test_urgency_is_taken_only_if_said(typed: str, words: str | None) -> None:
    assert slots.find_urgency(typed) == words


@pytest.mark.parametrize(
    "typed",
    [
        "sim",
        "Sim!",
        "s",
        "pode registrar",
        "ok",
        "isso mesmo",
        "sim, pode abrir",
        "Tá certo.",
        "é isso aí",
        "ótimo",
        "siim",
        "👍👍",
        "👍🏽",
    ],
)
def test_a_confirmation_is_a_confirmation(typed: str) -> None:
    assert slots.is_yes(typed)


@pytest.mark.parametrize(
    "typed", ["sim, mas o e-mail está errado", "não", "isso não", "quero mudar", "", "pode mudar o e-mail?"]
)
def test_what_carries_more_is_no_plain_confirmation(typed: str) -> None:
    assert not slots.is_yes(typed)


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("nota 5", 5),
        ("dou nota dez", 10),
        ("4 estrelas", 4),
        ("nota: 0", 0),
        ("nota três", 3),
        ("chamado 5", None),
    ],
)
def test_a_score_is_read_as_it_was_said(typed: str, score: int | None) -> None:
    assert slots.find_score(typed) == score


def test_a_bare_score_counts_only_when_a_score_is_asked() -> None:
    assert slots.find_score("cinco") is None
    assert slots.find_score("cinco", bare=True) == 5


@pytest.mark.parametrize("typed", ["sim, obrigada!", "ok obrigado", "perfeito, muito obrigada", "por favor"])
def test_a_yes_with_thanks_is_a_yes(typed: str) -> None:
    assert slots.is_yes(typed)


@pytest.mark.parametrize("typed", ["obrigada", "não, obrigada", "talvez", "hum"])
def test_thanks_alone_and_doubt_are_no_yes(typed: str) -> None:
    assert not slots.is_yes(typed)


@pytest.mark.parametrize(
    ("said", "priority"),
    [
        ("urgência: baixa", "low"),
        ("não precisa ser urgente", "low"),
        ("não tenho pressa", "low"),
        ("com calma", "low"),
        ("prioridade normal", "normal"),
        ("preciso disso pra hoje", "high"),
        ("urgente!!!", "high"),
        ("parou tudo", "critical"),
        ("é crítico", "critical"),
    ],
)
def test_what_is_said_of_the_urgency_becomes_its_priority(said: str, priority: str) -> None:
    assert catalogue.load().priority_for(slots.find_urgency(said)).code == priority


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("o usuário joao@x.gov.br não entra no siape", None),
        ("o e-mail da minha colega maria@x.gov.br não recebe nada", None),
        ("não consigo enviar e-mail para fulano@gmail.com", None),
        ("o usuário joao@x.gov.br não entra, meu email é ana@y.gov.br", "ana@y.gov.br"),
        ("meu e-mail do trabalho é ana@x.gov.br", "ana@x.gov.br"),
        ("sou a servidora ana@x.gov.br", "ana@x.gov.br"),
        ("o siape caiu, ana@x.gov.br", "ana@x.gov.br"),
        ("manda pra ana@x.gov.br", "ana@x.gov.br"),
        ("acesso para fulano@x.gov.br, o meu é ana@x.gov.br", "ana@x.gov.br"),
        ("o meu é ana@x.gov.br, o acesso é para fulano@x.gov.br", "ana@x.gov.br"),
    ],
)
def test_an_address_of_the_story_is_not_his(typed: str, address: str | None) -> None:
    assert slots.find_own_email(typed) == address


def test_a_dictated_address_whose_beginning_is_not_clear_is_not_guessed() -> None:
    assert slots.find_email("maria jose arroba gmail ponto com") is None
    assert slots.tries_an_email("maria jose arroba gmail ponto com")
