"""What to ask for at the addresses of the charter’s answering."""

from __future__ import annotations

from collections.abc import Callable

from tests.hub.access.specimens.charter_answering import SECRETS, STATES
from tests.town import Town
from tests.urls import Paths, samples

BASE = "/charter/consultation/"


def at_consultations(page: str) -> Callable[[Town], Paths]:
    """One page of a consultation in each state, and of none."""

    def make(town: Town) -> Paths:
        known = {state: f"{BASE}answering-{state}/{page}" for state in ("open", *STATES)}
        return {**known, "unknown": f"{BASE}no-such-thing/{page}"}

    return make


for page in (
    *("", "read/", "for/", "about-you/", "publish/", "check/", "sent/", "link/", "withdraw/", "leave/"),
):
    samples(f"charter/consultation/<slug:slug>/{page}")(at_consultations(page))


@samples("charter/consultation/<slug:slug>/section/<slug:key>/")
def section(town: Town) -> Paths:
    pages = at_consultations("section/premises/")(town)
    return {**pages, "no such section": f"{BASE}answering-open/section/sing/"}


@samples("charter/consultation/resume/<str:secret>/")
def resume(town: Town) -> Paths:
    return {
        name: f"{BASE}resume/{secret}/"
        for name, secret in {**SECRETS, "guessed": "g" * 43, "short": "g"}.items()
    }


@samples("charter/consultation/news/<str:secret>/")
def news(town: Town) -> Paths:
    return {name: f"{BASE}news/{secret}/" for name, secret in {**SECRETS, "guessed": "g" * 43}.items()}
