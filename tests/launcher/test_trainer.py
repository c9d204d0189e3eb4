"""The trainer: one candidate at a time, beside the model in use, which changes only when Rasa took it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from ground import notation
from launcher import candidate, chosen_model, taught
from launcher.trainer import Border, Trainer
from launcher.training import (
    FOLDERS,
    SOURCES,
    TrainingFailed,
    fingerprint,
    rasa_environment,
    training_command,
)
from settings import ROOT
from ticket_store import operations
from ticket_store.accounts import create_agent
from ticket_store.database import connect, reading, transaction
from ticket_store.errors import NoModelBefore, TrainingUnderWay
from ticket_store.queries import training

from .test_training import WHOLE

START = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
DENY, AFFIRM = {"command": "deny"}, {"command": "affirm"}
STATE = {"pending": "confirm_cancel"}


class Room:
    """A store, a folder, and a Rasa that trains, reads and serves as it is told to."""

    def __init__(self, engine: Any, var: Path) -> None:
        self.engine, self.at = engine, START
        self.served: dict[str, Any] = {"model": "own.tar.gz"}
        self.lines = ["modelo: 1 de 5", "modelo: 2 de 5"]
        self.seen: list[str] = []
        self.measured: list[str] = []
        self.failure: Exception | None = None
        self.own = var / "own.tar.gz"
        self.own.write_bytes(WHOLE)
        border = Border(self._train, self._measure, lambda: self.served)
        self.trainer = Trainer(engine, var, self.own, "base1", border, lambda: self.at)
        with transaction(engine) as session:
            self.ada = create_agent(
                session, name="Ada", email="ada@serpro.gov.br", password="correct horse battery",
                role="administrator", now=START,
            ).id  # fmt: skip

    def do(self, verb: Any, **values: Any) -> Any:
        with transaction(self.engine) as session:
            return verb(session, now=self.at, **values)

    def ask(self, query: Any, **values: Any) -> Any:
        with reading(self.engine) as session:
            return query(session, **values)

    def made(self) -> int:
        run: int = self.do(operations.ask_training, agent_id=self.ada)
        self.trainer.step()
        return run

    def activated(self, run: int | None) -> None:
        self.do(operations.activate_model, run_id=run, agent_id=self.ada)
        self.trainer.step()

    def in_use(self) -> str:
        told = json.loads((chosen_model.models_dir(self.trainer.var) / chosen_model.FILE).read_text())
        return Path(told["model"]).name

    def _train(self, labels: Sequence[Any], tell: Any) -> tuple[Path, int]:
        for line in self.lines:
            tell(line)
            self.seen += [run.progress for run in self.ask(training.trainings) if run.under_way]
        if self.failure:
            raise self.failure
        made = chosen_model.models_dir(self.trainer.var) / f"m{len(self.ask(training.trainings))}.tar.gz"
        made.parent.mkdir(exist_ok=True)
        made.write_bytes(WHOLE)
        return made, len(labels)

    def _measure(self, model: Path, files: Sequence[Path], tell: Any) -> dict[str, list[dict[str, Any]]]:
        """The own model takes every "nem a pau" for a yes, a candidate for a no."""
        self.measured.append(model.name)
        said = [AFFIRM] if model == self.own else [DENY]
        turn = {"text": "nem a pau", "state": STATE, "readings": [[DENY]], "said": said}
        steady = {"text": "sim", "state": STATE, "readings": [[AFFIRM]], "said": [AFFIRM]}
        return {"heldout": [turn, steady], **{path.stem: [turn] for path in files}}


@pytest.fixture
def room(tmp_path: Path, blank_store: Path) -> Iterator[Room]:
    shutil.copy(blank_store, tmp_path / "tickets.db")
    engine = connect(f"sqlite:///{tmp_path / 'tickets.db'}")
    yield Room(engine, tmp_path)
    engine.dispose()


def test_a_candidate_is_trained_compared_and_its_progress_moves(room: Room) -> None:
    turns = [{"text": "nem a pau", "state": STATE, "commands": ["deny"]}]
    room.do(operations.keep_conversation, name="Um não", turns=turns, agent_id=room.ada)
    room.made()
    assert room.seen == room.lines
    [run] = room.ask(training.trainings)
    assert (run.status, run.model, run.base, run.under_way) == ("done", "m1.tar.gz", "base1", None)
    assert room.measured == ["own.tar.gz", "m1.tar.gz"]
    assert run.report["before"]["heldout"] == {"n": 2, "exact": 0.5, "values": 0.0, "harm": 0.5}
    assert run.report["after"]["heldout"]["exact"] == 1
    assert run.report["counts"] == {"better": 2, "worse": 0, "same": 0}
    [change, of_test] = run.report["changed"]
    assert (change["meant"], change["before"], change["after"]) == (["deny"], ["affirm"], ["deny"])
    assert of_test["set"] == "test-"
    [test] = run.report["tests"]
    assert (test["name"], test["before"], test["after"]) == ("Um não", [False], [True])
    assert room.in_use() == "own.tar.gz"  # a candidate is put in use by a person


def test_there_is_one_training_at_a_time_and_a_failed_one_says_why(room: Room, tmp_path: Path) -> None:
    room.do(operations.ask_training, agent_id=room.ada)
    with pytest.raises(TrainingUnderWay):
        room.do(operations.ask_training, agent_id=room.ada)
    log = tmp_path / "train.log"
    log.write_text("Starting\nYamlException: desk.yml, line 3\n\n")
    room.failure = TrainingFailed(log)
    room.trainer.step()
    [run] = room.ask(training.trainings)
    assert (run.status, run.reason) == ("failed", "YamlException: desk.yml, line 3")
    room.failure = None
    room.made()
    assert [run.status for run in room.ask(training.trainings)] == ["done", "failed"]


def test_a_training_whose_trainer_was_killed_has_failed_and_another_may_begin(room: Room) -> None:
    room.do(operations.ask_training, agent_id=room.ada)
    room.do(operations.claim_training)  # and then nothing more is heard of it
    room.at += timedelta(minutes=1)
    room.trainer.step()
    assert [run.status for run in room.ask(training.trainings)] == ["running"]
    room.at += timedelta(minutes=2)
    room.trainer.step()
    [run] = room.ask(training.trainings)
    assert (run.status, run.reason) == ("failed", "interrupted")
    room.made()
    assert room.ask(training.trainings)[0].status == "done"


def test_a_trainer_with_nothing_to_do_writes_now_and_then_and_at_once_what_is_new(room: Room) -> None:
    room.trainer.step()
    seen = []
    for seconds, model in ((1, "own.tar.gz"), (1, "other.tar.gz"), (9, "other.tar.gz"), (1, "other.tar.gz")):
        room.at += timedelta(seconds=seconds)
        room.served = {"model": model}
        room.trainer.step()
        found = room.ask(training.trainer, now=room.at)
        seen.append((found.serving, (found.seen_at - START).total_seconds()))
    assert seen == [("own.tar.gz", 0), ("other.tar.gz", 2), ("other.tar.gz", 2), ("other.tar.gz", 12)]


def test_a_model_is_in_use_when_rasa_says_so_and_goes_back_to_the_one_before(room: Room) -> None:
    first, second = room.made(), room.made()
    room.activated(first)
    assert room.in_use() == "m1.tar.gz"
    assert room.ask(training.in_use) is None  # asked for; Rasa has not said that it answers with it
    room.served = {"model": "m1.tar.gz"}
    room.trainer.step()
    assert room.ask(training.in_use).run_id == first
    room.activated(second)
    room.served = {"model": "m2.tar.gz"}
    room.trainer.step()
    room.do(operations.go_back, agent_id=room.ada)
    room.trainer.step()
    assert room.in_use() == "m1.tar.gz"
    room.served = {"model": "m1.tar.gz"}
    room.trainer.step()
    assert room.ask(training.in_use).run_id == first
    with pytest.raises(NoModelBefore):  # it would be the one that was just left
        room.do(operations.go_back, agent_id=room.ada)


def test_the_first_one_goes_back_to_the_programs_own(room: Room) -> None:
    with pytest.raises(NoModelBefore):
        room.do(operations.go_back, agent_id=room.ada)
    room.served = {"model": "m1.tar.gz"}
    room.activated(room.made())
    room.do(operations.go_back, agent_id=room.ada)
    room.trainer.step()
    assert room.in_use() == "own.tar.gz"


@pytest.mark.parametrize(
    ("told", "minutes", "reason"),
    [({"model": "own.tar.gz", "refused": "m1.tar.gz"}, 0, "refused"), ({}, 4, "silent")],
)
def test_a_model_that_rasa_does_not_take_is_left_and_the_old_one_stays(
    room: Room, told: dict[str, Any], minutes: int, reason: str
) -> None:
    run = room.made()
    room.do(operations.activate_model, run_id=run, agent_id=room.ada)
    room.served = told
    room.at += timedelta(minutes=minutes)
    room.trainer.step()
    [one] = room.ask(training.activations)
    assert (one.status, one.reason) == ("failed", reason)
    assert room.in_use() == "own.tar.gz"


def test_a_candidate_of_other_sources_is_not_served(room: Room) -> None:
    room.served = {"model": "m1.tar.gz"}
    room.activated(room.made())
    assert room.in_use() == "m1.tar.gz"
    newer = Trainer(room.engine, room.trainer.var, room.own, "base2", room.trainer.border, lambda: room.at)
    newer.step()
    assert room.in_use() == "own.tar.gz"


def test_make_run_starts_with_the_chosen_model_unless_the_program_changed(tmp_path: Path) -> None:
    own, chosen = tmp_path / "own.tar.gz", tmp_path / "models" / "chosen.tar.gz"
    assert chosen_model.settled(tmp_path, own, "b1") == own
    chosen.write_bytes(WHOLE)
    chosen_model.write(tmp_path, chosen, "b1")
    assert chosen_model.settled(tmp_path, own, "b1") == chosen
    chosen.write_bytes(WHOLE[:-8])  # damaged: Rasa would start and serve nobody
    assert chosen_model.settled(tmp_path, own, "b1") == own
    chosen.write_bytes(WHOLE)
    chosen_model.write(tmp_path, chosen, "b1")
    assert chosen_model.settled(tmp_path, own, "b2") == own
    assert json.loads((tmp_path / "models" / chosen_model.FILE).read_text())["model"] == str(own)


class Label:
    def __init__(self, text: str, label: str | None, taught: list[str] | None, **place: Any) -> None:
        self.text, self.label, self.taught = text, label, taught
        self.pending, self.state = place.get("pending"), place


def test_what_was_taught_stands_beside_the_sources_and_the_fingerprint_covers_it(tmp_path: Path) -> None:
    root, work = tmp_path / "root", tmp_path / "work"
    for name in (*SOURCES, "ground/x.py", *(f"{folder}/x" for folder, _ in FOLDERS)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    for name in ("data/nlu", "data/understanding/turns"):
        (root / name).mkdir(parents=True)
    shown = {"number": "[CHAMADO 2]", "description": "de [EMAIL]"}
    labels = [
        Label("o outro, do [CHAMADO]", None, ["choose other"], pending="number", listed=[shown]),
        Label("cadê, sou [EMAIL]", "check_ticket_status", None),
        Label("um sim sem comandos", "affirm", None, pending="confirm_open"),
    ]
    assert candidate.prepare(root, work, labels) == 2
    [turn] = notation.load(work / taught.TURNS)
    assert (turn.text, turn.pending, turn.author) == ("o outro, do 2026-0001234", "number", "desk")
    assert turn.state["listed"] == [{"number": "2026-0005002", "description": "de pessoa@orgao.gov.br"}]
    assert turn.readings == [[{"command": "choose", "by": "other"}]]
    [phrase] = yaml.safe_load((work / taught.PHRASES).read_text("utf-8"))["nlu"]
    assert phrase == {
        "intent": "check_ticket_status",
        "examples": "- cadê, sou [pessoa@orgao.gov.br](email)\n",
    }
    assert not (root / taught.TURNS).exists()
    without = fingerprint(root)
    one = fingerprint(work)
    candidate.prepare(root, work, [*labels, Label("oi", None, ["social greet"])])
    assert len({without, one, fingerprint(work)}) == 3


def test_the_command_that_trains_a_candidate_is_found_in_its_folder(tmp_path: Path) -> None:
    """Nothing else of the project is there."""
    candidate.prepare(ROOT, tmp_path / "work", [])
    ended = subprocess.run(
        [*training_command(tmp_path / "work")[:1], "-c", f"import {training_command(ROOT)[2]}"],
        cwd=tmp_path / "work", env=rasa_environment(tmp_path / "work", {}), capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr


def test_candidates_that_nobody_needs_are_cleared_away_the_oldest_first(tmp_path: Path) -> None:
    import os

    for n in range(candidate.KEPT + 3):
        path = tmp_path / f"m{n}.tar.gz"
        path.touch()
        os.utime(path, (n, n))
    candidate.tidy(tmp_path, {"m0.tar.gz"})
    assert not (tmp_path / "m1.tar.gz").exists()
    assert len(list(tmp_path.iterdir())) == candidate.KEPT + 1
