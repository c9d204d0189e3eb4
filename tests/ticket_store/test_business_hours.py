"""The reports' business time is the promises' business time, and reaches the figures by the team's hours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticket_store import administration, catalogue, operations, sla
from ticket_store.administration import KINDS
from ticket_store.business_hours import clock_of
from ticket_store.queries.facts import Of
from ticket_store.queries.reports import report

CALENDARS = ("business", "extended", "24x7")
# From 2018 on: São Paulo still had a summer time then.
SINCE = datetime(2018, 1, 1, tzinfo=UTC)
moments = st.integers(0, 9 * 365 * 24 * 3600).map(lambda seconds: SINCE + timedelta(seconds=seconds))
spans = st.integers(-3600, 90 * 24 * 3600)


@pytest.mark.parametrize("code", CALENDARS)
@settings(deadline=None, max_examples=60)
@given(start=moments, seconds=spans)
def test_it_counts_as_the_promises_do(code: str, start: datetime, seconds: int) -> None:
    calendar, end = catalogue.load().calendar(code), start + timedelta(seconds=seconds)
    assert clock_of(calendar)(start, end) == pytest.approx(sla.seconds_between(calendar, start, end), abs=1)


def of_it(store):
    store.later(minutes=1)
    since, until = store.now - timedelta(days=30), store.now + timedelta(minutes=1)
    return store.ask(report, since=since, until=until, by="team", of=Of({}), now=store.now)


def solved(store, opened: tuple[int, ...], done: tuple[int, ...]) -> None:
    """From one moment of São Paulo to another; another team than Ana's serves her."""
    store.at(*opened)
    number = store.open("ana@rfb.gov.br", service_code="siape", channel="phone").number
    store.at(*done)
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())


def test_over_a_weekend_a_solution_took_two_hours_of_the_desk(store) -> None:
    solved(store, (2026, 3, 13, 17), (2026, 3, 16, 9))  # Friday 17h to Monday 9h
    total = of_it(store).total
    assert (total.solution_business_median, total.answer_business_p90) == (2 * 3600, 2 * 3600)
    assert total.solution_median == 64 * 3600


def test_a_team_with_hours_of_its_own_is_measured_by_them(store) -> None:
    team = store.open("ana@rfb.gov.br", service_code="siape").team_code
    store.do(administration.save, kind=KINDS["duty"], code=team, data={"calendar": "extended"}, agent_id=None)
    solved(store, (2026, 3, 13, 17), (2026, 3, 16, 9))
    [line] = [one for one in of_it(store).lines if one.solved]
    # Friday 17h-22h, Saturday 7h-22h, Monday 7h-9h.
    assert line.solution_business_median == 22 * 3600


def test_half_waited_no_longer_and_nine_in_ten(store) -> None:
    for hour in range(9, 18):
        solved(store, (2026, 3, 10, 8), (2026, 3, 10, hour))
    total = of_it(store).total
    assert total.solution_business_median == 5 * 3600
    assert total.solution_business_p90 == pytest.approx(8.2 * 3600)
