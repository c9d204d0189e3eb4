"""`python -m portal.accounts`: makes and minds the desk's accounts; a password is never an argument."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from datetime import datetime, timezone
from typing import Any

from settings import Settings
from ticket_store import accounts, errors, queries, roles, second_factor
from ticket_store.database import connect, migrate, transaction


class Refused(SystemExit):
    """Ends the command with a sentence."""


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog=".venv/bin/python -m portal.accounts", description="Contas da mesa de atendimento."
    )
    verbs = top.add_subparsers(dest="verb", required=True)
    create = verbs.add_parser("create", help="cria uma conta")
    create.add_argument("--name", help="nome que aparece na mesa")
    create.add_argument("--email", help="com que se entra")
    create.add_argument("--role", help="código do papel; padrão: attendant")
    create.add_argument(
        "--team", action="append", default=[], metavar="EQUIPE", help="código da equipe; pode repetir"
    )
    verbs.add_parser("list", help="mostra as contas")
    for name, text in (
        ("password", "troca a senha e tira o bloqueio"),
        ("disable", "desativa a conta e encerra as sessões"),
        ("enable", "reativa a conta"),
        ("one-step", "desliga a segunda etapa de quem perdeu o telefone e os códigos"),
    ):
        verbs.add_parser(name, help=text).add_argument("email")
    for name in ("create", "password"):
        verbs.choices[name].add_argument(
            "--generate", action="store_true", help="gera a senha e a mostra uma vez, em vez de perguntar"
        )
    return top


def main(arguments: list[str]) -> None:
    wanted = parser().parse_args(arguments)
    settings = Settings.from_env()
    migrate(settings.database_url)
    engine = connect(settings.database_url)
    try:
        VERBS[wanted.verb](engine, wanted, datetime.now(timezone.utc))
    except EOFError:
        raise Refused(
            "Faltou uma resposta e não há terminal: veja o que se passa por opções, com --help."
        ) from None
    finally:
        engine.dispose()


def create(engine: Any, wanted: argparse.Namespace, now: datetime) -> None:
    name = wanted.name or input("Nome: ")
    email = wanted.email or input("E-mail: ")
    usable = _roles(engine)
    code = wanted.role or input(f"Papel ({', '.join(usable)}) [attendant]: ").strip() or "attendant"
    if code not in usable or not name.strip():
        there = ", ".join(f"{code} ({role.name})" for code, role in usable.items())
        raise Refused(f"Informe um nome e um papel. Há: {there}.")
    _check_teams(engine, wanted.team)
    password, shown = _password(wanted.generate)
    try:
        with transaction(engine) as session:
            agent = accounts.create_agent(
                session, name=name, email=email, password=password, role=code, now=now, team_codes=wanted.team
            )
            accounts.audit(
                session, agent_id=None, action="agent_created", target=f"agent:{agent.id}", now=now
            )
    except errors.TicketStoreError as error:
        raise Refused(_worded(error)) from None
    print(f"Conta criada: {agent.email} ({usable[code].name}). {shown}".strip())


def list_accounts(engine: Any, wanted: argparse.Namespace, now: datetime) -> None:
    with transaction(engine) as session:
        for agent in queries.agents(session, only_active=False):
            marks = [] if agent.active else ["desativada"]
            teams = ", ".join(agent.team_codes) or "todas as equipes"
            role = roles.role_of(session, agent).name
            print(f"{agent.email}  {agent.name}  {role}  {teams}  {' '.join(marks)}".rstrip())


def password(engine: Any, wanted: argparse.Namespace, now: datetime) -> None:
    agent_id = _agent_id(engine, wanted.email)
    new, shown = _password(wanted.generate)
    try:
        with transaction(engine) as session:
            accounts.set_password(session, agent_id=agent_id, password=new, now=now)
    except errors.TicketStoreError as error:
        raise Refused(_worded(error)) from None
    print(f"Senha trocada; as sessões abertas terminaram. {shown}".strip())


def enable(engine: Any, wanted: argparse.Namespace, now: datetime) -> None:
    agent_id = _agent_id(engine, wanted.email)
    active = wanted.verb == "enable"
    with transaction(engine) as session:
        if not active and [one.id for one in roles.holders(session, roles.ACCOUNTS)] == [agent_id]:
            raise Refused("É a única conta que cuida das contas da mesa. Crie outra antes.")
        accounts.set_active(session, agent_id=agent_id, active=active, now=now)
    print("Conta reativada." if active else "Conta desativada; as sessões abertas terminaram.")


def one_step(engine: Any, wanted: argparse.Namespace, now: datetime) -> None:
    agent_id = _agent_id(engine, wanted.email)
    with transaction(engine) as session:
        second_factor.remove(session, agent_id=agent_id, now=now)
    print("Segunda etapa desligada; as sessões abertas terminaram.")


VERBS = {
    "create": create,
    "list": list_accounts,
    "password": password,
    "enable": enable,
    "disable": enable,
    "one-step": one_step,
}


def _password(generate: bool) -> tuple[str, str]:
    """(password, the sentence that shows a generated one)."""
    if generate:
        made = secrets.token_urlsafe(12)
        return made, f"Senha, mostrada só agora: {made}"
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n"), ""
    first = getpass.getpass(f"Senha (pelo menos {accounts.MIN_PASSWORD} caracteres): ")
    if getpass.getpass("Senha, de novo: ") != first:
        raise Refused("As senhas são diferentes. Comece de novo.")
    return first, ""


def _agent_id(engine: Any, email: str) -> int:
    with transaction(engine) as session:
        for agent in queries.agents(session, only_active=False):
            if agent.email == email.strip().lower():
                return agent.id
    raise Refused("Não há conta com este e-mail. Veja as que há: .venv/bin/python -m portal.accounts list")


def _roles(engine: Any) -> dict[str, roles.Role]:
    """Those in use, by code."""
    with transaction(engine) as session:
        return {code: one for code, one in roles.known(session).items() if one.active}


def _check_teams(engine: Any, wanted: list[str]) -> None:
    with transaction(engine) as session:
        known = {team.code: team.name for team in queries.teams(session)}
    if unknown := [code for code in wanted if code not in known]:
        there = ", ".join(f"{code} ({name})" for code, name in known.items())
        raise Refused(f"Não há equipe {', '.join(unknown)}. Há: {there}.")


def _worded(error: errors.TicketStoreError) -> str:
    match error:
        case errors.AgentExists():
            return (
                "Já há conta com este e-mail. Para trocar a senha: "
                ".venv/bin/python -m portal.accounts password E-MAIL"
            )
        case errors.WeakPassword(minimum=minimum):
            return f"A senha precisa de pelo menos {minimum} caracteres."
        case errors.InvalidEmail():
            return "Este e-mail não é válido. Ele é assim: nome@serpro.gov.br."
    raise error


if __name__ == "__main__":
    main(sys.argv[1:])
