"""`python -m portal.api_tokens`: tokens for other systems, each shown once, and their webhooks."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timedelta, timezone
from typing import Any

from portal.words import short_moment
from settings import Settings
from ticket_store import accounts, errors, integration
from ticket_store.database import connect, migrate, reading, transaction

DEFAULT_DAYS = 365
MOST_DAYS = 3650


class Refused(SystemExit):
    """Ends the command with a sentence."""


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog=".venv/bin/python -m portal.api_tokens", description="Tokens da API (/api/v1)."
    )
    verbs = top.add_subparsers(dest="verb", required=True)
    create = verbs.add_parser("create", help="cria um token e o mostra uma vez")
    create.add_argument("name", help="nome do sistema; aparece no histórico dos acionamentos")
    create.add_argument(
        "--scope", action="append", required=True, choices=integration.SCOPES, help="pode repetir"
    )
    create.add_argument(
        "--domain", action="append", default=[], metavar="DOMINIO",
        help="só solicitantes deste domínio de e-mail e dos subdomínios; pode repetir. Sem ele: todos",
    )  # fmt: skip
    create.add_argument(
        "--days",
        type=int,
        default=DEFAULT_DAYS,
        help=f"validade em dias, até {MOST_DAYS} (padrão: {DEFAULT_DAYS})",
    )
    verbs.add_parser("list", help="mostra os tokens, nunca o segredo")
    revoke = verbs.add_parser("revoke", help="revoga um token e cala os webhooks dele, na hora")
    revoke.add_argument("id", type=int)
    verbs.add_parser("webhooks", help="mostra os webhooks e de que token são")
    return top


def main(arguments: list[str]) -> None:
    wanted = parser().parse_args(arguments)
    settings = Settings.from_env()
    migrate(settings.database_url)
    engine = connect(settings.database_url)
    try:
        VERBS[wanted.verb](engine, wanted, datetime.now(timezone.utc))
    finally:
        engine.dispose()


def create(engine: Any, wanted: argparse.Namespace, now: datetime) -> None:
    if not wanted.name.strip() or not 1 <= wanted.days <= MOST_DAYS:
        raise Refused(f"Informe um nome e uma validade de 1 a {MOST_DAYS} dias.")
    try:
        with transaction(engine) as session:
            row, token = integration.create_token(
                session,
                name=wanted.name,
                scopes=wanted.scope,
                domains=wanted.domain,
                created_by=None,
                now=now,
                expires_at=now + timedelta(days=wanted.days),
            )
            accounts.audit(
                session, agent_id=None, action="api_token_created", target=f"api_token:{row.id}", now=now
            )
    except ValueError:
        raise Refused("Um domínio é assim: saude.gov.br (sem @).") from None
    until = short_moment(now + timedelta(days=wanted.days))
    print(f"Token {row.id} criado para {row.name}; vale até {until}.")
    print(f"Guarde-o agora, ele não é mostrado de novo:\n{token}")


def list_tokens(engine: Any, wanted: argparse.Namespace, now: datetime) -> None:
    with reading(engine) as session:
        for row in integration.tokens(session):
            if row.revoked_at is not None:
                state = f"revogado em {short_moment(row.revoked_at)}"
            elif row.expires_at is not None and row.expires_at <= now:
                state = f"vencido em {short_moment(row.expires_at)}"
            else:
                state = f"vale até {short_moment(row.expires_at)}" if row.expires_at else "não vence"
            used = f"usado em {short_moment(row.last_used_at)}" if row.last_used_at else "nunca usado"
            reach = ", ".join(row.domains) or "todos os solicitantes"
            print(f"{row.id}  {row.prefix}…  {row.name}  {', '.join(row.scopes)}  {reach}  {state}  {used}")


def revoke(engine: Any, wanted: argparse.Namespace, now: datetime) -> None:
    try:
        with transaction(engine) as session:
            integration.revoke_token(session, token_id=wanted.id, now=now)
            accounts.audit(
                session, agent_id=None, action="api_token_revoked", target=f"api_token:{wanted.id}", now=now
            )
    except errors.InvalidToken:
        raise Refused(
            "Não há token com este id. Veja os que há: .venv/bin/python -m portal.api_tokens list"
        ) from None
    print(f"Token {wanted.id} revogado; os webhooks dele não avisam mais.")


def list_webhooks(engine: Any, wanted: argparse.Namespace, now: datetime) -> None:
    with reading(engine) as session:
        for hook in integration.webhooks(session):
            print(f"{hook.id}  token {hook.token_id or '-'}  {hook.url}  {', '.join(hook.events)}")


VERBS = {"create": create, "list": list_tokens, "revoke": revoke, "webhooks": list_webhooks}


if __name__ == "__main__":
    main(sys.argv[1:])
