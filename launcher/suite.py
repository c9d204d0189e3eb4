"""`make test`: checks, then every test, each in the environment where its code runs.

Rasa's room (channels/, nlu/) is tested by its own Python 3.10; all the rest by the application's.
The model is trained once, before the tests that talk to it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from launcher import assets
from launcher.training import ensure_model, rasa_environment
from settings import ROOT

APP = ROOT / ".venv" / "bin"
RASA = ROOT / ".venv-rasa" / "bin"
RASA_TESTS = ["tests/channels", "tests/nlu"]


@dataclass(frozen=True)
class Step:
    title: str
    command: list[str]
    environment: dict[str, str]

    def passes(self) -> bool:
        print(f"\n=== {self.title}", flush=True)
        started = time.monotonic()
        passed = subprocess.run(self.command, cwd=ROOT, env=self.environment).returncode == 0
        self._tell(passed, started)
        return passed

    def passes_beside_another(self) -> bool:
        """What it says is told at its end, in one piece."""
        started = time.monotonic()
        done = subprocess.run(
            self.command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        print(f"\n=== {self.title}\n{done.stdout.decode('utf-8', 'replace')}", end="", flush=True)
        self._tell(done.returncode == 0, started)
        return done.returncode == 0

    def _tell(self, passed: bool, started: float) -> None:
        seconds = time.monotonic() - started
        print(f"=== {self.title}: {'ok' if passed else 'FALHOU'} em {seconds:.0f} s", flush=True)


def compiling(environment: Mapping[str, str]) -> dict[str, str]:
    """Python keeps what it compiled: the rooms start some fifty processes of our own code."""
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


def checks() -> list[Step]:
    environment = compiling(os.environ)
    # Without --fail-on-warnings: it calls what an action utters unused. tests/actions checks those.
    validate = [str(RASA / "rasa"), "data", "validate", "--data", "data"]
    return [
        Step("ruff", [str(APP / "ruff"), "check", "."], environment),
        Step("mypy", [str(APP / "mypy")], environment),
        Step("import-linter", [str(APP / "lint-imports")], environment),
        Step("rasa data validate", validate, rasa_environment(ROOT, environment)),
    ]


def rasa_tests(model: Path) -> list[Step]:
    """Of one process each: they run side by side."""
    environment = {**compiling(os.environ), "ASSISTANT_MODEL": str(model)}
    in_rasa = rasa_environment(ROOT, environment)
    conversations = [
        str(RASA / "rasa"), "test", "core", "--model", str(model), "--stories", "tests/conversations",
        "--fail-on-prediction-errors", "--out", "var/rasa-test",
    ]  # fmt: skip
    return [
        Step(
            "pytest no ambiente do Rasa (channels, nlu)",
            [str(RASA / "python"), "-m", "pytest", "-q", *RASA_TESTS],
            in_rasa,
        ),
        Step("rasa test (conversas)", conversations, in_rasa),
        Step(
            "respostas aprendidas, para todos os testes",
            [str(APP / "python"), "-m", "tests.kept_answers"],
            environment,
        ),
    ]


def application_tests(model: Path) -> list[Step]:
    """Of a process for each of two cores."""
    environment = {**compiling(os.environ), "ASSISTANT_MODEL": str(model)}
    ignored = [f"--ignore={folder}" for folder in RASA_TESTS]
    pytest = [str(APP / "python"), "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *ignored, "tests"]
    return [
        Step("pytest no ambiente da aplicação", [*pytest, "-m", "not browser"], environment),
        Step("pytest no Chromium", [*pytest, "-m", "browser"], environment),
    ]


def failing(steps: list[Step]) -> list[str]:
    return [step.title for step in steps if not step.passes()]


def failing_of_two_at_once(steps: list[Step]) -> list[str]:
    with ThreadPoolExecutor(2) as pool:
        passed = list(pool.map(Step.passes_beside_another, steps))
    return [step.title for step, well in zip(steps, passed, strict=True) if not well]


def failing_checks_and_model() -> tuple[list[str], Path]:
    """The model is trained beside the checks, which do not ask for it. Raises TrainingFailed at their end."""
    with ThreadPoolExecutor(1) as beside:
        trained = beside.submit(ensure_model, ROOT, ROOT / "var" / "log" / "train.log")
        failed = failing_of_two_at_once(checks())
        return failed, trained.result()[0]


def main(arguments: list[str]) -> int:
    if "--only-checks" in arguments:
        failed = failing_of_two_at_once(checks())
    else:
        assets.ensure_assets(ROOT)
        failed, model = failing_checks_and_model()
        failed += failing_of_two_at_once(rasa_tests(model))
        failed += failing(application_tests(model))
    print("\nFALHOU: " + ", ".join(failed) if failed else "\nTudo passou.")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
