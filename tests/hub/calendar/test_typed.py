"""Dates and times as people type them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.calendar.words import read_date, read_time

TODAY = date(2026, 11, 21)  # a Saturday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("28 nov", date(2026, 11, 28)),
        ("28 NOVEMBER 2026", date(2026, 11, 28)),
        ("Sat 28th November, 2026", date(2026, 11, 28)),
        ("Saturday 28 November", date(2026, 11, 28)),
        ("the 3rd of May", date(2027, 5, 3)),
        ("Nov 28", date(2026, 11, 28)),
        ("sept 1", date(2027, 9, 1)),
        ("28 nov 26", date(2026, 11, 28)),
        ("28/11/2026", date(2026, 11, 28)),
        ("28/11/26", date(2026, 11, 28)),
        ("28-11-2026", date(2026, 11, 28)),
        ("28.11.2026", date(2026, 11, 28)),
        ("28 11 2026", date(2026, 11, 28)),
        ("28/11", date(2026, 11, 28)),
        ("sat 28/11", date(2026, 11, 28)),
        ("3/4/2027", date(2027, 4, 3)),
        ("2026-11-28", date(2026, 11, 28)),
        ("2026/1/2", date(2026, 1, 2)),
        ("20261128", date(2026, 11, 28)),
        ("today", date(2026, 11, 21)),
        ("Tomorrow", date(2026, 11, 22)),
        ("yesterday", date(2026, 11, 20)),
        ("saturday", date(2026, 11, 21)),
        ("this sunday", date(2026, 11, 22)),
        ("tues", date(2026, 11, 24)),
        # Without a year: the next such day.
        ("20 nov", date(2027, 11, 20)),
        ("21 nov", date(2026, 11, 21)),
        ("29 feb", date(2028, 2, 29)),
        ("  28   nov ", date(2026, 11, 28)),
        ("1/1/2000", date(2000, 1, 1)),
        ("31/12/2100", date(2100, 12, 31)),
    ],
)
def test_read_date(typed: str, day: date) -> None:
    assert read_date(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["", "   ", "\t"])
def test_nothing_typed_is_none(typed: str) -> None:
    assert read_date(typed, TODAY) is None
    assert read_time(typed) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("rubbish", "Write a date like 28 November"),
        ("next saturday", "Write a date like 28 November"),
        ("28", "Write a date like 28 November"),
        ("may", "Write a date like 28 November"),
        ("٢٨/١١/٢٠٢٦", "Write a date like 28 November"),
        ("28 nov 202", "Write a date like 28 November"),
        ("x" * 1000, "Write a date like 28 November"),
        ("11/28/2026", "Put the day before the month"),
        ("11/28", "Put the day before the month"),
        ("31/2/2027", "not in the calendar"),
        ("2027-13-01", "not in the calendar"),
        ("99/99", "Write a date like 28 November"),
        ("1/1/0001", "Give a year from 2000 to 2100"),
        ("1/1/9999", "Give a year from 2000 to 2100"),
        ("9999-12-31", "Give a year from 2000 to 2100"),
        ("Friday 28 November 2026", "28 November is a Saturday"),
        ("sun 28/11", "28 November is a Saturday"),
    ],
)
def test_read_date_says_what_is_wrong(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        read_date(typed, TODAY)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("10", time(10)),
        ("9", time(9)),
        ("10.30", time(10, 30)),
        ("10:30am", time(10, 30)),
        ("10:30 PM", time(22, 30)),
        ("2 p.m.", time(14)),
        ("2p.m", time(14)),
        ("1430", time(14, 30)),
        ("930am", time(9, 30)),
        ("14:30", time(14, 30)),
        ("17:30:00", time(17, 30)),
        ("noon", time(12)),
        ("12 noon", time(12)),
        ("midnight", time(0)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12.30am", time(0, 30)),
        ("0:00", time(0)),
    ],
)
def test_read_time(typed: str, clock: time) -> None:
    assert read_time(typed) == clock


@pytest.mark.parametrize(
    "typed", ["25", "24:00", "10.75", "13pm", "0am", "late", "10:30:15", "1 0", "١٠", "9" * 500]
)
def test_read_time_says_what_is_wrong(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^Write a time like 10am, 2.30pm or 14:30\.$"):
        read_time(typed)


@given(st.text(max_size=80))
def test_anything_typed_is_a_date_or_a_sentence(typed: str) -> None:
    for read in (lambda text: read_date(text, TODAY), read_time):
        said = "."
        try:
            read(typed)
        except ValueError as refused:
            said = str(refused)
        assert said.endswith(".")


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_way_to_write_a_date_is_read_back(day: date) -> None:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%A %d %b %Y", "%Y%m%d", "%B %d %Y"):
        assert read_date(day.strftime(form), TODAY) == day
