"""A registration number is found in whatever way people write it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticket_store import numbers
from ticket_store.errors import InvalidTicketNumber


@pytest.mark.parametrize(
    "typed",
    [
        "2026-0001234",
        "2026 0001234",
        "2026 000 1234",
        "20260001234",
        "2026/0001234",
        "2026.0001234",
        "2026–0001234",
        "nº 1234",
        "n° 1234",
        "Nº 2026-0001234",
        "n. 1234",
        "no 1234",
        "1234",
        " 2026 - 0001234. ",
        "#1234",
        "protocolo 2026-0001234",
        "chamado nº 1234",
        "SS 2026 1234",
        "número de registro: 2026-0001234",
        "２０２６-0001234",
        "(2026-0001234)",
    ],
)
def test_the_same_number_is_read_however_it_is_written(typed: str) -> None:
    assert numbers.normalise(typed, 2026) == "2026-0001234"


@pytest.mark.parametrize(
    "typed", ["", "abc", "0", "2026-0000000", "202600012345", "12345678", "1234 e 1235", "2026-١٢٣٤", "-5"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidTicketNumber):
        numbers.normalise(typed, 2026)


def test_four_digits_alone_are_a_number_not_a_year() -> None:
    assert numbers.normalise("2026", 2026) == "2026-0002026"


@given(st.integers(2000, 2099), st.integers(1, numbers.LAST))
def test_every_number_made_is_read_back(year: int, n: int) -> None:
    made = numbers.make(year, n)
    assert len(made) == 12
    for written in (made, made.replace("-", " "), made.replace("-", ""), f"nº {made}", f"{year}/{n}"):
        assert numbers.normalise(written, 1999) == made


@given(st.text(max_size=40))
def test_any_text_is_either_a_number_or_refused_by_name(text: str) -> None:
    try:
        found = numbers.normalise(text, 2026)
    except InvalidTicketNumber:
        return
    assert numbers.normalise(found, 1999) == found


def test_the_year_turns_at_midnight_in_sao_paulo_not_in_greenwich() -> None:
    assert numbers.year_of(datetime(2027, 1, 1, 2, 59, tzinfo=UTC)) == 2026
    assert numbers.year_of(datetime(2027, 1, 1, 3, 0, tzinfo=UTC)) == 2027


def test_no_number_is_made_past_the_seventh_digit() -> None:
    with pytest.raises(InvalidTicketNumber):
        numbers.make(2026, numbers.LAST + 1)
