"""Each process gets the secrets that it needs and no other, however it is deployed: one table says which
(launcher/secrets.py)."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values

from launcher import env_files
from launcher.secrets import ALL_SECRETS, NEEDED, SECRETS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
ENTRIES = {
    "inbox": "dev_inbox/__main__.py",
    "trainer": "launcher/trainer.py",
    **{one: f"{one}/__main__.py" for one in ("actions", "portal", "notifications", "inbound_mail")},
}
MIGRATES = {"migrate": {"DATABASE_URL"}}  # it runs once, and reads nothing else (ticket_store/migrate.py)
EXAMPLE = dotenv_values(ROOT / ".env.example") | dict.fromkeys(ALL_SECRETS, "segredo")


def test_the_table_has_what_each_process_reads_and_nothing_else() -> None:
    read = {one: re.findall(r"\bsettings\.(\w+)", (ROOT / file).read_text()) for one, file in ENTRIES.items()}
    names = {one: {name.upper() for name in found} & ALL_SECRETS for one, found in read.items()}
    variables = "".join((ROOT / file).read_text() for file in ("credentials.yml", "endpoints.yml"))
    names["rasa"] = set(re.findall(r"\$\{(\w+)\}", variables)) & ALL_SECRETS
    assert names == NEEDED


def secrets_in(file: str) -> set[str]:
    """Of the file of that name that `make env-files` writes, where every secret is set."""
    return set(env_files.given(EXAMPLE, Path(file).stem)) & ALL_SECRETS


def systemd(folder: Path) -> dict[str, set[str]]:
    found = {}
    for unit in folder.glob("*.service"):
        text = unit.read_text()
        own = re.findall(r"^(?:Environment|PassEnvironment)=(.*)$", text, re.M)
        names = {word.partition("=")[0] for line in own for word in line.split()} & ALL_SECRETS
        for file in re.findall(r"^EnvironmentFile=(.*)$", text, re.M):
            names |= secrets_in(file) if file.startswith("/srv/assistente/var/env/") else ALL_SECRETS
        hidden = set(re.findall(r"(?<=^InaccessiblePaths=)(.*)$", text, re.M)[0].replace("-/", "/").split())
        if not hidden >= {"/srv/assistente/.env", "/srv/assistente/var/env"}:
            names = set(ALL_SECRETS)
        found[re.sub(r"assistente-(\w+)@?\.service", r"\1", unit.name)] = names
    return found


def compose(text: str) -> dict[str, set[str]]:
    found = {}
    for name, service in yaml.safe_load(text)["services"].items():
        if not service.get("image", "").startswith("assistente-"):
            continue
        names = set(service.get("environment", {})) & ALL_SECRETS
        files = service.get("env_file", [])
        for file in [files] if isinstance(files, str) else files:
            names |= secrets_in(file) if file.startswith("../var/env/") else ALL_SECRETS
        found[name] = names
    return found


def kubernetes(text: str) -> dict[str, set[str]]:
    found = {}
    for one in yaml.safe_load_all(text):
        for container in (
            one["spec"]["template"]["spec"]["containers"] if "template" in one.get("spec", {}) else []
        ):
            names = set()
            for variable in container.get("env", []):
                reference = variable.get("valueFrom", {}).get("secretKeyRef")
                assert not reference or reference["key"] == variable["name"]
                names |= {variable["name"]} & ALL_SECRETS
            if any("secretRef" in source for source in container.get("envFrom", [])):
                names = set(ALL_SECRETS)
            found[container["name"].replace("-", "_")] = names
    return found


DEPLOYED: dict[str, Callable[[], dict[str, set[str]]]] = {
    "systemd": lambda: systemd(DEPLOY / "systemd") | MIGRATES,
    "compose": lambda: compose((DEPLOY / "compose.yml").read_text()),
    "kubernetes": lambda: kubernetes((DEPLOY / "kubernetes" / "assistente.yaml").read_text()),
}


@pytest.mark.parametrize("how", DEPLOYED)
def test_every_deployment_gives_each_process_the_secrets_of_the_table(how: str) -> None:
    table = {one: set(names) for one, names in NEEDED.items() if one != "inbox"} | MIGRATES
    assert DEPLOYED[how]() == table


def test_what_an_instance_has_of_its_own_is_not_taken_from_it_by_the_file() -> None:
    """systemd lets the file win: two instances would ask for one port, or share what each keeps."""
    for unit in (DEPLOY / "systemd").glob("*.service"):
        text = unit.read_text()
        [file] = re.findall(r"^EnvironmentFile=(.*)$", text, re.M)
        of_all = env_files.given(dict.fromkeys(EXAMPLE, "x"), Path(file).stem)
        own = {
            name
            for line in re.findall(r"^Environment=(.*)$", text, re.M)
            for name in re.findall(r"(\w+)=", line)
        }
        assert own & set(of_all) <= {"ATTACHMENTS_DIR"}, unit.name  # one folder for all, wherever that is
        assert "VAR_DIR" in own


def test_in_kubernetes_a_process_is_told_of_what_else_it_would_miss() -> None:
    """Settings.from_env() asks for these three, and there is no other place where a container finds them."""
    asked = set(SECRETS) - {"CHAT_TOKEN_KEYS"}
    documents: list[Any] = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "assistente.yaml").read_text()))
    for one in documents:
        if one["kind"] == "Deployment" and one["metadata"]["name"] != "rasa":  # which has no Settings
            [container] = one["spec"]["template"]["spec"]["containers"]
            [told] = [v["value"] for v in container["env"] if v["name"] == "WITHHELD"]
            assert set(told.split(",")) == asked - NEEDED[container["name"].replace("-", "_")], container[
                "name"
            ]


def test_the_files_are_for_their_owner_only_and_replace_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "env"
    folder.mkdir(0o755)
    (folder / "portal.env").write_text("OLD=1\n")
    (folder / "portal.env").chmod(0o644)
    paths = env_files.write({"SECRET_KEY": "s", "PORTAL_URL": "https://css.example", "SMTP_HOST": ""}, folder)
    assert {path.stem for path in paths} == NEEDED.keys() - {"inbox"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    portal = dotenv_values(folder / "portal.env")
    assert portal.pop("WITHHELD")
    assert portal == {"SECRET_KEY": "s", "PORTAL_URL": "https://css.example"}
    assert "SECRET_KEY" not in dotenv_values(folder / "rasa.env")


@pytest.mark.parametrize(
    "value",
    ["x", "a b # c", "50% $HOME `y`", 'say "no"', "a conta d'água", "postgresql://u:p@h:5432/d?a=b&c=d"],
)
def test_a_value_is_read_back_as_it_was(tmp_path: Path, value: str) -> None:
    env_files.write({"OIDC_NAME": value}, tmp_path)
    assert dotenv_values(tmp_path / "portal.env")["OIDC_NAME"] == value


@pytest.mark.parametrize("value", ["two\nlines", "back\\slash", 'd\'água "x"', "it's $5", "${HOME}"])
def test_a_value_that_is_not_read_alike_everywhere_is_refused_by_its_name(tmp_path: Path, value: str) -> None:
    with pytest.raises(env_files.Unwritable, match="OIDC_NAME"):
        env_files.write({"OIDC_NAME": value}, tmp_path / "env")
    assert not (tmp_path / "env").exists()
