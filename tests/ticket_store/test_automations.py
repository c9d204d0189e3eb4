"""Automations: each moment is met once, by the ticket's business time; tried first, logged, refused whole."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from ticket_store import administration, operations, queries
from ticket_store.administration import KINDS
from ticket_store.authors import Author
from ticket_store.automations import running
from ticket_store.automations.moments import Moment
from ticket_store.automations.rules import Rule
from ticket_store.automations.rules import in_force as rules_in_force
from ticket_store.automations.running import dry_run, log, run_due
from ticket_store.database import transaction
from ticket_store.errors import SettingRefused
from ticket_store.model import AutomationRun, DeskNotice, SettingVersion, Ticket

KIND = KINDS["automation"]
NOTHING = {
    "name": "Regra", "active": True, "when": "opened", "minutes": "", "services": [], "teams": [],
    "priorities": [], "channels": [], "bodies": [], "priority": "", "team": "", "tags": [], "notify": [],
    "note": "",
}  # fmt: skip
ANA = "ana@saude.gov.br"  # business hours
CARLA = "carla@rfb.gov.br"  # around the clock


@pytest.fixture(autouse=True)
def no_rules_left(store):
    yield
    with transaction(store.engine) as session:
        session.execute(delete(AutomationRun))
        session.execute(delete(SettingVersion))


def rule(store, code=None, **parts) -> str:
    return store.do(administration.save, kind=KIND, code=code, data=NOTHING | parts, agent_id=None)


def refused(store, **parts) -> tuple[str, str]:
    with pytest.raises(SettingRefused) as caught:
        rule(store, **parts)
    return caught.value.field, caught.value.why


def run(store) -> int:
    return store.do(run_due)


def seen(store, number: str) -> Ticket:
    with transaction(store.engine) as session:
        found = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        _ = found.tags
        return found


def tried(store, **parts) -> list[str]:
    wanted = Rule("-", 0, store.now, NOTHING | parts)
    return [one.number for one in store.ask(dry_run, rule=wanted, now=store.now)]


def test_what_is_opened_after_a_rule_is_changed_once_by_it(store) -> None:
    before = store.open()
    store.later(seconds=1)
    code = rule(store, priority="high", tags=["Folha"], note="Olhar hoje.")
    after = store.open()
    store.later(minutes=1)
    assert run(store) == 1
    assert run(store) == 0
    assert seen(store, before.number).priority == "normal"
    found = seen(store, after.number)
    assert (found.priority, [one.tag for one in found.tags]) == ("high", ["folha"])
    assert store.kinds(after.number)[-4:] == ["priority_changed", "tagged", "note", "automated"]
    assert store.kinds(after.number, internal=False) == store.kinds(before.number, internal=False)
    [(line, number)] = store.ask(log, code=code)
    assert (line.outcome, line.number, number) == ("done", 1, after.number)


def test_a_rule_is_for_the_tickets_that_fit_all_its_conditions(store) -> None:
    rule(
        store,
        services=["siafi"],
        priorities=["normal"],
        channels=["web"],
        bodies=["saude.gov.br"],
        teams=["finance"],
        tags=["x"],
    )
    fits = [store.open(ANA), store.open("b@sub.saude.gov.br")]
    others = [
        store.open("c@outrasaude.gov.br"),
        store.open(ANA, service_code="siape"),
        store.open(ANA, channel="mail"),
    ]
    run(store)
    tagged = [bool(seen(store, one.number).tags) for one in (*fits, *others)]
    assert tagged == [True, True, False, False, False]


def test_a_ticket_without_an_answer_is_told_of_by_its_business_hours(store) -> None:
    """Friday evening for who has business hours: two hours of them end on Monday."""
    store.at(2026, 7, 24, 17)
    rule(store, when="unanswered", minutes="120", priority="critical")
    office, always = store.open(ANA), store.open(CARLA)
    store.at(2026, 7, 24, 19, 1)
    run(store)
    assert [seen(store, one.number).priority for one in (office, always)] == ["normal", "critical"]
    store.at(2026, 7, 27, 8, 59)
    assert run(store) == 0
    store.at(2026, 7, 27, 9, 1)
    assert run(store) == 1
    assert seen(store, office.number).priority == "critical"


def test_an_answer_ends_the_wait_and_what_he_writes_later_begins_another(store) -> None:
    store.at(2026, 7, 22, 9)
    code = rule(store, when="unanswered", minutes="60", tags=["parado"])
    number = store.open(CARLA).number
    desk, carla = store.agent(), Author.requester("Carla")
    store.later(minutes=30)
    store.do(operations.comment, ticket_number=number, text="Vamos ver.", author=desk)
    store.later(hours=5)
    assert run(store) == 0
    store.do(operations.comment, ticket_number=number, text="E agora?", author=carla)
    store.later(minutes=40)
    store.do(operations.comment, ticket_number=number, text="Alguém?", author=carla)
    store.later(minutes=19)
    assert run(store) == 0
    store.later(minutes=2)
    assert (run(store), run(store)) == (1, 0)  # counted from the first of the two
    store.do(operations.ask_requester, ticket_number=number, text="Qual é a tela?", author=desk)
    store.later(minutes=1)
    store.do(operations.comment, ticket_number=number, text="Obrigada!", author=carla)
    store.later(hours=3)
    assert run(store) == 0  # thanks wait for nothing
    assert len(store.ask(log, code=code)) == 1
    other = store.open(CARLA).number
    store.do(operations.ask_requester, ticket_number=other, text="Qual é a tela?", author=desk)
    store.do(operations.comment, ticket_number=other, text="Obrigada!", author=carla)
    store.later(hours=3)
    assert tried(store, when="unanswered", minutes=60, tags=["x"]) == [number]


def test_a_deadline_is_near_by_its_calendar_and_each_is_told_of_once(store) -> None:
    store.at(2026, 7, 22, 9)
    who = store.agent("Denise")
    rule(store, when="deadline", minutes="60", notify=[str(who.agent_id)])
    number = store.open(CARLA).number
    due = sorted(one.due_at for one in store.ask(queries.deadlines, ticket_number=number))
    store.now = due[0] - timedelta(minutes=61)
    assert run(store) == 0
    store.now = due[0] - timedelta(minutes=59)
    assert (run(store), run(store)) == (1, 0)
    with transaction(store.engine) as session:
        kinds = session.scalars(select(DeskNotice.kind).where(DeskNotice.agent_id == who.agent_id)).all()
    assert "automated" in kinds
    store.now = due[-1] - timedelta(minutes=30)
    assert run(store) == 1


def test_a_low_score_and_a_reopening_are_met_once_each(store) -> None:
    rule(store, when="rated_low", tags=["nota baixa"])
    rule(store, when="reopened", priority="high")
    number = store.resolved().number
    for score in (4, 2, 1):
        store.later(minutes=1)
        store.do(operations.rate, ticket_number=number, score=score, channel="chat")
    assert run(store) == 1
    store.do(operations.reopen, ticket_number=number, reason="Voltou.", author=Author.requester("Ana"))
    assert (run(store), run(store)) == (1, 0)
    found = seen(store, number)
    assert (found.priority, [one.tag for one in found.tags]) == ("high", ["nota baixa"])


def test_a_rule_that_the_ticket_refuses_does_nothing_of_it_and_says_so(store) -> None:
    code = rule(store, priority="high", team="people")
    number = store.open().number
    store.do(operations.resolve, ticket_number=number, solution="Feito.", author=store.agent())
    assert (run(store), run(store)) == (1, 0)
    assert seen(store, number).priority == "normal"
    assert "automated" not in store.kinds(number)
    [(line, _)] = store.ask(log, code=code)
    assert (line.outcome, line.reason) == ("refused", "TransitionRefused")


def test_two_rules_do_not_spoil_one_another_and_one_that_is_off_does_nothing(store) -> None:
    rule(store, name="A", tags=["a"])
    code = rule(store, name="B", tags=["b"])
    rule(store, code, name="B", tags=["b"], active=False)
    rule(store, name="C", team="people")
    number = store.open().number
    run(store)
    found = seen(store, number)
    assert (found.team_code, [one.tag for one in found.tags]) == ("people", ["a"])


def test_a_change_of_a_rule_in_use_loses_nothing_that_happened_before_it(store) -> None:
    code = rule(store, tags=["a"])
    number = store.open().number
    store.later(seconds=30)
    rule(store, code, tags=["b"])
    run(store)
    assert [one.tag for one in seen(store, number).tags] == ["b"]


def test_trying_a_rule_lists_whom_it_would_have_touched_and_writes_nothing(store) -> None:
    store.at(2026, 7, 1, 9)
    store.open(CARLA)  # more than 30 days ago
    store.at(2026, 8, 5, 9)
    quick, slow = store.open(CARLA).number, store.open(CARLA).number
    store.later(minutes=10)
    store.do(operations.comment, ticket_number=quick, text="Pronto.", author=store.agent())
    store.later(hours=3)
    store.do(operations.comment, ticket_number=slow, text="Pronto.", author=store.agent())
    store.later(days=1)
    assert sorted(tried(store, when="opened", tags=["x"])) == [quick, slow]
    assert tried(store, when="unanswered", minutes=60, tags=["x"]) == [slow]
    assert tried(store, when="opened", services=["siape"], tags=["x"]) == []
    assert store.count(AutomationRun) == 0
    assert seen(store, slow).tags == []


def test_trying_it_says_what_running_it_did(store) -> None:
    """Over a week with deadlines that were kept, paused and missed, both tell of the same tickets."""
    store.at(2026, 7, 20, 8)
    parts = {"when": "deadline", "minutes": 90, "tags": ["perto"]}
    code = rule(store, **parts)
    numbers = [store.open(email).number for email in (ANA, CARLA, ANA, CARLA)]
    desk = store.agent()
    store.do(operations.comment, ticket_number=numbers[0], text="Vamos ver.", author=desk)
    store.do(operations.ask_requester, ticket_number=numbers[1], text="Qual tela?", author=desk)
    store.do(operations.resolve, ticket_number=numbers[3], solution="Feito.", author=desk)
    for _ in range(7 * 24 * 2):
        store.later(minutes=30)
        run(store)
    touched = {number for _, number in store.ask(log, code=code)}
    assert touched
    assert set(tried(store, **parts)) == touched
    assert numbers[3] not in touched
    assert numbers[1] not in touched


def test_a_rule_that_says_nothing_or_too_much_is_not_kept(store) -> None:
    assert refused(store) == ("priority", "does_nothing")
    assert refused(store, when="unanswered", tags=["a"]) == ("minutes", "no_minutes")
    assert refused(store, when="never", tags=["a"]) == ("when", "unknown")
    assert refused(store, team="nowhere") == ("team", "unknown")
    assert refused(store, notify=["999"]) == ("notify", "unknown")
    assert refused(store, tags=["a"], bodies=["gov"]) == ("bodies", "no_domain")
    assert refused(store, when="rated_low", team="people") == ("team", "not_then")
    assert refused(store, note="x" * 2001) == ("note", "too_long")


def test_a_moment_is_met_once_by_two_workers_that_found_it_together(store) -> None:
    rule(store, note="Uma vez.")
    ticket = store.open()
    [found] = store.ask(rules_in_force)
    moment = Moment("opened:1", store.now)
    given = {"rule": found, "ticket_id": ticket.id, "moment": moment}
    assert [store.do(running._meet, **given) for _ in range(2)] == [True, False]
    assert store.kinds(ticket.number).count("note") == 1
