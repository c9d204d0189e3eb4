"""What is learnt in a process beside the training is what would be learnt in it."""

import os

import pytest

from nlu import intent_model, own_process
from nlu.intent_model import IntentModel
from nlu.own_process import OwnProcess

TEXTS = ["oi", "bom dia", "o siafi não abre", "abrir chamado", "obrigado", "valeu"]
INTENTS = ["greet", "greet", "open_ticket", "open_ticket", "thank", "thank"]


@pytest.fixture
def nothing_begun(monkeypatch) -> None:
    monkeypatch.setattr(intent_model, "_BEGUN", {})
    monkeypatch.setattr(intent_model, "_FITTED", {})


def test_it_is_learnt_in_another_process() -> None:
    assert OwnProcess(os.getpid).result() != os.getpid()


def test_where_the_process_ends_without_an_answer_it_is_learnt_here(caplog) -> None:
    here = os.getpid()
    assert OwnProcess(lambda: os.getpid() if os.getpid() == here else os._exit(1)).result() == here
    assert "learnt in the training" in caplog.text


def test_what_cannot_be_learnt_fails_as_it_does_here(monkeypatch) -> None:
    monkeypatch.setattr(own_process.logger, "warning", lambda *_: None)
    with pytest.raises(ZeroDivisionError):
        OwnProcess(lambda: 1 // 0).result()


def test_the_intents_that_were_begun_are_those_that_are_asked_for(nothing_begun, monkeypatch) -> None:
    alone = IntentModel.fit(TEXTS, INTENTS)
    intent_model.begin(TEXTS, INTENTS)
    monkeypatch.setattr(IntentModel, "fit", lambda *_: pytest.fail("fitted again"))
    assert intent_model.fit_once(TEXTS, INTENTS).rank("bom dia") == alone.rank("bom dia")


def test_of_other_examples_than_those_begun_they_are_fitted_anew(nothing_begun) -> None:
    intent_model.begin(TEXTS[:4], INTENTS[:4])
    assert intent_model.fit_once(TEXTS, INTENTS).intents == ["greet", "open_ticket", "thank"]
    assert intent_model.fit_once(TEXTS[:4], INTENTS[:4]).intents == ["greet", "open_ticket"]
