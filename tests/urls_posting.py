"""What to ask for at the addresses for organisers."""

from __future__ import annotations

from collections.abc import Callable

from listings.models import Listing
from listings.views.post.stamps import write_stamp
from tests.town import Town
from tests.urls import Paths, samples

# At the first every method is tried: an empty form sends, throws away and cancels nothing there.
STATES = (
    "published, verified",
    "draft, verified",
    "submitted, verified",
    "returned, verified",
    "hidden, verified",
    "cancelled, verified",
    "past, verified",
    "published, lapsed",
    "draft, suspended",
    "draft, school",
)


def at_listings(page: str) -> Callable[[Town], Paths]:
    """One page of a listing in each state, and of none."""

    def make(town: Town) -> Paths:
        rows = town.specimens[Listing]
        known = {label: f"/post/{rows[label].slug}/{page}" for label in STATES}
        return {**known, "unknown": f"/post/no-such-thing/{page}"}

    return make


def at_dates(page: str) -> Callable[[Town], Paths]:
    """The first date of a published listing, no date, and a date of a draft."""

    def make(town: Town) -> Paths:
        rows = town.specimens[Listing]
        told = {}
        for label in ("published, verified", "draft, verified"):
            first = rows[label].occurrences.order_by("starts").first()
            stamp = write_stamp(first.original) if first else "20270101T100000Z"
            told[label] = f"/post/{rows[label].slug}/{page.format(stamp)}"
        slug = rows["published, verified"].slug
        return {**told, "no date": f"/post/{slug}/{page.format('never')}"}

    return make


for page in (
    *("", "preview/", "send/", "take-back/", "undo/", "copy/", "cancel/", "delete/", "picture/", "dates/"),
    *("change/", "change/keep/", "change/confirm/"),
):
    samples(f"post/<slug:slug>/{page}")(at_listings(page))
for page in ("date/{}/", "from/{}/", "from/{}/keep/", "from/{}/confirm/"):
    samples(f"post/<slug:slug>/{page.format('<slug:stamp>')}")(at_dates(page))


@samples("post/<slug:slug>/<slug:step>/")
def step(town: Town) -> Paths:
    pages = at_listings("")(town)
    told = {
        f"{name}, {label}": f"{path}{name}/" for label, path in pages.items() for name in ("what", "when")
    }
    return {**told, "no such step": f"{pages[STATES[0]]}sing/"}


@samples("post/<slug:slug>/<slug:page>/keep/")
def step_keep(town: Town) -> Paths:
    pages = at_listings("what/keep/")(town)
    return {**pages, "no such step": pages[STATES[0]].replace("what", "sing")}


@samples("post/new/<slug:slug>/")
def new(town: Town) -> Paths:
    return {
        "group, verified": "/post/new/heathfield/",
        "group, suspended": "/post/new/thistledown/",
        "unknown": "/post/new/no-such-group/",
    }


@samples("post/new/<slug:slug>/copy/")
def new_copy(town: Town) -> Paths:
    return {label: f"{path}copy/" for label, path in new(town).items()}


@samples("post/new/<slug:slug>/<slug:how>/")
def new_begin(town: Town) -> Paths:
    told = {
        f"{label}, {how}": f"{path}{how}/" for label, path in new(town).items() for how in ("once", "series")
    }
    return {**told, "no such way": "/post/new/heathfield/sing/"}


@samples("post/new/<slug:slug>/<slug:how>/keep/")
def new_keep(town: Town) -> Paths:
    return {label: f"{path}keep/" for label, path in new_begin(town).items()}
