"""The pages behind an account in a real browser, over the demo town: each kind, for those it is for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from hub.notices.models import Message
from hub.people.models import Membership, Organisation, Person, Role
from listings.models import Appeal, Finding, Listing, Moderation, Occurrence, Proposal, Report, State
from listings.views.post.stamps import write_stamp
from tests.browsing import PHONE, demo_hub, press, sign_in_as, walk
from tests.factories.notices import make_message

PARENT, ORGANISER, ADMIN = "parent@demo.test", "organiser@demo.test", "admin@demo.test"


@pytest.fixture(scope="module")
def hub(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A hub with the demo town in it. Nothing here changes the town."""
    with django_db_blocker.unblock(), demo_hub() as url:
        make_message("amina@people.test")
        yield url


@pytest.fixture
def changing_hub(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The same, for one test to change."""
    with django_db_blocker.unblock(), demo_hub() as url:
        yield url


def group_of(email: str) -> Organisation:
    return Organisation.objects.filter(memberships__person__email=email).order_by("pk")[0]


def listing_of(group: Organisation, state: State, *, series: bool = True) -> Listing:
    rows = Listing.objects.filter(organisation=group, state=state).order_by("pk")
    return (rows.exclude(schedule__rrule="") if series else rows)[0]


@pytest.fixture
def open_pages(hub: str) -> dict[str, str]:
    """What a visitor opens beside what is on and the directory."""
    public = Listing.objects.filter(state=State.PUBLISHED, organisation__suspended_at=None)
    known = public.filter(organisation__verified_until__isnull=False).order_by("pk")[0]
    reports = Report.objects.filter(person=None)
    answered = reports.exclude(finding=Finding.OPEN)
    message = Message.objects.exclude(html="").order_by("-created")[0]
    return {
        **{name: f"/about/{name}/" for name in ("privacy", "cookies", "safety", "moderation")},
        **{name: f"/about/{name}/" for name in ("accessibility", "terms")},
        "join": "/join/",
        "make an account": "/account/join/",
        "sign in with a code": "/account/sign-in/code/",
        "link sent": "/account/password/reset/sent/",
        "password changed": "/account/password/reset/done/",
        "link that is none": "/account/password/reset/key/1-made-up/",
        "closed account": "/account/closed/",
        "deleted account": "/account/deleted/",
        "report something": f"{known.get_absolute_url()}report/",
        "report that waits": f"/reports/{reports.filter(finding=Finding.OPEN)[0].key}/",
        "report answered": f"/reports/{answered.filter(appeals=None)[0].key}/",
        "report appealed": f"/reports/{answered.exclude(appeals=None)[0].key}/",
        "outbox": "/outbox/",
        "message": f"/outbox/{message.pk}/",
    }


ACCOUNT_PAGES = {
    **{name: f"/account/{name}/" for name in ("email", "password", "sessions", "data", "delete", "again")},
    "account": "/account/",
    "sign out": "/account/sign-out/",
    "second step": "/account/second-step/",
    "app": "/account/second-step/app/",
    "passkey": "/account/second-step/passkeys/add/",
    "name": "/account/name/",
    "invitations": "/invitations/",
    "worklist": "/worklist/",
    "invitations to answer": "/worklist/invitations/",
    "posting": "/post/",
    "a group of one's own": "/organisations/new/?kind=group",
    "a school of one's own": "/organisations/new/?kind=school",
    "a place to begin": "/organisations/new/",
}


@pytest.fixture
def organisers_pages(hub: str) -> dict[str, str]:
    group = group_of(ORGANISER)
    live, draft = listing_of(group, State.PUBLISHED), listing_of(group, State.DRAFT, series=False)
    returned = listing_of(group, State.RETURNED, series=False)
    waiting = listing_of(group, State.SUBMITTED, series=False)
    date = Occurrence.objects.filter(listing=live).order_by("-starts")[0]
    stamp = write_stamp(date.original)
    at, post = group.get_absolute_url(), f"/post/{live.slug}/"
    tabs = ("draft", "submitted", "returned", "published", "past")
    return {
        "own page": at,
        "own page as visitors see it": f"{at}?as=visitor",
        **{f"own {page}": f"{at}{page}/" for page in ("edit", "place", "people", "leave", "hand-over")},
        "invite": f"{at}people/invite/",
        **{f"mine, {tab}": f"/post/mine/?tab={tab}" for tab in tabs},
        "nothing of mine": "/post/mine/?q=zzzzqqq",
        "how often": f"/post/new/{group.slug}/",
        "copy": f"/post/new/{group.slug}/copy/",
        "once": f"/post/new/{group.slug}/once/",
        "series": f"/post/new/{group.slug}/series/",
        **{f"draft, {step}": f"/post/{draft.slug}/{step}/" for step in ("what", "when", "who", "dates")},
        "preview": f"/post/{draft.slug}/preview/",
        "throw away": f"/post/{draft.slug}/delete/",
        "sent back": f"/post/{returned.slug}/",
        "sent back, its page": returned.get_absolute_url(),
        "ask again": f"{returned.get_absolute_url()}appeal/",
        "waiting": f"/post/{waiting.slug}/",
        "live": post,
        **{f"live, {page}": f"{post}{page}/" for page in ("change", "dates", "cancel", "picture")},
        "one date": f"{post}date/{stamp}/",
        "later dates": f"{post}from/{stamp}/",
    }


@pytest.fixture
def stewards_pages(hub: str) -> dict[str, str]:
    waiting = Listing.objects.filter(state=State.SUBMITTED).order_by("pk")[0]
    asking = Organisation.objects.filter(asked_at__isnull=False)
    suspended = Organisation.objects.exclude(suspended_at=None)
    queues = ("verify-organisations", "listings", "changes", "reports", "appeals", "invitations")
    return {
        "worklist": "/worklist/",
        **{f"queue, {queue}": f"/worklist/{queue}/" for queue in queues},
        "waiting": f"/moderation/listings/{waiting.slug}/",
        **{f"change {one.pk}": f"/moderation/listings/{one.listing.slug}/" for one in Proposal.objects.all()},
        **{
            f"{state.value}": f"/moderation/listings/{Listing.objects.filter(state=state)[0].slug}/"
            for state in (State.PUBLISHED, State.RETURNED)
        },
        **{f"report {one.pk}": f"/moderation/reports/{one.pk}/" for one in Report.objects.all()},
        **{f"appeal {one.pk}": f"/moderation/appeals/{one.pk}/" for one in Appeal.objects.all()},
        "holidays": "/post/holidays/",
        "check, asking": f"{asking[0].get_absolute_url()}check/",
        "check, verified": f"{group_of(ORGANISER).get_absolute_url()}check/",
        "check, suspended": f"{suspended[0].get_absolute_url()}check/",
        "suspended": suspended[0].get_absolute_url(),
        "suspend": f"{group_of(ORGANISER).get_absolute_url()}suspend/",
        "people of those who ask": f"{asking[0].get_absolute_url()}people/",
    }


def test_pages_that_anyone_opens(hub: str, page: Page, open_pages: dict[str, str]) -> None:
    assert walk(page, hub, open_pages) == []
    gone = {"invitation": "/invitations/made-up/", "report": f"/reports/{Person.objects.count():032x}/"}
    assert walk(page, hub, gone, status=404) == []


def test_pages_of_ones_own_account(hub: str, page: Page) -> None:
    sign_in_as(page.context, hub, PARENT)
    assert walk(page, hub, ACCOUNT_PAGES) == []


def test_pages_of_an_organiser(hub: str, page: Page, organisers_pages: dict[str, str]) -> None:
    sign_in_as(page.context, hub, ORGANISER)
    assert walk(page, hub, organisers_pages) == []


def test_pages_of_the_steward(hub: str, page: Page, stewards_pages: dict[str, str]) -> None:
    sign_in_as(page.context, hub, ADMIN)
    assert walk(page, hub, stewards_pages) == []


def test_pages_about_members_and_of_a_group_that_is_new(hub: str, page: Page) -> None:
    school = group_of("office@demo.test")
    other = Membership.objects.filter(organisation=school, role=Role.CARETAKER)[0].person_id
    at = school.get_absolute_url()
    sign_in_as(page.context, hub, "office@demo.test")
    pages = {
        "people": f"{at}people/",
        "member": f"{at}people/{other}/",
        "remove": f"{at}people/{other}/remove/",
    }
    assert walk(page, hub, {**pages, "hand over": f"{at}hand-over/", "own page": at}) == []
    page.context.clear_cookies()
    sign_in_as(page.context, hub, "newgroup@demo.test")
    new = group_of("newgroup@demo.test").get_absolute_url()
    assert walk(page, hub, {"new group": new, "edit": f"{new}edit/", "mine": "/post/mine/"}) == []


def test_pages_that_are_not_for_them(hub: str, page: Page, stewards_pages: dict[str, str]) -> None:
    """What is not there for somebody is a page too."""
    sign_in_as(page.context, hub, PARENT)
    hidden = [stewards_pages[name] for name in ("waiting", "holidays", "suspend", "check, asking")]
    assert walk(page, hub, {path: path for path in hidden}, status=404) == []
    # Nor does the steward see who does what where there is nothing to check (rules.md D11).
    page.context.clear_cookies()
    sign_in_as(page.context, hub, ADMIN)
    people = {"people": f"{group_of(ORGANISER).get_absolute_url()}people/"}
    assert walk(page, hub, people, status=404) == []


def test_role_that_asks_for_a_second_step_says_so(hub: str, page: Page) -> None:
    """Signed in with a password alone, the steward is told what is missing, and where to set it up."""
    page.goto(f"{hub}/account/sign-in/")
    page.get_by_label("E-mail address").fill(ADMIN)
    page.get_by_label("Password").fill("demo-quarter")
    press(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("link", name="Sign in")).to_have_count(0)
    cookies = {str(cookie.get("name")) for cookie in page.context.cookies()}
    assert cookies <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert walk(page, hub, {"worklist": "/worklist/", "second step": "/account/second-step/"}) == []
    page.goto(f"{hub}/worklist/")
    expect(page.get_by_role("main").get_by_text("second step", exact=False).first).to_be_visible()


def test_steward_decides_in_place_without_javascript(changing_hub: str, browser: Browser) -> None:
    waiting = Listing.objects.filter(
        state=State.SUBMITTED,
        organisation__verified_until__isnull=False,
        organisation__suspended_at=None,
    )
    listing = waiting.order_by("submitted_at", "pk")[0]
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    sign_in_as(context, changing_hub, ADMIN)
    page = context.new_page()
    page.goto(f"{changing_hub}/worklist/listings/")
    item = page.get_by_role("article").filter(has_text=listing.title)
    press(item.get_by_role("button", name="Publish it"))
    expect(page.get_by_text("It is published. The organiser has been told.")).to_be_visible()
    expect(page).to_have_url(f"{changing_hub}/worklist/listings/")
    expect(page.get_by_role("article").filter(has_text=listing.title)).to_have_count(0)
    context.close()
    listing.refresh_from_db()
    assert listing.state == State.PUBLISHED
    decided = Moderation.objects.filter(listing=listing)[0]
    assert decided.decided_by == Person.objects.get(email=ADMIN)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_organiser_posts_a_fair(changing_hub: str, browser: Browser, script: bool) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    sign_in_as(context, changing_hub, ORGANISER)
    page = context.new_page()
    page.goto(f"{changing_hub}/post/new/{group_of(ORGANISER).slug}/")
    press(page.get_by_role("link", name="Just once"))
    page.get_by_label("What is it called?").fill("Lantern fair")
    page.get_by_label("In one sentence").fill("Stalls, soup and lanterns.")
    page.get_by_label("Which day?").fill("5 March 2027")
    page.get_by_label("From", exact=True).fill("11am")
    page.get_by_label("To (optional)", exact=True).fill("3pm")
    page.get_by_label("Free", exact=True).check()
    press(page.get_by_role("button", name="Save and look at it"))
    expect(page.get_by_role("heading", name="This is how it will look")).to_be_visible()
    group = group_of(ORGANISER)
    # What a trusted group posts is public at once.
    button, expected = (
        ("Publish it", State.PUBLISHED)
        if group.trusted_since
        else ("Send it to be published", State.SUBMITTED)
    )
    press(page.get_by_role("main").get_by_role("button", name=button))
    expect(page.get_by_role("heading", name="This is how it will look")).to_have_count(0)
    context.close()
    made = Listing.objects.get(title="Lantern fair")
    assert (made.state, made.organisation) == (expected, group)
    assert Occurrence.objects.filter(listing=made).count() == 1
