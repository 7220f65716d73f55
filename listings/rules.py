"""Who may see, post, publish, report and cancel what is on."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from hub.access import NOBODY, rule, scope
from hub.people import rules as people_rules
from hub.people.actor import Actor
from hub.people.models import Kind, Membership, Organisation, Role
from hub.people.models.membership import STEWARD_ROLES
from hub.places.models import Address
from listings.models import Appeal, Decision, Finding, Listing, Moderation, Occurrence, Report, Side, State
from listings.models.listing import EDITABLE_STATES, PUBLIC_STATES
from listings.models.moderation import Proposal, Unsaved

POSTERS = (Role.CONTRIBUTOR, Role.MANAGER)
# Whoever has one of these in an organisation does not decide about what it posts. The steward's own listings
# are decided by those of its administrators who do nothing else there.
PARTIAL = tuple(role for role in Role if role not in STEWARD_ROLES)
AGAINST = (Decision.RETURNED, Decision.HIDDEN)
PUBLIC = Q(
    state__in=PUBLIC_STATES, organisation__verified_until__isnull=False, organisation__suspended_at=None
)


@rule(Listing)
def view(actor: Actor) -> Q:
    """Everyone sees what is published; members see their own before that, the steward what waits."""
    read = [State.SUBMITTED, State.RETURNED, State.HIDDEN]
    waiting = Q(state__in=read) & actor.steward(Role.ADMINISTRATOR)
    return PUBLIC | Q(organisation__in=actor.member_of()) | waiting


@rule(Occurrence)
def view_occurrence(actor: Actor) -> Q:
    """Whoever sees a listing sees its dates."""
    return Q(listing__in=scope(actor, view, Listing))


@rule(Occurrence)
def view_public_occurrence(actor: Actor) -> Q:
    """What is on, for everyone alike: dates of published listings only, whoever asks."""
    return Q(
        listing__state__in=PUBLIC_STATES,
        listing__organisation__verified_until__isnull=False,
        listing__organisation__suspended_at=None,
    )


@rule(Listing)
def view_public(actor: Actor) -> Q:
    """What leaves the hub in feeds: published listings only, whoever asks."""
    return PUBLIC


@rule(Organisation)
def add_listing(actor: Actor) -> Q:
    """Contributors post for their organisation."""
    return Q(pk__in=actor.organisations(*POSTERS))


@rule(Listing)
def edit(actor: Actor) -> Q:
    """Contributors edit what is their organisation's while it is a draft, sent back or published."""
    return Q(organisation__in=actor.organisations(*POSTERS), state__in=EDITABLE_STATES)


@rule(Listing)
def submit(actor: Actor) -> Q:
    """Contributors hand in what is their organisation's draft, or was sent back."""
    return Q(organisation__in=actor.organisations(*POSTERS), state__in=[State.DRAFT, State.RETURNED])


@rule(Listing)
def withdraw(actor: Actor) -> Q:
    """Contributors take back what their organisation handed in, until it is decided."""
    return Q(organisation__in=actor.organisations(*POSTERS), state=State.SUBMITTED)


def _moderator(actor: Actor) -> Q:
    """The steward's administrators, but about no organisation that they belong to themselves."""
    return actor.steward(Role.ADMINISTRATOR) & ~Q(organisation__in=actor.organisations(*PARTIAL))


def _moderated(actor: Actor) -> QuerySet[Listing]:
    """The listings that this administrator may decide about, whatever their state."""
    return Listing.objects.filter(_moderator(actor))


@rule(Listing)
def moderate(actor: Actor) -> Q:
    """The steward looks into what was handed in or published, but not by an organisation of one's own."""
    return ~Q(state=State.DRAFT) & _moderator(actor)


@rule(Listing)
def publish(actor: Actor) -> Q:
    """The steward publishes what was handed in by an organisation that is known, and not one's own."""
    return Q(
        state=State.SUBMITTED, organisation__verified_until__isnull=False, organisation__suspended_at=None
    ) & _moderator(actor)


@rule(Listing)
def send_back(actor: Actor) -> Q:
    """The steward sends back what was handed in or is public, with a reason, unless it is one's own."""
    return Q(state__in=[State.SUBMITTED, State.PUBLISHED]) & _moderator(actor)


@rule(Listing)
def hide(actor: Actor) -> Q:
    """The steward hides what was handed in or is public, with a reason, unless it is one's own."""
    return Q(state__in=[State.SUBMITTED, *PUBLIC_STATES]) & _moderator(actor)


@rule(Listing)
def restore(actor: Actor) -> Q:
    """The steward takes back that it hid something or sent it back, unless it is one's own."""
    return Q(state__in=[State.HIDDEN, State.RETURNED]) & _moderator(actor)


@rule(Listing)
def decide_change(actor: Actor) -> Q:
    """The steward decides about a change to what is published, unless it is one's own."""
    proposed = Q(pk__in=Proposal.objects.values("listing"))
    return Q(state=State.PUBLISHED) & proposed & _moderator(actor)


@rule(Listing)
def hears_about(actor: Actor) -> Q:
    """Those who post for an organisation, and who look after it, are told what became of its listings."""
    return Q(organisation__in=actor.organisations(*POSTERS))


