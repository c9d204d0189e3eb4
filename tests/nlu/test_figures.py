"""On messages that the trained model has not seen, no intent may fall by more than five points against the
committed figures (docs/nlu/figures.json).

After a wanted change: `make nlu-report` shows what moved, `python -m bench nlu_report --update` keeps it.
"""

import json

import pytest

from bench.nlu_evaluate import Pipeline, unseen
from bench.nlu_report import FIGURES, UNSEEN, fallen, pooled
from bench.turns_evaluate import model_path


@pytest.fixture(scope="module")
def result() -> dict:
    return unseen(Pipeline.trained(model_path()))


def test_no_intent_falls_by_more_than_five_points(result: dict) -> None:
    assert fallen(pooled(result, UNSEEN), json.loads(FIGURES.read_text("utf-8"))["unseen_recall"]) == []


def test_the_held_out_set_keeps_the_bars_of_the_project(result: dict) -> None:
    intents, entities = result["heldout"]["intents"], result["heldout"]["entities"]
    assert intents["accuracy"] >= 0.90
    assert intents["worst_recall"] >= 0.70
    assert intents["out_of_scope_recall"] >= 0.80
    assert intents["in_scope_refused"] <= 0.05
    assert entities["all"]["f1"] >= 0.93


def test_first_messages_of_people_whose_system_nobody_knows_are_read(result: dict) -> None:
    intents = result["first"]["intents"]
    assert intents["accuracy"] >= 0.92
    assert intents["per_intent"]["open_ticket"]["recall"] >= 0.90
    assert intents["in_scope_refused"] <= 0.04
    assert intents["out_of_scope_recall"] >= 0.88


def test_first_messages_of_strangers_keep_the_bars_of_the_project(result: dict) -> None:
    intents = result["fresh"]["intents"]
    assert intents["accuracy"] >= 0.95
    assert intents["per_intent"]["open_ticket"]["recall"] >= 0.90
    assert intents["in_scope_refused"] <= 0.04
    assert intents["out_of_scope_recall"] >= 0.88


def test_a_fall_is_noticed_and_a_small_move_is_not() -> None:
    before = {"greet": 0.9, "thank": 0.8, "gone": 0.5}
    assert fallen({"greet": 0.86, "thank": 0.7}, before) == [("gone", 0.5, 0.0), ("thank", 0.8, 0.7)]
