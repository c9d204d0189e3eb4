"""The watch: a warning before, a breach after, each once, to the team and not to the requester."""

from ticket_store import operations, queries
from ticket_store.queries import queues


def overdue(store) -> list[str]:
    late = store.ask(queues.queue, chosen=queues.Chosen("overdue", None, 0), now=store.now)
    return [ticket.number for ticket in late]


def test_the_team_is_warned_before_and_told_after_each_once(store) -> None:
    number = store.open(
        "bruno@serpro.gov.br"
    ).number  # around the clock: response 120 min, resolution 1440 min
    store.do(operations.comment, ticket_number=number, text="Vendo", author=store.agent())
    store.later(minutes=1151)
    assert store.do(operations.watch_deadlines) == 0
    store.later(minutes=1)  # a fifth is left
    assert store.do(operations.watch_deadlines) == 1
    assert store.do(operations.watch_deadlines) == 0
    store.later(minutes=288)
    assert store.do(operations.watch_deadlines) == 1
    assert store.do(operations.watch_deadlines) == 0
    assert store.mails("suporte.financas@serpro.gov.br") == ["deadline_warning", "deadline_breach"]
    assert store.mails("bruno@serpro.gov.br") == ["registered", "answered"]
    assert store.kinds(number, internal=False) == ["opened", "answered"]
    assert store.view(number).breached
    assert overdue(store) == []  # due at this very minute, not late yet
    store.later(seconds=1)
    assert overdue(store) == [number]


def test_a_watch_that_was_down_tells_the_breach_only(store) -> None:
    number = store.open("bruno@serpro.gov.br").number
    store.do(operations.comment, ticket_number=number, text="Vendo", author=store.agent())
    store.later(days=3)
    assert store.do(operations.watch_deadlines) == 1
    assert store.mails("suporte.financas@serpro.gov.br") == ["deadline_breach"]


def test_a_paused_deadline_is_not_watched(store) -> None:
    number = store.open().number
    store.do(operations.ask_requester, ticket_number=number, text="Qual erro?", author=store.agent())
    store.later(days=30)
    assert store.do(operations.watch_deadlines) == 0
    assert not store.view(number).breached


def test_a_weekend_and_a_holiday_warn_nobody(store) -> None:
    store.at(2026, 4, 17, 17, 0)  # Friday; Tuesday is Tiradentes
    number = store.open("ana@cgu.gov.br").number  # business days: resolution in 20 h
    store.do(operations.comment, ticket_number=number, text="Vendo", author=store.agent())
    # 1 h on Friday, 10 h on Monday, (Tuesday), 9 h on Wednesday; the last 4 of them are the fifth that warns.
    store.at(2026, 4, 22, 12, 59)
    assert store.do(operations.watch_deadlines) == 0
    store.at(2026, 4, 22, 13, 0)
    assert store.do(operations.watch_deadlines) == 1
    store.at(2026, 4, 22, 17, 0)
    assert store.do(operations.watch_deadlines) == 1


def test_a_ticket_resolved_late_counts_as_late_even_if_nobody_watched(store) -> None:
    number = store.open().number
    store.later(days=10)
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())
    assert [d.breached for d in store.ask(queries.deadlines, ticket_number=number)] == [True, True]


def test_the_reopened_ticket_is_watched_anew(store) -> None:
    from ticket_store.authors import Author

    number = store.resolved("bruno@serpro.gov.br").number
    store.do(operations.reopen, ticket_number=number, reason="Voltou", author=Author.requester())
    store.later(days=2)
    assert store.do(operations.watch_deadlines) == 1