@rule(Listing)
def cancel(actor: Actor) -> Q:
    """Contributors cancel what their organisation has published."""
    return Q(organisation__in=actor.organisations(*POSTERS), state=State.PUBLISHED)


@rule(Listing)
def change_date(actor: Actor) -> Q:
    """Contributors cancel or move one date of what their organisation has published."""
    return Q(organisation__in=actor.organisations(*POSTERS), state=State.PUBLISHED)


@rule(Moderation)
def view_moderation(actor: Actor) -> Q:
    """Members see what was decided about their organisation's listings; the steward sees all of it."""
    return Q(listing__organisation__in=actor.member_of()) | actor.steward(Role.ADMINISTRATOR)


@rule(Listing)
def report(actor: Actor) -> Q:
    """Everyone can say what is wrong with something public, but for what their own organisation posted."""
    return PUBLIC & ~Q(organisation__in=actor.member_of())


@rule(Report)
def follow_report(actor: Actor) -> Q:
    """Whoever has the link of a report follows it; one made with an account, only that person."""
    without_account = Q(person=None)
    return without_account if actor.id is None else without_account | Q(person=actor.id)


@rule(Report)
def view_report(actor: Actor) -> Q:
    """The steward reads what was reported, but not about an organisation of one's own."""
    return Q(listing__in=_moderated(actor))


@rule(Report)
def answer_report(actor: Actor) -> Q:
    """The steward answers a report that waits: nobody their own, nor one about their own organisation."""
    if actor.id is None:
        return NOBODY
    return Q(finding=Finding.OPEN, listing__in=_moderated(actor)) & ~Q(person=actor.id)


@rule(Report)
def appeal_answer(actor: Actor) -> Q:
    """Whoever reported it asks for another look at the answer, once."""
    asked = Appeal.objects.filter(report=OuterRef("pk"), side=Side.REPORTER)
    return ~Q(finding=Finding.OPEN) & ~Exists(asked) & Q(pk__in=scope(actor, follow_report, Report))


@rule(Listing)
def appeal_decision(actor: Actor) -> Q:
    """Those who post for an organisation ask for another look at what was sent back or hidden, once each."""
    later = Appeal.objects.filter(
        listing=OuterRef("listing"), side=Side.ORGANISER, report=None, made_at__gte=OuterRef("decided_at")
    )
    # What was refused may also have been only a change to what is public.
    unasked = Moderation.objects.filter(~Exists(later), listing=OuterRef("pk"), decision__in=AGAINST).exclude(
        text__change=True
    )
    return Q(
        Exists(unasked),
        organisation__in=actor.organisations(*POSTERS),
        state__in=[State.RETURNED, State.HIDDEN],
    )


@rule(Appeal)
def follow_appeal(actor: Actor) -> Q:
    """Members see what became of their organisation's own appeals."""
    return Q(side=Side.ORGANISER, listing__organisation__in=actor.member_of())


@rule(Appeal)
def view_appeal(actor: Actor) -> Q:
    """The steward reads appeals, but none about an organisation of one's own."""
    return Q(listing__in=_moderated(actor))


def _others_who_decide() -> QuerySet[Membership]:
    """The administrators who did not decide first and have nothing to do with the organisation."""
    partial = Membership.objects.filter(
        role__in=PARTIAL,
        person=OuterRef("person"),
        organisation=OuterRef(OuterRef("listing__organisation")),
    )
    return Membership.objects.filter(
        ~Exists(partial),
        ~Q(person=OuterRef("first_decided_by")),
        role=Role.ADMINISTRATOR,
        organisation__kind=Kind.STEWARD,
        organisation__suspended_at=None,
        person__is_active=True,
    )


@rule(Appeal)
def decide_appeal(actor: Actor) -> Q:
    """Another administrator than the one who decided first looks again, where there is another."""
    if actor.id is None:
        return NOBODY
    waits = Q(finding=Finding.OPEN, listing__in=_moderated(actor)) & ~Q(person=actor.id)
    return waits & (~Q(first_decided_by=actor.id) | Q(~Exists(_others_who_decide())))


@rule(Listing)
def manage(actor: Actor) -> Q:
    """Contributors see how everything of their organisation’s stands, and copy it."""
    return Q(organisation__in=actor.organisations(*POSTERS))


@rule(Listing)
def delete_draft(actor: Actor) -> Q:
    """Contributors throw away what was never published."""
    return Q(
        organisation__in=actor.organisations(*POSTERS),
        state__in=[State.DRAFT, State.RETURNED],
        published_at=None,
    )


@rule(Unsaved)
def go_on(actor: Actor) -> Q:
    """People go on with what they typed themselves, as long as they post for that organisation."""
    if actor.id is None:
        return NOBODY
    return Q(person=actor.id, organisation__in=actor.organisations(*POSTERS))


@rule(Organisation)
def keep_holidays(actor: Actor) -> Q:
    """The steward keeps the dates of the holidays."""
    return Q(kind=Kind.STEWARD) & actor.steward(Role.ADMINISTRATOR)


@rule(Address)
def view_listed_address(actor: Actor) -> Q:
    """Everyone sees where something is on, unless that is withheld: then only its organisers (S20)."""
    own = Listing.objects.filter(organisation__in=actor.member_of(), place__isnull=False)
    return people_rules.view_address(actor) | Q(place__in=own.values("place"))
