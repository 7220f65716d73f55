"""What to ask for at the addresses of the charter’s results."""

from charter.models import Consultation
from tests.town import Town
from tests.urls import Paths, samples

STATES = ("draft", "open", "closed", "results")
FILES = ("results.csv", "answers.csv", "themes.csv", "results.xlsx", "report.pdf")


def results_of(town: Town, rest: str = "") -> Paths:
    """The results of a consultation in each state that they tell apart, and of one that is not there."""
    rows = town.specimens.get(Consultation, {})
    known = {
        label: f"/charter/consultation/{row.slug}/results/{rest}"
        for label, row in rows.items()
        if isinstance(row, Consultation) and label in STATES
    }
    return {**known, "unknown": f"/charter/consultation/no-such-one/results/{rest}"}


@samples("charter/consultation/<slug:slug>/results/")
def results(town: Town) -> Paths:
    pages = results_of(town)
    return {**pages, "results, sorted": f"{pages['results']}?sort=importance"}


@samples("charter/consultation/<slug:slug>/results/<slug:key>/")
def part(town: Town) -> Paths:
    pages = results_of(town, "premises/")
    return {
        **pages,
        "results, by kind": f"{pages['results']}?by=kind",
        "no such part": "/charter/consultation/no-such-one/results/no-such-part/",
    }


for name in FILES:
    samples(f"charter/consultation/<slug:slug>/results/{name}")(
        lambda town, name=name: results_of(town, name)
    )


@samples("charter/manage/<slug:slug>/results/")
def manage(town: Town) -> Paths:
    return {label: path.replace("/consultation/", "/manage/") for label, path in results_of(town).items()}
