"""Starts supervisord over every process, waits until each answers, and stops all on the way out."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from ground import vitals
from launcher import ports
from launcher.secrets import NEEDED, without_others
from launcher.store import Preparing
from launcher.training import rasa_command, rasa_environment
from launcher.waiting import NotReady, State, Waiting, until_ready, work
from launcher.watchdog import Watchdog
from settings import ROOT, Settings

# The kernel ends what it starts when its parent dies, even by SIGKILL (util-linux, on every Debian).
UNDER = ("setpriv", "--pdeathsig")
ON_THE_STORE = ("portal", "actions", "notifications", "inbound_mail", "trainer")
AT_LAST = "trainer"
"""Nobody waits for it, and it takes what the others need to begin with: it begins once they are ready."""
CONFIGURATION = Path(__file__).with_name("supervisord.conf")


@dataclass(frozen=True)
class Plan:
    """What to run: `rasa_server` is off beside `make shell`, where the shell is the Rasa process.

    preparing: the store, which all but Rasa and the inbox wait for; they need not where there is none.
    """

    settings: Settings
    model: Path
    var: Path
    rasa_server: bool = True
    preparing: Preparing | None = None

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def run_dir(self) -> Path:
        return self.var / "run"

    @property
    def on_the_store(self) -> list[str]:
        """Those that start once it is prepared, the slowest first."""
        s = self.settings
        runs = {"inbound_mail": bool(s.imap_host or s.lmtp_port), "trainer": self.rasa_server}
        return [name for name in ON_THE_STORE if runs.get(name, True)]

    @property
    def control_socket(self) -> Path:
        return self.run_dir / "supervisor.sock"


def environment(plan: Plan) -> dict[str, str]:
    """The variables of supervisord and of every process under it, Rasa's ${VARS} included."""
    settings = plan.settings
    at_once = [] if plan.preparing else plan.on_the_store
    own = {
        "ACTION_URL": os.environ.get("ACTION_URL") or f"http://127.0.0.1:{settings.action_port}/webhook",
        "RASA_PORT": str(ports.rasa_port(settings)),
        "PORTAL_URL": settings.portal_url,
        "PORTAL_PORT": str(settings.portal_port),
        "PORTAL_INTERNAL_URL": os.environ.get("PORTAL_INTERNAL_URL")
        or f"http://127.0.0.1:{settings.portal_port}",
        "CHAT_ORIGINS": os.environ.get("CHAT_ORIGINS", ""),
        "VAR_DIR": str(plan.var),
        "LAUNCH_ROOT": str(ROOT),
        "LAUNCH_LOGS": str(plan.logs),
        "LAUNCH_RUN": str(plan.run_dir),
        "LAUNCH_UNDER": " ".join([*UNDER, "KILL"]),
        **{f"LAUNCH_AS_{name.upper()}": " ".join(without_others(name)) for name in NEEDED},
        "LAUNCH_PYTHON": str(ROOT / ".venv" / "bin" / "python"),
        "LAUNCH_RASA": " ".join(rasa_command(ROOT)),
        "LAUNCH_MODEL": str(plan.model),
        "LAUNCH_INBOX": str(settings.dev_inbox).lower(),
        **{f"LAUNCH_{name.upper()}": str(name in at_once).lower() for name in ON_THE_STORE},
        "LAUNCH_RASA_SERVER": str(plan.rasa_server).lower(),
        "PYTHONUNBUFFERED": "1",
    }
    # Without its own bytecode each start of each process compiles our rooms again (launcher/environments.py).
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return rasa_environment(ROOT, {**given, **own})


def is_running(plan: Plan) -> bool:
    """Whether a supervisord of this folder answers on its socket."""
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(plan.control_socket))
        return True
    except OSError:
        return False


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, HTTPException):  # of which a refusal by the server is one
        return False


def supervisor(plan: Plan) -> Any:
    """The supervisord of that plan, by its own calls."""
    transport = SupervisorTransport(serverurl=f"unix://{plan.control_socket}")
    return ServerProxy("http://127.0.0.1", transport=transport).supervisor


def state_in(supervisor: Any, name: str) -> State:
    """Of the process that supervisord has under that name; nothing of one that it does not know, or while it
    does not answer."""
    try:
        info = supervisor.getProcessInfo(name)
    except (OSError, Fault):
        return State()
    assert isinstance(info, dict)
    return State(str(info["statename"]), int(info["pid"]), int(info["start"]))


def _pid(plan: Plan, name: str) -> int:
    """Of the process that supervisord has under that name; 0 when it is not up."""
    state = state_in(supervisor(plan), name)
    return state.pid if state.name == "RUNNING" else 0


def checks(plan: Plan) -> dict[str, Callable[[], bool]]:
    """One readiness check a process, by its name in supervisord.conf: it is up, it is the one that listens on
    its port, and it answers."""
    s = plan.settings
    # Rasa's own address answers with no model as well, and says "fora do ar" to everybody.
    healthy = {
        "portal": f"http://127.0.0.1:{s.portal_port}/ready",
        "actions": f"http://127.0.0.1:{s.action_port}/ready",
        "rasa": f"{s.rasa_url}/webhooks/web/health",
    }
    listening = {port.name: port.number for port in ports.needed(s, plan.rasa_server)}

    def ready(name: str) -> bool:
        # Who does not answer is asked first: it costs least, and supervisord has others to start.
        if not (_answers(healthy[name]) if name in healthy else vitals.ask(s.vitals_of(name), "/ready")):
            return False
        pid = _pid(plan, name)
        return pid != 0 and (name not in listening or ports.listens(pid, listening[name]))

    names = ["notifications", *listening]
    if s.imap_host and "inbound_mail" not in listening:
        names.append("inbound_mail")
    if plan.rasa_server:
        names.append("trainer")
    return {name: partial(ready, name) for name in names}


