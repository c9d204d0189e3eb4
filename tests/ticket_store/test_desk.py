"""The desk's lists, search, and the supervisor's figures."""

from datetime import date

from ticket_store import operations, queries
from ticket_store.authors import Author
from ticket_store.queries import queues
from ticket_store.queries.desk import newest_event_id

CARLA = "carla@prefeitura.sp.gov.br"


def numbers(views) -> list[str]:
    return [v.number for v in views]


def queue(store, view="open", **given) -> list[str]:
    chosen = queues.Chosen(view, **({"team_codes": None, "agent_id": 0} | given))
    found = numbers(store.ask(queues.queue, chosen=chosen, now=store.now))
    assert found == store.ask(queues.numbers_in, chosen=chosen, now=store.now)
    assert store.ask(queues.queue_counts, chosen=chosen, now=store.now)[view] == len(found)
    return found


def test_the_queue_is_by_the_promise_that_falls_next_whichever_it_is(store) -> None:
    slow = store.open(urgency="sem pressa").number
    answered = store.open(urgency="urgente").number
    store.do(operations.comment, ticket_number=answered, text="Vendo", author=store.agent())
    unanswered = store.open().number
    # The urgent one's solution is due in 8 h of the calendar, the normal one's first answer in 2.
    assert queue(store) == [unanswered, slow, answered]
    store.later(hours=3)
    assert queue(store, "overdue") == [unanswered]
    [load] = [one for one in store.ask(queues.team_loads, now=store.now) if one.code == "finance"]
    assert (load.open, load.overdue) == (3, 1)


def test_a_ticket_without_a_promise_comes_up_with_age(store) -> None:
    none = store.open(CARLA).number
    waits = store.open(CARLA).number
    store.do(operations.ask_requester, ticket_number=waits, text="Qual?", author=store.agent())
    today = store.open().number
    assert queue(store) == [today, none, waits]
    store.later(days=3)
    assert queue(store) == [today, none, waits]  # a broken promise is before it still
    tomorrow = store.open().number
    assert queue(store) == [today, none, tomorrow, waits]


def test_a_queue_is_of_a_team_or_mine_whatever_the_team(store) -> None:
    siafi = store.open().number
    vpn = store.open(service_code="vpn").number
    bruno = store.agent()
    store.do(operations.take, ticket_number=vpn, agent_id=bruno.agent_id)
    assert queue(store, team_codes=["finance"]) == [siafi]
    assert queue(store, team_codes=[]) == []
    assert queue(store, "mine", team_codes=["finance"], agent_id=bruno.agent_id) == [vpn]


def test_the_feed_tells_what_changed_since(store) -> None:
    number = store.open().number
    seen = store.ask(newest_event_id)
    store.do(operations.comment, ticket_number=number, text="Oi", author=Author.requester())
    [change] = store.ask(queries.changes_since, event_id=seen)
    assert (change.kind, change.ticket_number) == ("comment", number)
    assert store.ask(queries.changes_since, event_id=change.id) == []


def test_the_catalogue_is_there_for_the_forms(store) -> None:
    assert "SIAFI" in [s.name for s in store.ask(queries.services)]
    assert "Triagem da CSS" in [t.name for t in store.ask(queries.teams)]
    assert "Senha redefinida" in [c.title for c in store.ask(queries.canned_solutions)]
    store.agent("Bruno")
    assert [a.name for a in store.ask(queries.agents)] == ["Bruno"]


def test_the_dashboard_counts_days_of_sao_paulo(store) -> None:
    store.at(2026, 3, 9, 23, 30)  # already the 10th in Greenwich
    late_evening = store.open().number
    store.at(2026, 3, 10, 9)
    store.open()
    other = store.open().number
    store.do(operations.resolve, ticket_number=late_evening, solution="Feito", author=store.agent())
    store.do(operations.rate, ticket_number=late_evening, score=2, channel="web")
    store.do(operations.cancel, ticket_number=other, author=Author.requester())
    store.at(2026, 3, 11, 9)
    store.do(operations.reopen, ticket_number=late_evening, reason="Voltou", author=Author.requester())
    board = store.ask(
        queries.dashboard, start=date(2026, 3, 9), end=date(2026, 3, 11), now=store.now.replace(second=1)
    )
    assert [(d.opened, d.resolved, d.backlog) for d in board.days] == [(1, 0, 1), (2, 1, 1), (0, 0, 2)]
    assert (board.resolved, board.reopened, board.reopening_rate) == (1, 1, 1.0)
    assert (board.ratings, board.satisfaction, board.scores[2]) == (1, 2.0, 1)
    only_last = store.ask(
        queries.dashboard, start=date(2026, 3, 11), end=date(2026, 3, 11), now=store.now.replace(second=1)
    )
    assert only_last.days[0].backlog == 2


def test_compliance_counts_kept_and_broken_promises_but_not_running_ones(store) -> None:
    kept = store.open("a@serpro.gov.br").number
    broken = store.open("b@serpro.gov.br").number
    store.later(hours=1)
    store.do(operations.resolve, ticket_number=kept, solution="Feito", author=store.agent())
    store.later(days=2)
    store.open("c@serpro.gov.br")
    board = store.ask(queries.dashboard, start=date(2026, 3, 1), end=date(2026, 3, 31), now=store.now)
    assert (board.deadlines_met, board.deadlines_breached, board.compliance) == (2, 2, 0.5)
    assert store.view(broken).status == "new"


def test_an_empty_month_divides_by_nothing(store) -> None:
    board = store.ask(queries.dashboard, start=date(2026, 2, 1), end=date(2026, 2, 28), now=store.now)
    assert len(board.days) == 28
    assert (board.compliance, board.satisfaction, board.reopening_rate, board.solved_alone_share) == (
        None,
    ) * 4


def test_a_conversation_is_solved_alone_without_a_person_and_without_giving_up(store) -> None:
    for n in range(4):
        store.do(operations.touch_conversation, conversation_id=f"web-{n}")
    store.do(
        operations.touch_conversation, conversation_id="portal-1"
    )  # a form, no conversation with the assistant
    store.do(operations.request_handoff, conversation_id="web-1", transcript=[], wait_minutes=5)
    for _ in range(2):
        store.do(operations.record_misunderstood, conversation_id="web-2", text="blá blá blá")
    store.do(operations.record_misunderstood, conversation_id="web-3", text="hein")
    board = store.ask(
        queries.dashboard, start=date(2026, 3, 10), end=date(2026, 3, 10), now=store.now.replace(second=1)
    )
    assert (board.conversations, board.handed_over, board.solved_alone, board.solved_alone_share) == (
        4,
        1,
        2,
        0.5,
    )
    assert board.misunderstood == [("blá blá blá", 2), ("hein", 1)]
