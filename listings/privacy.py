"""What listings hold about people: nothing that an organisation does not itself make public."""

from django.apps import apps
from django.db.models import Model

from hub.privacy import Basis, Controller, Personal, declare, plain
from listings.models import (
    Appeal,
    DateChange,
    Holiday,
    Listing,
    Moderation,
    Occurrence,
    Proposal,
    Report,
    Schedule,
    Unsaved,
)

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
    "safeguarding_policy",
    "ofsted_number",
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
plain(Holiday, "public dates and where they come from", "kind", "name", "source")
plain(Schedule, "a rule for dates", "zone", "rrule", "exdates", "rdates")
plain(DateChange, TEXT, "note")
plain(Occurrence, TEXT, "note")
plain(apps.get_model("listings", "ListingEvent"), "the name of a trigger", "pgh_label")

declare(
    Listing,
    safeguarding_lead=Personal(
        purpose="So that parents know who answers for children’s safety where they stay alone (rules.md S19)",
        basis=Basis.LEGITIMATE_INTERESTS,
        retention="as long as the listing",
        seen_by="everyone",
        controller=Controller.ORGANISATION,
    ),
)
_decided = Personal(
    purpose="To show who decided what about a listing, when and why (rules.md D15)",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention="as long as the listing, and six years after it",
    seen_by="the steward; the organisation’s members see the decision and not who made it",
)
_written = Personal(
    purpose="To read a change before the public does, and to lose nothing that was typed",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention="until it is decided, saved or thrown away; at most 90 days",
    seen_by="whoever wrote it; a proposed change also by the organisation’s members and the steward",
)
_reported = Personal(
    purpose="To look at what somebody says is wrong with a listing, and to answer them (rules.md D15)",
    basis=Basis.LEGAL_OBLIGATION,
    retention="a year after it was answered",
    seen_by="the steward; whoever reported it. The organisation is not told who it was",
)


def _every(model: type[Model], personal: Personal) -> None:
    fields = (field.name for field in model._meta.concrete_fields)
    declare(model, **{name: personal for name in fields if name != model._meta.pk.name})


_every(Moderation, _decided)
_every(Proposal, _written)
_every(Unsaved, _written)
_every(Report, _reported)
_every(Appeal, _reported)
declare(Proposal, listing=_written)
