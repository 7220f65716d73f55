"""Decisions about listings, reports and appeals, by who made them and what became of them."""

from hub.people.actor import VISITOR, Actor
from listings.actions import decide_appeal
from listings.models import Appeal, Listing, Moderation, Report
from tests.factories.moderation import make_answer, make_appeal, make_organisers_appeal, make_report
from tests.factories.people import acting
from tests.town import Specimens, Town, specimens


def _acting(town: Town, name: str) -> Actor:
    person = town.persona(name).person
    assert person is not None
    return acting(person)


def _listing(town: Town, label: str) -> Listing:
    listing = town.specimens[Listing][label]
    assert isinstance(listing, Listing)
    return listing


@specimens(Moderation)
def moderations(town: Town) -> Specimens:
    """The last decision about a listing, by the listing's own label."""
    labels = (
        "published, verified",
        "returned, verified",
        "hidden, verified",
        "returned, neighbour",
        "published, suspended",
        "hidden, school",
    )
    return {label: Moderation.objects.filter(listing=_listing(town, label))[0] for label in labels}


@specimens(Report)
def reports(town: Town) -> Specimens:
    """By whom, about whose listing, and whether it was answered or appealed."""
    own, school = _listing(town, "published, verified"), _listing(town, "published, school")
    admin = _acting(town, "admin")
    parents = _acting(town, "parent")
    answered = make_answer(make_report(own), by=admin)
    appealed = make_answer(make_report(own), by=admin)
    make_appeal(appealed)
    return {
        "open, without an account": make_report(own),
        "open, a parent's": make_report(own, by=parents),
        "open, a neighbour's": make_report(own, by=_acting(town, "neighbour")),
        "open, the administrator's own": make_report(own, by=admin),
        "open, about the school": make_report(school),
        "answered, without an account": answered,
        "answered, a parent's": make_answer(make_report(own, by=parents), by=admin),
        "appealed, without an account": appealed,
    }


@specimens(Appeal)
def appeals(town: Town) -> Specimens:
    """By which side, who decided first, and whether it was answered."""
    own = _listing(town, "published, verified")
    admin, other = _acting(town, "admin"), _acting(town, "admin-1")
    organiser = _acting(town, "organiser")
    answered = make_appeal(make_answer(make_report(own), by=other))
    decide_appeal(answered.pk, upheld=False, answer="It stays as it is.", by=admin)
    return {
        "reporter's, first decided by the administrator": make_appeal(
            make_answer(make_report(own), by=admin)
        ),
        "reporter's, first decided by another": make_appeal(
            make_answer(make_report(own), by=other), by=VISITOR
        ),
        "reporter's, answered": Appeal.objects.get(pk=answered.pk),
        "organiser's, about what is hidden": make_organisers_appeal(
            _listing(town, "hidden, verified"), by=organiser
        ),
    }
