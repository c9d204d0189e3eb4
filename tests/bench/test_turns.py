"""What `make bench` tells of two sides, and what it says of a figure that misses its bar."""

from __future__ import annotations

from datetime import datetime, timezone

import yaml

from bench import figures, turns
from bench.baseline import bot
from bench.talker import PAGE, STOCK
from bench.turns import Side, missed, summary
from settings import ROOT


def side(name: str, milliseconds: float, rate: float) -> Side:
    taken = {(kind, 32): [milliseconds / 1000] * 100 for kind in turns.KINDS}
    return Side(name, "", STOCK, seconds=taken, rates={case: [rate, rate + 1, rate - 1] for case in taken})


def told(ours: Side) -> list[str]:
    return missed([*summary(side("baseline", 1000, 10)), *summary(ours)])


def test_a_side_that_is_cheap_enough_misses_nothing() -> None:
    assert told(side("ours", 300, 45)) == []


def test_each_bar_that_is_missed_is_told() -> None:
    slow = told(side("ours", 1200, 35))
    assert slow == [
        "dúvida, 32: mediana 1.20x (meta 0.5x)",
        "dúvida, 32: p99 1200 ms",
        "fluxo, 32: mediana 1.20x (meta 0.35x)",
        "fluxo, 32: 3.50x turnos/s (meta 4.0x)",
        "fluxo, 32: p99 1200 ms",
    ]


def test_the_spread_of_turns_and_of_rounds_is_told() -> None:
    [row, _] = summary(side("ours", 40, 20))
    assert (row["per_second"], row["per_second_range"]) == (20, [19, 21])
    assert (row["median_ms"], row["quartiles_ms"], row["p99_ms"], row["turns"]) == (40, [40, 40], 40, 100)


def test_the_page_gives_each_message_its_id_and_the_stock_channel_none() -> None:
    ours = PAGE.message("oi")
    assert (ours["text"], PAGE.message("oi")["id"] != ours["id"]) == ("oi", True)
    assert STOCK.message("oi") == {"message": "oi"}


def test_the_baseline_answers_every_question_of_the_project_with_the_projects_text() -> None:
    ours = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    theirs = bot._domain()
    answered = {rule["steps"][0].get("intent") for rule in bot._rules(ours)["rules"]}
    questions = {one for one in ours["intents"] if one.startswith("faq_")}
    assert questions <= answered
    assert {theirs["responses"][f"utter_{one}"][0]["text"] for one in questions} == {
        ours["responses"][f"utter_{one}"][0]["text"] for one in questions
    }


def test_the_baselines_form_asks_what_the_flow_asks(tmp_path) -> None:
    domain = bot._domain()
    assert domain["forms"] == {bot.FORM: {"required_slots": ["service", "description", "email"]}}
    assert all(domain["responses"][f"utter_ask_{bot.FORM}_{slot}"] for slot in bot.SLOTS)


def test_a_figure_takes_the_place_of_the_one_before_and_leaves_the_others(tmp_path) -> None:
    path, now = tmp_path / "figures.json", datetime(2026, 11, 29, 20, 5, tzinfo=timezone.utc)
    figures.keep("turns", {"load": [1, 2]}, path, now)
    figures.keep("memory", {"agora": {}}, path, now)
    figures.keep("turns", {"load": [3, 4]}, path, now)
    assert figures.read(path) == {
        "memory": {"measured_at": "2026-11-29T20:05+00:00", "agora": {}},
        "turns": {"measured_at": "2026-11-29T20:05+00:00", "load": [3, 4]},
    }
