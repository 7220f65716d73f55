"""What is on: listings, when they happen, each date they happen on, and what was said about them."""

from listings.models.holiday import Holiday, HolidayKind
from listings.models.listing import Booking, Cost, Criterion, Kind, Listing, Source, State
from listings.models.moderation import Decision, Moderation, Proposal, Unsaved
from listings.models.occurrence import DateChange, Occurrence
from listings.models.report import Appeal, Finding, Report, Side
from listings.models.schedule import Schedule

__all__ = [
    "Appeal",
    "Booking",
    "Cost",
    "Criterion",
    "DateChange",
    "Decision",
    "Finding",
    "Holiday",
    "HolidayKind",
    "Kind",
    "Listing",
    "Moderation",
    "Occurrence",
    "Proposal",
    "Report",
    "Schedule",
    "Side",
    "Source",
    "State",
    "Unsaved",
]
