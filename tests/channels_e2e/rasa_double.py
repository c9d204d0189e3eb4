"""A real `rasa run` with a throw-away bot, trained once, and our channels in it."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
BOT = Path(__file__).with_name("bot")
# What the portal answers to an upload (portal/conversation_files.py), by its status.
UPLOADED = {
    200: {"ticket_number": "2026-0000001"},
    202: {"held": True},
    413: {"reason": "too_large", "limit": 5 * 1024 * 1024},
    415: {"reason": "refused", "limit": None},
}
RASA = ROOT / ".venv-rasa" / "bin" / "rasa"
CHANNEL_TOKEN = "channel-token-of-the-tests"
METRICS_TOKEN = "metrics-token-of-the-tests"
ACTION_TOKEN = "action-token-of-the-tests"
PAGE = "http://localhost:8000"
_ports = iter(range(5105, 5200))


def environment() -> dict[str, str]:
    """What credentials.yml asks for, and a quiet Rasa."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "CUDA_VISIBLE_DEVICES": "-1",
        "CHAT_TOKEN_KEYS": "a-key-for-the-tests-that-is-long-enough,an-older-key-that-is-still-accepted",
        "CHANNEL_TOKEN": CHANNEL_TOKEN,
        "METRICS_TOKEN": METRICS_TOKEN,
        "ACTION_TOKEN": ACTION_TOKEN,
        "LOG_FORMAT": "json",
        "PORTAL_URL": PAGE,
        "VAR_DIR": "var",
    }


def train(folder: Path) -> Path:
    """The throw-away model (about 20 s, no DIET)."""
    command = [
        *(RASA, "train", "--quiet", "--data", BOT / "data.yml", "--domain", BOT / "domain.yml"),
        *("--config", BOT / "config.yml", "--out", folder, "--fixed-model-name", "bot"),
    ]
    subprocess.run(
        [str(c) for c in command], cwd=folder, env=environment(), check=True, capture_output=True, timeout=300
    )
    return folder / "bot.tar.gz"


def spare_port() -> int:
    """A port of 5105-5199 nobody listens on, never the same one twice in a run."""
    for port in _ports:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no spare port")


def endpoints(folder: Path, action_url: str, lock: str = '{type: "channels.fifo_lock.FifoLockStore"}') -> str:
    """An endpoints.yml with its own tracker in `folder`."""
    return (
        f'action_endpoint: {{url: "{action_url}"}}\n'
        "tracker_store: {type: channels.conversation_store.ConversationStore, "
        f'path: "{folder}/tracker.db"}}\n'
        f"lock_store: {lock}\n"
    )


def credentials(*replacements: tuple[str, str]) -> str:
    """Our own file, with an action's time and the connection limit fit for tests."""
    text = (ROOT / "credentials.yml").read_text()
    for old, new in [
        ("action_timeout_seconds: 10", "action_timeout_seconds: 3"),
        ("connects_per_minute: 120", "connects_per_minute: 5000"),
        *replacements,
    ]:
        assert old in text, old
        text = text.replace(old, new)
    return text


class RasaServer:
    """One server process on 127.0.0.1:`port`; its log is in `log`."""

    def __init__(self, folder: Path, model: Path, port: int, *, endpoints: str, credentials: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "endpoints.yml").write_text(endpoints)
        (folder / "credentials.yml").write_text(credentials)
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "rasa.log"
        self._folder = folder
        self._command = [
            *(str(RASA), "run", "--model", str(model), "--credentials", "credentials.yml"),
            *("--endpoints", "endpoints.yml", "--interface", "127.0.0.1", "--port", str(port)),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Waits for nothing."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, env=environment(), stdout=log, stderr=subprocess.STDOUT
            )

    def start(self, health: str = "web") -> None:
        """Returns when the channel says that it is ready; raises RuntimeError when it does not."""
        self.begin()
        assert self._process
        deadline = time.monotonic() + 300  # a machine that others use, too
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                if requests.get(f"{self.url}/webhooks/{health}/health", timeout=2).status_code == 200:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.3)
        raise RuntimeError(self.log.read_text()[-3000:])

    def stop(self, *, hard: bool = False) -> None:
        if self._process:
            (self._process.kill if hard else self._process.terminate)()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def post(self, path: str, body: object, token: str | None = CHANNEL_TOKEN) -> requests.Response:
        """POST to one of the channel's internal endpoints."""
        headers = {} if token is None else {"X-Channel-Token": token}
        return requests.post(f"{self.url}/webhooks/{path}", json=body, headers=headers, timeout=20)
