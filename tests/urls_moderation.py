"""What to ask for at the addresses of moderation, reports and appeals."""

from listings.models import Appeal, Listing, Report
from tests.town import Town
from tests.urls import Paths, samples


@samples("moderation/listings/<slug:slug>/")
def moderated(town: Town) -> Paths:
    labels = (
        "submitted, verified",
        "published with a change, verified",
        "hidden, verified",
        "returned, verified",
        "draft, verified",
        "submitted, unverified",
        "submitted, suspended",
    )
    rows = town.specimens[Listing]
    return {
        **{label: f"/moderation/listings/{rows[label].slug}/" for label in labels},
        "unknown": "/moderation/listings/no-such-thing/",
    }


@samples("moderation/reports/<int:pk>/")
def reports_to_answer(town: Town) -> Paths:
    rows = town.specimens[Report]
    return {
        **{label: f"/moderation/reports/{row.pk}/" for label, row in rows.items()},
        "unknown": "/moderation/reports/999999/",
    }


@samples("moderation/appeals/<int:pk>/")
def appeals_to_decide(town: Town) -> Paths:
    rows = town.specimens[Appeal]
    return {
        **{label: f"/moderation/appeals/{row.pk}/" for label, row in rows.items()},
        "unknown": "/moderation/appeals/999999/",
    }


@samples("whats-on/<slug:slug>/report/")
def report_form(town: Town) -> Paths:
    rows = town.specimens[Listing]
    labels = ("published, verified", "hidden, verified", "submitted, verified", "published, suspended")
    return {label: f"/whats-on/{rows[label].slug}/report/" for label in labels}


@samples("whats-on/<slug:slug>/appeal/")
def appeal_form(town: Town) -> Paths:
    rows = town.specimens[Listing]
    labels = ("returned, verified", "hidden, verified", "published, verified", "returned, neighbour")
    return {label: f"/whats-on/{rows[label].slug}/appeal/" for label in labels}


@samples("reports/<uuid:key>/")
def followed_reports(town: Town) -> Paths:
    rows = town.specimens[Report]
    labels = (
        "open, without an account",
        "open, a parent's",
        "answered, without an account",
        "answered, a parent's",
        "appealed, without an account",
    )
    return {
        **{label: f"/reports/{rows[label].key}/" for label in labels},
        "made up": "/reports/6f1b7b0e-5a55-4c8f-9d6c-0a4f3f3f1a11/",
    }
