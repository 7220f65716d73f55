"""What somebody answered, as they gave it. What the public reads has tables of its own (rules.md D9)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from charter.models.consultation import Consultation, Question, Version
from hub.files.models import Document
from hub.people.models import Organisation

LONGEST_ANSWER = 20_000
LONGEST_ORIGINAL = 200_000
models.TextField.register_lookup(Length)


class Channel(models.TextChoices):
    """How an answer reached us."""

    ONLINE = "online", _("Online")
    LETTER = "letter", _("Letter")
    EMAIL = "email", _("E-mail")
    FORM = "form", _("Printed form")
    EVENT = "event", _("At an event")
    SPOKEN = "spoken", _("In person or by telephone")


class Progress(models.TextChoices):
    """How far an answer has come."""

    BEGUN = "begun", _("Begun")
    SENT = "sent", _("Sent")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Publish(models.TextChoices):
    """What the respondent lets us show of their words. Numbers are counted whatever they choose."""

    NAMED = "named", _("With my name")
    UNNAMED = "unnamed", _("Without my name")
    NOT = "not", _("Not at all")


class Review(models.TextChoices):
    """Whether somebody has read it for publication."""

    WAITING = "waiting", _("Waits to be read")
    PUBLISHED = "published", _("Published")
    KEPT = "kept", _("Read, and not published")


class RespondentKind(models.TextChoices):
    """Who answers, in their own words."""

    PARENT = "parent", _("Parent or carer")
    SCHOOL = "school", _("School staff")
    GOVERNOR = "governor", _("School governor or trustee")
    GROUP = "group", _("Community group, staff or volunteer")
    RESIDENT = "resident", _("Resident or neighbour")
    YOUNG = "young", _("Young person, 16 or over")
    SERVICE = "service", _("Council or other public service")
    OTHER = "other", _("Somebody else")


class YesNo(models.TextChoices):
    """The choice before a reason."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")


class Rating(models.IntegerChoices):
    """How important an area is."""

    VERY = 1, _("Very important")
    QUITE = 2, _("Quite important")
    NOT = 3, _("Not important")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    model_name="ResponseEvent",
    fields=["state", "publish", "review"],
)
class Response(models.Model):
    """One person's, one organisation's or one table's answers, by whatever way they came."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="responses")
    # The version it was begun with, or that the paper shows. Each answer keeps its own.
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    channel = models.CharField(_("how it came"), max_length=7, choices=Channel, default=Channel.ONLINE)
    state = models.CharField(max_length=9, choices=Progress, default=Progress.BEGUN)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    # Begun in time and never sent: counted when the consultation was settled, by the stated rule.
    sent_by_closing = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # For whom, where not for oneself: an organisation of the hub's, or one that is only named.
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="responses"
    )
    organisation_name = models.CharField(_("organisation"), max_length=120, blank=True)
    # Who leads an organisation's response. Nobody's own answers are tied to their account.
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # How many spoke: a table's notes from an event stand for several.
    people = models.PositiveSmallIntegerField(_("how many people"), default=1)
    publish = models.CharField(_("may we publish it?"), max_length=7, choices=Publish, blank=True)
    public_name = models.CharField(_("name to publish"), max_length=120, blank=True)
    review = models.CharField(max_length=9, choices=Review, default=Review.WAITING)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Why it is not published, or was taken down: for the steward, and in the letter that says so.
    review_reason = models.CharField(_("why it is not published"), max_length=500, blank=True)
    # How much the checks found that waits for somebody, and in which edition (rules.md D8).
    found = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    found_in = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # Raised with every change of an answer, of the choices or of the review: two at once are told.
    edition = models.PositiveIntegerField(default=1)
    # Given out with the page that was first saved: its button pressed twice begins one response.
    begun_with = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("response")
        ordering: ClassVar = ["sent_at", "pk"]
        indexes: ClassVar = [
            models.Index("consultation", "state", "channel", name="response_by_channel"),
            models.Index("consultation", "review", "sent_at", "id", name="response_by_review"),
            models.Index(fields=["consultation", "-begun_at"], name="response_by_beginning"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="response_state_known", condition=Q(state__in=Progress.values)),
            models.CheckConstraint(name="response_channel_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="response_sent_says_what_to_publish",
                condition=~Q(state=Progress.SENT) | Q(sent_at__isnull=False) & ~Q(publish=""),
            ),
            models.CheckConstraint(
                name="response_withdrawn_has_a_time",
                condition=Q(state=Progress.WITHDRAWN, withdrawn_at__isnull=False)
                | ~Q(state=Progress.WITHDRAWN) & Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="response_named_has_a_name",
                condition=~Q(publish=Publish.NAMED) | Q(public_name__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="response_published_as_agreed",
                condition=~Q(review=Review.PUBLISHED)
                | Q(state=Progress.SENT, publish__in=[Publish.NAMED, Publish.UNNAMED]),
            ),
            models.CheckConstraint(name="response_from_somebody", condition=Q(people__gte=1)),
            models.UniqueConstraint(
                "consultation",
                "organisation",
                name="response_once_online_for_an_organisation",
                condition=Q(channel=Channel.ONLINE, organisation__isnull=False)
                & ~Q(state=Progress.WITHDRAWN),
            ),
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"


class ResumeLink(models.Model):
    """A private way back to a response without an account. Only a hash of its secret is kept."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("private link")

    def __str__(self) -> str:
        return f"link {self.pk}"


