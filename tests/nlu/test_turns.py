"""The labelled turns and what the trained model reads from the held-out ones (docs/turns/figures.json).

After a wanted change: `make turns-report` shows what moved, `python -m bench turns_report --update` keeps it.
"""

import json
import os
import time
from collections import Counter
from pathlib import Path

import pytest

from bench.turns_evaluate import figures
from bench.turns_report import FIGURES, worse
from ground.notation import HELDOUT, SPOKEN, Turn, load_folder
from launcher.training import ensure_model
from nlu.normalise import normalise
from nlu.pending import KINDS
from nlu.read_turns import load as load_model

ROOT = Path(__file__).resolve().parents[2]
ENOUGH, ENOUGH_HELD_OUT = 80, 20


@pytest.fixture(scope="module")
def training() -> list[Turn]:
    return load_folder()


@pytest.fixture(scope="module")
def heldout() -> list[Turn]:
    return load_folder(HELDOUT)


@pytest.fixture(scope="module")
def model():
    return load_model(
        Path(os.environ.get("ASSISTANT_MODEL") or ensure_model(ROOT, ROOT / "var/log/train.log")[0])
    )


def test_every_pending_question_has_turns_to_learn_from_and_others_to_be_measured_by(
    training, heldout
) -> None:
    learnt, measured = (Counter(turn.pending for turn in turns) for turns in (training, heldout))
    assert {pending: learnt[pending] for pending in KINDS if learnt[pending] < ENOUGH} == {}
    assert {pending: measured[pending] for pending in KINDS if measured[pending] < ENOUGH_HELD_OUT} == {}


def test_no_long_held_out_line_is_among_the_turns_to_learn_from(training, heldout) -> None:
    """Short answers meet by chance; seven words in a row do not. Counted, not listed: nobody reads them
    here.
    """
    known = {normalise(turn.text) for turn in training}
    measured = [*heldout, *load_folder(SPOKEN)]
    assert sum(len(turn.text.split()) > 6 and normalise(turn.text) in known for turn in measured) == 0


def test_the_held_out_turns_are_read_as_well_as_committed(model, heldout) -> None:
    speller, interpreter = model
    read = interpreter.read_all([(turn.text, speller.restore(turn.text), turn.state) for turn in heldout])
    now = figures(heldout, [one.commands for one in read])
    assert worse(now, json.loads(FIGURES.read_text("utf-8"))["heldout"]) == []


def test_a_fall_is_noticed_and_a_small_move_is_not() -> None:
    before = {"exact": 0.86, "harm": 0.03}
    assert worse({"exact": 0.855, "harm": 0.035}, before) == []
    assert len(worse({"exact": 0.83, "harm": 0.05}, before)) == 2


@pytest.mark.parametrize("pending", sorted(KINDS))
@pytest.mark.parametrize("text", ["", " ", "?", "👍", "\n\n", "' OR 1=1 --", "<script>", "0" * 40])
def test_odd_messages_are_read_at_every_question(model, pending: str, text: str) -> None:
    _, interpreter = model
    read = interpreter.read(text, text, {"pending": pending})
    json.dumps([read.commands, read.share, read.unsure, read.alternatives])
    assert read.commands


@pytest.mark.parametrize(
    "hostile",
    [
        "a ",
        "1 ",
        "a@",
        "não ",
        "e cancela ",
        "sei ",
        "ponto arroba ",
        "e o sei não e o siafi não ",
        "duas coisas e não abre. ",
    ],
)
def test_no_message_stalls_the_reading(model, hostile: str) -> None:
    speller, interpreter = model
    text = (hostile * 8000)[:8000]
    started = time.perf_counter()
    interpreter.read(
        text, speller.restore(text), {"pending": "description", "known": {"description": text[:500]}}
    )
    assert time.perf_counter() - started < 2


def test_a_long_text_at_a_text_question_is_kept_whole(model) -> None:
    speller, interpreter = model
    story = (
        "O sistema fecha sozinho. Posso cancelar? Meu colega joao@x.gov.br também viu o 2026-0001234. "
        "Não sei mais. " * 60
    )
    commands = interpreter.read(story, speller.restore(story), {"pending": "description"}).commands
    assert [(c["command"], c.get("slot")) for c in commands] == [("set", "description")]
    assert commands[0]["value"] == story.strip()
