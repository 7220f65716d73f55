"""Suspending takes away at once and everywhere; restoring gives back. Trust is given and taken."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub.access import NotAllowed, scope
from hub.people import rules
from hub.people.actions.suspension import (
    restore_organisation,
    suspend_organisation,
    trust_organisation,
    withdraw_trust,
)
from hub.people.models import Organisation, Person, Role
from listings import rules as listing_rules
from listings.models import Listing
from tests.factories.listings import make_listing
from tests.factories.people import OrganisationFactory, acting, make_administrator
from tests.hostile import VALUES
from tests.hub.people.members import administrator, errors, group, manager, member, notices, signed_in, told
from tests.pages import read, titles_of

SUSPEND, CHECK = "/groups/heathfield/suspend/", "/groups/heathfield/check/"
WHY = "It is run for somebody’s own profit. Tell us if that is wrong."


def test_suspending_is_seen_nowhere_at_the_next_request_though_pages_were_kept(fresh_database):
    heath = group()
    make_listing(heath, title="Story time")
    make_listing(OrganisationFactory(name="Silver Street Singers"), title="Singing")
    visitor = Client()
    paths = (
        "/",
        "/whats-on/story-time/",
        "/groups/heathfield/",
        "/groups/",
        "/whats-on/calendar.ics",
        "/?q=story",
    )

    def shown() -> list[bool]:
        answers = [visitor.get(path) for path in paths]
        return [
            a.status_code == 200 and any(w in a.text for w in ("Story time", "Heathfield")) for a in answers
        ]

    assert shown() == [True] * 6
    with CaptureQueriesContext(connection) as made:
        assert visitor.get("/").status_code == 200
    # The cache is warm.
    assert len(made) == 0
    response = signed_in(administrator()).post(SUSPEND, {"reason": WHY}, follow=True)
    assert told(response) == ["Heathfield Families is suspended. Its managers are told why."]
    assert shown() == [False] * 6
    assert [visitor.get(path).status_code for path in paths] == [200, 404, 404, 200, 200, 200]
    assert titles_of(visitor.get("/")) == ["Singing"]
    assert visitor.get("/whats-on/story-time/calendar.ics").status_code == 404
    restore_organisation(heath.pk, by=make_administrator())
    assert shown() == [True] * 6


@pytest.mark.django_db
class TestSuspending:
    def test_roles_count_for_nothing_and_come_back(self):
        heath = group()
        first, other = manager(heath), member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
        listing = make_listing(heath)
        client = signed_in(first)
        assert client.get("/groups/heathfield/people/").status_code == 200
        suspend_organisation(heath.pk, WHY, by=make_administrator())
        # Signed in as before, and nothing opens.
        assert client.get("/account/").status_code == 200
        assert client.get("/groups/heathfield/people/").status_code == 404
        assert client.get("/groups/heathfield/").status_code == 404
        assert list(scope(acting(other), listing_rules.edit, Listing)) == []
        restore_organisation(heath.pk, by=make_administrator())
        assert client.get("/groups/heathfield/people/").status_code == 200
        assert list(scope(acting(other), listing_rules.edit, Listing)) == [listing]

    def test_managers_are_told_why_and_when_it_is_over(self):
        heath = group()
        manager(heath)
        member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
        client = signed_in(administrator())
        client.post(SUSPEND, {"reason": f"  {WHY}\n"}, follow=True)
        heath.refresh_from_db()
        assert heath.suspension_reason == WHY
        assert notices("people.suspended") == [("amina@people.test", "Heathfield Families is suspended")]
        assert WHY in read(client.get(CHECK)).one("div.notice-error").text
        response = client.post("/groups/heathfield/restore/", follow=True)
        assert told(response) == ["Heathfield Families is back. Its managers are told."]
        assert notices("people.restored") == [("amina@people.test", "Heathfield Families is back")]
        heath.refresh_from_db()
        assert (heath.suspended_at, heath.suspension_reason) == (None, "")

    def test_history_keeps_both_with_who_did_it(self):
        group()
        client = signed_in(administrator())
        client.post(SUSPEND, {"reason": WHY})
        client.post("/groups/heathfield/restore/")
        said = [one.text for one in read(client.get(CHECK)).one("ol.timeline").all("li")]
        assert [
            text.endswith(words)
            for text, words in zip(
                said, ("Restored, by Samir Quill.", "Suspended, by Samir Quill."), strict=False
            )
        ] == [True, True]

    def test_doing_it_twice_is_said_kindly(self):
        group()
        client = signed_in(administrator())
        client.post(SUSPEND, {"reason": WHY}, follow=True)
        again = client.post(SUSPEND, {"reason": "Another."}, follow=True)
        assert told(again) == ["It is suspended already."]
        assert Organisation.objects.get(slug="heathfield").suspension_reason == WHY
        client.post("/groups/heathfield/restore/", follow=True)
        again = client.post("/groups/heathfield/restore/", follow=True)
        assert told(again) == ["There was nothing to change: somebody did that already."]
        assert len(notices("people.restored")) == 0

    @pytest.mark.parametrize(
        ("reason", "said"),
        [
            ("", "Why – Say why, so that they know what to do."),
            (" \n\t ", "Why – Say why, so that they know what to do."),
            ("x" * 501, "Why – Ensure this value has at most 500 characters (it has 501)."),
        ],
    )
    def test_reason_is_needed(self, reason, said):
        heath = group()
        response = signed_in(administrator()).post(SUSPEND, {"reason": reason})
        assert errors(response) == [said]
        with pytest.raises(ValidationError):
            suspend_organisation(heath.pk, reason, by=make_administrator())
        heath.refresh_from_db()
        assert heath.suspended_at is None

    @pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
    def test_whatever_is_sent_the_answer_is_clear(self, value):
        group()
        client = signed_in(administrator())
        client.raise_request_exception = True
        response = client.post(SUSPEND, {"reason": value}, follow=True)
        assert response.status_code == 200
        read(response)

    def test_only_the_steward_and_never_itself(self):
        heath = group()
        own = OrganisationFactory(steward=True, slug="childrens-quarter")
        samir = administrator()
        member(own, "Wren Abbott", Role.ANALYST)
        people = [manager(heath), Person.objects.get(name="Wren Abbott")]
        for person in people:
            assert signed_in(person).post(SUSPEND, {"reason": WHY}).status_code == 404
            with pytest.raises(NotAllowed):
                suspend_organisation(heath.pk, WHY, by=acting(person))
        for act in (suspend_organisation, trust_organisation):
            given = (own.pk, WHY) if act is suspend_organisation else (own.pk,)
            with pytest.raises(NotAllowed):
                act(*given, by=acting(samir))
        with pytest.raises(NotAllowed):
            suspend_organisation(heath.pk, WHY, by=acting(samir, second_factor=False))
        assert signed_in(samir).post("/groups/childrens-quarter/suspend/", {"reason": WHY}).status_code == 404
        assert not Organisation.objects.filter(suspended_at__isnull=False).exists()

    def test_suspending_asks_who_one_is_after_a_while(self):
        group()
        client = signed_in(administrator())
        session = client.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 3600
        session.save()
        response = client.post(SUSPEND, {"reason": WHY})
        assert response["Location"].startswith("/account/again/")
        assert not Organisation.objects.filter(suspended_at__isnull=False).exists()


@pytest.mark.django_db
class TestTrust:
    def test_it_is_given_and_taken_and_kept_in_history(self):
        heath = group()
        client = signed_in(administrator())
        response = client.post("/groups/heathfield/trust/", follow=True)
        assert told(response) == ["What Heathfield Families posts is public at once."]
        heath.refresh_from_db()
        assert heath.trusted_since is not None
        response = client.post("/groups/heathfield/trust/withdraw/", follow=True)
        assert told(response) == ["What Heathfield Families posts is read first again."]
        heath.refresh_from_db()
        assert heath.trusted_since is None
        said = read(client.get(CHECK)).one("ol.timeline").text
        assert "Posts without being read first, by Samir Quill." in said
        assert "What it posts is read first again, by Samir Quill." in said

    @pytest.mark.parametrize("trait", ["unverified", "suspended"])
    def test_whoever_is_not_known_is_not_trusted(self, trait):
        heath = group(**{trait: True})
        with pytest.raises(NotAllowed):
            trust_organisation(heath.pk, by=make_administrator())

    def test_manager_trusts_nobody(self):
        heath = group()
        first = manager(heath)
        for act in (trust_organisation, withdraw_trust):
            with pytest.raises(NotAllowed):
                act(heath.pk, by=acting(first))
        assert signed_in(first).post("/groups/heathfield/trust/").status_code == 404
        assert list(scope(acting(first), rules.withdraw_trust, Organisation)) == []
