"""Pages of a long list, without counting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

T = TypeVar("T")
LAST = 100


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page: its rows, its number from 1, and where the ones before and after it are ("" for none)."""

    rows: Sequence[T]
    number: int
    previous_url: str
    next_url: str


def page_number(request: HttpRequest) -> int:
    """The number in `?page=`, 1 where there is none. Raises Http404 in words for what is no page."""
    given = request.GET.get("page", "1") or "1"
    if not (given.isascii() and given.isdigit()) or len(given) > 9 or int(given) < 1:
        raise Http404(_("There is no such page. Pages are numbered from 1."))
    if int(given) > LAST:
        raise Http404(_("The list stops at page %d. Choose a date or another filter to look further.") % LAST)
    return int(given)


def url_with(request: HttpRequest, **changes: str | None) -> str:
    """The address of this page with some parameters changed, or taken out (None)."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    encoded = query.urlencode()
    return f"{request.path}?{encoded}" if encoded else request.path


def page_of(request: HttpRequest, rows: QuerySet[Any, T], size: int = 30) -> Page[T]:
    """The page that the request asks for, in one query. Raises Http404 for a page past the end."""
    number = page_number(request)
    begin = (number - 1) * size
    found = list(rows[begin : begin + size + 1])
    if not found and number > 1:
        raise Http404(_("The list is not that long."))
    more = len(found) > size and number < LAST
    return Page(
        rows=found[:size],
        number=number,
        previous_url=url_with(request, page=str(number - 1) if number > 2 else None) if number > 1 else "",
        next_url=url_with(request, page=str(number + 1)) if more else "",
    )
