"""What deploy/ says of our settings, commands and files is so: no container engine is here to find it out."""

from __future__ import annotations

import gzip
import importlib.util
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
# Not ours: uvicorn's, Debian's images', Python's and Rasa's.
FOREIGN = re.compile(
    r"FORWARDED_ALLOW_IPS|POSTGRES_\w+|PYTHON\w+|PIP_\w+|RASA_TELEMETRY_ENABLED|SQLALCHEMY_\w+|TF_CPP_\w+|CUDA_\w+"
)
KUBERNETES: list[dict[str, Any]] = list(
    yaml.safe_load_all((DEPLOY / "kubernetes" / "assistente.yaml").read_text())
)
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text())
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def settings_named() -> dict[str, set[str]]:
    """Names of variables by file."""
    found = {"kubernetes": {name for one in KUBERNETES for name in one.get("data", {})}}
    found["compose"] = {
        name for service in COMPOSE["services"].values() for name in service.get("environment", {})
    }
    for unit in UNITS:
        lines = re.findall(r"^Environment=(.*)$", unit.read_text(), re.M)
        found[unit.name] = {word.partition("=")[0] for line in lines for word in line.split()}
    return found


def commands() -> list[list[str]]:
    given = [service.get("command") for service in COMPOSE["services"].values()]
    for one in KUBERNETES:
        pod = one.get("spec", {}).get("template", {}).get("spec", {})
        given += [container.get("command") for container in pod.get("containers", [])]
    given += [re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.M)[0].split() for unit in UNITS]
    return [command for command in given if command]


def test_every_variable_is_a_setting_of_ours() -> None:
    known = set(dotenv_values(ROOT / ".env.example"))
    unknown = {
        file: {name for name in names - known if not FOREIGN.fullmatch(name)}
        for file, names in settings_named().items()
    }
    assert {file: names for file, names in unknown.items() if names} == {}


def test_every_command_is_a_module_that_is_there() -> None:
    modules = {command[command.index("-m") + 1] for command in commands() if "-m" in command}
    assert modules >= {"portal", "actions", "notifications", "ticket_store.migrate"}
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


@pytest.mark.parametrize(("cut", "starts"), [(0, True), (9, False)])
def test_the_rasa_unit_does_not_start_with_a_damaged_model(tmp_path: Path, cut: int, starts: bool) -> None:
    unit = (DEPLOY / "systemd" / "assistente-rasa@.service").read_text()
    [before] = re.findall(r"^ExecStartPre=(.*)$", unit, re.M)
    model = gzip.compress(b"a model")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "assistente-0.tar.gz").write_bytes(model[: len(model) - cut])
    done = subprocess.run(shlex.split(before), cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode == 0, b"assistente-0" in done.stderr) == (starts, not starts)


@pytest.mark.parametrize("file", ["Containerfile.app", "Containerfile.rasa"])
def test_an_image_copies_what_is_there_and_no_secret(file: str) -> None:
    lines = re.findall(r"^COPY (?!--from)(.*)$", (DEPLOY / file).read_text(), re.M)
    sources = [source for line in lines for source in line.split()[:-1]]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    ignored = (ROOT / ".containerignore").read_text().splitlines()
    assert {".env", "var", ".git"} <= set(ignored)


def test_the_application_image_has_every_room_that_its_processes_import() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", (DEPLOY / "Containerfile.app").read_text(), re.M))
    rooms = {"ground", "ticket_store", "actions", "notifications", "inbound_mail", "portal"}
    imported = {
        name
        for room in rooms
        for file in (ROOT / room).rglob("*.py")
        for name in re.findall(r"^(?:from|import) (\w+)", file.read_text(), re.M)
        if (ROOT / name).is_dir()
    }
    assert rooms | imported <= copied | {"data"}


def test_each_of_a_kind_in_kubernetes_is_probed_limited_and_spared_together() -> None:
    deployments = {one["metadata"]["name"]: one["spec"] for one in KUBERNETES if one["kind"] == "Deployment"}
    budgets = {
        one["spec"]["selector"]["matchLabels"]["app"]
        for one in KUBERNETES
        if one["kind"] == "PodDisruptionBudget"
    }
    assert set(deployments) == budgets == {"portal", "actions", "notifications", "rasa"}
    for name, spec in deployments.items():
        [container] = spec["template"]["spec"]["containers"]
        assert spec["replicas"] >= 2, name
        assert {"readinessProbe", "livenessProbe"} <= set(container), name
        assert "memory" in container["resources"]["limits"], name
        assert container["securityContext"]["readOnlyRootFilesystem"] is True, name
