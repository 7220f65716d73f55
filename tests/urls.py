"""Every address of the hub, found by walking over the URLconf, with something to ask for at each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import URLPattern, URLResolver, get_resolver

from hub.access.declare import Declared, declared
from hub.files.models import Document, Picture
from hub.people.models import Invitation, Organisation
from listings.models import Listing
from tests.town import Town

Paths = dict[str, str]
_samples: dict[str, Callable[[Town], Paths]] = {}


@dataclass(frozen=True)
class Url:
    """One pattern of the URLconf, with all that stands before it."""

    route: str
    view: Callable[..., Any]

    @property
    def declared(self) -> Declared | None:
        """What the view says about whom it serves."""
        return declared(self.view)

    @property
    def takes_arguments(self) -> bool:
        """Whether there is more than one address behind the pattern."""
        return any(mark in self.route for mark in "<(*+?[\\")


def every_url(resolver: URLResolver | None = None, before: str = "") -> Iterator[Url]:
    """Every pattern, however deep, in the order in which they are tried. Skips nothing."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from every_url(entry, route)
        elif isinstance(entry, URLPattern):
            yield Url(route, entry.callback)
        else:
            raise TypeError(f"{route}: what is {entry!r}?")


def samples(route: str) -> Callable[[Callable[[Town], Paths]], Callable[[Town], Paths]]:
    """Register what to ask for at a pattern that takes arguments: addresses by a label."""

    def register(make: Callable[[Town], Paths]) -> Callable[[Town], Paths]:
        _samples[route] = make
        return make

    return register


def paths_of(url: Url, town: Town) -> Paths:
    """Addresses by label. Raises LookupError for a pattern with arguments and no samples."""
    if url.route in _samples:
        return _samples[url.route](town)
    if url.takes_arguments:
        raise LookupError(f"Register samples for “{url.route}” in tests/urls.py.")
    return {"": f"/{url.route}"}


def stale_samples() -> set[str]:
    """Routes that have samples and are no longer there."""
    return set(_samples) - {url.route for url in every_url()}


@samples("")
def whats_on(town: Town) -> Paths:
    """With no filter, with some, and with what makes no sense."""
    return {
        "": "/",
        "filtered": "/?q=zinnia&when=month&cost=free",
        "near a district": "/?near=B14&within=2",
        "no such age": "/?age=old",
        "a postcode, not coarsened yet": "/?near=B14%207QH",
        "a page that is none": "/?page=0",
    }


@samples("whats-on/calendar.ics")
def whats_on_calendar(town: Town) -> Paths:
    return {
        "": "/whats-on/calendar.ics",
        "filtered": "/whats-on/calendar.ics?cost=free",
        "no such age": "/whats-on/calendar.ics?age=old",
    }


LISTINGS = (
    "published, verified",
    "draft, verified",
    "submitted, verified",
    "returned, verified",
    "cancelled, verified",
    "past, verified",
    "submitted, unverified",
    "published, lapsed",
    "submitted, suspended",
    "published, suspended",
    "draft, school",
)


@samples("whats-on/<slug:slug>/")
def listing(town: Town) -> Paths:
    rows = town.specimens[Listing]
    known = {label: f"/whats-on/{rows[label].slug}/" for label in LISTINGS}
    return {**known, "every date": f"{known[LISTINGS[0]]}?dates=all", "unknown": "/whats-on/no-such-thing/"}


@samples("whats-on/<slug:slug>/calendar.ics")
def listing_calendar(town: Town) -> Paths:
    pages = listing(town)
    return {label: f"{page}calendar.ics" for label, page in pages.items() if "?" not in page}


@samples("groups/")
def groups(town: Town) -> Paths:
    return {
        "": "/groups/",
        "filtered": "/groups/?q=heath&kind=group",
        "near a district": "/groups/?near=B14&within=2",
        "a postcode, not coarsened yet": "/groups/?near=B14%207QH",
        "no such kind": "/groups/?kind=shop",
    }


