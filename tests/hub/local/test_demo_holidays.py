"""The demo town's holidays: those of England's banks as they are published, and once each."""

from datetime import date

import pytest

from hub.local.demo.holidays import bank_holidays, load_holidays
from listings.models import Holiday, HolidayKind


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # As GOV.UK lists them for England and Wales.
        (2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        (2027, ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        (2028, ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"]),
        (2033, ["01-03", "04-15", "04-18", "05-02", "05-30", "08-29", "12-27", "12-26"]),
    ],
)
def test_bank_holidays_fall_as_they_are_published(year, days):
    assert [f"{day:%m-%d}" for day in bank_holidays(year).values()] == days


def test_holidays_are_loaded_once_and_what_was_changed_stays(db):
    today = date(2026, 11, 20)
    assert load_holidays(today) == 6 * 3 + 8 * 4
    Holiday.objects.filter(kind=HolidayKind.SCHOOL).update(name="Ours")
    assert load_holidays(today) == 0
    assert set(Holiday.objects.filter(kind="school").values_list("name", flat=True)) == {"Ours"}
    assert load_holidays(date(2027, 9, 10)) == 6 + 8
