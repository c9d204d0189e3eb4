"""What is asked all the time is answered by its own index, and what triggers keep is true."""

from datetime import date, timedelta

import pytest
from alembic import command
from sqlalchemy import select, text

from bench.store_data import NOW
from bench.store_fill import fill
from ticket_store import catalogue, database, operations, outbox, queries
from ticket_store.authors import Author
from ticket_store.automations import rules, running
from ticket_store.automations.rules import Rule
from ticket_store.model import HourlyFigure, OutboxRow, Ticket
from ticket_store.operations import deadlines
from ticket_store.queries import queues
from ticket_store.queries.dashboard import missed_deadlines, moves_by_hour, moves_since, totals

# Several that are about what is open: of the queue, of a team, of who has it (or nobody).
VIEW_BY = {
    "open": "ix_tickets_",
    "overdue": "ix_tickets_",
    "unassigned": "ix_tickets_",
    "mine": "ix_tickets_mine",
    "followed": "ix_ticket_followers_agent_id",
    "waiting": "ix_tickets_waiting",
    "snoozed": "ix_tickets_snoozed",
    "resolved": "ix_tickets_resolved",
    "finished": "ix_tickets_finished",
}
MONTH = (NOW - timedelta(days=30), NOW)
WORK_BY = {
    "claim": ("ix_outbox_queued", lambda: outbox.due("mail", NOW, 20)),
    "expire": ("ix_outbox_expiring", lambda: select(OutboxRow.id).where(*outbox.over(NOW))),
    "warn": ("ix_deadlines_to_warn", lambda: deadlines.to_tell(NOW, 200)),
    "breach": ("ix_deadlines_to_breach", lambda: deadlines.to_tell(NOW, 200)),
    "loads": ("ix_tickets_team", lambda: queues.loads(NOW)),
    "totals": ("ix_hourly_figures_kind", lambda: totals(*MONTH)),
    "moves": ("ix_hourly_figures_kind", lambda: moves_by_hour(*MONTH)),
    "moves since": ("ix_hourly_figures_kind", lambda: moves_since(MONTH[0])),
    "automation opened": ("ix_events_at", lambda: touched_by("opened")),
    "automation reopened": ("ix_events_at", lambda: touched_by("reopened")),
    "automation rated low": ("ix_ratings_rated_at", lambda: touched_by("rated_low")),
    "automation unanswered": ("ix_tickets_queue", lambda: touched_by("unanswered")),
    "automation before a breach": ("ix_deadlines_to_breach", lambda: touched_by("deadline")),
    "automation after a breach": ("ix_deadlines_missed", lambda: touched_by("deadline")),
    "missed": ("ix_deadlines_missed", lambda: missed_deadlines(*MONTH)),
}


def touched_by(when: str):
    """What the worker asks each minute for an automation that looks at every team and service."""
    lists = ("services", "teams", "priorities", "channels", "bodies", "notify")
    rule = Rule("a", 1, NOW, {"when": when, "minutes": 60, **{name: [] for name in lists}})
    back = rules.LOOKS_BACK if when in rules.TIMED else running.CATCHES_UP
    return running.candidates(rule, catalogue.load(), NOW - back, NOW)


def plan(session, statement) -> list[str]:
    dialect = session.get_bind().dialect
    compiled = statement.compile(
        dialect=dialect, compile_kwargs={"literal_binds": True, "render_postcompile": True}
    )
    written = str(compiled).replace(":", "\\:").replace("%%", "%")
    if dialect.name == "sqlite":
        return [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {written}"))]
    return list(session.scalars(text(f"EXPLAIN {written}")))


def whole(steps: list[str]) -> list[str]:
    """The steps that read a whole table."""
    tables = ("tickets", "deadlines", "outbox", "hourly_figures", "events", "ratings", "ticket_followers")
    read = [step for step in steps if "Seq Scan on" in step or step.startswith("SCAN ")]
    return [step for step in read if any(table in step for table in tables) and "USING" not in step]


def follow_some(store) -> None:
    """As where people have followed for long: of few rows the whole table is what is read fastest."""
    with store.engine.begin() as connection:
        pairs = "SELECT t.id, a.id, now() FROM tickets t CROSS JOIN agents a WHERE (t.id + a.id) % 200 = 0"
        connection.execute(text(f"INSERT INTO ticket_followers (ticket_id, agent_id, at) {pairs}"))
        connection.execute(text("ANALYZE ticket_followers"))


@pytest.mark.parametrize("with_figures", [True, False])
def test_each_question_goes_by_its_own_index_and_reads_no_table(store, with_figures) -> None:
    """Also where nobody ever ran ANALYZE, as on most desks with SQLite."""
    if store.engine.dialect.name == "sqlite":
        fill([store.engine], 300) if with_figures else None
    elif with_figures:
        fill([store.engine], 3000)
        follow_some(store)
    else:
        return  # PostgreSQL counts by itself
    wrong = {}
    with database.reading(store.engine) as session:
        for view, index in VIEW_BY.items():
            for teams in (None, ["finance"], ["finance", "network"]):
                steps = plan(session, queues.ids(session, queues.Chosen(view, teams, 1), NOW, 30))
                if not any(index in step for step in steps) or whole(steps):
                    wrong[view, str(teams)] = steps
        for what, (index, statement) in WORK_BY.items():
            steps = plan(session, statement())
            if not any(index in step for step in steps) or whole(steps):
                wrong[what] = steps
        if store.engine.dialect.name == "postgresql":  # of few finished ones it may read as many
            session.execute(text("SET LOCAL enable_seqscan = off"))
        steps = plan(session, queues.counting(session, queues.Chosen("open", None, 1), NOW))
        if whole(steps):
            wrong["counts"] = steps
        kept = [queues.Chosen(view, None, 1, priority="high", service_code="siape") for view in VIEW_BY]
        steps = plan(session, queues.counting_several(session, kept[:-1], NOW))
        if whole(steps):
            wrong["counts of saved views"] = steps
    assert not wrong, "\n".join(f"{what}: {step}" for what, steps in wrong.items() for step in steps)


def test_the_counts_end_where_nobody_reads_on(store, monkeypatch) -> None:
    monkeypatch.setattr(queues, "MOST_COUNTED", 2)
    for n in range(3):
        store.resolved(f"a{n}@x.gov.br")
        store.open(f"b{n}@x.gov.br")
    counts = store.ask(queues.queue_counts, chosen=queues.Chosen("open", None, 0), now=store.now)
    assert (counts["open"], counts["resolved"], counts["finished"]) == (2, 2, 0)
    store.later(days=11)
    assert len(store.do(operations.close_due)) == 3
    counts = store.ask(queues.queue_counts, chosen=queues.Chosen("open", None, 0), now=store.now)
    assert (counts["resolved"], counts["finished"]) == (0, 2)


def kept(store, number: str):
    with database.reading(store.engine) as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        return ticket.next_due_at, ticket.presses_at, ticket.ages_at


def test_the_binding_due_time_follows_every_move_of_a_ticket(store) -> None:
    number = store.open().number
    first, solution = (one.due_at for one in store.ask(queries.deadlines, ticket_number=number))
    assert kept(store, number)[:2] == (first, first)
    store.do(operations.comment, ticket_number=number, text="Vendo", author=store.agent())
    assert kept(store, number)[:2] == (solution, solution)
    store.do(operations.ask_requester, ticket_number=number, text="Qual?", author=store.agent())
    due, presses, ages = kept(store, number)
    assert due is None
    assert presses.year > ages.year + 1000
    store.do(operations.comment, ticket_number=number, text="Este", author=Author.requester())
    assert kept(store, number)[:2] == (solution, solution)
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())
    assert kept(store, number)[:2] == (None, None)
    store.do(operations.reopen, ticket_number=number, reason="Voltou", author=Author.requester())
    due, presses, _ = kept(store, number)
    assert due == presses == store.ask(queries.deadlines, ticket_number=number)[-1].due_at
    store.do(operations.cancel, ticket_number=number, author=Author.requester())
    assert kept(store, number)[:2] == (None, None)


