"""Reports: what people waited, what was kept, and how conversations really ended."""

from datetime import timedelta
from typing import get_args

from sqlalchemy import text

from ticket_store import operations
from ticket_store.database import transaction
from ticket_store.model import Agent
from ticket_store.operations.mailed_reports import (
    mail_report,
    mailed_reports,
    send_due_reports,
    stop_report,
)
from ticket_store.queries.facts import KINDS, Dimension, Of, facts_of
from ticket_store.queries.outcomes import outcomes
from ticket_store.queries.reports import report


def of_today(store, by="team", **chosen):
    since, until = store.now - timedelta(days=7), store.now + timedelta(minutes=1)
    return store.ask(report, since=since, until=until, by=by, of=Of(chosen), now=store.now)


def solved_in(store, hours: float, **arguments) -> str:
    """It waits so long, then is solved (which answers it too)."""
    opened = store.now
    number = store.open("ana@rfb.gov.br", **{"channel": "phone", **arguments}).number
    store.later(hours=hours)
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())
    store.now = opened
    return number


def test_half_waited_no_longer_than_the_median_and_nine_in_ten_than_the_p90(store) -> None:
    for hours in range(1, 12):
        solved_in(store, hours)
    store.later(hours=12)
    total = of_today(store).total
    assert total.solution_median == timedelta(hours=6).total_seconds()
    assert total.solution_p90 == timedelta(hours=10).total_seconds()
    assert (total.opened, total.solved, total.kept + total.missed) == (11, 11, 22)


def test_every_figure_is_the_number_of_the_facts_behind_it(store) -> None:
    back = solved_in(store, 3, service_code="siape", channel="phone")
    solved_in(store, 30)
    store.open("caio@mec.gov.br")
    store.later(hours=31)
    store.do(operations.rate, ticket_number=back, score=2, comment="Demorou", channel="web")
    store.do(operations.reopen, ticket_number=back, reason="Voltou", author=store.agent())
    store.later(minutes=1)
    since, until = store.now - timedelta(days=7), store.now + timedelta(minutes=1)

    def behind(session, kind, chosen):
        return list(facts_of(session, kind, since=since, until=until, of=Of(chosen), now=store.now))

    for by in get_args(Dimension):
        found = of_today(store, by)
        assert [one.comment for one in found.comments] == ["Demorou"]
        assert found.total.missed > 0
        assert sum(age.count for age in found.ages) == found.total.open == 2
        for line in found.lines:
            # Of a kind of deadline only what has one is counted.
            of_deadlines = ("answered", "solved", "kept", "missed")
            for kind in of_deadlines if by == "promise" else KINDS:
                told = store.ask(behind, kind=kind, chosen={by: line.code})
                assert getattr(line, kind) == len(told), (by, line.code, kind)


def test_a_period_is_compared_with_the_one_before_it(store) -> None:
    solved_in(store, 2)
    store.later(days=8)
    solved_in(store, 1)
    store.later(hours=2)
    found = of_today(store)
    assert (found.total.solution_median, found.before.solution_median) == (3600, 7200)


def talked(store, name: str, *, misunderstood: int = 0) -> str:
    conversation = f"web-{name}"
    store.do(operations.touch_conversation, conversation_id=conversation)
    for n in range(misunderstood):
        store.do(operations.record_misunderstood, conversation_id=conversation, text=f"xpto {name} {n}")
    return conversation


def test_each_conversation_ends_once_and_silence_is_no_success(store) -> None:
    agent = store.agent()
    wanted = {"transcript": [], "wait_minutes": 5}
    met = store.do(operations.request_handoff, conversation_id=talked(store, "met"), **wanted)
    store.do(operations.take_handoff, handoff_id=met.id, agent_id=agent.agent_id)
    store.do(operations.request_handoff, conversation_id=talked(store, "unmet"), **wanted)
    store.open(conversation_id=talked(store, "opened", misunderstood=2))
    store.do(operations.grade_chat, conversation_id=talked(store, "happy"), score=4)
    store.do(operations.grade_chat, conversation_id=talked(store, "angry", misunderstood=2), score=1)
    talked(store, "silent")
    gone = talked(store, "gone")
    with transaction(store.engine) as session:
        session.execute(text("DELETE FROM conversations WHERE id = :id"), {"id": gone})
    since, until = store.now - timedelta(hours=1), store.now + timedelta(hours=1)
    assert store.ask(outcomes, since=since, until=until) == {
        "person": 1, "ticket": 1, "confirmed": 1, "unreached": 1, "misunderstood": 1, "unsaid": 1,
        "forgotten": 1,
    }  # fmt: skip


def test_a_report_leaves_each_monday_of_the_week_before_it(store) -> None:
    """The clock starts on a Tuesday."""
    who = store.agent("Silvia", "supervisor").agent_id
    solved_in(store, 2)
    asked = {"agent_id": who, "every": "week", "by": "team", "chosen": {}}
    first = store.do(mail_report, **asked)
    assert store.do(mail_report, **asked).id == first.id
    store.at(2026, 3, 16, 6, 59)
    assert store.do(send_due_reports) == 0
    store.at(2026, 3, 16, 7, 1)
    assert [store.do(send_due_reports), store.do(send_due_reports)] == [1, 0]
    [row] = [one for one in store.outbox() if one.kind == "report"]
    told = row.payload["report"]
    assert (row.recipient, told["first"], told["last"]) == (
        "silvia@serpro.gov.br", "2026-03-09", "2026-03-15",
    )  # fmt: skip
    assert (told["total"]["solved"], told["total"]["solution_median"]) == (1, 7200.0)
    store.at(2026, 4, 20, 12)  # nobody looked for weeks: one mail
    assert store.do(send_due_reports) == 1
    with transaction(store.engine) as session:
        session.get_one(Agent, who).role = "attendant"
    store.later(days=7)
    assert store.do(send_due_reports) == 0
    store.do(stop_report, report_id=first.id, agent_id=who)
    assert store.ask(mailed_reports, agent_id=who) == []
