"""What the hub forgets about people by night (rules.md D3)."""

from __future__ import annotations

import logging
from datetime import timedelta

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hub.people.models import Invitation

log = logging.getLogger(__name__)
INVITATIONS_KEPT = timedelta(days=365)


@shared_task
def forget_people() -> dict[str, int]:
    """Delete sessions that ran out, with what is known of their devices, and invitations a year after they
    were accepted, taken back or ran out. Returns counts: {"sessions", "devices", "invitations"}.
    """
    now = timezone.now()
    sessions, _rows = Session.objects.filter(expire_date__lt=now).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    devices, _rows = UserSession.objects.filter(~Exists(alive)).delete()
    before = now - INVITATIONS_KEPT
    over = Q(accepted_at__lt=before) | Q(revoked_at__lt=before) | Q(accepted_at=None, expires_at__lt=before)
    invitations, _rows = Invitation.objects.filter(over).delete()
    counts = {"sessions": sessions, "devices": devices, "invitations": invitations}
    log.info("people's traces forgotten", extra=counts)
    return counts
