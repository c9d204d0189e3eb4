"""`make demo`: a believable month in the store, by its own operations and a moving clock, and accounts."""

from __future__ import annotations

import heapq
import itertools
import random
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console

from launcher.demo_desk import (
    INVENTED,
    leave_a_file,
    see_to_the_undelivered,
    work_together,
    write_shelves,
)
from launcher.demo_life import Life
from launcher.demo_pages import write_pages
from launcher.demo_studio import pass_chat, report_fault, send_a_file, teach
from launcher.secrets import ensure_secrets
from settings import ROOT, Settings
from ticket_store import accounts, administration, bell, catalogue, errors, operations, outbox
from ticket_store.automations.running import run_due
from ticket_store.database import connect, migrate, reading, transaction
from ticket_store.numbers import SAO_PAULO
from ticket_store.operations.mailed_reports import mail_report
from ticket_store.queries.desk import agents as known_agents
from ticket_store.queries.exporting import demo_tickets

SEED = 20261125
DAYS = 30
# Openings a weekday and a weekend day, about.
WEEKDAY, WEEKEND = 13, 4
WORKER = "demo"
BATCH = 40
JUST_NOW = 8  # opened within the last hour: what the desk has to take

console = Console(highlight=False, soft_wrap=True)


class DemoRefused(SystemExit):
    """Not with this store, or not now; the sentence says why and what to do."""


def demo() -> None:
    ensure_secrets(ROOT / ".env")
    settings = Settings.from_env()
    if not settings.dev_inbox:
        raise DemoRefused(
            "O exemplo só roda com a caixa de desenvolvimento (DEV_INBOX=1): ele tem e-mails inventados."
        )
    migrate(settings.database_url)
    engine = connect(settings.database_url)
    try:
        with console.status("exemplo: um mês de acionamentos, atendimentos e conversas…"):
            passwords, count = fill(engine, datetime.now(timezone.utc), settings.attachments_dir)
    finally:
        engine.dispose()
    console.print(
        f"· {count} acionamentos de exemplo no banco. Com `make run`, abra {settings.portal_url}/atendimento"
    )
    console.print("  Contas de exemplo, com a senha mostrada só agora:")
    for agent, password in passwords:
        console.print(f"    {agent['email']:34} {agent['role']:14} {password}")


def fill(
    engine: Any, now: datetime, files: Path, seed: int = SEED
) -> tuple[list[tuple[dict[str, Any], str]], int]:
    """([(account, its password)], how many tickets). What others have in the store stays as it is.

    files: the folder of attachments.

    Raises DemoRefused when the demonstration is in the store, or a mail of others is still to leave.
    """
    _require_room(engine, now)
    texts = yaml.safe_load(Path(__file__).with_name("demo_texts.yml").read_text(encoding="utf-8"))
    start = now - timedelta(days=DAYS)
    passwords = _accounts(engine, texts, start)
    with reading(engine) as session:
        by_email = {agent.email: agent for agent in known_agents(session)}
    staff = [by_email[a["email"]] for a in texts["attendants"] if a["role"] == "attendant"]
    month = Month(engine, now)
    life = Life(random.Random(seed), texts, catalogue.load(), staff, month.later, now)
    for at in [
        *_arrivals(life.random, start, now),
        *(now - timedelta(minutes=7 * n + 3) for n in range(JUST_NOW)),
    ]:
        month.later(at, life.arrival())
    for day in range(DAYS + 1):
        month.later(start + timedelta(days=day, hours=9), _close)
        for hour in range(0, 24, 2):
            month.later(start + timedelta(days=day, hours=hour), _watch)
    month.later(now - timedelta(hours=8), _read_bells)
    life.plan_month(start, now)
    month.later(now - timedelta(days=6), _administer)
    month.later(now - timedelta(days=2), lambda session, at: _announce(session, at, texts["announcement"]))
    month.later(start, lambda session, at: write_pages(session, at, texts["pages"]))
    month.later(now - timedelta(days=5), _ask_for_reports)
    month.later(start, lambda session, at: write_shelves(session, at, texts["shelves"]))
    month.later(
        now - timedelta(minutes=30),
        lambda session, at: work_together(session, at, texts["together"], life.numbers),
    )
    month.later(now - timedelta(minutes=1), lambda session, at: leave_a_file(session, at, texts["together"]))
    month.later(
        now - timedelta(minutes=25),
        lambda session, at: send_a_file(session, at, texts["together"], life.numbers, files),
    )
    month.later(now - timedelta(minutes=20), lambda session, at: report_fault(session, at, texts["fault"]))
    month.later(now - timedelta(hours=5), lambda session, at: pass_chat(session, at, texts["live"][0]))
    month.later(now - timedelta(hours=2), lambda session, at: teach(session, at, texts["studio"]))
    month.run()
    with reading(engine) as session:
        return passwords, demo_tickets(session)


def _require_room(engine: Any, now: datetime) -> None:
    """Raises DemoRefused unless nothing of others could be taken for the demonstration's.

    Its clock passes through the past and counts every mail due by then as sent. So what is due on the
    tickets of others is done first, and their mails must have left.
    """
    with reading(engine) as session:
        if demo_tickets(session):
            raise DemoRefused(
                "O exemplo já está no banco. Outra senha para uma conta dele: "
                ".venv/bin/python -m portal.accounts password E-MAIL. "
                "Para recomeçar do zero: encerre o `make run`, apague a pasta var/ e rode `make demo`."
            )
    with transaction(engine) as session:
        _close(session, now)
        _watch(session, now)
    with reading(engine) as session:
        waiting = sum(outbox.backlog(session, now=now).values())
    if waiting:
        raise DemoRefused(
            f"Há {waiting} e-mail(s) ou aviso(s) de outros acionamentos por enviar. Deixe o `make run` no ar "
            "por um minuto e rode `make demo` de novo, noutro terminal."
        )


