"""What the database refuses about listings, their dates and what was changed about one of them."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import timezone

from listings.models import (
    Appeal,
    Cost,
    Criterion,
    DateChange,
    Decision,
    Finding,
    Holiday,
    Listing,
    Moderation,
    Occurrence,
    Report,
    Schedule,
    Side,
    Source,
    State,
    Unsaved,
)
from listings.models.occurrence import LONGEST
from tests.factories.listings import make_listing
from tests.factories.people import OrganisationFactory, PersonFactory
from tests.refusals import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db

START = datetime(2027, 3, 6, 10)
HOUR = timedelta(hours=1)


def listing(**columns):
    """A listing as it would be after a careless `.update()`."""
    made = make_listing(state=State.DRAFT)
    Listing.objects.filter(pk=made.pk).update(**columns)


def imported(owner, uid="one@calendar.test"):
    made = make_listing(owner, State.DRAFT)
    Listing.objects.filter(pk=made.pk).update(source=Source.CALENDAR, source_uid=uid)


def posted_twice():
    owner, key = OrganisationFactory(), uuid.uuid4()
    for _number in range(2):
        Listing.objects.filter(pk=make_listing(owner, State.DRAFT).pk).update(posting_key=key)


def holiday(**columns):
    told = {"first": date(2026, 12, 21), "last": date(2027, 1, 1), "kind": "school", **columns}
    return Holiday.objects.create(name="Christmas", source="A test", **told)


def schedule(**columns):
    made = make_listing(state=State.DRAFT)
    Schedule.objects.filter(listing=made).update(**columns)


def change(**columns):
    made = make_listing()
    return DateChange.objects.create(
        **{"listing": made, "original": timezone.now(), "cancelled": True, **columns}
    )


def occurrence(**columns):
    made = make_listing()
    Occurrence.objects.filter(listing=made).update(**columns)


def moderation(**columns):
    told = {"decision": Decision.RETURNED, "criterion": Criterion.UNCLEAR, "reason": "Which door?", **columns}
    return Moderation.objects.create(listing=make_listing(), edition=1, **told)


def report(**columns):
    return Report.objects.create(listing=make_listing(), criterion=Criterion.UNTRUE, **columns)


def appeal(**columns):
    told = {"side": Side.ORGANISER, "text": "It is no advertisement.", **columns}
    if "listing" not in told:
        told["listing"] = told["report"].listing if told.get("report") else make_listing()
    return Appeal.objects.create(**told)


def unsaved(listing):
    person, owner = PersonFactory(), OrganisationFactory()
    for _number in range(2):
        Unsaved.objects.create(person=person, organisation=owner, listing=listing)


def twice(made):
    for row in list(made):
        row.pk = None
        row.save(force_insert=True)


STAYING = {
    "without_parents": True,
    "safeguarding_policy": "In the hall",
    "safeguarding_lead": "Jo Bright",
}
ANSWERED = {"finding": Finding.DISMISSED, "answer": "We rang them.", "answered_at": timezone.now()}
ATTEMPTS = {
    "listing_imported_once": [lambda: [imported(owner) for owner in [OrganisationFactory()] * 2]],
    "listing_ages_in_order": [lambda: listing(age_from=8, age_to=5)],
    "listing_price_fits_cost": [
        lambda: listing(cost=Cost.FREE, price_pence=300),
        lambda: listing(cost=Cost.UNKNOWN, price_pence=0),
    ],
    "listing_public_was_published": [
        lambda: listing(state=State.PUBLISHED),
        lambda: listing(state=State.PAST),
    ],
    "listing_returned_with_reason": [lambda: listing(state=State.RETURNED)],
    "listing_posted_once": [lambda: posted_twice()],
    "listing_continues_from_a_date": [lambda: listing(continues=make_listing())],
    "holiday_once": [lambda: [holiday() for _ in range(2)]],
    "holiday_ends_after_start": [lambda: holiday(last=date(2026, 12, 20))],
    "holiday_kind_known": [lambda: holiday(kind="half")],
    "listing_title_given": [lambda: listing(title="")],
    "listing_state_known": [lambda: listing(state="archived"), lambda: listing(state="")],
    "listing_imported_has_uid": [
        lambda: listing(source=Source.CALENDAR),
        lambda: listing(source_uid="one@calendar.test"),
        lambda: listing(source="other"),
    ],
    "listings_listing_slug_key": [lambda: [listing(slug="same") for _ in range(2)]],
    "schedule_ends_after_start": [
        lambda: schedule(starts=START, ends=START),
        lambda: schedule(starts=START, ends=START - HOUR),
    ],
    "schedule_whole_days_end": [lambda: schedule(all_day=True, ends=None)],
    "change_once_a_date": [lambda: twice([change()])],
    "change_cancels_or_moves": [
        lambda: change(cancelled=False),
        lambda: change(cancelled=True, starts=timezone.now()),
        lambda: change(cancelled=True, ends=timezone.now()),
    ],
    "change_ends_after_start": [
        lambda: change(cancelled=False, starts=timezone.now(), ends=timezone.now() - HOUR),
        lambda: change(
            cancelled=False, starts=(now := timezone.now()), ends=now + LONGEST + timedelta(seconds=1)
        ),
    ],
    "occurrence_once": [lambda: twice(Occurrence.objects.filter(listing=make_listing()))],
    "occurrence_ends_after_start": [
        lambda: occurrence(starts=timezone.now(), ends=timezone.now() - HOUR),
        lambda: occurrence(starts=(now := timezone.now()), ends=now),
        lambda: occurrence(starts=(now := timezone.now()), ends=now + LONGEST + timedelta(seconds=1)),
    ],
    "listing_without_parents_states_safety": [
        lambda: listing(**{**STAYING, "state": State.SUBMITTED, "safeguarding_lead": ""}),
        lambda: listing(**{**STAYING, "state": State.SUBMITTED, "safeguarding_policy": ""}),
        lambda: listing(without_parents=True, state=State.CANCELLED),
    ],
    "moderation_against_has_reason": [
        lambda: moderation(reason=""),
        lambda: moderation(criterion=""),
        lambda: moderation(decision=Decision.HIDDEN, reason="", criterion=""),
        lambda: moderation(decision="perhaps", reason=""),
    ],
    "listings_report_key_key": [lambda: [report(key=key) for key in [uuid.uuid4()] * 2]],
    "report_finding_known": [lambda: report(**{**ANSWERED, "finding": "perhaps"})],
    "report_answered_in_words": [
        lambda: report(finding=Finding.DISMISSED),
        lambda: report(**{**ANSWERED, "answer": ""}),
        lambda: report(**{**ANSWERED, "answered_at": None}),
        lambda: report(answer="We rang them."),
        lambda: report(answered_at=timezone.now()),
    ],
    "appeal_answered_in_words": [
        lambda: appeal(finding=Finding.UPHELD),
        lambda: appeal(finding=Finding.UPHELD, answer="We looked again."),
        lambda: appeal(finding=Finding.UPHELD, answered_at=timezone.now()),
        lambda: appeal(answer="We looked again."),
    ],
    "appeal_of_a_reporter_has_a_report": [lambda: appeal(side=Side.REPORTER), lambda: appeal(side="")],
    "appeal_once_a_side": [
        lambda: [appeal(side=Side.REPORTER, report=about) for about in [report()] * 2],
    ],
    "appeal_open_once": [lambda: [appeal(listing=about) for about in [make_listing()] * 2]],
    "unsaved_once": [lambda: unsaved(None), lambda: unsaved(make_listing())],
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_constraint_refuses(name):
    for attempt in ATTEMPTS[name]:
        assert refused_by(attempt) == name


def test_every_constraint_has_its_attempt():
    assert set(ATTEMPTS) == set(constraints_of("listings"))
    assert triggers_of("listings") == {"moderation_is_kept"}


@pytest.mark.parametrize(
    "changed",
    [
        {"decision": Decision.PUBLISHED},
        {"by_organiser": True},
        {"criterion": Criterion.ADVERT},
        {"reason": "Because."},
        {"found": ["postcode"]},
        {"edition": 9},
    ],
)
def test_decision_stays_as_it_was_made(changed):
    made = moderation()
    words = refused_by(lambda: Moderation.objects.filter(pk=made.pk).update(**changed))
    assert "Cannot update rows from listings_moderation table" in words
    assert Moderation.objects.get(pk=made.pk).reason == "Which door?"


def test_decision_stays_with_its_listing():
    made, other = moderation(), make_listing()
    words = refused_by(lambda: Moderation.objects.filter(pk=made.pk).update(listing=other))
    assert "Cannot update rows" in words


def test_edges_of_what_is_allowed():
    """The last value on the right side of each limit."""
    listing(age_from=5, age_to=5)
    listing(cost=Cost.PAID, price_pence=0)
    schedule(starts=START, ends=START + timedelta(minutes=1))
    change(cancelled=False, starts=(now := timezone.now()), ends=now + LONGEST)
    occurrence(starts=(now := timezone.now()), ends=now + LONGEST)
    for owner in (OrganisationFactory(), OrganisationFactory()):
        imported(owner)
    listing(**STAYING, state=State.SUBMITTED)
    listing(without_parents=True)
    moderation(decision=Decision.PUBLISHED, reason="", criterion="")
    about = report(**ANSWERED)
    for side in Side:
        appeal(side=side, report=about)
    again = make_listing()
    appeal(listing=again, **ANSWERED)
    appeal(listing=again)


def test_organisation_and_place_of_a_listing_cannot_go_from_under_it():
    made = make_listing()
    with pytest.raises(ProtectedError):
        made.organisation.delete()
    with pytest.raises(IntegrityError):
        Listing.objects.filter(pk=made.pk).update(organisation=None)


def test_dates_go_with_their_listing_and_nothing_else_does():
    made = make_listing()
    kept = make_listing()
    Listing.objects.get(pk=made.pk).delete()
    assert list(Schedule.objects.values_list("listing", flat=True)) == [kept.pk]
    assert set(Occurrence.objects.values_list("listing", flat=True)) == {kept.pk}
