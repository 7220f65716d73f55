"""Results go before the public, and are taken back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.models import Consultation
from hub.access import hold
from hub.people.actor import Actor
from hub.web.pagecache import clear_pages


@transaction.atomic
def publish_results(pk: int, *, by: Actor) -> Consultation:
    """Break the seal: from now on everyone sees the results. History keeps when.

    Raises NotAllowed, and ValidationError where they are public already.
    """
    consultation = hold(by, rules.publish_results, pk)
    if consultation.results_published_at is not None:
        raise ValidationError(_("The results are public already. Somebody else published them."))
    return _become(consultation, public=True)


@transaction.atomic
def take_back_results(pk: int, *, by: Actor) -> Consultation:
    """Seal the results again. History keeps when.

    Raises NotAllowed, and ValidationError where they are not public.
    """
    consultation = hold(by, rules.publish_results, pk)
    if consultation.results_published_at is None:
        raise ValidationError(_("The results are sealed already. Somebody else took them back."))
    return _become(consultation, public=False)


def _become(consultation: Consultation, *, public: bool) -> Consultation:
    consultation.results_published_at = timezone.now() if public else None
    consultation.save(update_fields=["results_published_at"])
    clear_pages()
    return consultation
