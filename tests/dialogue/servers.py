"""Starting and stopping the real processes that the talking tests need."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
import yaml

from launcher.training import rasa_environment
from tests import kept_answers
from tests.channels_e2e.twilio_call import AUTH_TOKEN, PUBLIC

ROOT = Path(__file__).resolve().parents[2]
RASA = ROOT / ".venv-rasa/bin/rasa"
TOKEN = "dialogue-tests"
SECRET = "dialogue-tests-secret"


def environment(database_url: str, var: Path, action_port: int) -> dict[str, str]:
    """What both servers read; nothing of the developer's own .env survives in it."""
    kept_answers.share(var)
    own = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET,
        "ACTION_TOKEN": TOKEN,
        "CHANNEL_TOKEN": TOKEN,
        "ACTION_PORT": str(action_port),
        "ACTION_URL": f"http://127.0.0.1:{action_port}/webhook",
        "VAR_DIR": str(var),
        "HANDOFF_WAIT_SECONDS": "300",
    }
    return rasa_environment(ROOT, {**os.environ, **own})


@contextmanager
def action_server(env: dict[str, str], log: Path) -> Iterator[str]:
    """`python -m actions`; gives its address."""
    url = env["ACTION_URL"].removesuffix("/webhook")
    with process([sys.executable, "-m", "actions"], env, log, f"{url}/health"):
        yield url


@contextmanager
def rasa_server(env: dict[str, str], model: str, var: Path, log: Path) -> Iterator[str]:
    """`rasa run` on the loopback with the phone, and the `rest` channel, which exists only here; gives its
    address."""
    phone = yaml.safe_load((ROOT / "credentials.yml").read_text())["channels.phone.PhoneInput"]
    phone |= {"auth_token": AUTH_TOKEN, "public_url": PUBLIC}
    credentials = var / "credentials.yml"
    credentials.write_text(yaml.safe_dump({"rest": None, "channels.phone.PhoneInput": phone}))
    port = free_port(5240)
    url = f"http://127.0.0.1:{port}"
    command = [str(RASA), "run", "--model", model, "--credentials", str(credentials)]
    command += ["--endpoints", "endpoints.yml", "--interface", "127.0.0.1", "--port", str(port)]
    with process(command, env, log, f"{url}/"):
        yield url


@contextmanager
def process(command: list[str], env: dict[str, str], log: Path, ready: str) -> Iterator[None]:
    """Runs it while the block runs, from when `ready` answers. Raises RuntimeError with the log's end."""
    with log.open("ab") as output:
        running = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + 180
        while not answers(ready):
            if running.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[:3]} is not ready: {log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.3)
        yield
    finally:
        running.terminate()
        try:
            running.wait(timeout=5)
        except subprocess.TimeoutExpired:
            running.kill()


def wait_for_articles(log: Path) -> None:
    """Until the action server has learnt the articles: what is asked before may miss its answer."""
    deadline = time.monotonic() + 180
    while "articles prepared" not in log.read_text(errors="replace"):
        if time.monotonic() > deadline:
            raise RuntimeError(f"no articles: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.3)


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code == 200
    except requests.RequestException:
        return False


def free_port(first: int) -> int:
    for port in range(first, first + 29):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")
