"""What to ask for at the addresses of the charter’s text and of signing it."""

from charter.models import Signature
from tests.town import Town
from tests.urls import Paths, samples

VERSIONS = {"adopted": 1, "consulted": 2, "draft": 3, "unknown": 99}


def _versions(ending: str) -> Paths:
    return {name: f"/charter/text/{number}/{ending}" for name, number in VERSIONS.items()}


@samples("charter/text/<int:number>/")
def version(town: Town) -> Paths:
    return _versions("")


@samples("charter/text/<int:number>/changes/")
def changes(town: Town) -> Paths:
    return _versions("changes/")


@samples("charter/text/<int:number>/charter.pdf")
def pdf(town: Town) -> Paths:
    return {"adopted": "/charter/text/1/charter.pdf", "draft": "/charter/text/3/charter.pdf"}


@samples("charter/text/<int:number>/charter.txt")
def text_file(town: Town) -> Paths:
    return _versions("charter.txt")


@samples("charter/manage/text/adopt/<int:number>/")
def adopt(town: Town) -> Paths:
    return {name: f"/charter/manage/text/adopt/{number}/" for name, number in VERSIONS.items()}


@samples("charter/manage/text/add/<slug:what>/")
def add(town: Town) -> Paths:
    return {what: f"/charter/manage/text/add/{what}/" for what in ("section", "clause", "duty", "poem")}


def _pieces(ending: str) -> Paths:
    there = (("section", "premises"), ("clause", "open-halls"), ("duty", "price"), ("clause", "nowhere"))
    return {f"{what} {key}": f"/charter/manage/text/{what}/{key}/{ending}" for what, key in there}


@samples("charter/manage/text/<slug:what>/<slug:key>/")
def piece(town: Town) -> Paths:
    return _pieces("")


@samples("charter/manage/text/<slug:what>/<slug:key>/remove/")
def remove(town: Town) -> Paths:
    return _pieces("remove/")


def _organisations(ending: str) -> Paths:
    return {
        "verified": f"/charter/sign/heathfield/{ending}",
        "school": f"/charter/sign/grange-lane/{ending}",
        "unverified": f"/charter/sign/marmalade/{ending}",
        "suspended": f"/charter/sign/thistledown/{ending}",
        "unknown": f"/charter/sign/nobody/{ending}",
    }


@samples("charter/sign/<slug:slug>/")
def sign_for(town: Town) -> Paths:
    return _organisations("")


@samples("charter/sign/<slug:slug>/withdraw/")
def withdraw(town: Town) -> Paths:
    return _organisations("withdraw/")


@samples("charter/signatories/<uuid:key>/certificate.pdf")
def certificate(town: Town) -> Paths:
    found = town.specimens[Signature]
    wanted = ("verified", "verified, taken back", "suspended")
    return {
        name: f"/charter/signatories/{one.key}/certificate.pdf"
        for name in wanted
        if isinstance(one := found[name], Signature)
    }


@samples("charter/support/link/<str:secret>/")
def support_link(town: Town) -> Paths:
    return {"made up": "/charter/support/link/nobody-has-this/"}
