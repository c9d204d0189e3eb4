"""Figures of the understanding in its place, as JSON; Rasa's environment: `python -m bench.turns_evaluate
OUT.json [--cv]`.

The held-out turns are read by the newest trained model. --cv also reads each author's turns by a model of
the other
authors' (its intents and its spelling are the trained model's: they have seen no turn).
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.turns_score import Verdict, judge, key, totals
from ground.notation import HELDOUT, SPOKEN, Command, Turn, load_folder
from nlu import phrases
from nlu.interpreter import Interpreter
from nlu.read_turns import load as load_model
from nlu.read_turns import newest

GROUPS = 4
"""Models that the cross-validation over authors trains: one for each author would take an hour."""


def model_path() -> Path:
    return Path(os.environ["ASSISTANT_MODEL"]) if os.environ.get("ASSISTANT_MODEL") else newest()


def figures(turns: Sequence[Turn], said: Sequence[list[Command]]) -> dict[str, Any]:
    """Overall, per pending question and per author; harm by kind; what was read for what."""
    verdicts = [judge(turn.state, turn.readings, one) for turn, one in zip(turns, said, strict=True)]
    return {
        **totals(verdicts),
        "pending": _parts(turns, verdicts, lambda turn: turn.pending),
        "authors": _parts(turns, verdicts, lambda turn: turn.author),
        "harms": Counter(harm for verdict in verdicts for harm in verdict.harm).most_common(20),
        "confusions": _confusions(turns, said, verdicts),
    }


def _parts(turns: Sequence[Turn], verdicts: Sequence[Verdict], name: Any) -> dict[str, dict[str, float]]:
    parts: dict[str, list[Verdict]] = defaultdict(list)
    for turn, verdict in zip(turns, verdicts, strict=True):
        parts[name(turn)].append(verdict)
    return {part: totals(found) for part, found in sorted(parts.items())}


def _confusions(
    turns: Sequence[Turn], said: Sequence[list[Command]], verdicts: Sequence[Verdict]
) -> list[list[Any]]:
    """(said, read, times): the sets of commands, without their values."""
    counted = Counter(
        (_names(turn.readings[0]), _names(one))
        for turn, one, verdict in zip(turns, said, verdicts, strict=True)
        if not verdict.exact
    )
    return [[meant, read, times] for (meant, read), times in counted.most_common(40)]


def _names(commands: Sequence[Command]) -> str:
    return ", ".join(sorted({" ".join(key(command)) for command in commands})) or "-"


def unseen(folder: Path) -> dict[str, Any]:
    """Turns that nobody's model learns, read by the trained one."""
    speller, interpreter = load_model(model_path())
    turns = load_folder(folder)
    read = interpreter.read_all([(turn.text, speller.restore(turn.text), turn.state) for turn in turns])
    return figures(turns, [one.commands for one in read])


def cross_validated() -> dict[str, Any]:
    """Every author's turns, read by a model that has seen nothing of his."""
    speller, trained = load_model(model_path())
    return across_authors(load_folder(), phrases_as_turns(), speller, trained.intents)


def phrases_as_turns() -> list[Turn]:
    from bench.nlu_data import TRAINING, load  # Rasa's reader, needed here alone

    examples, _ = load(TRAINING)
    return phrases.turns((example.text, example.intent) for example in examples)


def across_authors(
    turns: Sequence[Turn], extra: Sequence[Turn], speller: Any, intents: Any
) -> dict[str, Any]:
    """The authors are dealt into GROUPS; each group's turns are read by a model of the others'."""
    said: list[list[Command]] = [[] for _ in turns]
    for asked, model in left_out(turns, extra, speller, intents):
        read = model.read_all(
            [(turns[n].text, speller.restore(turns[n].text), turns[n].state) for n in asked]
        )
        for number, one in zip(asked, read, strict=True):
            said[number] = one.commands
    return figures(turns, said)


def left_out(
    turns: Sequence[Turn], extra: Sequence[Turn], speller: Any, intents: Any
) -> Iterator[tuple[list[int], Interpreter]]:
    """Each group's turns, by their numbers, and a model of the others'."""
    authors = sorted({turn.author for turn in turns})
    for first in range(GROUPS):
        group = set(authors[first::GROUPS])
        lessons = [*(turn for turn in turns if turn.author not in group), *extra]
        with tempfile.TemporaryDirectory() as folder:
            model = Interpreter.fit(
                lessons,
                [speller.restore(turn.text) for turn in lessons],
                intents,
                Path(folder),
                restore=speller.restore,
            )
            yield [number for number, turn in enumerate(turns) if turn.author in group], model


if __name__ == "__main__":
    result = {"heldout": unseen(HELDOUT), "spoken": unseen(SPOKEN)}
    if "--cv" in sys.argv:
        result["cv"] = cross_validated()
    Path(sys.argv[1]).write_text(json.dumps(result), "utf-8")