@samples("groups/<slug:slug>/")
def organisation(town: Town) -> Paths:
    labels = (
        "group, verified",
        "group, unverified",
        "group, verification run out",
        "group, suspended",
        "steward",
    )
    rows = town.specimens[Organisation]
    return {
        **{label: f"/groups/{rows[label].slug}/" for label in labels},
        "unknown": "/groups/no-such-group/",
    }


def managed_pages(form: str) -> Callable[[Town], Paths]:
    """What managers do with an organisation: one of each state, and none."""

    def make(town: Town) -> Paths:
        pages = organisation(town)
        return {label: f"{page}{form}" for label, page in pages.items()}

    return make


for page in ("edit/", "place/", "ask/"):
    samples(f"groups/<slug:slug>/{page}")(managed_pages(page))


@samples("organisations/new/")
def organisation_new(town: Town) -> Paths:
    return {
        "": "/organisations/new/",
        "a group": "/organisations/new/?kind=group",
        "a school": "/organisations/new/?kind=school",
        "no such kind": "/organisations/new/?kind=shop",
    }


@samples(r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$")
def password_key(town: Town) -> Paths:
    person = town.persona("parent").person
    key = default_token_generator.make_token(person)
    return {
        "sent to a parent": f"/account/password/reset/key/{user_pk_to_url_str(person)}-{key}/",
        "made up": "/account/password/reset/key/1-made-up/",
    }


def passkey_pages(form: str) -> Callable[[Town], Paths]:
    """One's own passkey, somebody else's, and none."""

    def make(town: Town) -> Paths:
        rows = town.specimens[Authenticator]
        return {
            "an organiser's": form.format(rows["organiser, passkey"].pk),
            "a parent's": form.format(rows["parent, passkey"].pk),
            "unknown": form.format(0),
        }

    return make


samples("account/second-step/passkeys/<int:pk>/remove/")(
    passkey_pages("/account/second-step/passkeys/{}/remove/")
)
samples("account/second-step/passkeys/<int:pk>/name/")(
    passkey_pages("/account/second-step/passkeys/{}/name/")
)


@samples("account/sessions/<int:pk>/end/")
def session(town: Town) -> Paths:
    rows = town.specimens[UserSession]
    return {
        "an organiser's": f"/account/sessions/{rows['organiser'].pk}/end/",
        "unknown": "/account/sessions/0/end/",
    }


PICTURES = ("logo, verified", "logo, unverified", "logo, suspended", "an organiser’s, not finished")


@samples("pictures/<uuid:key>-<int:width>.webp")
def picture(town: Town) -> Paths:
    rows = town.specimens[Picture]
    known = {label: f"/pictures/{rows[label].key}-320.webp" for label in PICTURES}
    return {
        **known,
        "no such width": f"/pictures/{rows[PICTURES[0]].key}-321.webp",
        "unknown": "/pictures/00000000-0000-4000-8000-000000000000-320.webp",
    }


DOCUMENTS = ("an organiser’s", "an organiser’s, not finished", "of somebody who has gone")


def document_pages(form: str) -> Callable[[Town], Paths]:
    def make(town: Town) -> Paths:
        rows = town.specimens[Document]
        return {
            **{label: form.format(rows[label].key) for label in DOCUMENTS},
            "unknown": form.format("00000000-0000-4000-8000-000000000000"),
        }

    return make


samples("documents/<uuid:key>-<int:number>.webp")(document_pages("/documents/{}-1.webp"))
samples("documents/<uuid:key>.pdf")(document_pages("/documents/{}.pdf"))
samples("documents/<uuid:key>.txt")(document_pages("/documents/{}.txt"))


OUTBOX = "00000000-0000-4000-8000-000000000000"


@samples("outbox/<uuid:key>/")
def message(town: Town) -> Paths:
    """Outside the demo there is no outbox to look into."""
    return {"": f"/outbox/{OUTBOX}/"}


@samples("outbox/<uuid:key>/page/")
def message_page(town: Town) -> Paths:
    return {"": f"/outbox/{OUTBOX}/page/"}


@samples("worklist/<slug:key>/")
def queue(town: Town) -> Paths:
    return {"": "/worklist/verify-organisations/", "unknown": "/worklist/no-such-queue/"}


def at_organisations(form: str, *labels: str) -> Callable[[Town], Paths]:
    """One page of each of these organisations; at the first all methods are tried."""

    def make(town: Town) -> Paths:
        rows = town.specimens[Organisation]
        return {
            **{label: f"/groups/{rows[label].slug}/{form}" for label in labels},
            "unknown": f"/groups/no-such-group/{form}",
        }

    return make


# What changes the town for those who walk on begins where nobody looks after it.
for page, labels in {
    "people/": ("group, verified", "group, suspended", "school, verified", "steward"),
    "people/invite/": ("group, verified", "group, suspended", "school, verified", "steward"),
    "leave/": ("group, verified", "group, suspended", "steward"),
    "hand-over/": ("group, verified", "group, suspended"),
    "check/": ("group, verified", "group, asks to be checked", "group, suspended", "steward"),
    "suspend/": ("group, verified", "group, suspended", "steward"),
    "restore/": ("group, unverified, suspended", "group, verified", "steward"),
    "trust/": ("group, verified until today", "group, trusted", "steward"),
    "trust/withdraw/": ("group, trusted", "group, verified", "steward"),
}.items():
    samples(f"groups/<slug:slug>/{page}")(at_organisations(page, *labels))


def at_members(form: str) -> Callable[[Town], Paths]:
    """One member of the verified group after the other, and one of another; the first is a manager."""

    def make(town: Town) -> Paths:
        keys = {name: town.persona(name).person for name in ("organiser", "closed", "neighbour")}
        return {
            **{
                name: f"/groups/heathfield/people/{person.pk}/{form}"
                for name, person in keys.items()
                if person
            },
            "nobody": f"/groups/heathfield/people/0/{form}",
        }

    return make


samples("groups/<slug:slug>/people/<int:pk>/")(at_members(""))
samples("groups/<slug:slug>/people/<int:pk>/remove/")(at_members("remove/"))


def at_invitations(form: str, *labels: str) -> Callable[[Town], Paths]:
    """The form filled in with the keys of these invitations."""

    def make(town: Town) -> Paths:
        rows = town.specimens[Invitation]
        return {label: form.format(rows[label].pk) for label in labels}

    return make


OF_A_GROUP = "/groups/heathfield/people/invitations/{}/"
samples("groups/<slug:slug>/people/invitations/<int:pk>/again/")(
    at_invitations(f"{OF_A_GROUP}again/", "open, to take back", "accepted")
)
samples("groups/<slug:slug>/people/invitations/<int:pk>/take-back/")(
    at_invitations(f"{OF_A_GROUP}take-back/", "open, for somebody else", "accepted")
)
for answer in ("accept", "decline"):
    samples(f"invitations/<int:pk>/{answer}/")(
        at_invitations(f"/invitations/{{}}/{answer}/", f"open, to {answer}", "taken back", "run out")
    )


@samples("invitations/<str:secret>/")
def invitation(town: Town) -> Paths:
    return {"made up": "/invitations/made-up/", "as long as one": f"/invitations/{'x' * 43}/"}


# At the end, since it registers its own samples here.
from tests import urls_charter_analysis as _charter_analysis  # noqa: E402, F401
from tests import urls_charter_answering as _charter_answering  # noqa: E402, F401
from tests import urls_charter_areas as _charter_areas  # noqa: E402, F401
from tests import urls_charter_consultation as _charter_consultation  # noqa: E402, F401
from tests import urls_charter_decisions as _charter_decisions  # noqa: E402, F401
from tests import urls_charter_originals as _charter_originals  # noqa: E402, F401
from tests import urls_charter_results as _charter_results  # noqa: E402, F401
from tests import urls_charter_review as _charter_review  # noqa: E402, F401
from tests import urls_charter_signing as _charter_signing  # noqa: E402, F401
from tests import urls_moderation as _moderation  # noqa: E402, F401
from tests import urls_posting as _posting  # noqa: E402, F401
