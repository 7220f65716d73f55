"""Pictures over the wire: to whom, with what headers, and no longer than they may be seen."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from hub.access import RuleError, scope
from hub.access.registry import actors
from hub.files import rules
from hub.files.actions import set_aside
from hub.files.check import check_picture
from hub.files.models import Picture
from hub.files.store import read_file, remove_files
from hub.people.actor import SYMBOLIC, VISITOR
from hub.people.models import Role
from tests.factories.files import make_picture, make_upload
from tests.factories.people import OrganisationFactory, PersonFactory, acting, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("logos_are_shown")]


def path(picture: Picture, width: int = 640) -> str:
    return f"/pictures/{picture.key}-{width}.webp"


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def owner():
    return PersonFactory()


@pytest.fixture
def picture(owner):
    return make_picture(by=acting(owner))


@pytest.fixture
def organisation(picture):
    """Verified, so that everyone sees it and its logo."""
    return OrganisationFactory(logo=picture)


def test_everyone_sees_the_picture_of_what_everyone_sees(organisation, picture):
    response = Client().get(path(picture))
    assert response.status_code == 200
    assert b"".join(response) == read_file(picture.key, 640)
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Disposition"] == 'attachment; filename="picture.webp"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=3600, immutable"
    assert int(response["Content-Length"]) == len(read_file(picture.key, 640))
    assert response.cookies == {}


def test_all_see_the_same_bytes_and_may_share_them(organisation, picture, owner):
    for client in (Client(), browser(owner), browser(PersonFactory())):
        response = client.get(path(picture))
        assert (response.status_code, response["Cache-Control"]) == (200, "public, max-age=3600, immutable")


def test_picture_that_nothing_shows_is_seen_by_who_added_it_alone(picture, owner):
    own = browser(owner).get(path(picture))
    assert (own.status_code, own["Cache-Control"]) == (200, "private, max-age=60")
    assert "Cookie" in own["Vary"]
    assert Client().get(path(picture)).status_code == 404
    assert browser(PersonFactory()).get(path(picture)).status_code == 404


def test_picture_goes_with_what_shows_it(organisation, picture, owner):
    member = make_member(organisation, Role.MANAGER)
    visitor = Client()
    etag = visitor.get(path(picture))["ETag"]
    organisation.suspended_at, organisation.suspension_reason = timezone.now(), "It closed."
    organisation.save()
    assert visitor.get(path(picture)).status_code == 404
    # Not even "what you have is still right".
    assert visitor.get(path(picture), headers={"If-None-Match": etag}).status_code == 404
    assert browser(member).get(path(picture)).status_code == 404
    assert browser(owner).get(path(picture)).status_code == 200


def test_members_see_what_is_not_public_yet_and_no_cache_in_between_keeps_it(picture):
    organisation = OrganisationFactory(logo=picture, unverified=True)
    response = browser(make_member(organisation, Role.MANAGER)).get(path(picture))
    assert (response.status_code, response["Cache-Control"]) == (200, "private, max-age=60")
    assert Client().get(path(picture)).status_code == 404


def test_picture_of_an_unfinished_form_is_seen_by_who_chose_it_alone(owner):
    """Even where a page already shows it by mistake."""
    waiting = set_aside(check_picture(make_upload()), by=acting(owner))
    organisation = OrganisationFactory(logo=waiting)
    assert browser(owner).get(path(waiting)).status_code == 200
    assert Client().get(path(waiting)).status_code == 404
    assert browser(make_member(organisation, Role.MANAGER)).get(path(waiting)).status_code == 404


def test_closed_account_sees_nothing_of_its_own(picture, owner):
    owner.is_active = False
    owner.save()
    assert not scope(acting(owner), rules.view_picture, Picture).exists()


@pytest.mark.parametrize("width", [0, 1, 321, 1280, 10**6, "9" * 5000])
def test_width_that_is_not_kept_is_not_there(organisation, picture, width):
    assert Client().get(path(picture, width)).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/pictures/00000000-0000-4000-8000-000000000000-320.webp",
        "/pictures/1-320.webp",
        "/pictures/../../etc/passwd-320.webp",
        "/pictures/",
        "/pictures/x.webp",
    ],
)
def test_address_of_no_picture_is_not_there(address):
    assert Client().get(address).status_code == 404


def test_what_a_browser_has_is_not_sent_again(organisation, picture):
    client = Client()
    first = client.get(path(picture))
    again = client.get(path(picture), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])
    assert client.get(path(picture), headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get(path(picture, 320))["ETag"] != first["ETag"]


def test_head_says_what_get_would(organisation, picture):
    head, get = Client().head(path(picture)), Client().get(path(picture))
    assert head.status_code == 200
    for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control"):
        assert head[name] == get[name]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pictures_are_only_looked_at(organisation, picture, method):
    assert getattr(Client(), method)(path(picture)).status_code == 405


def test_picture_is_not_compressed_again(organisation, picture):
    response = Client().get(path(picture), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response
    assert b"".join(response) == read_file(picture.key, 640)


def test_row_whose_files_are_gone_is_not_found(organisation, picture):
    remove_files(picture.key)
    assert Client().get(path(picture)).status_code == 404


def test_visitor_costs_two_queries_and_a_304_as_many(organisation, picture, django_assert_num_queries):
    client = Client()
    with django_assert_num_queries(2):
        etag = client.get(path(picture))["ETag"]
    with django_assert_num_queries(2):
        client.get(path(picture), headers={"If-None-Match": etag})


def test_no_address_leads_into_the_folder(organisation, picture):
    assert not settings.MEDIA_URL.strip("/")
    assert Client().get(f"/media/pictures/{picture.key}/640.webp").status_code == 404


def test_rule_opens_to_visitors_once_somebody_shows_pictures():
    assert rules.view_picture.opens_to_visitors
    for actor in (VISITOR, SYMBOLIC):
        assert str(scope(actor, rules.view_picture, Picture).query)
    assert actors().visitor == VISITOR


def test_viewers_without_a_condition_are_refused(picture):
    from django.db.models import Q

    def careless(actor):
        return Q()

    rules.register_picture_viewers(careless)
    try:
        with pytest.raises(RuleError, match="EVERYONE or NOBODY"):
            scope(VISITOR, rules.view_picture, Picture)
    finally:
        rules._viewers.remove(careless)
