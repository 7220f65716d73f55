"""What the tests of answering share: a browser, and what its pages send."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from charter.models import Consultation, Response
from tests.pages import Element, read


def at(consultation: Consultation, page: str = "") -> str:
    """The address of one of its pages."""
    return f"/charter/consultation/{consultation.slug}/{page}"


def fields_of(response: HttpResponse, named: str = "ask-form") -> dict[str, str]:
    """What a browser would send of the form with this class, as it was drawn."""
    (form,) = [one for one in read(response).all("form") if named in one.attributes.get("class", "")]
    told: dict[str, str] = {}
    for one in form:
        name = one.attributes.get("name", "")
        if one.name == "textarea":
            told[name] = "".join(map(str, one.inside)).removeprefix("\n")
        elif one.name == "input" and name:
            ticked = one.attributes.get("type") not in ("radio", "checkbox") or "checked" in one.attributes
            if ticked:
                told[name] = one.attributes.get("value", "")
    return told


def save(client: Client, consultation: Consultation, key: str = "premises", **typed: str) -> HttpResponse:
    """Open a section, type into it and save. Names: rate_premises__rating is q-rate-premises-rating."""
    path = at(consultation, f"section/{key}/")
    drawn = fields_of(client.get(path))
    return client.post(path, {**drawn, **named(typed)})


def named(typed: dict[str, Any]) -> dict[str, Any]:
    """Keywords as the names of fields."""
    return {
        f"q-{name.replace('__', '-').replace('_', '-')}" if "__" in name else name: value
        for name, value in typed.items()
    }


def only_response() -> Response:
    """The one there is. Fails for none or several."""
    return Response.objects.get()


def words(response: HttpResponse) -> str:
    """The main part of a page, as words."""
    page: Element = read(response)
    return page.one("main").text
