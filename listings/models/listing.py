"""Something that is on: an event, a club, a course, an open day, help, or a notice."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hub.files.models import Picture
from hub.people.models import Organisation
from hub.places.models import AccessFeature, Place


class Kind(models.TextChoices):
    """What sort of thing is on. Each kind counts towards one area of the charter."""

    EVENT = "event", _("Event")
    CLUB = "club", _("Club or regular activity")
    COURSE = "course", _("Course or workshop")
    OPEN_DAY = "open-day", _("Open day")
    HELP = "help", _("Practical help")
    VISIT = "visit", _("Visit or outreach")
    SPORT = "sport", _("Match or league")
    OFFER = "offer", _("Offer to schools")
    VOLUNTEERING = "volunteering", _("Volunteering")
    LEARNING = "learning", _("Adult and family learning")
    NOTICE = "notice", _("Notice")


# The charter area (1 to 7) that a kind is evidence for.
AREA_OF_KIND: dict[str, int] = {
    Kind.EVENT: 3,
    Kind.CLUB: 3,
    Kind.COURSE: 3,
    Kind.OPEN_DAY: 1,
    Kind.HELP: 1,
    Kind.VISIT: 5,
    Kind.SPORT: 3,
    Kind.OFFER: 5,
    Kind.VOLUNTEERING: 6,
    Kind.LEARNING: 7,
    Kind.NOTICE: 3,
}


class State(models.TextChoices):
    """Where a listing stands between being written and being over."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting to be published")
    RETURNED = "returned", _("Sent back")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")
    PAST = "past", _("Over")
    HIDDEN = "hidden", _("Hidden by the steward")


PUBLIC_STATES = (State.PUBLISHED, State.CANCELLED, State.PAST)
EDITABLE_STATES = (State.DRAFT, State.RETURNED, State.PUBLISHED)


class Criterion(models.TextChoices):
    """What the public criteria ask for: why something is sent back, held or hidden."""

    ADVERT = "advert", _("It advertises, and does not say what happens, for whom and what it costs")
    PERSONAL = "personal", _("It tells somebody’s personal details")
    UNCLEAR = "unclear", _("It leaves out what a family needs to know")
    NOT_LOCAL = "not-local", _("It is not for children, families or schools around here")
    UNSAFE = "unsafe", _("It may be unsafe, or does not say how children are kept safe")
    UNTRUE = "untrue", _("It is wrong, out of date or somebody else’s")
    UNLAWFUL = "unlawful", _("It may be against the law")


class Cost(models.TextChoices):
    """What it costs to come."""

    FREE = "free", _("Free")
    DONATION = "donation", _("Give what you can")
    PAID = "paid", _("There is a charge")
    UNKNOWN = "unknown", _("Ask the organiser")


class Booking(models.TextChoices):
    """What someone does before they come."""

    DROP_IN = "drop-in", _("Just turn up")
    BOOK = "book", _("Book a place")
    ASK = "ask", _("Ask first")


