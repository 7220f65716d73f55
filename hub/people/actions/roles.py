"""Who does what for an organisation: giving roles, taking them away, leaving, handing over.

Each holds the organisation, so that two managers who go at the same moment see each other. The database
refuses by itself, when the transaction ends, what would leave an organisation without a manager.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from hub.access import hold
from hub.notices import Notice
from hub.people import rules
from hub.people.actor import Actor
from hub.people.asked import tell_managers, tell_person
from hub.people.members import others_manage
from hub.people.models import Membership, Organisation, Role
from hub.people.models.membership import GUARDED_ROLES, ROLES_OF_KIND

CHANGED = "people.role-changed"
LEFT = "people.left"


class LastManager(ValidationError):
    """Nobody else looks after the organisation, so this one can't go yet."""

    def __init__(self, organisation: Organisation) -> None:
        words = _(
            "Nobody else looks after %(name)s yet. Hand it over to somebody first: "
            "then they look after its page and people, and you can go."
        )
        super().__init__(words % {"name": organisation.name}, code="last-manager")


def say_roles(roles: Iterable[str]) -> str:
    """Roles in words, in the order in which they are listed everywhere: “Posts what is on” and “…”."""
    given = set(roles)
    return str(get_text_list([f"“{one.label}”" for one in Role if one in given], _("and")))


@transaction.atomic
def change_roles(pk: int, person: int, roles: Iterable[str], *, by: Actor) -> set[Role]:
    """Let a member have these roles and no others. Returns those that are new to them.

    Raises NotAllowed; ValidationError for somebody who is no member, no role at all, or one that this kind of
    organisation does not have; LastManager.
    """
    organisation = hold(by, rules.change_roles, pk)
    wanted = fitting(organisation, roles)
    had = _roles_of(organisation, person)
    gone = had - wanted
    _somebody_stays(organisation, person, gone)
    new = wanted - had
    _write(organisation, person, new, gone)
    if not new and not gone:
        return new
    if person != by.id:
        words = _("What you do for %(name)s is now: %(roles)s. %(by)s changed it.")
        _tell(person, organisation, words, roles=say_roles(wanted), by=by.name)
    tell_of_guarded(organisation, person, new, but=(person, by.id))
    return new


@transaction.atomic
def remove_member(pk: int, person: int, *, by: Actor) -> None:
    """Take every role from a member. Raises NotAllowed, ValidationError for no member, LastManager."""
    organisation = hold(by, rules.remove_member, pk)
    had = _roles_of(organisation, person)
    _somebody_stays(organisation, person, had)
    _write(organisation, person, set(), had)
    if person != by.id:
        words = _("You no longer belong to %(name)s. %(by)s removed you. You had: %(roles)s.")
        _tell(person, organisation, words, roles=say_roles(had), by=by.name)


@transaction.atomic
def leave_organisation(pk: int, *, by: Actor) -> None:
    """Give up every role of one's own. Raises NotAllowed for those who have none, LastManager."""
    organisation = hold(by, rules.leave, pk)
    had = _roles_of(organisation, by.id)
    _somebody_stays(organisation, by.id, had)
    _write(organisation, by.id, set(), had)
    _tell_they_left(organisation, by, had)


@transaction.atomic
def hand_over(pk: int, person: int, *, by: Actor) -> None:
    """Make another member the manager, then step down as one, keeping one's other roles.

    Raises NotAllowed, and ValidationError for oneself, for no member and for one whose account is closed.
    """
    organisation = hold(by, rules.hand_over, pk)
    if person == by.id:
        raise ValidationError({"person": _("Choose somebody else.")})
    had = _roles_of(organisation, person)
    if not Membership.objects.filter(
        organisation=organisation, person=person, person__is_active=True
    ).exists():
        raise ValidationError({"person": _("Their account is closed. Choose somebody else.")})
    _write(organisation, person, {Role.MANAGER} - had, set())
    _write(organisation, by.id, set(), {Role.MANAGER})
    words = _("%(by)s handed %(name)s over to you. You now look after its page and people.")
    _tell(person, organisation, words, by=by.name)
    # The others who look after it hear of it too.
    tell_managers(organisation.pk, _stepped_down(organisation, by), kind=LEFT, but=(person, by.id))


