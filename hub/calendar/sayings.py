"""The small change of words.py and rule_words.py: a day of the year, a list."""

from collections.abc import Sequence
from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from hub.calendar import london
from hub.calendar.london import DAY

# Without its year a date is taken to be the next such day, or one just gone.
SAID_WITHOUT_YEAR = 335
JUST_GONE = 31


def say_day(day: date, *, today: date | None = None) -> str:
    """ "28 November"; "28 November 2028" where the year is not plain from today's date."""
    told = {"day": day.day, "month": MONTHS[day.month], "year": day.year}
    return (_("%(day)d %(month)s") if has_plain_year(day, today) else _("%(day)d %(month)s %(year)d")) % told


def has_plain_year(day: date, today: date | None = None) -> bool:
    """Whether a date is plain without its year: a month gone to eleven months ahead, or later this year."""
    today = today or london.today()
    near = today - DAY * JUST_GONE <= day <= today + DAY * SAID_WITHOUT_YEAR
    return near or (day.year == today.year and day >= today)


def say_days(days: Sequence[date], *, today: date | None = None) -> str:
    """ "18 February", "18 and 25 February", "18 February and 1 April"."""
    if len({(day.year, day.month) for day in days}) == 1:
        return say_list([*(str(day.day) for day in days[:-1]), say_day(days[-1], today=today)])
    return say_list([say_day(day, today=today) for day in days])


def say_list(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"; empty for none."""
    if len(items) < 2:
        return "".join(items)
    return _("%(items)s and %(last)s") % {"items": _(", ").join(items[:-1]), "last": items[-1]}
