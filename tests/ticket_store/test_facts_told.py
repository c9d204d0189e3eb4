"""What the short answers say in figures is what the program does."""

from datetime import timedelta
from pathlib import Path

import pytest

from actions import tickets
from ground.private import hide_private
from ticket_store import articles, catalogue, drafts, identity, numbers
from ticket_store.operations import attachments, opening
from ticket_store.operations.recording import MAX_TEXT

NUMBERS = {3: "três", 5: "cinco", 7: "sete", 8: "oito", 10: "dez"}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CODES, WITHIN = identity.PER_CONVERSATION
CODES_OF_ADDRESS, _ = identity.PER_ASKER_AND_ADDRESS
OPENED, _ = opening.PER_ADDRESS[0]


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        ("codigo-quanto-vale", f"{identity.CODE_LIFE // MINUTE} minutos"),
        ("sair-para-ver-o-email", f"{identity.CODE_LIFE // MINUTE} minutos"),
        ("codigo-no-celular", f"{identity.CODE_LIFE // MINUTE} minutos"),
        ("codigo-tentativas", f"{NUMBERS[identity.MAX_TRIES]} tentativas"),
        ("codigo-quantos-pedir", f"{NUMBERS[CODES]} a cada {WITHIN // MINUTE} minutos"),
        ("codigo-quantos-pedir", f"{NUMBERS[CODES_OF_ADDRESS]} por hora"),
        ("mesmo-email-de-antes", f"até {NUMBERS[OPENED]} por hora"),
        ("codigo-toda-vez", f"{NUMBERS[identity.PROOF_LIFE // HOUR]} horas"),
        ("continuar-depois", f"{NUMBERS[identity.PROOF_LIFE // HOUR]} horas"),
        ("continuar-em-outro-aparelho", f"{NUMBERS[identity.PROOF_LIFE // HOUR]} horas"),
        ("continuar-em-outro-aparelho", f"{drafts.LIFE // HOUR} horas"),
        ("limite-de-texto", f"{MAX_TEXT:,}".replace(",", ".")),
        ("tipos-de-arquivo", f"até {NUMBERS[attachments.MAX_FILES]} por acionamento"),
        ("tipos-de-arquivo", f"{attachments.MAX_BYTES // 1024**2} MB"),
        ("acionamentos-antigos", f"até {NUMBERS[tickets.SHOWN]}"),
        ("perdi-o-numero", f"{NUMBERS[numbers.DIGITS]} algarismos"),
    ],
)
def test_a_figure_that_is_told(slug: str, told: str) -> None:
    assert told in _summary(slug)


def test_the_conversation_waits_in_the_page_as_long_as_an_address_stays_proved() -> None:
    kept = Path("portal/widget/memory.js").read_text("utf-8")
    assert f"SHARED_MS = {identity.PROOF_LIFE // HOUR} * 3600 * 1000" in kept
    assert f"session_expiration_time: {identity.PROOF_LIFE // MINUTE}" in Path("domain.yml").read_text(
        "utf-8"
    )


def test_what_is_told_for_an_hour_is_counted_for_one() -> None:
    assert identity.PER_ASKER_AND_ADDRESS[1] == opening.PER_ADDRESS[0][1] == HOUR


def test_a_cpf_is_told_to_become_a_mark_and_does() -> None:
    assert "vira uma marca" in _summary("cpf-cnpj-processo")
    assert hide_private("o CPF dela é 529.982.247-25") == "o CPF dela é [CPF removido]"


def test_there_are_as_many_systems_as_is_told() -> None:
    assert "mais de noventa" in _summary("quais-sistemas")
    assert len(catalogue.load().services) > 90


@pytest.mark.parametrize("label", ["Guardar a conversa", "Baixar para imprimir", "Receber por e-mail"])
def test_the_page_has_what_the_answer_names(label: str) -> None:
    page = "".join(path.read_text("utf-8") for path in Path("portal/widget").glob("*.js"))
    assert label in page


def _summary(slug: str) -> str:
    return next(seed.text.summary for seed in articles.load().articles if seed.slug == slug)
