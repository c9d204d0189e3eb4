"""What is learnt beside a training is what is learnt in it; what is loaded twice is in memory once."""

from pathlib import Path

import numpy as np
import pytest

from ground.notation import HELDOUT, Turn, load_folder
from nlu import lessons
from nlu.intent_model import IntentModel
from nlu.reading import cues
from nlu.reading.words import Said
from nlu.spelling import Speller


def set_(slot: str, value: str) -> dict[str, str]:
    return {"command": "set", "slot": slot, "value": value}


TURNS = [
    Turn(
        "o siafi não abre desde ontem",
        {"pending": "description"},
        [[set_("description", "o siafi não abre")]],
    ),
    Turn("oi, a tela trava", {"pending": "description"}, [[set_("description", "a tela trava")]]),
    Turn("sim", {"pending": "confirm_open"}, [[{"command": "affirm"}]]),
]


@pytest.fixture
def course():
    """No process is left over."""
    yield lessons._BEGUN
    for one in lessons._BEGUN:
        one.process.wait()
        one.folder.cleanup()
    lessons._BEGUN.clear()


def test_a_process_beside_the_training_learns_the_same(course, tmp_path: Path, monkeypatch) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    signs, _ = lessons.learn(TURNS, here)
    lessons.begin(TURNS)
    monkeypatch.setattr(lessons, "_learn", lambda *_: pytest.fail("learnt again"))
    beside, _ = lessons.learn(TURNS, there)
    assert np.array_equal(signs, beside)
    assert (here / "texts.crfsuite").read_bytes() == (there / "texts.crfsuite").read_bytes()


def test_other_turns_than_those_begun_are_learnt_for_themselves(course, tmp_path: Path) -> None:
    lessons.begin(TURNS)
    signs, _ = lessons.learn(TURNS[:2], tmp_path)
    assert len(signs) == 2


def test_where_the_process_fails_the_training_learns_itself(course, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(lessons.sys, "executable", "/bin/false")
    lessons.begin(TURNS)
    signs, _ = lessons.learn(TURNS, tmp_path)
    assert len(signs) == 3


def test_the_cues_that_are_not_looked_for_are_not_there() -> None:
    for turn in load_folder(HELDOUT):
        said = Said(turn.text)
        every = {name: found for name, p in cues._patterns().items() if (found := cues.hits(said, p))}
        assert cues.find_all(said) == every


def test_two_parts_that_saved_the_same_share_one(tmp_path: Path) -> None:
    texts = ["oi", "bom dia", "o siafi não abre", "abrir chamado"]
    model = IntentModel.fit(texts, ["greet", "greet", "open_ticket", "open_ticket"])
    speller = Speller.fit(texts)
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        model.save(tmp_path / name)
        (tmp_path / f"{name}s").mkdir()
        speller.save(tmp_path / f"{name}s")
    loaded = IntentModel.load(tmp_path / "one")
    assert IntentModel.load(tmp_path / "other") is loaded
    written = Speller.load(tmp_path / "ones")
    assert Speller.load(tmp_path / "others") is written
    (tmp_path / "other" / "intents.json").write_text('["open_ticket", "greet"]')
    assert IntentModel.load(tmp_path / "other").intents == ["open_ticket", "greet"]
