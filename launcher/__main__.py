"""`python -m launcher COMMAND`: what the Makefile calls once the environments exist."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from dotenv import load_dotenv
from rich.console import Console

from launcher import assets, chosen_model, cluster_stores, ports, processes, review
from launcher import backup as backups
from launcher import cluster as clusters
from launcher.demo import demo
from launcher.secrets import BadVapidKey, ensure_secrets
from launcher.training import TrainingFailed, ensure_model, fingerprint, model_path
from launcher.waiting import NotReady
from launcher.watchdog import Watchdog
from settings import ROOT, Settings
from ticket_store.database import connect, migrate, reading
from ticket_store.queries import agents

console = Console(highlight=False)
WATCH_SECONDS = 10.0
# Links and second factors are written under it.
UNDER_WHICH = ("SECRET_KEY",)
TRAINING = "modelo: treinando (só quando dados, domínio ou configuração mudam)…"


def prepare(rasa_server: bool = True) -> processes.Plan:
    """Secrets, assets, model, database: each made only when it is missing or stale.

    What could not start is said first, before the minutes that a model takes. Raises PortsTaken.
    """
    if added := ensure_secrets(ROOT / ".env"):
        console.print(f"· .env: segredos novos, os que faltavam: {', '.join(added)}")
    load_dotenv(ROOT / ".env")
    settings = Settings.from_env()
    var = settings.var_dir
    var.mkdir(parents=True, exist_ok=True)
    plan = processes.Plan(settings, model_path(ROOT), var, rasa_server)
    if not processes.is_running(plan):
        ports.require_free(ports.needed(settings, rasa_server))
    elif rasa_server:
        raise SystemExit(
            f"Já está no ar em {settings.portal_url} (outro `make run`?). "
            f"Para encerrar: kill $(cat {plan.run_dir / 'supervisord.pid'})"
        )
    with console.status("página: copiando os componentes do GovBR e do chat…"):
        if assets.ensure_assets(ROOT):
            console.print("· página pronta")
    with console.status(TRAINING) as line:
        model, trained = ensure_model(ROOT, var / "log" / "train.log", line.update)
    console.print(f"· modelo {'treinado' if trained else 'em dia'}: {model.relative_to(ROOT)}")
    migrate(settings.database_url)
    console.print("· banco de dados em dia")
    served = chosen_model.settled(var, model, fingerprint(ROOT))
    if served != model:
        console.print(f"· em uso, escolhido na mesa: {served.name}")
    return replace(plan, model=served)


def run() -> None:
    plan = prepare()
    console.print("· iniciando os processos (o Rasa leva cerca de 20 s)…")
    with processes.running(plan, _ready, _waiting) as supervisor:
        _addresses(plan.settings)
        try:
            watch(supervisor, processes.watchdog(plan))
        except KeyboardInterrupt:
            console.print("\n· encerrando…")
    console.print("· encerrado")


def _ready(name: str) -> None:
    console.print(f"  ✓ {name}")


def _waiting(line: str) -> None:
    console.print(f"  … {line}")


@contextmanager
def cluster_running() -> Iterator[tuple[clusters.Cluster, subprocess.Popen[bytes]]]:
    """Secrets, assets, model, stores, and several of each process on them."""
    if added := ensure_secrets(ROOT / ".env"):
        console.print(f"· .env: segredos novos, os que faltavam: {', '.join(added)}")
    load_dotenv(ROOT / ".env")
    settings = Settings.from_env()
    assets.ensure_assets(ROOT)
    with console.status(TRAINING) as line:
        model, _ = ensure_model(ROOT, ROOT / "var" / "log" / "train.log", line.update)
    console.print("· PostgreSQL e Redis…")
    with cluster_stores.stores() as stores:
        migrate(stores.database_url)
        cluster = clusters.planned(settings, model, clusters.cleared(settings.var_dir / "cluster"), stores)
        console.print(f"· {cluster.each} de cada processo (cada Rasa leva cerca de 20 s e 1 GB)…")
        with clusters.running(cluster, _ready, _waiting) as supervisor:
            yield cluster, supervisor


def cluster() -> None:
    with cluster_running() as (up, supervisor):
        console.print(
            f"\n[bold]No ar[/bold] em {up.url}/ (mesa em /atendimento). Ctrl-C encerra e apaga os bancos"
        )
        console.print("que não foram dados por DATABASE_URL, TRACKER_DATABASE_URL e REDIS_URL.")
        console.print(f"  Registros (logs)  {up.var / 'log'}\n")
        try:
            supervisor.wait()
        except KeyboardInterrupt:
            console.print("\n· encerrando…")
    console.print("· encerrado")


def watch(supervisor: subprocess.Popen[bytes], watchdog: Watchdog, every: float = WATCH_SECONDS) -> None:
    """Until supervisord ends."""
    while True:
        try:
            supervisor.wait(every)
            return
        except subprocess.TimeoutExpired:
            for name in watchdog.look():
                console.print(f"· {name} não respondia: foi encerrado e volta sozinho")


def _addresses(settings: Settings) -> None:
    console.print("\n[bold]No ar.[/bold] Ctrl-C encerra.")
    console.print(f"  Página da CSS e chat   {settings.portal_url}/")
    console.print(f"  Mesa de atendimento    {settings.portal_url}/atendimento")
    if settings.dev_inbox and not _has_accounts(settings):
        console.print("    sem contas ainda: make account (ou make demo)")
    if settings.dev_inbox:
        console.print(f"  Caixa de e-mails       {settings.portal_url}/caixa")
    console.print("  Registros (logs)       var/log/\n")


def _has_accounts(settings: Settings) -> bool:
    engine = connect(settings.database_url)
    try:
        with reading(engine) as session:
            return bool(agents(session))
    finally:
        engine.dispose()


def shell() -> None:
    """`rasa shell` with the other processes beside it; uses those of a `make run` that is up."""
    plan = prepare(rasa_server=False)
    with nullcontext() if processes.is_running(plan) else processes.running(plan, on_waiting=_waiting):
        if plan.settings.dev_inbox:
            console.print(f"· e-mails (com os códigos) em {plan.settings.portal_url}/caixa")
        console.print("· carregando o modelo (cerca de 20 s); /stop ou Ctrl-C encerra")
        console.print("· botões aparecem numerados: digite o número, ou escreva o que quiser")
        subprocess.run(
            [
                str(ROOT / ".venv-rasa" / "bin" / "python"), "-m", "channels.shell", "shell",
                "--model", str(plan.model), "--endpoints", "endpoints.yml",
                "--port", str(ports.free_port()), "--interface", "127.0.0.1",
            ],
            cwd=ROOT, env={**processes.environment(plan), "LOG_LEVEL": "WARNING"},
        )  # fmt: skip


def train() -> None:
    with console.status(TRAINING) as line:
        model, trained = ensure_model(ROOT, ROOT / "var" / "log" / "train.log", line.update)
    console.print(f"{'treinado' if trained else 'em dia'}: {model.relative_to(ROOT)}")


def account() -> None:
    """A new account of the desk; the portal's own command asks for what it needs."""
    ensure_secrets(ROOT / ".env")
    ended = subprocess.run([sys.executable, "-m", "portal.accounts", "create"], cwd=ROOT).returncode
    if ended:
        raise SystemExit(ended)


