"""`python -m portal.personal_data`: what is kept of a person, given to him or erased (LGPD).

For whoever has made sure, by the mailbox itself, that it is that person who asks.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime, timezone
from typing import Any

import requests

from settings import Settings
from ticket_store import errors, privacy
from ticket_store.database import connect, reading, transaction

SECONDS = 15.0


class Refused(SystemExit):
    """Ends the command with a sentence."""


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog=".venv/bin/python -m portal.personal_data",
        description="Os dados de uma pessoa, pelo seu e-mail.",
    )
    verbs = top.add_subparsers(dest="verb", required=True)
    verbs.add_parser("export", help="mostra tudo, em JSON").add_argument("email")
    verbs.add_parser("erase", help="apaga; pede o e-mail de novo").add_argument("email")
    return top


def main(arguments: list[str]) -> None:
    wanted = parser().parse_args(arguments)
    settings = Settings.from_env()
    engine = connect(settings.database_url)
    try:
        VERBS[wanted.verb](engine, settings, wanted.email)
    except errors.InvalidEmail:
        raise Refused("Este e-mail não é válido. Ele é assim: nome@orgao.gov.br.") from None
    finally:
        engine.dispose()


def export(engine: Any, settings: Settings, email: str) -> None:
    with reading(engine) as session:
        print(json.dumps(privacy.export_requester(session, email=email), ensure_ascii=False, indent=1))


def erase(engine: Any, settings: Settings, email: str) -> None:
    """The conversations first: afterwards nobody would know which they were."""
    if input(f"Apagar tudo de {email}, sem volta? Digite o e-mail de novo: ").strip() != email:
        raise Refused("Nada foi apagado.")
    with reading(engine) as session:
        talks = privacy.conversations_of(session, email=email)
    for conversation_id in sorted(talks):
        _forget(settings, conversation_id)
    with transaction(engine) as session:
        purged = privacy.erase_requester(session, email=email, now=datetime.now(timezone.utc))
    for key in purged.storage_keys:
        (settings.attachments_dir / key).unlink(missing_ok=True)
    print(
        f"Apagado: {purged.counts['tickets']} acionamentos, {len(purged.storage_keys)} arquivos, "
        f"{len(talks)} conversas. As cópias de segurança ainda têm o que havia."
    )


def _forget(settings: Settings, conversation_id: str) -> None:
    try:
        answer = requests.post(
            f"{settings.rasa_url}/webhooks/web/forget",
            json={"conversation_id": conversation_id},
            headers={"X-Channel-Token": settings.channel_token},
            timeout=SECONDS,
        )
        answer.raise_for_status()
    except requests.RequestException:
        raise Refused("As conversas não puderam ser apagadas: ponha o Rasa no ar e rode de novo.") from None


VERBS = {"export": export, "erase": erase}

if __name__ == "__main__":
    main(sys.argv[1:])
