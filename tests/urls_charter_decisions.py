"""What to ask for at the addresses of the charter’s decisions."""

from charter.models import Decision
from tests.town import Town
from tests.urls import Paths, samples

SLUG = "decided-about"


def _decision(town: Town, label: str) -> Decision:
    found = town.specimens[Decision][label]
    assert isinstance(found, Decision)
    return found


@samples("charter/decisions/<slug:slug>/")
def decisions_of(town: Town) -> Paths:
    return {"decided": f"/charter/decisions/{SLUG}/", "unknown": "/charter/decisions/nothing/"}


@samples("charter/decisions/stop/<str:secret>/")
def stop(town: Town) -> Paths:
    return {"made up": "/charter/decisions/stop/nobody-has-this/"}


def _managed(ending: str) -> Paths:
    return {
        "decided": f"/charter/manage/{SLUG}/decisions/{ending}",
        "unknown": f"/charter/manage/nothing/decisions/{ending}",
    }


@samples("charter/manage/<slug:slug>/decisions/")
def manage(town: Town) -> Paths:
    return _managed("")


@samples("charter/manage/<slug:slug>/decisions/publish/")
def publish(town: Town) -> Paths:
    return _managed("publish/")


@samples("charter/manage/<slug:slug>/decisions/tell/")
def tell(town: Town) -> Paths:
    return _managed("tell/")


@samples("charter/manage/<slug:slug>/decisions/theme/<int:pk>/")
def theme(town: Town) -> Paths:
    found = {label: _decision(town, label).theme_id for label in ("published", "prepared")}
    return {label: f"/charter/manage/{SLUG}/decisions/theme/{pk}/" for label, pk in found.items()}


@samples("charter/manage/<slug:slug>/decisions/<int:pk>/take-back/")
def take_back(town: Town) -> Paths:
    pk = _decision(town, "published").pk
    return {"published": f"/charter/manage/{SLUG}/decisions/{pk}/take-back/"}
