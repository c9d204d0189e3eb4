"""Business time over nights, a weekend, a holiday and midnight in São Paulo. Times are of São Paulo."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticket_store import catalogue, sla
from ticket_store.catalogue import Calendar

SP = ZoneInfo("America/Sao_Paulo")
BUSINESS = catalogue.load().calendar("business")
EXTENDED = catalogue.load().calendar("extended")
ALWAYS = catalogue.load().calendar("24x7")
HOUR = 3600
moments = st.integers(0, 510 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=SP) + timedelta(seconds=seconds)
)


def sp(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SP)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        pytest.param(sp(2026, 3, 10, 9), 4, sp(2026, 3, 10, 13), id="within a day"),
        pytest.param(sp(2026, 3, 10, 16), 4, sp(2026, 3, 11, 10), id="over a night"),
        pytest.param(sp(2026, 3, 13, 16), 4, sp(2026, 3, 16, 10), id="over a weekend"),
        pytest.param(sp(2026, 3, 14, 12), 1, sp(2026, 3, 16, 9), id="opened on a Saturday"),
        pytest.param(sp(2026, 4, 20, 16), 4, sp(2026, 4, 22, 10), id="over Tiradentes, a Tuesday"),
        pytest.param(sp(2026, 4, 2, 17), 2, sp(2026, 4, 6, 9), id="over Good Friday and its weekend"),
        pytest.param(sp(2026, 9, 7, 10), 1, sp(2026, 9, 8, 9), id="opened on a holiday"),
        pytest.param(sp(2026, 3, 10, 23, 59), 1, sp(2026, 3, 11, 9), id="a minute before midnight"),
        pytest.param(sp(2026, 3, 11, 0, 0), 1, sp(2026, 3, 11, 9), id="at midnight"),
        pytest.param(sp(2026, 12, 31, 17), 2, sp(2027, 1, 4, 9), id="over New Year"),
        pytest.param(sp(2026, 3, 10, 8), 10, sp(2026, 3, 10, 18), id="exactly one day"),
        pytest.param(sp(2026, 3, 10, 7), 30, sp(2026, 3, 12, 18), id="three days"),
    ],
)
def test_business_hours_skip_nights_weekends_and_holidays(start: datetime, hours: int, due: datetime) -> None:
    assert sla.due_after(BUSINESS, start, hours * HOUR) == due
    assert sla.seconds_between(BUSINESS, sla.due_before(BUSINESS, due, hours * HOUR), due) == hours * HOUR
    assert sla.seconds_between(BUSINESS, start, due) == hours * HOUR


def test_a_friday_night_in_sao_paulo_is_already_saturday_in_greenwich_and_still_counts() -> None:
    # 21:30 on Friday 13 March is 00:30 on Saturday in UTC; the extended calendar runs to 22:00.
    start = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
    assert sla.due_after(EXTENDED, start, HOUR) == sp(2026, 3, 14, 7, 30)


def test_the_extended_calendar_works_on_saturdays_but_not_on_sundays() -> None:
    assert sla.due_after(EXTENDED, sp(2026, 3, 14, 21), 2 * HOUR) == sp(2026, 3, 16, 8)


def test_around_the_clock_nothing_is_skipped() -> None:
    start = sp(2026, 4, 2, 23, 0)
    assert sla.due_after(ALWAYS, start, 26 * HOUR) == start + timedelta(hours=26)
    assert sla.seconds_between(ALWAYS, start, start + timedelta(days=3)) == 3 * 86400


def test_a_state_holiday_counts_where_the_calendar_names_the_state() -> None:
    days = (0, 1, 2, 3, 4)
    here = Calendar("sp", "SP", days=days, opens="08:00", closes="18:00", holidays="BR", subdivision="SP")
    assert sla.due_after(here, sp(2026, 7, 9, 10), HOUR) == sp(2026, 7, 10, 9)
    assert sla.due_after(BUSINESS, sp(2026, 7, 9, 10), HOUR) == sp(2026, 7, 9, 11)


def test_the_warning_comes_when_a_fifth_is_left() -> None:
    assert sla.warn_at(BUSINESS, sp(2026, 3, 10, 8), 10 * HOUR, 10 * HOUR) == sp(2026, 3, 10, 16)
    assert sla.warn_at(BUSINESS, sp(2026, 3, 10, 8), HOUR, 10 * HOUR) == sp(2026, 3, 10, 8)


@given(moments, st.integers(1, 200 * HOUR))
def test_what_is_promised_is_what_is_left(start: datetime, seconds: int) -> None:
    for calendar in (BUSINESS, EXTENDED, ALWAYS):
        due = sla.due_after(calendar, start, seconds)
        assert due >= start + timedelta(seconds=seconds)
        assert sla.seconds_between(calendar, start, due) == seconds


@given(moments, st.integers(0, 40 * HOUR), st.integers(0, 40 * HOUR))
def test_more_time_never_falls_due_earlier(start: datetime, some: int, more: int) -> None:
    assert sla.due_after(BUSINESS, start, some) <= sla.due_after(BUSINESS, start, some + more)


@given(moments, st.integers(1, 60 * HOUR))
def test_a_due_time_is_always_within_opening_hours(start: datetime, seconds: int) -> None:
    due = sla.due_after(BUSINESS, start, seconds).astimezone(SP)
    assert due.weekday() < 5
    assert 8 <= due.hour + due.minute / 60 <= 18 + 1 / 60


def test_time_does_not_run_backwards() -> None:
    assert sla.seconds_between(BUSINESS, sp(2026, 3, 11, 9), sp(2026, 3, 10, 9)) == 0
