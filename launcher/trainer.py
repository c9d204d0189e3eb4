"""`python -m launcher.trainer`: makes the candidates that the desk asks for, and has Rasa use the one it
chose.

One at a time and with little priority; what only a training needs is imported by it. What is under way stands
in the store, so that the page may be closed and the portal start anew. A trainer that ends in the middle
leaves a training that has failed.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from ground import log_lines, vitals
from launcher import chosen_model
from launcher.training import TrainingFailed, fingerprint, followed, model_path
from settings import ROOT, Settings
from ticket_store import operations
from ticket_store.database import answers, connect, reading, transaction
from ticket_store.queries import training

if TYPE_CHECKING:
    from launcher import comparing

log = logging.getLogger("trainer")
POLL_SECONDS = 1.0
NICE = 10
BEAT = timedelta(seconds=10)
"""Between two words of the trainer that say nothing new; the desk believes it away after thirty."""
TAKES = timedelta(minutes=3)
"""To load a model, after which Rasa is not believed to do it any more."""


class MeasureFailed(RuntimeError):
    """The candidate could not be read with; `log` is where it says why."""


@dataclass
class Border:
    """What the trainer does outside of the store: a test puts its own here."""

    train: Callable[[Sequence[Any], Callable[[str], None]], tuple[Path, int]]
    measure: Callable[[Path, Sequence[Path], Callable[[str], None]], comparing.Read]
    serving: Callable[[], dict[str, Any]]


@dataclass
class Trainer:
    """base: of the program's own sources. own: the model made of them."""

    engine: Any
    var: Path
    own: Path
    base: str
    border: Border
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _told: dict[str, Any] = field(default_factory=dict)

    def step(self) -> None:
        """What has to be done now; a training keeps to it for as long as it takes."""
        self.look_after_the_model()
        with reading(self.engine) as session:
            if training.under_way(session) is None:
                return  # nothing is written while there is nothing to do
        with transaction(self.engine) as session:
            operations.drop_silent_trainings(session, now=self.clock())
            run_id = operations.claim_training(session, now=self.clock())
        if run_id is not None:
            self._make(run_id)

    def look_after_the_model(self) -> None:
        """Says that it lives, writes which model is wanted, and settles what Rasa took or refused."""
        told = self.border.serving()
        serving = str(told.get("model") or "") or None
        self._say_that_it_lives(serving)
        with reading(self.engine) as session:
            wanted = training.wanted(session)
        model = self.file_of(wanted)
        if wanted is not None and wanted.status == "waiting":
            reason = None if serving == model.name else self._why_not(wanted, model, told)
            if reason or serving == model.name:
                with transaction(self.engine) as session:
                    operations.settle_activation(
                        session, activation_id=wanted.id, now=self.clock(), reason=reason
                    )
                    model = self.file_of(training.wanted(session))
        if self._told.get("model") != model:
            chosen_model.write(self.var, model, self.base)
            self._told["model"] = model

    def _say_that_it_lives(self, serving: str | None) -> None:
        """At once where Rasa answers with another model, else now and then."""
        now = self.clock()
        last, then = self._told.get("seen", (None, None))
        if then is not None and last == serving and now - then < BEAT:
            return
        with transaction(self.engine) as session:
            operations.trainer_seen(session, base=self.base, serving=serving, now=now)
        self._told["seen"] = (serving, now)

    def file_of(self, activation: Any) -> Path:
        """The model that it means; the program's own where it was made from other sources."""
        run = activation.run if activation else None
        if run is None or run.base != self.base:
            return self.own
        return chosen_model.models_dir(self.var) / run.model

    def _why_not(self, wanted: Any, model: Path, told: dict[str, Any]) -> str | None:
        if wanted.run is not None and wanted.run.base != self.base:
            return "other_sources"
        if not model.exists():
            return "gone"
        if told.get("refused") == model.name:
            return "refused"
        return "silent" if self.clock() - wanted.asked_at > TAKES else None

    def _make(self, run_id: int) -> None:
        from launcher import candidate, comparing

        try:
            with reading(self.engine) as session:
                labels = training.taught(session)
                tests = training.conversation_tests(session)
                before = self.file_of(training.in_use(session))
            model, learnt = self.border.train(labels, lambda line: self._progress(run_id, line))
            files, names = self._questions(labels, tests)
            read = [
                self.border.measure(one, files, lambda line: self._progress(run_id, line))
                for one in (before, model)
            ]
            found = comparing.report(read[0], read[1], names)
        except TrainingFailed as failed:
            self._end(run_id, reason=_last_words(failed.log) or "failed")
        except Exception as error:
            log.exception("training failed")
            self._end(run_id, reason=f"{type(error).__name__}: {error}"[:500])
        else:
            self._end(run_id, model=model.name, base=self.base, taught=learnt, report=found)
            with reading(self.engine) as session:
                needed = {str(one.run.model) for one in training.activations(session) if one.run}
            candidate.tidy(chosen_model.models_dir(self.var), needed | {model.name})

    def _questions(self, labels: Sequence[Any], tests: Sequence[Any]) -> tuple[list[Path], dict[str, str]]:
        """The files of what was taught and of the kept conversations, and these ones' names."""
        from launcher import comparing, taught

        folder = self.var / "models" / "questions"
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.yml"):
            old.unlink()
        names = {}
        if told := taught.turns(labels):
            (folder / f"{comparing.TAUGHT}.yml").write_text(taught.turns_file(told), "utf-8")
        for test in tests:
            name = f"{comparing.TESTS}{test.id}"
            names[name] = test.name
            (folder / f"{name}.yml").write_text(taught.conversation(test.turns, test.name), "utf-8")
        return sorted(folder.glob("*.yml")), names

    def _progress(self, run_id: int, line: str) -> None:
        with transaction(self.engine) as session:
            operations.tell_progress(session, run_id=run_id, progress=line, now=self.clock())
        self.look_after_the_model()

    def _end(self, run_id: int, **values: Any) -> None:
        with transaction(self.engine) as session:
            operations.end_training(session, run_id=run_id, now=self.clock(), **values)


