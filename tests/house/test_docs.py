"""What the documents for whoever runs it say is so: numbers, periods, commands, files."""

from __future__ import annotations

import re
import subprocess
from dataclasses import fields
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from ground import vitals
from settings import ROOT
from ticket_store.privacy import PurgePolicy

DOCS = ("operation", "runbook", "limits", "privacy", "security", "scaling")
UNITS = {"dias": timedelta(days=1), "horas": timedelta(hours=1), "minutos": timedelta(minutes=1)}


def text(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text()


def blocks() -> list[tuple[str, str, str]]:
    """(document, what its first line says of it, the commands)"""
    found = []
    for name in DOCS:
        for block in re.findall(r"```sh\n(.*?)```", text(name), re.S):
            first, _, commands = block.partition("\n")
            found.append((name, first, commands))
    return found


@pytest.mark.parametrize("name", DOCS)
def test_every_file_that_is_named_is_there(name: str) -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)", text(name))
    assert [one for one in linked if not (ROOT / "docs" / one).exists()] == []
    named = re.findall(r"`((?:tests|deploy|launcher)/[\w./]+)`", text(name))
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_every_block_of_commands_says_who_runs_it_or_that_nobody_did() -> None:
    for name, first, commands in blocks():
        run = re.fullmatch(r"# (?:rodado|coberto) por: (\S+)", first)
        assert run or re.match(r"# não rodado\S*[: ]", first), (name, first)
        assert not run or (ROOT / run[1]).exists(), (name, first)
        goals = re.findall(r"(?:^|&& )make (?:-s )?([a-z-]+)", commands, re.M)
        makefile = (ROOT / "Makefile").read_text()
        assert [goal for goal in goals if f"\n{goal}:" not in makefile] == [], name


def test_the_question_whether_a_process_is_ready_is_answered_as_written(tmp_path: Path) -> None:
    [command] = [c for _, first, c in blocks() if first.endswith("tests/house/test_docs.py")]
    vitals.serve(tmp_path / "var/run/notifications.vitals", health={}, ready={"store": lambda: True})
    answered = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True)
    assert answered.stdout == '{"store": true}'


def _value(dotted: str, what: str) -> float:
    module, _, name = dotted.rpartition(".")
    value: Any = getattr(import_module(module), name)
    while isinstance(value, tuple):  # (how many, in how long)
        value = value[0]
    unit = next((length for word, length in UNITS.items() if f"({word})" in what), None)
    if isinstance(value, timedelta):
        assert unit, what
        return value / unit
    return value / unit.total_seconds() if name.endswith("_SECONDS") and unit else value


def test_the_limits_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| (.+) \| (\d+) \| `([\w.]+)` \|$", text("limits"), re.M)
    assert len(rows) > 20
    told = {dotted: float(number) for _, number, dotted in rows}
    assert told == {dotted: _value(dotted, what) for what, _, dotted in rows}


def test_the_periods_of_privacy_are_those_of_the_code_and_all_of_them() -> None:
    rows = re.findall(r"^\| .+ \| (\d+) \| `(\w+)` \|$", text("privacy"), re.M)
    told = {name: timedelta(days=int(days)) for days, name in rows}
    finished = told.pop("PERSONAL_DATA_DAYS")
    policy = PurgePolicy(finished_tickets=finished)
    assert told | {"finished_tickets": finished} == {f.name: getattr(policy, f.name) for f in fields(policy)}
    assert f"PERSONAL_DATA_DAYS={finished.days}" in (ROOT / ".env.example").read_text()


def test_every_measure_has_its_line_in_the_runbook() -> None:
    sources = ("portal/metrics.py", "actions/measures.py", "channels/core/measures.py")
    measures = {name for file in sources for name in re.findall(r'"(css_\w+)"', (ROOT / file).read_text())}
    assert measures == set(re.findall(r"^\| `(css_\w+)`", text("runbook"), re.M))
