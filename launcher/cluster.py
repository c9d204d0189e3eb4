"""`make cluster`: several of each process on this machine, over real PostgreSQL and Redis, nginx in front.

What runs on many machines is tried on one: the processes share nothing but the two databases, Redis, and the
folders of the attachments and of the models.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from xmlrpc.client import ServerProxy

import requests
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from supervisor.xmlrpc import SupervisorTransport

from ground import vitals
from launcher import chosen_model, ports, processes
from launcher.cluster_stores import Stores, program
from launcher.waiting import State, Waiting, until_ready, work
from settings import ROOT, Settings

HERE = Path(__file__).parent
KINDS = ("rasa", "actions", "portal", "notifications", "inbound_mail")
ALONE = {"inbox": "inbox_process", "trainer": "trainer"}
"""Of which there is one, and its folder."""
MOST = 10  # the number is a port's last digit


@dataclass(frozen=True)
class Cluster:
    """`each`: how many of a kind. Ports come in tens, one a kind; nginx has `port` and, for us, `inner`."""

    settings: Settings
    model: Path
    var: Path
    stores: Stores
    each: int
    port: int
    inner: int
    tens: dict[str, int]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def inbox_dir(self) -> Path:
        return self.var / "inbox"

    def ports_of(self, kind: str) -> list[int]:
        return [self.tens[kind] * 10 + number for number in range(self.each)]

    def names(self) -> list[str]:
        """Of every process, as supervisord has them."""
        own = [f"{kind}:{kind}_{number}" for kind in KINDS for number in range(self.each)]
        return ["nginx", *(["inbox"] if self.settings.dev_inbox else []), "trainer", *own]

    def restart(self, name: str) -> None:
        """Stopped in order, and begun to be started again."""
        self._supervisor.stopProcess(name)
        self._supervisor.startProcess(name, False)

    def pid(self, name: str) -> int:
        """Of the process under that name; 0 when it is not up."""
        state = self.state(name)
        return state.pid if state.name == "RUNNING" else 0

    def state(self, name: str) -> State:
        return processes.state_in(self._supervisor, name)

    @property
    def _supervisor(self) -> Any:
        transport = SupervisorTransport(serverurl=f"unix://{self.var / 'run' / 'supervisor.sock'}")
        return ServerProxy("http://127.0.0.1", transport=transport).supervisor

    def ready(self, name: str) -> bool:
        """Whether it is up and answers for itself."""
        if not self.pid(name):
            return False
        kind, _, number = name.partition(":")[2].rpartition("_")
        if not kind:
            if name in ALONE:
                return vitals.ask(self.var / ALONE[name] / "run" / f"{name}.vitals", "/ready")
            return _answers(f"http://127.0.0.1:{self.port}/")
        if kind in ("notifications", "inbound_mail"):
            return vitals.ask(self.var / f"{kind}_{number}" / "run" / f"{kind}.vitals", "/ready")
        path = "/webhooks/web/health" if kind == "rasa" else "/ready"
        return _answers(f"http://127.0.0.1:{self.tens[kind] * 10 + int(number)}{path}")


def planned(settings: Settings, model: Path, var: Path, stores: Stores) -> Cluster:
    """CLUSTER_EACH of each kind (2), nginx at CLUSTER_PORT (8080)."""
    each = int(os.environ.get("CLUSTER_EACH") or 2)
    if not 1 <= each <= MOST:
        raise SystemExit(f"CLUSTER_EACH: de 1 a {MOST}")
    tens: dict[str, int] = {}
    for kind in ("rasa", "actions", "portal", "inbound_mail"):
        tens[kind] = _free_ten(set(tens.values()))
    port = int(os.environ.get("CLUSTER_PORT") or 8080)
    if settings.dev_inbox:
        settings = replace(settings, inbox_dir=var / "inbox", smtp_port=ports.free_port())
    return Cluster(settings, model, var, stores, each, port, ports.free_port(), tens)


def nginx_conf(cluster: Cluster) -> str:
    """The template, filled in."""
    templates = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=False)
    return templates.get_template("nginx.conf.j2").render(
        folder=cluster.var / "nginx",
        address="127.0.0.1",
        port=cluster.port,
        inner=cluster.inner,
        inbox=cluster.settings.dev_inbox,
        **{kind: cluster.ports_of(kind) for kind in ("rasa", "actions", "portal")},
    )


def environment(cluster: Cluster) -> dict[str, str]:
    """Of supervisord and all under it: settings, nothing else, make several processes one service."""
    inner = f"http://127.0.0.1:{cluster.inner}"
    plan = processes.Plan(cluster.settings, cluster.model, cluster.var)
    own = {
        "DATABASE_URL": cluster.stores.database_url,
        "TRACKER_DATABASE_URL": cluster.stores.tracker_database_url,
        "REDIS_URL": cluster.stores.redis_url,
        "ACTION_URL": f"{inner}/webhook",
        "PORTAL_INTERNAL_URL": inner,
        "RASA_URL": inner,
        "PORTAL_URL": cluster.url,
        "CHAT_URL": cluster.url,
        "TRUSTED_PROXIES": "1",
        "ATTACHMENTS_DIR": str(cluster.var / "attachments"),
        # Who writes the mails is to know that answers are read; each who reads has a port of its own.
        "LMTP_PORT": str(cluster.ports_of("inbound_mail")[0]),
        "CLUSTER_VAR": str(cluster.var),
        "CLUSTER_EACH": str(cluster.each),
        "CLUSTER_NGINX": f"{program('nginx', 'nginx')} -c {cluster.var}/nginx/nginx.conf",
        **{f"CLUSTER_{kind.upper()}": str(ten) for kind, ten in cluster.tens.items()},
    }
    if cluster.settings.dev_inbox:
        port = str(cluster.settings.smtp_port)
        own |= {"INBOX_DIR": str(cluster.inbox_dir), "INBOX_PORT": port, "SMTP_PORT": port}
        own |= {"SMTP_HOST": "127.0.0.1", "SMTP_SECURITY": "none"}
    return {**processes.environment(plan), **own}


@contextmanager
def running(
    cluster: Cluster,
    on_ready: Callable[[str], None] = lambda name: None,
    on_waiting: Callable[[str], None] = lambda line: None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Every process up while the block runs; all stopped on the way out. Raises PortsTaken, NotReady."""
    front = ports.Port("nginx", "nginx", "127.0.0.1", cluster.port, "CLUSTER_PORT")
    ports.require_free([front])
    for name in ("log", "run", "nginx", "attachments"):
        (cluster.var / name).mkdir(parents=True, exist_ok=True)
    (cluster.var / "nginx" / "nginx.conf").write_text(nginx_conf(cluster))
    share_models(cluster)
    command = [
        *processes.UNDER,
        "TERM",
        str(ROOT / ".venv/bin/supervisord"),
        "-c",
        str(HERE / "cluster.conf"),
    ]
    supervisor = subprocess.Popen(
        command, cwd=ROOT, env=environment(cluster), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    threading.Thread(
        target=processes._keep_errors, args=(supervisor, cluster.var / "log"), daemon=True
    ).start()
    try:
        wait_until_ready(cluster, cluster.names(), supervisor, on_ready, on_waiting)
        yield supervisor
    finally:
        supervisor.send_signal(signal.SIGTERM)
        try:
            supervisor.wait(timeout=60)
        except subprocess.TimeoutExpired:
            supervisor.kill()


def wait_until_ready(
    cluster: Cluster,
    names: list[str],
    supervisor: subprocess.Popen[bytes],
    on_ready: Callable[[str], None] = lambda name: None,
    on_waiting: Callable[[str], None] = lambda line: None,
) -> None:
    """Raises NotReady."""
    ready = {name: partial(cluster.ready, name) for name in names}
    until_ready(Waiting(ready, cluster.state, alive={}, work=work), supervisor, on_ready, on_waiting)


def share_models(cluster: Cluster) -> None:
    """Every Rasa looks where the trainer writes which model is wanted."""
    models = chosen_model.models_dir(cluster.var / ALONE["trainer"])
    models.mkdir(parents=True, exist_ok=True)
    for number in range(cluster.each):
        seen = chosen_model.models_dir(cluster.var / f"rasa_{number}")
        seen.parent.mkdir(exist_ok=True)
        seen.unlink(missing_ok=True)
        seen.symlink_to(models)


def cleared(var: Path) -> Path:
    """The folder of the cluster, without what an earlier one left: its databases are gone, too."""
    for name in ("inbox", "nginx", "run", "log", ALONE["trainer"]):
        with suppress(FileNotFoundError):
            shutil.rmtree(var / name)
    return var


def _free_ten(taken: set[int]) -> int:
    """Ten ports in a row, by their first digits."""
    for ten in range(1510, 1590):
        if ten not in taken and not any(_listens(ten * 10 + digit) for digit in range(MOST)):
            return ten
    raise SystemExit("não há portas livres entre 15100 e 15900")


def _listens(port: int) -> bool:
    try:
        ports.require_free([ports.Port("", "", "127.0.0.1", port, "")])
    except ports.PortsTaken:
        return True
    return False


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code == 200
    except requests.RequestException:
        return False
