"""The steward's word on a school or group: checked and found in order, or refused, with what and why."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from hub.access import can, hold
from hub.calendar.words import say_date
from hub.notices import Notice
from hub.people import rules
from hub.people.actor import Actor
from hub.people.asked import tell_managers
from hub.people.changes import organisation_changed
from hub.people.models import Organisation, Outcome, Verification
from hub.privacy.scan import find_personal

VERIFIED = "people.verified"
REFUSED = "people.refused"
FIELDS = {
    "checked": Verification._meta.get_field("checked"),
    "reason": Verification._meta.get_field("reason"),
}


class AlreadyDecided(ValidationError):
    """Somebody decided meanwhile, or there is nothing to decide; in words that name who and when."""

    def __init__(self, last: Verification | None) -> None:
        if last is None:
            words = _("There is nothing to decide: nobody asks for a check at present.")
        else:
            words = _("This was decided already: %(outcome)s, by %(who)s on %(when)s.") % {
                "outcome": last.get_outcome_display().lower(),
                "who": last.decided_by or _("somebody whose account is gone"),
                "when": say_date(last.decided_on),
            }
        super().__init__(words, code="already-decided")


def a_year_on(day: date) -> date:
    """Until when a check made on that day holds."""
    return day + relativedelta(years=1)


@transaction.atomic
def verify_organisation(pk: int, checked: str, *, by: Actor) -> Verification:
    """Find a school or group in order for a year. `checked` goes public: what was looked at, in words.

    Raises NotAllowed; AlreadyDecided; ValidationError for no words, too many, or ones with personal details.
    """
    organisation = _undecided(hold(by, rules.check_organisation, pk), by)
    today = timezone.localdate()
    made = Verification.objects.create(
        organisation=organisation,
        outcome=Outcome.VERIFIED,
        checked=_stated(checked, "checked"),
        decided_on=today,
        decided_by_id=by.id,
        expires_on=a_year_on(today),
    )
    organisation.verified_until, organisation.asked_at = made.expires_on, None
    organisation.save(update_fields=["verified_until", "asked_at"])
    tell_managers(pk, _good_news(organisation, made), kind=VERIFIED)
    organisation_changed(pk)
    return made


@transaction.atomic
def refuse_organisation(pk: int, checked: str, reason: str, *, by: Actor) -> Verification:
    """Say no, and why. What was verified before holds until it runs out; they can ask again.

    Raises NotAllowed; AlreadyDecided; ValidationError for no reason or one that is too long.
    """
    organisation = _undecided(hold(by, rules.check_organisation, pk), by)
    made = Verification.objects.create(
        organisation=organisation,
        outcome=Outcome.REFUSED,
        checked=_stated(checked, "checked", needed=False),
        reason=_stated(reason, "reason"),
        decided_on=timezone.localdate(),
        decided_by_id=by.id,
    )
    organisation.asked_at = None
    organisation.save(update_fields=["asked_at"])
    tell_managers(pk, _bad_news(organisation, made), kind=REFUSED)
    organisation_changed(pk)
    return made


def _undecided(organisation: Organisation, by: Actor) -> Organisation:
    """The organisation that is held, if there is something to decide about it. Raises AlreadyDecided."""
    if not can(by, rules.verify_organisation, organisation):
        last = Verification.objects.filter(organisation=organisation).select_related("decided_by").first()
        raise AlreadyDecided(last)
    return organisation


def _stated(text: str, field: str, *, needed: bool = True) -> str:
    text = " ".join(text.split())
    missing = {
        "checked": _("Say what you checked: the public reads it."),
        "reason": _("Say why, so that they know what to do."),
    }
    if needed and not text:
        raise ValidationError({field: missing[field]})
    try:
        FIELDS[field].run_validators(text)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from None
    found = dict.fromkeys(str(one.words) for one in find_personal(text)) if field == "checked" else {}
    if found:
        words = _("The public reads this. Take out: %s.") % get_text_list(list(found), _("and"))
        raise ValidationError({field: words})
    return text


def _good_news(organisation: Organisation, made: Verification) -> Notice:
    until = say_date(made.expires_on or made.decided_on)
    return Notice(
        subject=_("%(name)s is verified") % {"name": organisation.name},
        paragraphs=(
            _("We checked %(name)s, and everything is in order. That holds until %(until)s.")
            % {"name": organisation.name, "until": until},
            _("What we checked, as your page says it: %(checked)s") % {"checked": made.checked},
            _("Before it runs out we write to you."),
        ),
        action=(_("See your page"), organisation.get_absolute_url()),
        after=(_("You get this because you look after %(name)s.") % {"name": organisation.name},),
    )


def _bad_news(organisation: Organisation, made: Verification) -> Notice:
    return Notice(
        subject=_("%(name)s could not be verified") % {"name": organisation.name},
        paragraphs=(
            _("We checked %(name)s, and could not verify it yet.") % {"name": organisation.name},
            _("Why: %(reason)s") % {"reason": made.reason},
            _("Put that right on your page, then ask us again."),
        ),
        action=(_("Go to your page"), organisation.get_absolute_url()),
        after=(_("You get this because you look after %(name)s.") % {"name": organisation.name},),
    )
