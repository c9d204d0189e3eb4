"""The `.env` that the first `make run` writes, and who gets which of its secrets."""

import json
import re
import stat
import subprocess
import sys

import pytest
from dotenv import dotenv_values
from py_vapid import Vapid02

import settings
from launcher.secrets import (
    ALL_SECRETS,
    NEEDED,
    PRIVATE,
    PUBLIC,
    SECRETS,
    BadVapidKey,
    ensure_secrets,
    without_others,
)
from settings import ROOT, Settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in (*SECRETS, PRIVATE, PUBLIC):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def env(tmp_path):
    return tmp_path / ".env"


def accepts(values) -> bool:
    """Whether what the private key signs is checked with the public one, as a push service does."""
    signer = Vapid02.from_string(values[PRIVATE])
    headers = signer.sign({"aud": "https://push.exemplo.com", "sub": "mailto:css@serpro.gov.br"})
    authorization = headers["Authorization"]
    return authorization.endswith(f",k={values[PUBLIC]}") and Vapid02.verify(authorization)


def test_the_first_time_every_secret_is_made_for_its_owner_only(env):
    assert set(ensure_secrets(env)) == {*SECRETS, PRIVATE, PUBLIC}
    values = dotenv_values(env)
    assert len({values[name] for name in SECRETS}) == len(SECRETS)
    assert accepts(values)
    assert stat.S_IMODE(env.stat().st_mode) == 0o600


def test_a_second_time_changes_nothing(env):
    ensure_secrets(env)
    before = env.read_bytes()
    assert ensure_secrets(env) == []
    assert env.read_bytes() == before


def test_what_the_example_leaves_empty_is_filled_and_what_was_chosen_stays(env):
    env.write_text("SECRET_KEY=minha\nACTION_TOKEN=\nPORTAL_PORT=8001\nVAPID_PRIVATE_KEY=\nVAPID_PUBLIC_KEY=")
    assert "SECRET_KEY" not in ensure_secrets(env)
    values = dotenv_values(env)
    assert (values["SECRET_KEY"], values["PORTAL_PORT"]) == ("minha", "8001")
    assert values["ACTION_TOKEN"]
    assert accepts(values)


def test_a_private_key_alone_gets_its_own_public_one(env):
    ensure_secrets(env)
    values = dotenv_values(env)
    env.write_text(f"{PRIVATE}={values[PRIVATE]}\n")
    added = ensure_secrets(env)
    assert PUBLIC in added
    assert PRIVATE not in added
    assert dotenv_values(env)[PUBLIC] == values[PUBLIC]


def test_a_public_key_alone_is_replaced_by_a_pair(env):
    env.write_text(f"{PUBLIC}=BSemAPrivada\n")
    ensure_secrets(env)
    assert accepts(dotenv_values(env))


def test_secrets_of_the_environment_are_not_written(env, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do ambiente")
    assert "SECRET_KEY" not in ensure_secrets(env)
    assert "do ambiente" not in env.read_text()


def test_a_broken_private_key_is_said_in_words(env):
    env.write_text(f"{PRIVATE}=isto-nao-e-uma-chave\n")
    with pytest.raises(BadVapidKey, match="VAPID_PRIVATE_KEY não é uma chave"):
        ensure_secrets(env)


def test_a_file_that_was_there_becomes_its_owners_only(env):
    """As the README has it copied from .env.example, with nothing left to fill in."""
    ensure_secrets(env)
    env.chmod(0o644)
    ensure_secrets(env)
    assert stat.S_IMODE(env.stat().st_mode) == 0o600


def test_every_secret_of_the_example_is_known_as_one():
    """A name of that kind that is not listed would go to every process."""
    named = re.compile(r"TOKEN|SECRET|PASSWORD|KEY|DATABASE_URL|REDIS_URL")
    secret = {name for name in dotenv_values(ROOT / ".env.example") if named.search(name)} - {PUBLIC}
    assert secret == ALL_SECRETS


@pytest.mark.parametrize("process", NEEDED)
def test_a_process_starts_with_the_secrets_that_it_needs_and_no_other(process):
    names = "import json, os; print(json.dumps(sorted(os.environ)))"
    everything = {name: "segredo" for name in ALL_SECRETS} | {"PATH": "/usr/bin:/bin"}
    shown = subprocess.run(
        [*without_others(process), sys.executable, "-Sc", names],
        env=everything, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert set(json.loads(shown)) & ALL_SECRETS == NEEDED[process]


def test_who_was_started_without_others_secrets_reads_no_file_and_what_it_lacks_opens_nothing(monkeypatch):
    for name in SECRETS:
        monkeypatch.setenv(name, f"{name} do ambiente")
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setattr(settings, "load_dotenv", lambda path: pytest.fail("it read the file"))
    monkeypatch.setenv("WITHHELD", "SECRET_KEY,SMTP_PASSWORD")
    first, second = Settings.from_env(), Settings.from_env()
    assert first.action_token == "ACTION_TOKEN do ambiente"
    assert first.smtp_password == ""
    assert len(first.secret_key) > 30
    assert first.secret_key != second.secret_key