class Month:
    """What is to happen, in the order of its time; a batch is a transaction, its mails count as sent."""

    def __init__(self, engine: Any, now: datetime) -> None:
        self.engine, self.now = engine, now
        self._due: list[tuple[datetime, int, Callable[[Any, datetime], None]]] = []
        self._order = itertools.count()

    def later(self, at: datetime, step: Callable[[Any, datetime], None]) -> None:
        """Nothing happens after now."""
        if at < self.now:
            heapq.heappush(self._due, (at, next(self._order), step))

    def run(self) -> None:
        while self._due:
            # A worker that is up must never see one of these mails unsent: delivered in the same transaction.
            with transaction(self.engine) as session:
                for _ in range(min(BATCH, len(self._due))):
                    at, _, step = heapq.heappop(self._due)
                    try:
                        with session.begin_nested():
                            step(session, at)
                    except errors.TicketStoreError:
                        pass  # the ticket has moved on meanwhile: people change their mind too
                _deliver(session, at)
        # What came back has been seen to, and nothing is left to come back.
        with transaction(self.engine) as session:
            see_to_the_undelivered(session, self.now)
            _deliver(session, self.now, mended=True)


def _deliver(session: Any, at: datetime, mended: bool = False) -> None:
    """The addresses are invented: nothing of the demonstration may ever reach a mail server."""
    for channel in ("mail", "chat", "webhook"):
        for item in outbox.claim(
            session,
            worker=WORKER,
            lease_seconds=60,
            limit=500,
            now=at + timedelta(seconds=1),
            channel=channel,
        ):
            if INVENTED in item.to and item.id % 9 == 0 and not mended:
                outbox.mark_failed(
                    session,
                    item_id=item.id,
                    worker=WORKER,
                    error="550 5.1.1 caixa postal inexistente",
                    permanent=True,
                    now=at,
                )
            else:
                outbox.mark_sent(session, item_id=item.id, worker=WORKER, now=at)


def _close(session: Any, at: datetime) -> None:
    operations.close_due(session, now=at)


def _watch(session: Any, at: datetime) -> None:
    operations.watch_deadlines(session, now=at)
    run_due(session, now=at)


def _ask_for_reports(session: Any, at: datetime) -> None:
    leader = next(one for one in known_agents(session) if one.role == "supervisor")
    mail_report(session, agent_id=leader.id, every="week", by="team", chosen={}, now=at)


def _administer(session: Any, at: datetime) -> None:
    """One text that was put right, and who did it."""
    kind = administration.KINDS["canned_text"]
    agent = next(one for one in known_agents(session) if one.role == "administrator")
    text = kind.entry(session, "clear-browser")
    better = text.data | {"text": f"{text.data['text']} Se continuar, mande uma imagem da tela."}
    administration.save(session, kind, code=text.code, data=better, agent_id=agent.id, now=at)


def _announce(session: Any, at: datetime, told: dict[str, str]) -> None:
    """A notice on the CSS's page, for whoever opens the demonstration in the days after, too."""
    kind = administration.KINDS["announcement"]
    agent = next(one for one in known_agents(session) if one.role == "administrator")
    first = at.astimezone(SAO_PAULO).date()
    days = {"first": first.isoformat(), "until": (first + timedelta(days=14)).isoformat()}
    administration.save(session, kind, code=None, data=told | days, agent_id=agent.id, now=at)


def _read_bells(session: Any, at: datetime) -> None:
    """Whoever works there has looked at what happened before this shift."""
    for agent in known_agents(session):
        bell.read_all(session, agent_id=agent.id, now=at)


def _accounts(engine: Any, texts: dict[str, Any], at: datetime) -> list[tuple[dict[str, Any], str]]:
    made = []
    with reading(engine) as session:
        existing = {agent.email: agent for agent in known_agents(session, only_active=False)}
    for account in texts["attendants"]:
        password = secrets.token_urlsafe(9)
        with transaction(engine) as session:  # each begins with hashing, for which nobody is to wait
            if account["email"] in existing:
                accounts.set_password(
                    session, agent_id=existing[account["email"]].id, password=password, now=at
                )
            else:
                accounts.create_agent(
                    session,
                    name=account["name"],
                    email=account["email"],
                    password=password,
                    role=account["role"],
                    now=at,
                    team_codes=account["teams"],
                )
        made.append((account, password))
    return made


def _arrivals(chance: random.Random, start: datetime, now: datetime) -> list[datetime]:
    """Mostly in working hours (12 to 21 UTC is 9 to 18 in Brasília), some at night: the CSS never closes."""
    moments = []
    for day in range(DAYS + 1):
        date = (start + timedelta(days=day)).replace(hour=0, minute=0, second=0, microsecond=0)
        usual = WEEKDAY if date.weekday() < 5 else WEEKEND
        for _ in range(max(1, round(chance.gauss(usual, usual / 5)))):
            hour = chance.triangular(11, 22, 14) if chance.random() < 0.85 else chance.uniform(0, 24)
            moments.append(date + timedelta(hours=hour))
    return sorted(moment for moment in moments if start <= moment < now)