def _kept() -> dict[str, Any]:
    """What a backup is of."""
    load_dotenv(ROOT / ".env")
    talks = os.environ.get("TRACKER_DATABASE_URL", "")
    return {"settings": Settings.from_env(), "talks_url": talks, "keys": ROOT / ".env"}


def backup() -> None:
    kept = _kept()
    into = Path(os.environ.get("BACKUP_DIR") or kept["settings"].var_dir / "backups")
    archive = backups.backup(**kept, into=into, now=datetime.now().astimezone())
    console.print(f"· {archive} ({archive.stat().st_size // 1024} kB)")
    console.print("· contém as chaves e dados pessoais: guarde uma cópia cifrada noutra máquina")


def restore() -> None:
    """From the archive named by BACKUP; everything has to be stopped."""
    archive = Path(os.environ.get("BACKUP", ""))
    if not archive.is_file():
        raise SystemExit("uso: make restore BACKUP=caminho/assistente-AAAAMMDD-HHMMSS.tar.gz")
    keys = ROOT / ".env"
    if keys.exists():
        backups.require_same_keys(archive, keys, UNDER_WHICH)
    else:
        backups.restore_keys(archive, keys)
    kept = _kept()
    plan = processes.Plan(kept["settings"], model_path(ROOT), kept["settings"].var_dir)
    if processes.is_running(plan):
        raise SystemExit("Está no ar: encerre o `make run` antes.")
    manifest = backups.restore(kept["settings"], kept["talks_url"], archive)
    tickets = manifest["rows"]["tickets"].get("tickets", "?")
    console.print(f"· restaurado o que havia em {manifest['made']}: {tickets} acionamentos")
    console.print("· os números seguem 10.000 adiante: os dados depois da cópia não se repetem")


def variables() -> None:
    """Shell lines that let a plain `rasa shell` or `rasa test` of this folder find all it asks for."""
    before = dict(os.environ)
    ensure_secrets(ROOT / ".env")
    settings = Settings.from_env()
    plan = processes.Plan(settings, model_path(ROOT), settings.var_dir, rasa_server=False)
    wanted = processes.environment(plan)
    wanted["PATH"] = f"{ROOT / '.venv-rasa' / 'bin'}{os.pathsep}{wanted.get('PATH', os.defpath)}"
    for name, value in sorted(wanted.items()):
        if before.get(name) != value and not name.startswith("LAUNCH_"):
            print(f"export {name}={shlex.quote(value)}")


COMMANDS = {
    "run": run,
    "cluster": cluster,
    "shell": shell,
    "train": train,
    "demo": demo,
    "account": account,
    "review": review.main,
    "variables": variables,
    "backup": backup,
    "restore": restore,
}


def _end_as_on_ctrl_c(*signals: signal.Signals) -> None:
    """A closed terminal or a `kill` stops the processes too; what nohup ignores stays ignored."""
    for number in signals:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def main(arguments: list[str]) -> None:
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        raise SystemExit(f"uso: python -m launcher {'|'.join(COMMANDS)}")
    os.umask(0o077)  # mails, tickets and logs are for their owner only
    _end_as_on_ctrl_c(signal.SIGTERM, signal.SIGHUP)
    try:
        COMMANDS[arguments[0]]()
    except KeyboardInterrupt:
        raise SystemExit("\n· encerrado") from None
    except ports.PortsTaken as problem:
        raise SystemExit(str(problem)) from problem
    except backups.BackupFailed as problem:
        raise SystemExit(f"Não deu: {problem}.") from problem
    except (
        TrainingFailed,
        NotReady,
        assets.AssetsFailed,
        BadVapidKey,
        cluster_stores.StoresMissing,
    ) as problem:
        raise SystemExit(f"Não deu: {problem}. Veja var/log/.") from problem


if __name__ == "__main__":
    main(sys.argv[1:])
