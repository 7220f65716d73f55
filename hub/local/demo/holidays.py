"""The demo town’s school holidays, and England’s bank holidays, as the steward would have them."""

from __future__ import annotations

from datetime import date

from dateutil.easter import easter
from django.utils.text import capfirst

from hub.local.demo.terms import DAY, HOLIDAYS, MON, SAT, SUN, holiday, on_or_after, on_or_before, school_year
from listings.models import Holiday, HolidayKind

SCHOOL_SOURCE = "Invented with the demo town"
BANK_SOURCE = "Worked out from the Banking and Financial Dealings Act 1971 for the demo town"
# The school year under way and the two after it.
YEARS = 3
NAMES = {
    "october": "Autumn half-term",
    "christmas": "Christmas",
    "february": "Spring half-term",
    "easter": "Easter",
    "may": "Summer half-term",
    "summer": "Summer",
}


def load_holidays(today: date) -> int:
    """Add the holidays that are not on record yet; gives back how many. What somebody changed stays."""
    first = school_year(today)
    rows = [
        Holiday(
            kind=HolidayKind.SCHOOL,
            name=NAMES[name],
            first=holiday(name, year).first,
            last=holiday(name, year).last,
            source=SCHOOL_SOURCE,
        )
        for year in range(first, first + YEARS)
        for name in HOLIDAYS
    ]
    rows += [
        Holiday(kind=HolidayKind.BANK, name=capfirst(name), first=day, last=day, source=BANK_SOURCE)
        for year in range(first, first + YEARS + 1)
        for name, day in bank_holidays(year).items()
    ]
    before = Holiday.objects.count()
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    return Holiday.objects.count() - before


def bank_holidays(year: int) -> dict[str, date]:
    """England's bank holidays of a year, by name; one on a weekend moves to the next working day."""
    christmas, boxing, new_year = date(year, 12, 25), date(year, 12, 26), date(year, 1, 1)
    return {
        "New Year’s Day": _on_a_weekday(new_year),
        "Good Friday": easter(year) - 2 * DAY,
        "Easter Monday": easter(year) + DAY,
        "early May bank holiday": on_or_after(date(year, 5, 1), MON),
        "spring bank holiday": on_or_before(date(year, 5, 31), MON),
        "summer bank holiday": on_or_before(date(year, 8, 31), MON),
        # With both on a weekend, or one on its Sunday, the second day moves past the first.
        "Christmas Day": christmas + 2 * DAY if christmas.weekday() in (SAT, SUN) else christmas,
        "Boxing Day": boxing + 2 * DAY if boxing.weekday() in (SAT, SUN) else boxing,
    }


def _on_a_weekday(day: date) -> date:
    return on_or_after(day, MON) if day.weekday() in (SAT, SUN) else day


def remove_holidays() -> None:
    """Take away those that came with the demo town."""
    Holiday.objects.filter(source__in=[SCHOOL_SOURCE, BANK_SOURCE]).delete()