def fitting(organisation: Organisation, roles: Iterable[str]) -> set[Role]:
    """The roles, if this kind of organisation has them. Raises ValidationError for others, and for none."""
    possible = ROLES_OF_KIND[organisation.kind]
    wanted = set(roles)
    if not wanted:
        raise ValidationError({"roles": _("Choose at least one.")})
    if not wanted <= set(possible):
        raise ValidationError({"roles": _("Choose from the list.")})
    return {one for one in possible if one in wanted}


def tell_of_guarded(
    organisation: Organisation, person: int, new: set[Role], *, but: tuple[int | None, ...]
) -> None:
    """Tell the managers that somebody now has a role that decides or sees others' data."""
    guarded = new & GUARDED_ROLES
    if not guarded:
        return
    text = _("Somebody at %(name)s now has the role %(roles)s. If you did not expect that, look who it is.")
    notice = Notice(
        subject=_("Somebody at %(name)s has a new role") % {"name": organisation.name},
        paragraphs=(text % {"name": organisation.name, "roles": say_roles(guarded)},),
        action=(_("See who does what"), reverse("organisation-people", args=[organisation.slug])),
        after=(_("You get this because you look after %(name)s.") % {"name": organisation.name},),
    )
    tell_managers(organisation.pk, notice, kind=CHANGED, but=but)


def _roles_of(organisation: Organisation, person: int) -> set[Role]:
    held = Membership.objects.filter(organisation=organisation, person=person)
    roles = {Role(name) for name in held.values_list("role", flat=True)}
    if not roles:
        raise ValidationError(
            _("That person does not belong to %(name)s any more.") % {"name": organisation.name},
            code="no-member",
        )
    return roles


def _somebody_stays(organisation: Organisation, person: int, gone: set[Role]) -> None:
    if Role.MANAGER in gone and not others_manage(organisation.pk, person):
        raise LastManager(organisation)


def _write(organisation: Organisation, person: int, new: set[Role], gone: set[Role]) -> None:
    # Row by row in the order of the list, so that the history has an order too.
    for one in Role:
        if one in new:
            Membership.objects.create(organisation=organisation, person_id=person, role=one)
    if gone:
        Membership.objects.filter(organisation=organisation, person=person, role__in=gone).delete()


def _tell(person: int, organisation: Organisation, words: str, **said: str) -> None:
    notice = Notice(
        subject=_("What you do for %(name)s has changed") % {"name": organisation.name},
        paragraphs=(words % {"name": organisation.name, **said},),
        action=(_("See your account"), reverse("account")),
        after=(_("If you think that this is a mistake, ask whoever looks after the organisation."),),
    )
    tell_person(person, notice, kind=CHANGED)


def _tell_they_left(organisation: Organisation, by: Actor, had: set[Role]) -> None:
    notice = Notice(
        subject=_("Somebody left %(name)s") % {"name": organisation.name},
        paragraphs=(
            _("%(by)s left %(name)s. They had: %(roles)s.")
            % {"by": by.name, "name": organisation.name, "roles": say_roles(had)},
        ),
        action=(_("See who does what"), reverse("organisation-people", args=[organisation.slug])),
        after=(_("You get this because you look after %(name)s.") % {"name": organisation.name},),
    )
    tell_managers(organisation.pk, notice, kind=LEFT, but=(by.id,))


def _stepped_down(organisation: Organisation, by: Actor) -> Notice:
    return Notice(
        subject=_("%(name)s was handed over") % {"name": organisation.name},
        paragraphs=(
            _("%(by)s no longer looks after %(name)s, and handed it over to another member.")
            % {"by": by.name, "name": organisation.name},
        ),
        action=(_("See who does what"), reverse("organisation-people", args=[organisation.slug])),
        after=(_("You get this because you look after %(name)s.") % {"name": organisation.name},),
    )
