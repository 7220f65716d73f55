"""The whole demo town in one place."""

from hub.local.demo.after_school import AFTER_SCHOOL
from hub.local.demo.autumn import AUTUMN
from hub.local.demo.courses import COURSES, HOLIDAY_CLUBS
from hub.local.demo.early_years import EARLY_YEARS
from hub.local.demo.groups import GROUPS
from hub.local.demo.help_and_learning import HELP_AND_LEARNING
from hub.local.demo.monthly import MONTHLY
from hub.local.demo.offers import OFFERS
from hub.local.demo.places import VENUES
from hub.local.demo.school_calendar import SCHOOL_CALENDAR
from hub.local.demo.school_life import OPEN_DAYS
from hub.local.demo.schools import SCHOOLS, STEWARD
from hub.local.demo.spring import SPRING
from hub.local.demo.summer import SUMMER
from hub.local.demo.weekends import WEEKENDS
from hub.local.demo.winter import WINTER

__all__ = ["BODIES", "ITEMS", "VENUES"]

BODIES = (STEWARD, *SCHOOLS, *GROUPS)
ITEMS = (
    *EARLY_YEARS,
    *AFTER_SCHOOL,
    *WEEKENDS,
    *HELP_AND_LEARNING,
    *MONTHLY,
    *COURSES,
    *HOLIDAY_CLUBS,
    *(row.item() for row in (*OPEN_DAYS, *SCHOOL_CALENDAR)),
    *WINTER,
    *SPRING,
    *SUMMER,
    *AUTUMN,
    *OFFERS,
)
