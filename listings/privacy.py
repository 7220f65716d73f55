"""What listings hold about people: nothing that an organisation does not itself make public."""

from django.apps import apps

from hub.privacy import plain
from listings.models import DateChange, Listing, Occurrence, Schedule

TEXT = (
    "written for the public by an organisation, and checked for personal details before it is published (D8)"
)
plain(
    Listing,
    TEXT,
    "title",
    "slug",
    "summary",
    "description",
    "price_note",
    "booking_url",
    "reason",
    "haystack",
    "card",
    "calendar_text",
)
plain(Listing, "worked out from the public text", "search")
plain(
    Listing,
    "the identity of an event in a calendar file, the calendar's name, and a hash of it",
    "source_uid",
    "source_calendar",
    "source_digest",
)
plain(Schedule, "a rule for dates", "zone", "rrule", "exdates", "rdates")
plain(DateChange, TEXT, "note")
plain(Occurrence, TEXT, "note")
plain(apps.get_model("listings", "ListingEvent"), "the name of a trigger", "pgh_label")