class Source(models.TextChoices):
    """How a listing came to the hub."""

    POSTED = "posted", _("Posted on the hub")
    CALENDAR = "calendar", _("Read from a calendar")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    model_name="ListingEvent",
    fields=["state", "organisation"],
)
class Listing(models.Model):
    """What the public reads about one thing that is on. When it is on stands in its schedule."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="listings")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="listings")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EVENT)
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address on the hub"), max_length=90, unique=True)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    description = models.TextField(_("description"), max_length=5000, blank=True)
    age_from = models.PositiveSmallIntegerField(
        _("youngest age"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    age_to = models.PositiveSmallIntegerField(
        _("oldest age"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    cost = models.CharField(_("cost"), max_length=8, choices=Cost, default=Cost.UNKNOWN)
    price_pence = models.PositiveIntegerField(_("price in pence"), null=True, blank=True)
    price_note = models.CharField(_("what the price is for"), max_length=60, blank=True)
    booking = models.CharField(_("booking"), max_length=8, choices=Booking, default=Booking.DROP_IN)
    booking_url = models.URLField(_("where to book"), blank=True, max_length=500)
    access = ArrayField(
        models.CharField(max_length=16, choices=AccessFeature),
        verbose_name=_("access"),
        default=list,
        blank=True,
    )
    without_parents = models.BooleanField(_("children stay without a parent"), default=False)
    # As the organiser states them, and nobody has checked them (rules.md S19).
    safeguarding_policy = models.CharField(
        _("where your safeguarding policy can be read"), max_length=300, blank=True
    )
    safeguarding_lead = models.CharField(_("your safeguarding lead"), max_length=120, blank=True)
    ofsted_number = models.CharField(_("Ofsted registration number"), max_length=20, blank=True)
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")

    # The series that this one goes on from, and the first of its dates that this one takes the place of: the
    # old one ends before that once this is published.
    continues = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="continued_by")
    continues_from = models.DateTimeField(null=True, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("why it was sent back, hidden or cancelled"), max_length=500, blank=True)
    # Which public criterion it was sent back or hidden for.
    criterion = models.CharField(_("criterion"), max_length=10, choices=Criterion, blank=True)

    source = models.CharField(max_length=8, choices=Source, default=Source.POSTED)
    source_uid = models.CharField(max_length=255, blank=True)
    source_calendar = models.CharField(max_length=120, blank=True)
    source_digest = models.CharField(max_length=64, blank=True)

    # Given out with the form that it was posted by: sent twice, the form makes one listing.
    posting_key = models.UUIDField(null=True, blank=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    # What subscribers' calendars compare: raised with every change they should see.
    updated = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    # Raised with each change of what it says: of two people who edit at once, the second is told.
    edition = models.PositiveIntegerField(default=1)
    # Worked out from the fields above whenever they change (listings/actions/derive.py).
    haystack = models.TextField(editable=False, blank=True)
    card = models.JSONField(editable=False, default=dict, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("haystack", weight="B", config="english")
        + SearchVector("description", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    calendar_text = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering: ClassVar = ["title", "pk"]
        indexes: ClassVar = [
            models.Index("organisation", "state", name="listing_by_organisation"),
            models.Index("place", name="listing_by_place"),
            GinIndex("search", name="listing_by_word"),
            models.Index("submitted_at", condition=Q(state="submitted"), name="listing_waiting"),
            GinIndex("access", name="listing_by_access"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "organisation", "source_uid", condition=~Q(source_uid=""), name="listing_imported_once"
            ),
            models.UniqueConstraint("organisation", "posting_key", name="listing_posted_once"),
            models.CheckConstraint(
                name="listing_continues_from_a_date",
                condition=Q(continues=None) | Q(continues_from__isnull=False),
            ),
            models.CheckConstraint(
                name="listing_ages_in_order",
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_from__lte=F("age_to")),
                violation_error_message=_("The youngest age is above the oldest."),
            ),
            models.CheckConstraint(
                name="listing_price_fits_cost",
                condition=Q(cost=Cost.PAID) | Q(price_pence=None),
                violation_error_message=_("Only something with a charge has a price."),
            ),
            models.CheckConstraint(
                name="listing_public_was_published",
                condition=~Q(state__in=[State.PUBLISHED, State.PAST]) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="listing_returned_with_reason",
                condition=~Q(state__in=[State.RETURNED, State.HIDDEN]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="listing_without_parents_states_safety",
                condition=Q(without_parents=False)
                | Q(state__in=[State.DRAFT, State.RETURNED])
                | ~Q(safeguarding_policy="") & ~Q(safeguarding_lead=""),
                violation_error_message=_("Say where your policy can be read and who your lead is."),
            ),
            models.CheckConstraint(name="listing_title_given", condition=~Q(title="")),
            models.CheckConstraint(name="listing_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="listing_imported_has_uid",
                condition=Q(source=Source.POSTED, source_uid="")
                | Q(source=Source.CALENDAR) & ~Q(source_uid=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("listing", args=[self.slug])

    @property
    def area(self) -> int:
        """The charter area, 1 to 7, that this counts towards."""
        return AREA_OF_KIND[self.kind]
