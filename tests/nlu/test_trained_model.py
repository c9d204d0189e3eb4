"""The trained model as the server loads it: shape of what it says, two requests in one message, odd input."""

import asyncio
import os
import time
from pathlib import Path

import pytest
from rasa.core.agent import Agent

from launcher.training import ensure_model

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def agent() -> Agent:
    model = Path(os.environ.get("ASSISTANT_MODEL") or ensure_model(ROOT, ROOT / "var/log/train.log")[0])
    assert model.exists(), "Rasa would silently load another model of the folder"
    return Agent.load(str(model))


def parse(agent: Agent, text: str) -> dict:
    return asyncio.run(agent.parse_message(text))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("obrigado, e aproveitando, como tá o 2026-0000123?", "check_ticket_status"),
        ("bom dia! meu siafi não abre desde ontem", "open_ticket"),
        ("oi, tudo bem? qual o telefone de vocês?", "faq_phone_number"),
        ("valeu pela ajuda! agora quero ver todos os meus chamados", "list_my_tickets"),
        ("OI QUERO FALAR COM UM ATENDENTE", "talk_to_human"),
        ("nao to conseguino acesar o comprasnet", "open_ticket"),
        ("2026-0001234", "check_ticket_status"),
    ],
)
def test_the_request_wins_over_the_courtesy(agent: Agent, text: str, intent: str) -> None:
    assert parse(agent, text)["intent"]["name"] == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("o PJe saiu do ar e a audiência começa em dez minutos", "open_ticket"),
        ("O sistema da prefeitura caiu e tem fila no balcão.", "open_ticket"),
        ("perdi o relatório inteiro, estou desesperada!!!", "open_ticket"),
        ("tá aberto desde ontem e ninguém veio ainda", "check_ticket_status"),
        ("Boa tarde! Falo da Prefeitura de Gurupi.", "greet"),
        ("vc tem zap?", "faq_contact_channels"),
        ("o aplicativo do banco não abre", "out_of_scope"),
    ],
)
def test_a_first_message_needs_no_name_of_the_catalogue(agent: Agent, text: str, intent: str) -> None:
    assert parse(agent, text)["intent"]["name"] == intent


def test_an_entity_says_where_it_stands_and_keeps_what_was_typed(agent: Agent) -> None:
    entities = parse(agent, "o Siaf caiu, chamado 2026-0001234, é urgente, ana@x.gov.br")["entities"]
    assert [(e["entity"], e["value"]) for e in entities] == [
        ("service", "Siaf"),
        ("ticket_number", "2026-0001234"),
        ("urgency", "urgente"),
        ("email", "ana@x.gov.br"),
    ]
    text = "o Siaf caiu, chamado 2026-0001234, é urgente, ana@x.gov.br"
    assert all(text[e["start"] : e["end"]] == e["value"] for e in entities)


@pytest.mark.parametrize("text", ["", "   ", "zxcvbn qwrtp", "🙂", "\u202exkcdw\x00"])
def test_what_cannot_be_understood_is_refused(agent: Agent, text: str) -> None:
    assert parse(agent, text)["intent"]["name"] in {"nlu_fallback", "out_of_scope"}


@pytest.mark.parametrize("piece", ["a", "a@", "chamado ", "não sei ", "1 ", "\n"])
def test_no_message_stalls_the_server(agent: Agent, piece: str) -> None:
    started = time.perf_counter()
    parse(agent, (piece * 4000)[:4000])
    assert time.perf_counter() - started < 3
