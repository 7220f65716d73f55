"""Reads pages of results as people do: their tables, by caption."""

from __future__ import annotations

from django.core.cache import cache
from django.test import Client

from charter.models import Consultation
from tests.pages import Element, read


def results_url(consultation: Consultation, rest: str = "") -> str:
    """The address of the results, or of something below them."""
    return f"/charter/consultation/{consultation.slug}/results/{rest}"


def page_of(consultation: Consultation, rest: str = "", client: Client | None = None) -> Element:
    """A page of results as a visitor, or as `client`, reads it. Fails where it is not there.

    It is drawn anew, whatever was kept.
    """
    cache.clear()
    response = (client or Client()).get(results_url(consultation, rest))
    assert response.status_code == 200, response
    return read(response)


def table_of(page: Element, caption: str) -> list[list[str]]:
    """The rows of the one table whose caption begins so, its headings first."""
    (table,) = [one for one in page.all("table") if one.said("caption").startswith(caption)]
    return [[cell.text for cell in row if cell.name in ("th", "td")] for row in table.all("tr")]
