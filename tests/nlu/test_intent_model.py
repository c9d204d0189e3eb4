"""The intent model: one message at a time as in bulk, saved and loaded, with and without sentence vectors."""

import numpy as np
import pytest

import nlu.features
from nlu.intent_model import IntentModel, Options

TEXTS = [
    *("quero abrir um chamado", "o sistema não abre", "minha senha expirou", "registrar problema"),
    *("bom dia", "oi tudo bem", "olá", "boa tarde"),
    *("qual o telefone", "me passa o número da central", "telefone da css", "quero ligar"),
]
INTENTS = [name for name in ("open_ticket", "greet", "faq_phone_number") for _ in range(4)]


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.fit(TEXTS, INTENTS)


def test_what_was_learnt_is_known_and_shares_add_up(model: IntentModel) -> None:
    ranking = model.rank("o sistema não abre")
    assert ranking[0][0] == "open_ticket"
    assert sum(share for _, share in ranking) == pytest.approx(1, abs=1e-5)
    assert [share for _, share in ranking] == sorted((share for _, share in ranking), reverse=True)


@pytest.mark.parametrize("text", ["telefone", "oi, quero abrir chamado", "", "zzz", "!?"])
def test_one_message_is_read_as_it_is_in_bulk(model: IntentModel, text: str) -> None:
    one = dict(model.rank(text))
    bulk = model.probabilities(["olá", text])[1]
    assert [one[name] for name in model.intents] == pytest.approx(bulk, abs=1e-5)


@pytest.mark.parametrize("mark", [".", "!", "...", " !!!", ";", "…"])
def test_the_mark_at_the_end_decides_nothing(model: IntentModel, mark: str) -> None:
    assert model.rank("o sistema não abre" + mark) == model.rank("o sistema não abre")
    assert model.rank(f"oi{mark} quero ligar") == model.rank("oi quero ligar")


def test_a_question_mark_may_decide(model: IntentModel) -> None:
    assert model.rank("o sistema não abre?") != model.rank("o sistema não abre")


def test_a_saved_model_answers_the_same(model: IntentModel, tmp_path) -> None:
    model.save(tmp_path)
    loaded = dict(IntentModel.load(tmp_path).rank("preciso do telefone"))
    assert loaded == pytest.approx(dict(model.rank("preciso do telefone")), abs=1e-5)


def test_training_twice_gives_the_same_model(model: IntentModel) -> None:
    """But for the last bits: the encoder adds up in threads, in another order on a busy machine."""
    again = IntentModel.fit(TEXTS, INTENTS)
    assert np.allclose(again.probabilities(TEXTS), model.probabilities(TEXTS), rtol=0, atol=1e-5)


def test_it_answers_without_the_sentence_encoder(model: IntentModel, monkeypatch) -> None:
    monkeypatch.setattr(nlu.features, "encoder", lambda: None)
    assert model.rank("quero abrir um chamado")[0][0] == "open_ticket"
    assert IntentModel.fit(TEXTS, INTENTS, Options()).rank("bom dia")[0][0] == "greet"
