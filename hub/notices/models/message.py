"""One e-mail, from the moment something caused it until it is forgotten."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")


class Message(models.Model):
    """A message to one address. The row is the truth: what is not in it was never sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None: somebody without an account, who is known by their address alone.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(_("to"), max_length=254)
    kind = models.CharField(_("kind"), max_length=60)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("the same as a page"), blank=True)
    # Where a mail program stops such messages for its reader. It opens as much as the text does.
    leave = models.CharField(max_length=300, blank=True, editable=False)
    message_id = models.CharField(max_length=255, unique=True, editable=False)
    # Its text opens a door (a code, a link to sign in): wiped as soon as it is sent.
    secret = models.BooleanField(default=False)

    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    created = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    # What went wrong the last time: the kind of error, never its text, which can name people.
    problem = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["-created", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="message_due", condition=Q(state=State.WAITING)),
            models.Index(fields=["-created", "-id"], name="message_newest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="message_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="message_sent_has_time",
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | ~Q(state=State.SENT) & Q(sent_at__isnull=True),
            ),
            models.CheckConstraint(
                name="message_failed_has_problem", condition=~Q(state=State.FAILED) | ~Q(problem="")
            ),
            models.CheckConstraint(
                name="message_whole",
                condition=~Q(address="") & ~Q(kind="") & ~Q(subject="") & ~Q(message_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def to(self) -> str:
        """Its address, for templates: there `.address` is a place's, which asks for a rule."""
        return self.address