def test_a_ticket_without_a_promise_presses_by_its_age(store) -> None:
    number = store.open("carla@prefeitura.sp.gov.br").number
    due, presses, ages = kept(store, number)
    assert (due, presses) == (None, ages)


def lived(store) -> tuple[date, date]:
    """A store with something of everything that the dashboard counts."""
    for n in range(3):
        store.do(operations.touch_conversation, conversation_id=f"web-{n}")
    store.do(operations.request_handoff, conversation_id="web-1", transcript=[], wait_minutes=5)
    for _ in range(3):
        store.do(operations.record_misunderstood, conversation_id="web-2", text="blá")
    rated = store.resolved().number
    store.do(operations.rate, ticket_number=rated, score=2, channel="web")
    store.do(operations.rate, ticket_number=rated, score=5, channel="web", revise=True)
    cancelled, late, waits = (store.open(f"a{n}@serpro.gov.br").number for n in range(3))
    store.do(operations.cancel, ticket_number=cancelled, author=Author.requester())
    store.do(operations.ask_requester, ticket_number=waits, text="Qual?", author=store.agent())
    store.later(days=3)
    store.do(operations.resolve, ticket_number=late, solution="Feito", author=store.agent())
    store.do(operations.reopen, ticket_number=late, reason="Voltou", author=Author.requester())
    store.later(seconds=1)
    return date(2026, 3, 10), date(2026, 3, 13)


def test_the_dashboard_counts_what_happened_and_a_revised_note_once(store) -> None:
    start, end = lived(store)
    board = store.ask(queries.dashboard, start=start, end=end, now=store.now)
    assert (board.deadlines_met, board.deadlines_breached) == (3, 2)
    assert (board.ratings, board.scores[2], board.scores[5]) == (1, 0, 1)
    assert (board.conversations, board.handed_over, board.solved_alone) == (3, 1, 1)
    assert [(d.opened, d.resolved, d.backlog) for d in board.days] == [
        (4, 1, 2),
        (0, 0, 2),
        (0, 0, 2),
        (0, 1, 2),
    ]


def test_folded_figures_are_fewer_and_the_same(store) -> None:
    start, end = lived(store)
    store.later(hours=1)
    before, rows = (
        store.ask(queries.dashboard, start=start, end=end, now=store.now),
        store.count(HourlyFigure),
    )
    store.now -= timedelta(days=2)  # of the first day
    assert store.do(operations.fold_figures) > 0
    assert store.do(operations.fold_figures) == 0
    store.now += timedelta(days=2)
    assert store.count(HourlyFigure) < rows
    assert store.ask(queries.dashboard, start=start, end=end, now=store.now) == before


def test_an_upgrade_counts_and_binds_what_was_there_before(store) -> None:
    """An older version wrote it all, and knows of none of this."""
    if store.engine.dialect.name != "sqlite":
        pytest.skip("the tests of one process share the schema: no test takes its tables down")
    start, end = lived(store)
    number = store.open().number
    board = store.ask(queries.dashboard, start=start, end=end, now=store.now)
    bound = kept(store, number)
    with store.engine.begin() as connection:
        command.downgrade(database.alembic_config(connection), "0014")
    with store.engine.begin() as connection:
        command.upgrade(database.alembic_config(connection), "head")
    assert store.ask(queries.dashboard, start=start, end=end, now=store.now) == board
    assert kept(store, number) == bound
