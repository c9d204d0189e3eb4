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


WRITTEN = """
author: ana
turns:
- pending: description
  said:
  - [o siafi não abre desde ontem, 'set description: o siafi não abre']
  - ['oi, a tela trava', 'set description: a tela trava']
- pending: confirm_open
  said:
  - [sim, affirm]
"""
GREETING = Turn("bom dia", {"pending": "none"}, [[{"command": "social", "kind": "greet"}]])
STORY = Turn("a tela trava", {"pending": "description"}, [[set_("description", "a tela trava")]])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder of turns."""
    (tmp_path / "turns").mkdir()
    (tmp_path / "turns" / "ana.yml").write_text(WRITTEN, "utf-8")
    return tmp_path / "turns"


@pytest.fixture
def course():
    """No process is left over."""
    yield lessons._BEGUN
    for one in lessons._BEGUN:
        one.process.wait()
        one.folder.cleanup()
    lessons._BEGUN.clear()


def test_a_process_beside_the_training_learns_the_same(
    course, source: Path, tmp_path: Path, monkeypatch
) -> None:
    """Turns behind those of its folder, too."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    turns = [*load_folder(source), GREETING]
    signs = lessons.signs(turns)
    lessons.texts(turns, here)
    lessons.begin(source)
    monkeypatch.setattr(lessons, "_learn_texts", lambda *_: pytest.fail("learnt again"))
    assert np.array_equal(signs, lessons.signs(turns))
    lessons.texts(turns, there)
    assert (here / "texts.crfsuite").read_bytes() == (there / "texts.crfsuite").read_bytes()


@pytest.mark.parametrize(
    "other", [lambda turns: turns[:2], lambda turns: turns[::-1], lambda turns: [*turns, STORY]]
)
def test_other_turns_than_those_begun_are_learnt_for_themselves(
    course, source: Path, tmp_path: Path, other, monkeypatch
) -> None:
    """Fewer, in another order, or with a text behind them, which the text model would not have seen."""
    turns = other(load_folder(source))
    learnt: list[list[Turn]] = []
    real = lessons._learn_texts
    monkeypatch.setattr(
        lessons, "_learn_texts", lambda read, asked, folder: learnt.append(asked) or real(read, asked, folder)
    )
    alone = lessons.signs(turns)
    lessons.begin(source)
    assert np.array_equal(lessons.signs(turns), alone)
    lessons.texts(turns, tmp_path)
    assert learnt == [turns]


def test_where_the_process_fails_the_training_learns_itself(
    course, source: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(lessons.sys, "executable", "/bin/false")
    lessons.begin(source)
    turns = load_folder(source)
    assert len(lessons.signs(turns)) == 3
    lessons.texts(turns, tmp_path)
    assert (tmp_path / "texts.crfsuite").exists()


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
