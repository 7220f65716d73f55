"""What to ask for at the addresses of the charter’s review, and of what was published."""

from collections.abc import Callable

from charter.models import PublishedResponse, Response
from tests.hub.access.specimens.charter_review import consultation
from tests.town import Town
from tests.urls import Paths, samples


def responses(town: Town) -> dict[str, Response]:
    """The town's responses, by label."""
    return {
        label: row
        for label, row in town.specimens[Response].items()
        if isinstance(row, Response) and label.startswith("review: ")
    }


def managed(page: str) -> Callable[[Town], Paths]:
    """One page of a consultation in each of these states."""

    def make(town: Town) -> Paths:
        states = ("closed", "open", "draft")
        known = {one: f"/charter/manage/{consultation(town, one).slug}/{page}" for one in states}
        return {**known, "unknown": f"/charter/manage/no-such-consultation/{page}"}

    return make


samples("charter/manage/<slug:slug>/responses/")(managed("responses/"))
samples("charter/manage/<slug:slug>/looks/")(managed("looks/"))


def reviewed(page: str) -> Callable[[Town], Paths]:
    """One response in each state."""

    def make(town: Town) -> Paths:
        rows = responses(town)
        return {
            **{
                label: f"/charter/manage/{row.consultation.slug}/review/{row.pk}/{page}"
                for label, row in rows.items()
            },
            "unknown": f"/charter/manage/review-closed/review/0/{page}",
        }

    return make


samples("charter/manage/<slug:slug>/review/<int:pk>/")(reviewed(""))
samples("charter/manage/<slug:slug>/review/<int:pk>/preview/")(reviewed("preview/"))


@samples("charter/consultation/<slug:slug>/responses/")
def published_lists(town: Town) -> Paths:
    states = ("closed", "open", "results", "draft")
    known = {one: f"/charter/consultation/{consultation(town, one).slug}/responses/" for one in states}
    return {
        **known,
        "searched": f"{known['closed']}?q=gate&kind=parent&channel=online&about=section-premises",
        "a postcode, not coarsened yet": f"{known['closed']}?q=B14%207QH",
        "no such filter": f"{known['closed']}?kind=nobody&about=nothing",
        "a page that is none": f"{known['closed']}?page=0",
        "unknown": "/charter/consultation/no-such-consultation/responses/",
    }


def published_files(kind: str) -> Callable[[Town], Paths]:
    """The same as a file."""

    def make(town: Town) -> Paths:
        states = ("closed", "open", "draft")
        return {
            one: f"/charter/consultation/{consultation(town, one).slug}/responses.{kind}" for one in states
        }

    return make


samples("charter/consultation/<slug:slug>/responses.csv")(published_files("csv"))
samples("charter/consultation/<slug:slug>/responses.xlsx")(published_files("xlsx"))


@samples("charter/consultation/<slug:slug>/responses/<slug:public_id>/")
def published_pages(town: Town) -> Paths:
    rows = town.specimens[PublishedResponse]
    known = {label: row.get_absolute_url() for label, row in rows.items()}  # type: ignore[attr-defined]
    return {**known, "unknown": "/charter/consultation/review-closed/responses/nothing1/"}
