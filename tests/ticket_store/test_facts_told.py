"""What the short answers say in figures is what the program does."""

import inspect
from datetime import timedelta
from pathlib import Path

import pytest

from ticket_store import articles, catalogue, identity, queries
from ticket_store.operations import attachments
from ticket_store.operations.recording import MAX_TEXT

NUMBERS = {3: "três", 5: "cinco", 8: "oito", 10: "dez", 20: "vinte"}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CODES, WITHIN = identity.PER_CONVERSATION
LISTED = inspect.signature(queries.list_tickets).parameters["limit"].default


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        ("codigo-quanto-vale", f"{identity.CODE_LIFE // MINUTE} minutos"),
        ("sair-para-ver-o-email", f"{identity.CODE_LIFE // MINUTE} minutos"),
        ("codigo-no-celular", f"{identity.CODE_LIFE // MINUTE} minutos"),
        ("codigo-tentativas", f"{NUMBERS[identity.MAX_TRIES]} tentativas"),
        ("codigo-quantos-pedir", f"{NUMBERS[CODES]} a cada {WITHIN // MINUTE} minutos"),
        ("codigo-toda-vez", f"{NUMBERS[identity.PROOF_LIFE // HOUR]} horas"),
        ("continuar-depois", f"{NUMBERS[identity.PROOF_LIFE // HOUR]} horas"),
        ("limite-de-texto", f"{MAX_TEXT:,}".replace(",", ".")),
        ("tipos-de-arquivo", f"até {NUMBERS[attachments.MAX_FILES]} por acionamento"),
        ("tipos-de-arquivo", f"{attachments.MAX_BYTES // 1024**2} MB"),
        ("acionamentos-antigos", f"até {NUMBERS[LISTED]}"),
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


def test_there_are_as_many_systems_as_is_told() -> None:
    assert "mais de noventa" in _summary("quais-sistemas")
    assert len(catalogue.load().services) > 90


@pytest.mark.parametrize("label", ["Guardar a conversa", "Baixar para imprimir", "Receber por e-mail"])
def test_the_page_has_what_the_answer_names(label: str) -> None:
    page = "".join(path.read_text("utf-8") for path in Path("portal/widget").glob("*.js"))
    assert label in page


def _summary(slug: str) -> str:
    return next(seed.text.summary for seed in articles.load().articles if seed.slug == slug)
