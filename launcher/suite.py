"""`make test`: checks, then every test, each in the environment where its code runs.

Rasa's room (channels/, nlu/) is tested by its own Python 3.10; all the rest by the application's.
The model is trained once, before the tests that talk to it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from launcher import assets
from launcher.training import ensure_model, rasa_environment
from settings import ROOT

APP = ROOT / ".venv" / "bin"
RASA = ROOT / ".venv-rasa" / "bin"
RASA_TESTS = ["tests/channels", "tests/nlu"]


def _step(title: str, command: list[str], environment: dict[str, str]) -> bool:
    print(f"\n=== {title}", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment)
    print(f"=== {title}: {'ok' if done.returncode == 0 else 'FALHOU'} em {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode == 0


def checks(environment: dict[str, str]) -> list[tuple[str, list[str], dict[str, str]]]:
    in_rasa = rasa_environment(ROOT, environment)
    return [
        ("ruff", [str(APP / "ruff"), "check", "."], environment),
        ("mypy", [str(APP / "mypy")], environment),
        ("import-linter", [str(APP / "lint-imports")], environment),
        (
            "rasa data validate",
            [str(RASA / "rasa"), "data", "validate", "--data", "data", "--fail-on-warnings"],
            in_rasa,
        ),
    ]


def tests(environment: dict[str, str], model: Path) -> list[tuple[str, list[str], dict[str, str]]]:
    environment = {**environment, "ASSISTANT_MODEL": str(model)}
    in_rasa = rasa_environment(ROOT, environment)
    ignored = [f"--ignore={folder}" for folder in RASA_TESTS]
    return [
        ("pytest (Rasa: channels, nlu)", [str(RASA / "python"), "-m", "pytest", "-q", *RASA_TESTS], in_rasa),
        (
            "rasa test (conversas)",
            [
                str(RASA / "rasa"), "test", "core", "--model", str(model), "--stories", "tests/conversations",
                "--fail-on-prediction-errors", "--out", "var/rasa-test",
            ],
            in_rasa,
        ),
        (
            "pytest (aplicação, de ponta a ponta)",
            [str(APP / "python"), "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *ignored, "tests"],
            environment,
        ),
    ]  # fmt: skip


def main(arguments: list[str]) -> int:
    environment = dict(os.environ)
    failed = [title for title, *step in checks(environment) if not _step(title, *step)]
    if "--only-checks" not in arguments:
        assets.ensure_assets(ROOT)
        model, _ = ensure_model(ROOT, ROOT / "var" / "log" / "train.log")
        failed += [title for title, *step in tests(environment, model) if not _step(title, *step)]
    print("\nFALHOU: " + ", ".join(failed) if failed else "\nTudo passou.")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
