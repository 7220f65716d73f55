"""What is on: listings, when they happen, and each date they happen on."""

from listings.models.listing import Booking, Cost, Kind, Listing, Source, State
from listings.models.occurrence import DateChange, Occurrence
from listings.models.schedule import Schedule

__all__ = ["Booking", "Cost", "DateChange", "Kind", "Listing", "Occurrence", "Schedule", "Source", "State"]
