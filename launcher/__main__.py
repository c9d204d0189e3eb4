"""`python -m launcher COMMAND`: what the Makefile calls once the environments exist."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from importlib import import_module

from dotenv import load_dotenv
from rich.console import Console

from launcher import assets, chosen_model, ports, processes
from launcher.secrets import BadVapidKey, ensure_secrets
from launcher.store import Preparing, StoreFailed
from launcher.training import TrainingFailed, ensure_model, fingerprint, model_path
from launcher.waiting import NotReady
from launcher.watchdog import Watchdog
from settings import ROOT, Settings

console = Console(highlight=False)
WATCH_SECONDS = 10.0
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
    preparing = Preparing()
    with console.status("página: copiando os componentes do GovBR e do chat…"):
        if assets.ensure_assets(ROOT):
            console.print("· página pronta")
    with console.status(TRAINING) as line:
        model, trained = ensure_model(ROOT, var / "log" / "train.log", line.update)
    console.print(f"· modelo {'treinado' if trained else 'em dia'}: {model.relative_to(ROOT)}")
    served = chosen_model.settled(var, model, fingerprint(ROOT))
    if served != model:
        console.print(f"· em uso, escolhido na mesa: {served.name}")
    return replace(plan, model=served, preparing=preparing)


def run() -> None:
    plan = prepare()
    console.print("· iniciando os processos (o Rasa é o último)…")
    with processes.running(plan, tell_ready, tell_waiting) as supervisor:
        _addresses(plan)
        try:
            watch(supervisor, processes.watchdog(plan))
        except KeyboardInterrupt:
            console.print("\n· encerrando…")
    console.print("· encerrado")


def tell_ready(name: str) -> None:
    console.print(f"  ✓ {name}")


def tell_waiting(line: str) -> None:
    console.print(f"  … {line}")


def watch(supervisor: subprocess.Popen[bytes], watchdog: Watchdog, every: float = WATCH_SECONDS) -> None:
    """Until supervisord ends."""
    while True:
        try:
            supervisor.wait(every)
            return
        except subprocess.TimeoutExpired:
            for name in watchdog.look():
                console.print(f"· {name} não respondia: foi encerrado e volta sozinho")


def _addresses(plan: processes.Plan) -> None:
    settings = plan.settings
    console.print("\n[bold]No ar.[/bold] Ctrl-C encerra.")
    console.print(f"  Página da CSS e chat   {settings.portal_url}/")
    console.print(f"  Mesa de atendimento    {settings.portal_url}/atendimento")
    if settings.dev_inbox and plan.preparing and not plan.preparing.done():
        console.print("    sem contas ainda: make account (ou make demo)")
    if settings.dev_inbox:
        console.print(f"  Caixa de e-mails       {settings.portal_url}/caixa")
    console.print("  Registros (logs)       var/log/\n")


def shell() -> None:
    """`rasa shell` with the other processes beside it; uses those of a `make run` that is up."""
    plan = prepare(rasa_server=False)
    with nullcontext() if processes.is_running(plan) else processes.running(plan, on_waiting=tell_waiting):
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


COMMANDS = {"run": run, "shell": shell, "train": train, "account": account, "variables": variables}
ELSEWHERE = {
    "cluster": "launcher.cluster_command:cluster",
    "backup": "launcher.backup_command:backup",
    "restore": "launcher.backup_command:restore",
    "demo": "launcher.demo:demo",
    "env-files": "launcher.env_files:main",
    "review": "launcher.review:main",
}
"""Imported when they are asked for: what `run` never needs stays out of the process that stays."""


def _command(name: str) -> Callable[[], None]:
    if name in COMMANDS:
        return COMMANDS[name]
    module, _, function = ELSEWHERE[name].partition(":")
    found: Callable[[], None] = getattr(import_module(module), function)
    return found


def _end_as_on_ctrl_c(*signals: signal.Signals) -> None:
    """A closed terminal or a `kill` stops the processes too; what nohup ignores stays ignored."""
    for number in signals:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def main(arguments: list[str]) -> None:
    if len(arguments) != 1 or arguments[0] not in COMMANDS | ELSEWHERE:
        raise SystemExit(f"uso: python -m launcher {'|'.join(COMMANDS | ELSEWHERE)}")
    os.umask(0o077)  # mails, tickets and logs are for their owner only
    _end_as_on_ctrl_c(signal.SIGTERM, signal.SIGHUP)
    try:
        _command(arguments[0])()
    except KeyboardInterrupt:
        raise SystemExit("\n· encerrado") from None
    except ports.PortsTaken as problem:
        raise SystemExit(str(problem)) from problem
    except (TrainingFailed, NotReady, assets.AssetsFailed, BadVapidKey, StoreFailed) as problem:
        raise SystemExit(f"Não deu: {problem}. Veja var/log/.") from problem


if __name__ == "__main__":
    main(sys.argv[1:])
