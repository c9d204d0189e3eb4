"""How long each thing takes that people and workers ask of the store, one after the other, on one store."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from statistics import median
from typing import Any

from sqlalchemy import Engine, event, select
from sqlalchemy.exc import DBAPIError

from bench.store_data import COMMON, NOW, RARE
from ticket_store import operations, outbox, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.model import Agent, Ticket
from ticket_store.numbers import SAO_PAULO
from ticket_store.queries import queues
from ticket_store.queries.activity import activity

RUNS = 9
SECONDS = 10.0  # after so many no further run
PAGE = 30
GIVEN_UP = 10.0  # seconds
VIEWS = {
    "open": "Fila: abertos",
    "overdue": "Fila: vencidos",
    "unassigned": "Fila: livres",
    "mine": "Fila: comigo",
    "followed": "Fila: acompanho",
    "waiting": "Fila: aguardando",
    "snoozed": "Fila: adiados",
    "resolved": "Fila: resolvidos",
    "finished": "Fila: encerrados",
}


def measure(engines: Sequence[Engine], only: str = "") -> list[dict[str, float | None]]:
    """Of each store the median milliseconds by what is done; None: given up after GIVEN_UP.

    The stores take turns (A B A B ...), so that whatever else the machine does is in the figures of all.
    """
    for engine in engines:
        _give_up(engine)
    found: list[dict[str, float | None]] = [{} for _ in engines]
    for same in zip(*(_works(engine) for engine in engines), strict=True):
        if only not in same[0][0]:
            continue
        for result, taken in zip(found, _timed([work for _, work in same]), strict=True):
            result[same[0][0]] = taken
    return found


def _timed(works: Sequence[Callable[[], Any]]) -> list[float | None]:
    taken: list[list[float]] = [[] for _ in works]
    for run in range(RUNS + 1):  # the first is not counted: what it asks for is read from the disk
        for work, times in zip(works, taken, strict=True):
            if run > 1 and (not times or sum(times) > SECONDS * 1000):
                continue
            try:
                took = _once(work)
            except DBAPIError as error:
                if not any(word in str(error) for word in ("interrupt", "statement timeout")):
                    raise
                continue
            if run:
                times.append(took)
    return [median(times) if times else None for times in taken]


def _once(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _works(engine: Engine) -> Iterator[tuple[str, Callable[[], Any]]]:
    def ask(query: Callable[..., Any], **given: Any) -> Callable[[], Any]:
        def asked() -> Any:
            with reading(engine) as session:
                return query(session, **given)

        return asked

    def do(operation: Callable[..., Any], **given: Any) -> Callable[[], Any]:
        def done() -> Any:
            with transaction(engine) as session:
                return operation(session, **given)

        return done

    with reading(engine) as session:
        newest = session.scalars(select(Ticket).order_by(Ticket.id.desc()).limit(1)).one()
        known, email = newest.number, newest.requester.email
        agent = Author.agent(session.scalars(select(Agent).order_by(Agent.id).limit(1)).one())
        team = newest.team_code
    fresh, opened = count(int(time.time() * 1000)), list[str]()

    def open_one() -> None:
        n = next(fresh)
        given = {"email": f"nova{n}@orgao1.gov.br", "service_code": newest.service_code, "channel": "desk"}
        said = "O sistema não abre desde ontem e o prazo é hoje"
        made = do(operations.open_ticket, **given, description=said, submission_key=f"timed-{n}", now=NOW)()
        opened.append(made.number)

    def consult() -> None:
        with reading(engine) as session:
            queries.list_tickets(session, emails=[email], conversation_id=newest.conversation_id)
            queries.find_ticket(session, ticket_number=known, emails=[email])
            queries.history(session, ticket_number=known)
            queries.attachments(session, ticket_number=known)

    def resolve_one() -> None:
        do(operations.resolve, ticket_number=opened.pop(), solution="Feito.", author=agent, now=NOW)()

    def look(text: str) -> Callable[[], Any]:
        return ask(queries.search, text=text, this_year=NOW.year)

    def page(view: str, teams: list[str] | None = None) -> Callable[[], None]:
        chosen = queues.Chosen(view, teams, agent.agent_id or 0)  # type: ignore[arg-type]

        def shown() -> None:
            with reading(engine) as session:
                tickets = queues.queue(session, chosen=chosen, now=NOW, limit=PAGE)
                activity(session, tickets=tickets, agent_id=chosen.agent_id)

        return shown

    everything = queues.Chosen("open", None, agent.agent_id or 0)
    yield "Abrir um acionamento", open_one
    yield "Consultar: lista, acionamento e histórico", consult
    for view, name in VIEWS.items():
        yield name, page(view)
    yield "Fila de uma equipe: abertos", page("open", [team])
    yield "Fila de uma equipe: encerrados", page("finished", [team])
    yield "Contagens da fila", ask(queues.queue_counts, chosen=everything, now=NOW)
    of_team = replace(everything, team_codes=[team])
    yield "Contagens da fila de uma equipe", ask(queues.queue_counts, chosen=of_team, now=NOW)
    yield "Busca: palavra rara", look(RARE)
    yield "Busca: palavra comum", look(COMMON)
    yield "Busca: palavra que não há", look("inexistente")
    today = NOW.astimezone(SAO_PAULO).date()

    def dashboard() -> None:
        with reading(engine) as session:
            queries.dashboard(session, start=today - timedelta(days=29), end=today, now=NOW)
            queues.team_loads(session, now=NOW)
            queries.chat_grades(session, since=NOW - timedelta(days=30), until=NOW)

    yield "Painel de 30 dias, com a carga das equipes", dashboard
    # A lease that is over at once: the next run finds the same rows.
    yield "Retirar 20 e-mails da fila", do(outbox.claim, worker="bench", lease_seconds=0, limit=20, now=NOW)
    yield "Vigiar os prazos", do(operations.watch_deadlines, now=NOW)
    yield "Resolver um acionamento", resolve_one
    later = NOW + timedelta(days=1)
    yield "Encerrar um acionamento resolvido", do(operations.close_due, now=later, limit=1)


def _give_up(engine: Engine) -> None:
    """No single statement runs for longer than GIVEN_UP."""
    if engine.dialect.name == "postgresql":

        @event.listens_for(engine, "connect")
        def limit(connection: Any, _record: Any) -> None:
            connection.execute(f"SET statement_timeout = {int(GIVEN_UP * 1000)}")
            connection.commit()

        return

    @event.listens_for(engine, "connect")
    def watch(connection: Any, _record: Any) -> None:
        began = [0.0]
        connection.set_progress_handler(lambda: time.monotonic() - began[0] > GIVEN_UP, 1_000_000)
        connection.set_trace_callback(lambda _statement: began.__setitem__(0, time.monotonic()))
