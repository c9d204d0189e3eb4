"""Services and urgency in running text: exact, misspelt, and told apart from everyday words."""

from itertools import pairwise

import pytest

from bench.nlu_data import TRAINING, load
from nlu.extractor import service_names
from nlu.gazetteer import Gazetteer, tokens
from nlu.spans import SpanModel


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> SpanModel:
    examples, data = load(TRAINING)
    folder = tmp_path_factory.mktemp("spans")
    return SpanModel.fit([(e.text, e.spans) for e in examples], service_names(data), folder)


def found(model: SpanModel, text: str, kind: str) -> list[str]:
    return [text[span.start : span.end] for span in model.find(text) if span.kind == kind]


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("o siafi caiu", ["siafi"]),
        ("meu e cac e o SICAF e nada abre", ["e cac", "SICAF"]),
        ("não consigo entrar no comprasnet desde ontem de manhã, já troquei de navegador", ["comprasnet"]),
        ("o SEI não abre", ["SEI"]),
        ("o sei travou no despacho", ["sei"]),
        ("não sei o que fazer", []),
        ("sei lá, não sei não", []),
        ("meu e-mail é ana@siafi.gov.br", []),
        ("preciso da vpn e do token", ["vpn", "token"]),
        ("a internet e o computador pararam", []),
    ],
)
def test_a_named_system_is_a_service_and_an_everyday_word_is_not(
    model: SpanModel, text: str, services: list[str]
) -> None:
    assert found(model, text, "service") == services


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("é urgente!", ["urgente"]),
        ("preciso disso pra ontem, o siape parou", ["pra ontem"]),
        ("resolvam com urgência", ["urgência"]),
        ("não é urgente", ["não é urgente"]),
        ("pode ser sem pressa", ["sem pressa"]),
        ("o que faço quando der problema", []),
    ],
)
def test_only_an_explicit_expression_is_urgency(model: SpanModel, text: str, urgency: list[str]) -> None:
    assert found(model, text, "urgency") == urgency


def test_spans_never_overlap(model: SpanModel) -> None:
    text = "URGENTE: chamado 2026-0001234 do SIAFI Web, ana@gov.br, gov.br e Portal Único o quanto antes"
    spans = model.find(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert {span.kind for span in spans} == {"urgency", "ticket_number", "service", "email"}


def test_a_slip_is_matched_and_an_ordinary_word_is_not() -> None:
    gazetteer = Gazetteer(["Comprasnet", "Siscomex", "Radar"], ordinary=["rodar"])
    assert gazetteer.matches(tokens("conprasnet e ciscomex"))[0] == (0, 1, False)
    assert gazetteer.matches(tokens("ciscomex")) == [(0, 1, False)]
    assert gazetteer.matches(tokens("rodar")) == []
