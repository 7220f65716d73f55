"""Tells managers that the steward's check runs out: 30 days ahead, 7 days ahead, and on its last day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hub.calendar.london import LONDON
from hub.calendar.words import say_date
from hub.notices import Notice
from hub.notices.models import Message
from hub.people.asked import managers_of, tell_managers
from hub.people.models import Kind, Organisation

KIND = "people.verification-due"
# Days before the last day, the nearest first.
STAGES = (0, 7, 30)
# A night that was missed is made good for so long.
LATE = timedelta(days=7)


def remind_managers(today: date) -> int:
    """Write the reminders that are due and were not written yet. Returns of how many organisations.

    Each organisation is its own transaction, and is locked meanwhile: two who run this at once write once.
    """
    due = Organisation.objects.filter(
        verified_until__range=(today - LATE, today + timedelta(days=max(STAGES))),
        asked_at=None,
        suspended_at=None,
    ).exclude(kind=Kind.STEWARD)
    return sum(_remind(pk, today) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    held = Organisation.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    organisation = held.filter(pk=pk, asked_at=None, suspended_at=None).first()
    if organisation is None or organisation.verified_until is None:
        return False
    left = (organisation.verified_until - today).days
    stage = next((days for days in STAGES if left <= days), None)
    if stage is None or _was_told(organisation, organisation.verified_until - timedelta(days=stage)):
        return False
    return tell_managers(pk, _notice(organisation, organisation.verified_until, today), kind=KIND) > 0


def _was_told(organisation: Organisation, since: date) -> bool:
    """Whether a reminder that leads to its page was written since that day to somebody who manages it."""
    told = Message.objects.filter(kind=KIND, recipient__in=managers_of(organisation.pk))
    begin = datetime.combine(since, time.min, tzinfo=LONDON)
    return told.filter(created__gte=begin, text__contains=organisation.get_absolute_url()).exists()


def _notice(organisation: Organisation, until: date, today: date) -> Notice:
    name, day = organisation.name, say_date(until, today=today)
    if until < today:
        text = _("The check of %(name)s ran out on %(day)s. Its page now says that it is not verified.")
    elif until == today:
        text = _("Today is the last day of the check of %(name)s. From tomorrow its page says not verified.")
    else:
        text = _("We checked %(name)s a year ago. That holds until %(day)s.")
    return Notice(
        subject=_("Time to have %(name)s checked again") % {"name": name},
        paragraphs=(
            text % {"name": name, "day": day},
            _("Look whether what your page says is still right, then ask us to check it again."),
        ),
        action=(_("Go to your page and ask"), organisation.get_absolute_url()),
        after=(_("You get this because you look after %(name)s.") % {"name": name},),
    )
