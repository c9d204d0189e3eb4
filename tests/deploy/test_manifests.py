"""What deploy/ says of our settings, commands and files is so: no container engine is here to find it out."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values

from launcher import chosen_model
from launcher.training import fingerprint

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


def unfolded(file: Path) -> str:
    return re.sub(r"\\\n\s*", "", file.read_text())


def commands() -> list[list[str]]:
    given = [service.get("command") for service in COMPOSE["services"].values()]
    for one in KUBERNETES:
        pod = one.get("spec", {}).get("template", {}).get("spec", {})
        given += [container.get("command") for container in pod.get("containers", [])]
    given += [re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.M)[0].split() for unit in UNITS]
    for file in DEPLOY.glob("Containerfile.*"):
        given += map(json.loads, re.findall(r"^CMD (.*)$", unfolded(file), re.M))
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
    ours = {"portal", "actions", "notifications", "inbound_mail", "ticket_store.migrate", "launcher.trainer"}
    assert modules >= ours
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


@pytest.mark.parametrize(("cut", "starts"), [(0, True), (9, False)])
def test_the_rasa_unit_does_not_start_with_a_damaged_model(tmp_path: Path, cut: int, starts: bool) -> None:
    unit = (DEPLOY / "systemd" / "assistente-rasa@.service").read_text()
    [before] = re.findall(r"^ExecStartPre=(/bin/sh .*)$", unit, re.M)
    model = gzip.compress(b"a model")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "assistente-0.tar.gz").write_bytes(model[: len(model) - cut])
    done = subprocess.run(shlex.split(before), cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode == 0, b"assistente-0" in done.stderr) == (starts, not starts)


def test_a_rasa_unit_sees_the_model_that_the_trainer_unit_wants(tmp_path: Path) -> None:
    unit = (DEPLOY / "systemd" / "assistente-rasa@.service").read_text()
    [link] = re.findall(r"^ExecStartPre=(/bin/ln .*)$", unit, re.M)
    [[trainer], [rasa]] = [
        re.findall(r"VAR_DIR=/var/lib/assistente/(\S+)", (DEPLOY / "systemd" / name).read_text())
        for name in ("assistente-trainer.service", "assistente-rasa@.service")
    ]
    here = tmp_path / rasa.replace("%i", "0")
    here.mkdir()
    for wanted in ("first", "second"):
        command = link.replace("%i", "0").replace("/var/lib/assistente", str(tmp_path))
        subprocess.run(shlex.split(command), check=True)
        chosen_model.write(tmp_path / trainer, Path(wanted), "base")
        assert json.loads((here / "models" / chosen_model.FILE).read_text())["model"] == wanted
    assert [path.name for path in (tmp_path / trainer / "models").iterdir()] == [chosen_model.FILE]


ANALYZE = shutil.which("systemd-analyze")


def verified(folder: Path, unit: str, text: str) -> str:
    """What systemd finds in it, the project being where this one is: nothing, where all is well."""
    file = folder / unit.replace("@.", "@0.")
    (folder / unit).write_text(text.replace("/srv/assistente", str(ROOT)))
    assert ANALYZE
    done = subprocess.run([ANALYZE, "verify", "--man=no", str(file)], capture_output=True, text=True)
    return done.stdout + done.stderr + (f"exit {done.returncode}" if done.returncode else "")


@pytest.mark.skipif(ANALYZE is None, reason="there is no systemd-analyze here: the units stay unverified")
@pytest.mark.parametrize(
    "file",
    [*UNITS, DEPLOY / "systemd" / "assistente.target", DEPLOY / "assistente.service"],
    ids=lambda f: f.name,
)
def test_systemd_finds_nothing_wrong_with_a_unit(tmp_path: Path, file: Path) -> None:
    text = file.read_text()
    assert verified(tmp_path, file.name, text) == ""
    if "ExecStart=" in text:
        assert "Restrat" in verified(tmp_path, file.name, text.replace("Restart=", "Restrat="))
        assert "not executable" in verified(
            tmp_path, file.name, text.replace("ExecStart=/", "ExecStart=/no/")
        )


def test_each_of_ours_has_its_unit_and_all_stop_together() -> None:
    named = {re.sub(r"assistente-(\w+)@?\.service", r"\1", unit.name) for unit in UNITS}
    assert named == {"rasa", "actions", "portal", "notifications", "inbound_mail", "trainer"}
    for unit in UNITS:
        text = unit.read_text()
        assert "PartOf=assistente.target" in text, unit.name
        assert "WantedBy=assistente.target" in text, unit.name
        assert re.search(r"^Restart=always$", text, re.M), unit.name
        assert re.search(r"^MemoryMax=\d+[MG]$", text, re.M), unit.name
        assert re.search(r"^NoNewPrivileges=true$", text, re.M), unit.name
        [var] = re.findall(r"VAR_DIR=/var/lib/(\S+)", text)
        assert f"StateDirectory={var}\n" in text, unit.name


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
    assert budgets == {"portal", "actions", "notifications", "rasa"}
    # A mailbox is read by one, where there is one (`replicas`); nobody waits for a trainer.
    assert {name: deployments[name]["replicas"] for name in set(deployments) - budgets} == {
        "trainer": 1,
        "inbound-mail": 0,
    }
    for name, spec in deployments.items():
        [container] = spec["template"]["spec"]["containers"]
        assert name not in budgets or spec["replicas"] >= 2, name
        assert {"readinessProbe", "livenessProbe"} <= set(container), name
        assert "memory" in container["resources"]["limits"], name
        assert container["securityContext"]["readOnlyRootFilesystem"] is True, name


@pytest.mark.parametrize("name", ["trainer", "inbound_mail"])
def test_a_second_one_is_never_started_beside_the_first(name: str) -> None:
    [spec] = [one["spec"] for one in KUBERNETES if one["metadata"]["name"] == name.replace("_", "-")]
    assert spec["strategy"]["type"] == "Recreate"
    assert COMPOSE["services"][name]["deploy"]["replicas"] == 1
    assert (DEPLOY / "systemd" / f"assistente-{name}.service").exists()  # of which there are no instances


def test_incoming_mail_is_off_until_it_is_asked_for() -> None:
    """Without IMAP_HOST and LMTP_PORT it ends at once, by 2 (tests/inbound_mail/test_process.py)."""
    assert COMPOSE["services"]["inbound_mail"]["profiles"] == ["mail"]
    unit = (DEPLOY / "systemd" / "assistente-inbound_mail.service").read_text()
    assert "\nRestartPreventExitStatus=2\n" in unit


def test_rasa_and_the_trainer_see_the_models_at_the_same_place() -> None:
    """What is wanted is written as a path."""
    image = (DEPLOY / "Containerfile.rasa").read_text()
    [var] = re.findall(r"^ENV VAR_DIR=(\S+)$", image, re.M)
    place = str(chosen_model.models_dir(Path(var)))
    services = COMPOSE["services"]
    for name in ("rasa", "trainer"):
        assert f"models:{place}" in services[name]["volumes"], name
        assert services[name]["environment"].get("VAR_DIR", var) == var, name
    [settings] = [one["data"] for one in KUBERNETES if one["kind"] == "ConfigMap"]
    assert settings["VAR_DIR"] == var
    for name in ("rasa", "trainer"):
        [pod] = [
            one["spec"]["template"]["spec"]
            for one in KUBERNETES
            if one["kind"] == "Deployment" and one["metadata"]["name"] == name
        ]
        assert place in [mount["mountPath"] for mount in pod["containers"][0]["volumeMounts"]], name
        assert {"name": "models", "persistentVolumeClaim": {"claimName": "models"}} in pod["volumes"], name


def test_a_volume_that_is_new_belongs_to_whoever_writes_there() -> None:
    """It takes its owner from the image's folder of that name; without one it is root's."""
    made = {}
    for file in ("app", "rasa"):
        lines = re.findall(
            r"install -d -o assistente (.*)$", (DEPLOY / f"Containerfile.{file}").read_text(), re.M
        )
        made[file] = {folder for line in lines for folder in line.split()}
    mounted = {
        (name, mount.split(":")[1])
        for name, service in COMPOSE["services"].items()
        if service.get("image", "").startswith("assistente-")
        for mount in service.get("volumes", [])
    }
    assert len(mounted) >= 5
    for name, folder in mounted:
        assert folder in made["rasa" if name in ("rasa", "trainer") else "app"], (name, folder)


def copied(folder: Path, *stages: str) -> None:
    """What those stages of Containerfile.rasa copy from here."""
    text = (DEPLOY / "Containerfile.rasa").read_text()
    parts = re.split(r"^FROM \S+(?: AS (\w+))?$", text, flags=re.M)
    bodies = dict(zip(parts[1::2], parts[2::2], strict=True))
    for stage in stages:
        for line in re.findall(r"^COPY (?!--from)(.*)$", bodies[stage], re.M):
            *sources, into = line.split()
            for source in sources:
                if (ROOT / source).is_dir():
                    shutil.copytree(
                        ROOT / source, folder / into, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("__pycache__"),
                    )  # fmt: skip
                else:
                    place = folder / into / Path(source).name if into.endswith("/") else folder / into
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / source, place)


def ran(folder: Path, python: str, code: str) -> str:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [str(ROOT / python / "bin" / "python"), "-c", code],
        cwd=folder, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_image_of_rasa_has_what_names_its_model_and_the_name_is_the_launchers(tmp_path: Path) -> None:
    copied(tmp_path, "rasa")
    image = unfolded(DEPLOY / "Containerfile.rasa")
    [code] = re.findall(r'--fixed-model-name "assistente-\$\(python -c \'([^\']+)\'\)"', image)
    assert ran(tmp_path, ".venv-rasa", code) == fingerprint(ROOT)


def test_the_image_of_the_trainer_has_all_that_it_imports_and_copies(tmp_path: Path) -> None:
    copied(tmp_path, "rasa", "trainer")
    code = (
        "import launcher.trainer as one; from launcher import candidate; from pathlib import Path;"
        "candidate.prepare(one.ROOT, Path('work'), []); print(one.ROOT, one.fingerprint(Path('work')))"
    )
    assert ran(tmp_path, ".venv", code) == f"{tmp_path} {fingerprint(ROOT)}"
    ran(tmp_path, ".venv-rasa", "import bench.turns_read")