def _last_words(path: Path) -> str:
    """Of a log, the line that says why it ended."""
    try:
        lines = [line.strip() for line in path.read_text("utf-8", "replace").splitlines() if line.strip()]
    except OSError:
        return ""
    return lines[-1][:500] if lines else ""


def real(settings: Settings) -> Border:
    """Rasa's own environment, the project's folder and the running Rasa."""
    folder = chosen_model.models_dir(settings.var_dir)
    work, logs = folder / "work", settings.var_dir / "log"

    def train(labels: Sequence[Any], tell: Callable[[str], None]) -> tuple[Path, int]:
        from launcher import candidate

        learnt = candidate.prepare(ROOT, work, labels)
        return candidate.train(work, folder, logs / "train_candidate.log", tell), learnt

    def measure(model: Path, files: Sequence[Path], tell: Callable[[str], None]) -> comparing.Read:
        out, said = folder / "read.json", logs / "measure_candidate.log"
        command = [
            str(ROOT / ".venv-rasa" / "bin" / "python"), "-m", "bench.turns_read", str(model), str(out),
            *map(str, files),
        ]  # fmt: skip
        ended = followed(
            command, ROOT, said, lambda seconds: tell(f"medindo: {model.name} ({seconds:.0f} s)")
        )
        if ended:
            raise MeasureFailed(_last_words(said))
        found: comparing.Read = json.loads(out.read_text("utf-8"))
        return found

    def serving() -> dict[str, Any]:
        address = f"{settings.rasa_url}/webhooks/web/model"
        try:
            asked = Request(address, headers={"X-Channel-Token": settings.channel_token})
            with urlopen(asked, timeout=2) as answer:
                told = json.load(answer)
            return told if isinstance(told, dict) else {}
        except (OSError, HTTPException, ValueError):
            return {}

    return Border(train, measure, serving)


def main() -> None:
    settings = Settings.from_env()
    log_lines.install(settings.log_format, "trainer")
    os.nice(max(0, NICE - os.nice(0)))  # it may have begun with it (supervisord.conf)
    # A candidate needs what the program's own training encoded already: its folder is made anew each time.
    os.environ.setdefault("SENTENCE_VECTORS", str(ROOT / "var" / "sentence-vectors.npz"))
    stop = threading.Event()

    def end(*_: object) -> None:
        stop.set()
        raise SystemExit(0)  # in the middle of a training, too

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, end)
    base = fingerprint(ROOT)
    engine = connect(settings.database_url)
    trainer = Trainer(engine, settings.var_dir, model_path(ROOT), base, real(settings))
    vitals.serve(
        settings.vitals_of("trainer"), health={"loop": lambda: True}, ready={"store": lambda: answers(engine)}
    )
    log.info("started")
    while not stop.is_set():
        try:
            trainer.step()
        except Exception as error:
            log.error("step failed: %s", type(error).__name__)
        stop.wait(POLL_SECONDS)


if __name__ == "__main__":
    main()
