"""`python -m launcher cluster`: several of each process, over stores of their own (docs/scaling.md)."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from dotenv import load_dotenv

from launcher import assets, cluster_stores
from launcher import cluster as clusters
from launcher.__main__ import TRAINING, console, tell_ready, tell_waiting
from launcher.secrets import ensure_secrets
from launcher.training import ensure_model
from settings import ROOT, Settings
from ticket_store.database import migrate


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
        with clusters.running(cluster, tell_ready, tell_waiting) as supervisor:
            yield cluster, supervisor


def cluster() -> None:
    try:
        _cluster()
    except cluster_stores.StoresMissing as problem:
        raise SystemExit(f"Não deu: {problem}. Veja var/log/.") from problem


def _cluster() -> None:
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
