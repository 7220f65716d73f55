"""Where an organisation meets, and whether its address is told."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hub.access import hold, scope
from hub.people import rules
from hub.people.actor import Actor
from hub.people.changes import organisation_changed, organisation_moved, others_use
from hub.people.meeting import Meeting, check_lines, columns_of, meeting_of
from hub.people.models import Organisation
from hub.places.models import Address, District, Place


class ChangedMeanwhile(ValidationError):
    """Somebody else saved a change since the form was opened. `organisation` is as it is now."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(
            _("Somebody else changed this page while you were writing. Nothing you typed is lost.")
        )
        self.organisation = organisation


@transaction.atomic
def set_place(pk: int, meeting: Meeting, *, edition: int, by: Actor) -> Organisation:
    """Say where an organisation meets. `edition` is what it was when the form was opened.

    What it has on at the same place goes along. Raises NotAllowed, ChangedMeanwhile, and ValidationError for
    a district that the hub does not know.
    """
    organisation = hold(by, rules.edit_organisation, pk)
    if organisation.edition != edition:
        raise ChangedMeanwhile(organisation)
    if meeting == meeting_now(organisation, by):
        return organisation
    settle(organisation, meeting, by)
    organisation.edition += 1
    organisation.save(update_fields=["edition", "updated"])
    organisation_changed(organisation.pk)
    return organisation


def meeting_now(organisation: Organisation, actor: Actor) -> Meeting | None:
    """Where it meets now, with as much as the actor may see; None where nothing is said."""
    place = organisation.place
    return meeting_of(place, _address_of(place, actor)) if place else None


def settle(organisation: Organisation, meeting: Meeting, actor: Actor) -> None:
    """Put a held organisation where it meets: on its own place, never on one that others use too.

    Raises ValidationError for a district that the hub does not know, and for personal details in its lines.
    """
    check_lines(meeting)
    if not District.objects.filter(code=meeting.district).exists():
        raise ValidationError({"postcode": _("We do not know this part of the country.")})
    before = organisation.place
    address = _address_of(before, actor) if before else None
    same_spot = before is not None and meeting_of(before, address).where == meeting.where
    columns = columns_of(meeting, before, same_spot=same_spot)
    own = before is not None and not _shared(before, organisation)
    place = before if before is not None and own else Place()
    for name, value in columns.items():
        setattr(place, name, value)
    place.save()
    if not own or address is None:
        address = Address(place=place)
    for name, value in meeting.lines.items():
        setattr(address, name, value)
    address.save()
    if not own:
        organisation.place = place
        organisation.save(update_fields=["place"])
        if before is not None:
            organisation_moved(organisation.pk, before.pk)


def _address_of(place: Place | None, actor: Actor) -> Address | None:
    return scope(actor, rules.view_address, Address).filter(place=place).first() if place else None


def _shared(place: Place, organisation: Organisation) -> bool:
    """Whether others are there too."""
    also = Q(place=place) & ~Q(pk=organisation.pk)
    return Organisation.objects.filter(also).exists() or others_use(place.pk, organisation.pk)