class Answer(models.Model):
    """The answer to one question, raw. An empty one is no row. The public never reads this table (D9)."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    # Whose wording was answered.
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField(choices=Rating, null=True, blank=True)
    choice = models.CharField(max_length=6, choices=YesNo, blank=True)
    text = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    # Of an example: whether we may get in touch about it.
    may_contact = models.BooleanField(default=False)
    # The response's edition when it was last changed, so that neither of two devices writes over the other.
    # Never used twice, not even where an answer was taken out and given again.
    edition = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            # Results are counted from the first index alone, without the texts beside it.
            models.Index(
                fields=["question", "response"], include=["rating", "choice"], name="answer_by_question"
            ),
            models.Index(fields=["question", "response"], condition=~Q(text=""), name="answer_in_words"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("response", "question", name="answer_once"),
            models.CheckConstraint(
                name="answer_says_something",
                condition=Q(rating__isnull=False) | ~Q(choice="") | ~Q(text=""),
            ),
            models.CheckConstraint(
                name="answer_rating_known", condition=Q(rating=None) | Q(rating__in=Rating.values)
            ),
            models.CheckConstraint(
                name="answer_choice_known", condition=Q(choice="") | Q(choice__in=YesNo.values)
            ),
            models.CheckConstraint(name="answer_not_too_long", condition=Q(text__length__lte=LONGEST_ANSWER)),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class AboutYou(models.Model):
    """Who answered, as far as they said: apart from their words, and counted alone."""

    response = models.OneToOneField(Response, models.CASCADE, primary_key=True, related_name="about_you")
    kind = models.CharField(_("who you are"), max_length=8, choices=RespondentKind, blank=True)
    # rules.md D14: the district of a postcode, never more.
    district = models.CharField(_("postcode district"), max_length=4, blank=True)

    class Meta:
        verbose_name = _("who answered")
        indexes: ClassVar = [models.Index("kind", name="about_you_by_kind")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="about_you_kind_known", condition=Q(kind="") | Q(kind__in=RespondentKind.values)
            ),
            models.CheckConstraint(
                name="about_you_district_is_one",
                condition=Q(district="") | Q(district__regex=r"^[A-Z]{1,2}[0-9][0-9A-Z]?$"),
            ),
        ]

    def __str__(self) -> str:
        return f"who gave response {self.response_id}"


class EqualityRecord(models.Model):
    """Equality questions, optional. Cut loose from the response when the consultation is settled."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="equality_records")
    response = models.OneToOneField(Response, models.SET_NULL, null=True, blank=True, related_name="equality")
    age_band = models.CharField(_("age"), max_length=8, blank=True)
    disability = models.CharField(_("disability or long-term illness"), max_length=8, blank=True)
    ethnic_group = models.CharField(_("ethnic group"), max_length=12, blank=True)
    language = models.CharField(_("language at home"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("equality answers")

    def __str__(self) -> str:
        return f"equality {self.pk}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    model_name="ContactEvent",
    fields=["wants_news", "news_confirmed_at", "told_at"],
)
class Contact(models.Model):
    """How to reach a respondent, only for what they asked: a copy, news, a word about an example."""

    response = models.OneToOneField(Response, models.CASCADE, primary_key=True, related_name="contact")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    wants_copy = models.BooleanField(_("send me a copy of my answers"), default=False)
    wants_news = models.BooleanField(_("tell me what came of it"), default=False)
    # rules.md D13: nobody is written to whose address was not confirmed from its own mailbox.
    news_secret_hash = models.CharField(max_length=64, blank=True, db_index=True)
    news_confirmed_at = models.DateTimeField(null=True, blank=True)
    # The one message about what became of what they said.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("contact of a respondent")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="contact_mail_needs_an_address",
                condition=~Q(email="") | Q(wants_copy=False, wants_news=False),
                violation_error_message=_("Write the e-mail address to which we should write."),
            ),
            models.CheckConstraint(
                name="contact_told_only_once_confirmed",
                condition=Q(told_at=None) | Q(news_confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"contact of response {self.response_id}"


class Original(models.Model):
    """What came by another way than online, kept whole, and who wrote it out and checked it."""

    response = models.OneToOneField(Response, models.CASCADE, primary_key=True, related_name="original")
    received_on = models.DateField(_("received on"))
    event = models.CharField(_("event"), max_length=200, blank=True)
    # The letter, the e-mail or the notes, word for word, where they are text.
    text = models.TextField(_("what it says"), max_length=LONGEST_ORIGINAL, blank=True)
    # Its pages, where it is on paper or in a file.
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note for colleagues"), max_length=1000, blank=True)
    # What whoever checked it found wrong, until it is checked again.
    mistake = models.CharField(_("what is to be put right"), max_length=1000, blank=True)
    transcriber = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    transcribed_at = models.DateTimeField(null=True, blank=True)
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("original")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="original_checked_by_another",
                condition=Q(checker=None) | Q(transcriber=None) | ~Q(checker=F("transcriber")),
                violation_error_message=_("Somebody else than who wrote it out has to check it."),
            ),
        ]

    def __str__(self) -> str:
        return f"original of response {self.response_id}"


class Excerpt(models.Model):
    """Which stretch of an original answers which question. Characters from `start` up to `end`."""

    original = models.ForeignKey(Original, models.CASCADE, related_name="excerpts")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("excerpt")
        ordering: ClassVar = ["original", "start", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="excerpt_is_not_empty", condition=Q(end__gt=F("start"))),
            models.UniqueConstraint("original", "question", "start", "end", name="excerpt_once"),
        ]

    def __str__(self) -> str:
        return f"excerpt {self.pk}"
