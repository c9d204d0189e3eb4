"""The desk's lists, search, and the supervisor's figures."""

from datetime import date

from ticket_store import operations, queries
from ticket_store.authors import Author
from ticket_store.queries.desk import count_list, newest_event_id

CARLA = "carla@prefeitura.sp.gov.br"


def numbers(views) -> list[str]:
    return [v.number for v in views]


def test_the_queue_is_by_deadline_and_those_without_one_come_last(store) -> None:
    none = store.open(CARLA).number
    slow = store.open(urgency="sem pressa").number
    fast = store.open(urgency="urgente").number
    assert numbers(store.ask(queries.desk_list)) == [fast, slow, none]
    assert numbers(store.ask(queries.desk_list, order="opened")) == [fast, slow, none]
    assert store.ask(count_list) == 3


def test_a_queue_is_of_a_team_a_status_an_agent(store) -> None:
    siafi = store.open().number
    vpn = store.open(service_code="vpn").number
    bruno = store.agent()
    store.do(operations.take, ticket_number=vpn, agent_id=bruno.agent_id)
    assert numbers(store.ask(queries.desk_list, team_codes=["finance"])) == [siafi]
    assert numbers(store.ask(queries.desk_list, agent_id=bruno.agent_id)) == [vpn]
    assert numbers(store.ask(queries.desk_list, statuses=["resolved"])) == []
    assert numbers(store.ask(queries.desk_list, team_codes=[])) == []


def test_a_long_queue_comes_in_pages(store) -> None:
    opened = [store.open(channel="desk").number for _ in range(5)]
    pages = [numbers(store.ask(queries.desk_list, limit=2, offset=o)) for o in (0, 2, 4)]
    assert [n for page in pages for n in page] == opened


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
