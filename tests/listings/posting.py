"""Fills in the forms for posting, as a browser sends them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from hub.people.models import Organisation, Role
from listings.models import Listing
from tests.factories.people import make_member
from tests.pages import Element, read


def organiser_of(group: Organisation, *roles: Role) -> Client:
    """A browser of somebody who posts for the group."""
    client = Client()
    client.force_login(make_member(group, *(roles or (Role.CONTRIBUTOR,))))
    return client


def fields_of(response: HttpResponse) -> dict[str, list[str]]:
    """What the page's form would send if nothing were typed, field by field."""
    form = read(response).one("form", id="form")
    told: dict[str, list[str]] = {}
    for one in form:
        name = one.attributes.get("name")
        if name is None or one.name == "button":
            continue
        if one.name == "textarea":
            told.setdefault(name, []).append("".join(map(str, one.inside)).removeprefix("\n"))
        elif one.name == "select":
            chosen = [o.attributes["value"] for o in one.all("option") if "selected" in o.attributes]
            told.setdefault(name, []).extend(chosen or [one.all("option")[0].attributes["value"]])
        elif one.attributes.get("type") in ("checkbox", "radio"):
            if "checked" in one.attributes:
                told.setdefault(name, []).append(one.attributes.get("value", "on"))
        else:
            told.setdefault(name, []).append(one.attributes.get("value", ""))
    return told


def fill(client: Client, path: str, **typed: Any) -> HttpResponse:
    """Open a page's form, type into some of its fields (None empties one), and send it."""
    told: dict[str, Any] = fields_of(client.get(path))
    for name, value in typed.items():
        if value is None:
            told.pop(name, None)
        else:
            told[name] = value
    return client.post(path, told)


def errors_in(response: HttpResponse) -> dict[str, str]:
    """What stands beside the fields of a form that came back, by the field's id."""
    page: Element = read(response)
    return {
        one.attributes["id"].removeprefix("id_").removesuffix("_error"): one.text
        for one in page.all(".invalid-feedback")
    }


FAIR = {
    "title": "Winter fair",
    "kind": "event",
    "summary": "Stalls, soup and lanterns.",
    "first": "Sat 5 Dec",
    "starts": "11am",
    "ends": "3pm",
    "cost": "free",
}
CLUB = {"title": "Lego club", "kind": "club", "summary": "We build, and then we build higher."}
THURSDAYS = {"every": "week", "first": "7 January", "starts": "4pm", "ends": "5.30pm", "until": "16 July"}


def post_club(client: Client, group: Organisation, **when: Any) -> Listing:
    """Go through the first two steps of a series."""
    place = {} if group.place_id else {"place": "none"}
    begun = fill(client, f"/post/new/{group.slug}/series/", **CLUB, **place)
    assert begun.status_code == 302, errors_in(begun)
    path = begun.headers["Location"]
    said = fill(client, path, **{**THURSDAYS, **when})
    assert said.status_code == 302, errors_in(said)
    return Listing.objects.get(slug=path.split("/")[2])