def alive(plan: Plan) -> dict[str, Callable[[], bool]]:
    """Whether each answers, by its name: also while the store or the mail server is away."""
    s = plan.settings
    addresses = {
        "portal": f"http://127.0.0.1:{s.portal_port}/health",
        "actions": f"http://127.0.0.1:{s.action_port}/health",
        "rasa": f"{s.rasa_url}/",
    }
    alive: dict[str, Callable[[], bool]] = {n: partial(_answers, url) for n, url in addresses.items()}
    for name in ("notifications", "inbound_mail", "inbox", "trainer"):
        alive[name] = partial(vitals.ask, s.vitals_of(name), "/health")
    return alive


def watchdog(plan: Plan) -> Watchdog:
    """Over every process."""
    return Watchdog(alive(plan), partial(_pid, plan))


@contextmanager
def running(
    plan: Plan,
    on_ready: Callable[[str], None] = lambda name: None,
    on_waiting: Callable[[str], None] = lambda line: None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Every process up while the block runs; all stopped on the way out. Raises PortsTaken, NotReady,
    StoreFailed.
    """
    ports.require_free(ports.needed(plan.settings, plan.rasa_server))
    plan.logs.mkdir(parents=True, exist_ok=True)
    plan.run_dir.mkdir(parents=True, exist_ok=True)
    for left in plan.run_dir.glob("*.vitals"):  # of who is not started any more: he would be told as down
        left.unlink()
    command = [*UNDER, "TERM", str(ROOT / ".venv" / "bin" / "supervisord"), "-c", str(CONFIGURATION)]
    # A session of its own: Ctrl-C reaches only the launcher, which then stops supervisord once.
    supervisor = subprocess.Popen(
        command, cwd=ROOT, env=environment(plan), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    threading.Thread(target=_keep_errors, args=(supervisor, plan.logs), daemon=True).start()
    try:
        if plan.preparing:
            plan.preparing.done()
            on_ready("banco de dados")
            starting = _Starting(plan, supervisor)
            starting.begin(max(1, len(os.sched_getaffinity(0)) - 1))
            _wait_until_ready(plan, supervisor, starting.then(on_ready), on_waiting)
            starting.begin_all()
        else:
            _wait_until_ready(plan, supervisor, on_ready, on_waiting)
        yield supervisor
    finally:
        supervisor.send_signal(signal.SIGTERM)
        try:
            supervisor.wait(timeout=30)
        except subprocess.TimeoutExpired:
            supervisor.kill()


class _Starting:
    """Those that need the store, as many at once as there are processors beside Rasa's: it takes longest, and
    would share its own with all of them. The next begins when one is ready; AT_LAST when all are."""

    def __init__(self, plan: Plan, process: subprocess.Popen[bytes]) -> None:
        self._plan, self._process = plan, process
        self._waiting = list(plan.on_the_store)

    def begin(self, many: int) -> None:
        names = [name for name in self._waiting if name != AT_LAST][:many]
        self._start(names)

    def begin_all(self) -> None:
        self._start(list(self._waiting))

    def then(self, on_ready: Callable[[str], None]) -> Callable[[str], None]:
        def ready(name: str) -> None:
            on_ready(name)
            if name != "inbox":  # which is there at once
                self.begin(1)

        return ready

    def _start(self, names: list[str]) -> None:
        _start(self._plan, self._process, names)
        self._waiting = [name for name in self._waiting if name not in names]


def _start(plan: Plan, process: subprocess.Popen[bytes], names: list[str]) -> None:
    while not is_running(plan):
        if process.poll() is not None:
            raise NotReady(dict.fromkeys(names, "o supervisord terminou"))
        time.sleep(0.05)
    for name in names:
        supervisor(plan).startProcess(name, False)


def _keep_errors(supervisor: subprocess.Popen[bytes], logs: Path) -> None:
    """Into supervisord.err. By way of us, because an error that cannot be written (a full disk) would end
    supervisord.
    """
    assert supervisor.stderr is not None
    with suppress(OSError):
        (logs / "supervisord.err").unlink(missing_ok=True)
    for line in supervisor.stderr:
        with suppress(OSError), (logs / "supervisord.err").open("ab") as kept:
            kept.write(line)


def _wait_until_ready(
    plan: Plan,
    under: subprocess.Popen[bytes],
    on_ready: Callable[[str], None],
    on_waiting: Callable[[str], None],
) -> None:
    def state(name: str) -> State:
        return state_in(supervisor(plan), name)

    awaited = {name: ready for name, ready in checks(plan).items() if name != AT_LAST}
    until_ready(Waiting(awaited, state, alive=alive(plan), work=work), under, on_ready, on_waiting)
