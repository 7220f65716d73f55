"""What to ask for at the addresses of the charter’s originals."""

from __future__ import annotations

from collections.abc import Callable

from charter.models import Response
from tests.hub.access.specimens.charter_originals import STATES, consultation
from tests.town import Town
from tests.urls import Paths, samples


def managed(page: str) -> Callable[[Town], Paths]:
    """One page of a consultation in each of these states."""

    def make(town: Town) -> Paths:
        known = {one: f"/charter/manage/{consultation(town, one).slug}/{page}" for one in ("open", *STATES)}
        return {**known, "unknown": f"/charter/manage/no-such-consultation/{page}"}

    return make


def of_one(page: str) -> Callable[[Town], Paths]:
    """One page of an original in each state."""

    def make(town: Town) -> Paths:
        rows = {
            label: row
            for label, row in town.specimens[Response].items()
            if isinstance(row, Response) and label.startswith("original: ")
        }
        known = {
            label: f"/charter/manage/{row.consultation.slug}/enter/{row.pk}/{page}"
            for label, row in rows.items()
        }
        return {**known, "unknown": f"/charter/manage/originals-open/enter/0/{page}"}

    return make


samples("charter/manage/<slug:slug>/originals/")(managed("originals/"))
samples("charter/manage/<slug:slug>/enter/")(managed("enter/"))
for page in ("", "details/", "check/", "drop/"):
    samples(f"charter/manage/<slug:slug>/enter/<int:pk>/{page}")(of_one(page))


@samples("charter/consultation/<slug:slug>/questionnaire.pdf")
def questionnaires(town: Town) -> Paths:
    start = {one: f"/charter/consultation/{consultation(town, one).slug}/questionnaire.pdf" for one in STATES}
    return {
        "open": start["open"],
        "open, large": f"{start['open']}?large=1",
        "no such version": f"{start['open']}?version=9",
        "draft": start["draft"],
        "results": start["results"],
        "unknown": "/charter/consultation/no-such-consultation/questionnaire.pdf",
    }
