"""What the documents for whoever runs it say is so: numbers, periods, commands, files."""

from __future__ import annotations

import re
import subprocess
import threading
from dataclasses import fields
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from ground import vitals
from ground.log_lines import reference
from launcher.secrets import ALL_SECRETS
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


def run_here(containing: str) -> str:
    """The block of commands that this file runs and that has those words."""
    here = [c for _, first, c in blocks() if first.endswith(" tests/house/test_docs.py") and containing in c]
    assert len(here) == 1, containing
    return here[0]


@pytest.mark.parametrize(
    "file", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda f: f.name
)
def test_no_command_takes_a_secret_in_its_line(file: Path) -> None:
    """There it would stay in the shell's history, and be seen in the list of processes."""
    secrets = "|".join(sorted(ALL_SECRETS - {"DATABASE_URL", "TRACKER_DATABASE_URL", "REDIS_URL"}))
    told = re.compile(
        rf"\$\{{?(?:{secrets})\b|(?:^|[\s;&|])(?:{secrets})=\S|(?i:bearer|--token|--password)[ =]+[\w$]"
    )
    for block in re.findall(r"```\w*\n(.*?)```", file.read_text(), re.S):
        assert not told.search(block), block


class Measured(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Authorization"] == "Bearer s3-cret_x" else 404)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *_: object) -> None:
        pass


def test_the_measures_are_asked_for_as_written(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ACTION_TOKEN=other\nMETRICS_TOKEN=s3-cret_x\n")
    with ThreadingHTTPServer(("127.0.0.1", 0), Measured) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = run_here("METRICS_TOKEN").replace(":8000", f":{server.server_port}").replace("-sS", "-sSf")
        answered = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True)
        server.shutdown()
    assert (answered.stdout, answered.stderr) == ("/metrics", "")


def test_the_reference_of_a_conversation_is_found_as_written(tmp_path: Path) -> None:
    for name in (".venv", "ground"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".env").write_text("ACTION_TOKEN=one\n")
    answered = subprocess.run(
        ["sh", "-c", run_here("reference(")], cwd=tmp_path, input="web-1\n", capture_output=True, text=True
    )
    assert answered.stdout == f"conversa: {reference('web-1', 'one')}\n"


def test_the_question_whether_a_process_is_ready_is_answered_as_written(tmp_path: Path) -> None:
    command = run_here("--unix-socket")
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
