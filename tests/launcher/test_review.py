"""What was labelled at the desk becomes training text, or leaves no trace."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from launcher.review import accepted, append, training_file

GREET = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - oi\n    - bom dia\n'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "faq").mkdir()
    (tmp_path / "greet.yml").write_text(GREET)
    (tmp_path / "faq" / "privacy.yml").write_text(GREET.replace("greet", "faq_privacy"))
    return tmp_path


def examples(path: Path) -> list[str]:
    [entry] = yaml.safe_load(path.read_text())["nlu"]
    return entry["examples"].splitlines()


def test_an_accepted_message_is_appended_to_the_file_of_its_intent(data: Path) -> None:
    append(data, accepted([("opa, tudo certo?", "greet")], lambda question: ""))
    assert examples(data / "greet.yml") == ["- oi", "- bom dia", "- opa, tudo certo?"]


def test_a_skipped_message_is_not_and_a_rewritten_one_is_as_it_was_rewritten(data: Path) -> None:
    answers = iter(["-", "quem vê meu [siafi](service)?"])
    lines = accepted([("xyz", "greet"), ("quem ve meu siafi", "faq_privacy")], lambda question: next(answers))
    append(data, lines)
    assert examples(data / "greet.yml") == ["- oi", "- bom dia"]
    assert examples(data / "faq" / "privacy.yml")[-1] == "- quem vê meu [siafi](service)?"


def test_a_known_line_changes_nothing_and_the_text_before_is_returned_for_a_way_back(data: Path) -> None:
    assert append(data, {"greet": ["oi"]}) == {}
    before = append(data, {"greet": ["olá"]})
    for path, text in before.items():
        path.write_text(text)
    assert (data / "greet.yml").read_text() == GREET


def test_an_intent_without_a_file_is_left_out(data: Path) -> None:
    assert training_file(data, "unknown") is None
    assert append(data, {"unknown": ["x"]}) == {}
