"""The processes as they run: who ends with whom, and whose answer counts."""

from __future__ import annotations

import configparser
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import cast
from unittest import mock

import pytest

from launcher import __main__, ports, processes
from launcher.secrets import NEEDED
from launcher.store import Preparing, StoreFailed, left_behind
from launcher.waiting import NotReady
from settings import ROOT, Settings
from ticket_store.accounts import create_agent
from ticket_store.database import connect, transaction

SECONDS = 20
SUPERVISED = """
[supervisord]
nodaemon=true
silent=true
logfile={var}/supervisord.log
pidfile={var}/run/supervisord.pid
[unix_http_server]
file={var}/run/supervisor.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[program:{name}]
command=%(ENV_LAUNCH_UNDER)s {command}
startsecs=0
stopwaitsecs=2
"""
# `python -m launcher run` as it is, over what the test supervises: no environment, model or assets to make.
LAUNCHER = """
import os, sys
from pathlib import Path
from launcher import __main__, processes
from settings import Settings
var = Path(os.environ["VAR_DIR"])
processes.CONFIGURATION = var / "supervisord.conf"
processes.checks = lambda plan: {}
__main__.prepare = lambda: processes.Plan(Settings.from_env(), var / "model", var)
__main__.main(["run"])
"""


def eventually(check: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not check():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def alive(pid: int) -> bool:
    """A zombie that nobody has waited for is not alive."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def var(tmp_path: Path, blank_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder and free ports of its own for every process."""
    for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN", "CHAT_TOKEN_KEYS"):
        monkeypatch.setenv(name, secrets.token_urlsafe(16))
    for name in ("PORTAL_PORT", "RASA_PORT", "ACTION_PORT", "INBOX_PORT"):
        monkeypatch.setenv(name, str(ports.free_port()))
    for name in ("DATABASE_URL", "RASA_URL", "PORTAL_URL", "INBOX_DIR", "IMAP_HOST"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("LMTP_PORT", "0")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    shutil.copy(blank_store, tmp_path / "tickets.db")
    return tmp_path


def supervise(var: Path, name: str, command: str) -> Path:
    path = var / "supervisord.conf"
    path.write_text(SUPERVISED.format(var=var, name=name, command=command))
    return path


def heed_signals() -> None:
    """As a terminal starts a program: under nohup and in the background some are ignored from the start."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def launcher(var: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """The running launcher; the ids of supervisord and of the process under it, which writes to `kept`."""
    asleep = var / "asleep.py"
    asleep.write_text(
        "import os, sys, time\n"
        "open(os.environ['VAR_DIR'] + '/kept', 'w').close()\n"
        "open(os.environ['VAR_DIR'] + '/pid.part', 'w').write(str(os.getpid()))\n"
        "os.rename(os.environ['VAR_DIR'] + '/pid.part', os.environ['VAR_DIR'] + '/pid')\n"
        "time.sleep(600)\n"
    )
    supervise(var, "asleep", f"{sys.executable} {asleep}")
    running = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER], cwd=ROOT, start_new_session=True, preexec_fn=heed_signals
    )
    files = [var / "run" / "supervisord.pid", var / "pid"]
    try:
        eventually(lambda: all(path.exists() for path in files), "the processes did not start")
        ids = [int(path.read_text()) for path in files]
        yield running, ids
    finally:
        running.kill()
        running.wait()
        for path in files:
            if path.exists() and alive(int(path.read_text())):
                os.kill(int(path.read_text()), signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whatever_ends_the_launcher_ends_all_it_started(
    launcher: tuple[subprocess.Popen[bytes], list[int]], number: signal.Signals
) -> None:
    running, ids = launcher
    running.send_signal(number)
    running.wait(timeout=SECONDS)
    assert [pid for pid in ids if alive(pid)] == []


@pytest.mark.parametrize("killed", ["launcher", "supervisord"])
def test_whoever_is_killed_leaves_nobody_alone_and_it_starts_again(
    launcher: tuple[subprocess.Popen[bytes], list[int]], var: Path, killed: str
) -> None:
    running, ids = launcher
    os.kill(running.pid if killed == "launcher" else ids[0], signal.SIGKILL)
    eventually(lambda: not any(alive(pid) for pid in ids), "a process was left alone")
    running.wait(timeout=SECONDS)
    (var / "pid").unlink()
    plan = processes.Plan(Settings.from_env(), var / "model", var)
    assert not processes.is_running(plan)
    with (
        mock.patch.multiple(
            processes, CONFIGURATION=var / "supervisord.conf", _wait_until_ready=lambda *_: None
        ),
        processes.running(plan),
    ):
        eventually((var / "pid").exists, "it did not start again")


def test_a_full_disk_ends_neither_supervisord_nor_what_it_runs(var: Path) -> None:
    talks = f"{sys.executable} -uc \"import time;[print('x', time.sleep(.1)) for _ in range(600)]\""
    path = supervise(var, "talks", talks)
    full = path.read_text().replace(f"logfile={var}/supervisord.log", "logfile=/dev/full")
    path.write_text(f"{full}stdout_logfile=/dev/full\nredirect_stderr=true\n")
    plan = processes.Plan(Settings.from_env(), var / "model", var)
    kept = var / "log" / "supervisord.err"
    with (
        mock.patch.multiple(processes, CONFIGURATION=path, _wait_until_ready=lambda *_: None),
        processes.running(plan) as supervisor,
    ):
        eventually(lambda: kept.exists() and b"No space left" in kept.read_bytes(), "the disk was not full")
        eventually(lambda: processes._pid(plan, "talks") != 0, "it did not start")
        pid = processes._pid(plan, "talks")
        kept.unlink()
        kept.mkdir()  # nor can what it complains of be written
        for _ in range(20):
            assert processes._pid(plan, "talks") == pid
        assert supervisor.poll() is None


class Prepares:
    """A store that is prepared once Rasa has begun; `early`: who began before it was."""

    def __init__(self, plan: processes.Plan) -> None:
        self.plan = plan
        self.early: list[str] | None = None

    def done(self) -> bool:
        if self.early is None:
            eventually(lambda: processes._pid(self.plan, "rasa") != 0, "Rasa waited for the store")
            self.early = [name for name in self.plan.on_the_store if processes._pid(self.plan, name)]
        return False


def test_rasa_begins_while_the_store_is_prepared_who_needs_it_afterwards_and_the_trainer_at_last(
    var: Path,
) -> None:
    plan = processes.Plan(Settings.from_env(), var / "model", var)
    assert plan.on_the_store == ["portal", "actions", "notifications", "trainer"]
    ours = configparser.RawConfigParser()
    ours.read(processes.CONFIGURATION)
    text = SUPERVISED.partition("[program:")[0].format(var=var)
    for name in ("rasa", *plan.on_the_store):
        asleep = f'{sys.executable} -c "import time; time.sleep(600)"'
        text += f"[program:{name}]\ncommand=%(ENV_LAUNCH_UNDER)s {asleep}\n"
        text += f"autostart={ours[f'program:{name}']['autostart']}\nstartsecs=0\n"
    (var / "supervisord.conf").write_text(text)
    store = Prepares(plan)
    heard: list[str] = []
    waiting: list[str] = []

    def wait_until_ready(_: object, under: object, ready: Callable[[str], None], waits: object) -> None:
        assert (store.early, heard) == ([], ["banco de dados"])
        for name in plan.on_the_store[:-1]:
            eventually(partial(processes._pid, plan, name), f"{name} did not begin")
            ready(name)
        waiting.extend(name for name in plan.on_the_store if processes._pid(plan, name))

    with (
        mock.patch.multiple(
            processes, CONFIGURATION=var / "supervisord.conf", _wait_until_ready=wait_until_ready
        ),
        processes.running(replace(plan, preparing=cast(Preparing, store)), heard.append),
    ):
        assert heard == ["banco de dados", "portal", "actions", "notifications"]
        assert waiting == ["portal", "actions", "notifications"]
        for name in plan.on_the_store:
            eventually(partial(processes._pid, plan, name), f"{name} did not begin")


def test_a_store_that_cannot_be_prepared_ends_all_that_began(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (var / "run").mkdir(exist_ok=True)
    left = var / "run" / "inbox.vitals"  # of a run with DEV_INBOX=1
    left.touch()
    monkeypatch.setenv("DATABASE_URL", "sqlite:////dev/null/tickets.db")
    asleep = f'{sys.executable} -c "import time; time.sleep(600)"'
    plan = processes.Plan(Settings.from_env(), var / "model", var, preparing=Preparing())
    with (
        mock.patch.multiple(processes, CONFIGURATION=supervise(var, "rasa", asleep)),
        pytest.raises(StoreFailed, match="não pôde ser posto em dia"),
        processes.running(plan),
    ):
        pytest.fail("it began without a store")
    assert not processes.is_running(plan)
    assert not left.exists()  # or it would be measured as a process that is down
    assert "FileExistsError" in (var / "log" / "store.log").read_text()


def test_a_store_that_is_away_is_told_without_its_password(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = f"postgresql+psycopg://ada:s3cret@127.0.0.1:{ports.free_port()}/acionamentos"
    monkeypatch.setenv("DATABASE_URL", away)
    with pytest.raises(StoreFailed, match=r"DATABASE_URL não responde") as failed:
        Preparing().done()
    assert "s3cret" not in str(failed.value)


@pytest.mark.parametrize("there", [True, False])
def test_an_empty_postgresql_beside_tickets_in_sqlite_is_not_begun_with(
    var: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """The numbers that people were told would be given again."""
    monkeypatch.setattr("ticket_store.contents.has_tickets", lambda url: there)
    url = "postgresql+psycopg://127.0.0.1/acionamentos"
    assert left_behind(url, var / "tickets.db") == ""
    with closing(sqlite3.connect(var / "other.db")) as other:
        other.execute("CREATE TABLE tickets (number TEXT)")
        other.execute("INSERT INTO tickets VALUES ('2026-0000001')")
        other.commit()
    assert ("se repetiriam" in left_behind(url, var / "other.db")) is not there
    assert left_behind(f"sqlite:///{var}/new.db", var / "other.db") == ""
    assert left_behind(url, var / "none.db") == ""


def test_a_damaged_store_is_named_with_what_to_do(
    var: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (var / "tickets.db").write_bytes(b"no database" * 1000)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{var}/tickets.db")
    with pytest.raises(StoreFailed, match=r"tickets\.db está danificado .*Perdemos o servidor"):
        Preparing().done()
    assert "Traceback" not in capfd.readouterr().err
    assert "Traceback" in (var / "log" / "store.log").read_text()


def test_the_store_is_prepared_in_a_process_that_says_whether_there_are_accounts(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{var}/tickets.db")
    assert Preparing().done() is False
    engine = connect(f"sqlite:///{var}/tickets.db")
    with transaction(engine) as session:
        create_agent(
            session, name="Ada", email="ada@serpro.gov.br", password="correct horse battery",
            role="administrator", now=datetime(2026, 11, 25, tzinfo=UTC),
        )  # fmt: skip
    engine.dispose()
    assert Preparing().done() is True


@pytest.mark.parametrize("command", ['-c "raise SystemExit(3)"', "/nowhere.py"])
def test_a_process_that_cannot_start_ends_the_waiting_and_is_named(var: Path, command: str) -> None:
    configuration = supervise(var, "actions", f"{sys.executable} {command}")
    plan = processes.Plan(Settings.from_env(), var / "model", var, rasa_server=False)
    awaited = {"actions": lambda: False}
    with (
        mock.patch.multiple(processes, CONFIGURATION=configuration, checks=lambda _: awaited),
        pytest.raises(NotReady, match="actions: não para de morrer"),
        processes.running(plan),
    ):
        pytest.fail("it was ready")


@pytest.mark.parametrize("name", ["supervisord.conf", "cluster.conf"])
def test_every_process_of_ours_is_started_so(name: str) -> None:
    programs = configparser.RawConfigParser()
    programs.read(processes.CONFIGURATION.with_name(name))
    commands = {
        one.removeprefix("program:"): programs[one]["command"]
        for one in programs
        if one.startswith("program:")
    }
    commands.pop("nginx", "")  # it has no secrets, and is not ours
    assert commands.keys() == NEEDED.keys()
    for one, command in commands.items():
        assert command.startswith(f"%(ENV_LAUNCH_UNDER)s %(ENV_LAUNCH_AS_{one.upper()})s "), one


def test_every_process_of_ours_is_waited_for_and_watched(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEV_INBOX", "1")
    monkeypatch.setenv("LMTP_PORT", str(ports.free_port()))
    plan = processes.Plan(Settings.from_env(), var / "model", var)
    assert processes.checks(plan).keys() == NEEDED.keys()
    assert processes.watchdog(plan)._alive.keys() == NEEDED.keys()
    beside_a_shell = processes.Plan(plan.settings, plan.model, var, rasa_server=False)
    assert processes.checks(beside_a_shell).keys() == NEEDED.keys() - {"rasa", "trainer"}


def test_what_the_processes_write_is_for_their_owner_only(
    launcher: tuple[subprocess.Popen[bytes], list[int]], var: Path
) -> None:
    assert stat.S_IMODE((var / "kept").stat().st_mode) == 0o600


def test_every_port_that_is_taken_is_named_with_its_setting_before_anything_starts(var: Path) -> None:
    plan = processes.Plan(Settings.from_env(), var / "model", var)
    with (
        socket.create_server(("127.0.0.1", plan.settings.portal_port)),
        socket.create_server(("127.0.0.1", plan.settings.inbox_port)),
        pytest.raises(ports.PortsTaken) as refused,
        processes.running(plan),
    ):
        pytest.fail("it started")
    assert f"porta {plan.settings.portal_port} (página): PORTAL_PORT" in str(refused.value)
    assert f"porta {plan.settings.inbox_port} (caixa de e-mails): INBOX_PORT" in str(refused.value)
    assert "ACTION_PORT" not in str(refused.value)
    assert not (var / "run").exists()


def test_a_taken_port_is_said_before_the_minutes_that_a_model_takes(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(__main__, "ensure_secrets", lambda path: [])
    monkeypatch.setattr(__main__, "ensure_model", lambda *_: pytest.fail("it trained"))
    taken = Settings.from_env().portal_port
    with socket.create_server(("127.0.0.1", taken)), pytest.raises(ports.PortsTaken):
        __main__.prepare()


def test_the_shell_needs_no_port_of_rasa(var: Path) -> None:
    settings = Settings.from_env()
    assert "RASA_PORT" in [port.setting for port in ports.needed(settings)]
    assert "RASA_PORT" not in [port.setting for port in ports.needed(settings, rasa_server=False)]


def test_a_port_of_a_connection_that_just_ended_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
        client = socket.create_connection(("127.0.0.1", number))
        accepted, _ = server.accept()
        accepted.close()
        client.recv(1)
        client.close()
    ports.require_free([ports.Port("portal", "página", "127.0.0.1", number, "PORTAL_PORT")])


@pytest.mark.parametrize("ours", [True, False])
def test_a_strangers_answer_on_our_port_is_no_sign_of_life(var: Path, ours: bool) -> None:
    """The action server's port answers in both cases: by the supervised process, or by the test."""
    settings = Settings.from_env()
    (var / "ready").touch()
    listening = f"{sys.executable} -m http.server -d {var} --bind 127.0.0.1 {settings.action_port}"
    configuration = supervise(var, "actions", listening if ours else "sleep 600")
    plan = processes.Plan(settings, var / "model", var, rasa_server=False)
    with (
        mock.patch.multiple(processes, CONFIGURATION=configuration, _wait_until_ready=lambda *_: None),
        processes.running(plan),
    ):
        eventually(lambda: processes._pid(plan, "actions") != 0, "it did not start")
        ready = processes.checks(plan)["actions"]
        if ours:
            eventually(ready, "the process answers and was not recognised")
        else:
            with socket.create_server(("127.0.0.1", settings.action_port)):
                assert not ready()


@pytest.mark.parametrize("name", ["supervisord.conf", "cluster.conf"])
def test_every_log_is_rotated_before_it_fills_the_disk(name: str) -> None:
    kept = configparser.ConfigParser(interpolation=None)
    kept.read(processes.CONFIGURATION.with_name(name))
    programs = [kept[one] for one in kept.sections() if one.startswith("program:")]
    assert len(programs) >= 6
    assert {(p["stdout_logfile_maxbytes"], p["stdout_logfile_backups"]) for p in programs} == {("20MB", "5")}
