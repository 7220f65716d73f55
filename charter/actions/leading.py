"""An organisation's response: one for each consultation, led by one of its people."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from charter import rules
from charter.models import AboutYou, Channel, Progress, Response, Version
from hub.access import NotAllowed, hold
from hub.people.actor import Actor
from hub.people.models import Organisation


def _standing(consultation: int, organisation: int) -> Response | None:
    rows = Response.objects.filter(
        consultation=consultation, organisation=organisation, channel=Channel.ONLINE
    )
    return rows.exclude(state=Progress.WITHDRAWN).first()


@transaction.atomic
def lead_response(
    consultation_pk: int, organisation_pk: int, version: Version, *, take_over: bool = False, by: Actor
) -> Response:
    """Begin an organisation's response, or come back to the one that this person leads.

    take_over: become the lead of one that a colleague leads. Raises NotAllowed: where this person may not
    answer for it, a colleague leads it and it is not taken over, or the time is over.
    """
    # The organisation is locked: two colleagues who begin at once make one response.
    organisation = hold(by, rules.answer_for, organisation_pk)
    standing = _standing(consultation_pk, organisation.pk)
    if standing is None:
        return _begin(consultation_pk, organisation, version, by)
    if standing.lead_id == by.id:
        return hold(by, rules.view_own_response, standing.pk)
    if not take_over:
        raise NotAllowed(rules.view_own_response)
    response = hold(by, rules.take_over_response, standing.pk)
    response.lead_id = by.id
    response.save(update_fields=["lead"])
    return response


def _begin(consultation_pk: int, organisation: Organisation, version: Version, by: Actor) -> Response:
    consultation = hold(by, rules.begin_response, consultation_pk)
    now = timezone.now()
    response = Response.objects.create(
        consultation=consultation,
        version=version,
        begun_at=now,
        saved_at=now,
        organisation=organisation,
        organisation_name=organisation.name,
        lead_id=by.id,
    )
    AboutYou.objects.create(response=response)
    return response
