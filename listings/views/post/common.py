"""What the pages for organisers share: whose listing, its places, and the words between form and listing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BooleanField, MultipleChoiceField
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hub.access import Rule, scope
from hub.people.http import Request
from hub.people.models import Organisation
from listings import rules
from listings.actions.content import Content
from listings.forms.base import ContentForm
from listings.forms.conflict import read_opened, write_opened
from listings.forms.kept import Kept, kept_of
from listings.models import Listing
from listings.queries_posting import place_choices, proposal_of, with_all


def own_listing(request: Request, slug: str, rule: Rule[Listing]) -> Listing:
    """The listing at this address, if the rule lets this person. Raises Http404 in words."""
    found = with_all(scope(request.actor, rule, Listing)).filter(slug=slug).first()
    if found is None:
        raise Http404(
            _("There is no listing here that you can do this to: it may have been sent, or be over.")
        )
    return found


def own_organisation(request: Request, slug: str) -> Organisation:
    """The organisation at this address, if this person posts for it. Raises Http404."""
    return get_object_or_404(
        scope(request.actor, rules.add_listing, Organisation).select_related("place__district"), slug=slug
    )


@dataclass
class Page:
    """One page of a listing's form: its key, the form, and what was kept of it."""

    key: str
    form: ContentForm
    kept: Kept | None
    edition: int
    opened: str


def open_page(
    request: Request,
    key: str,
    form_class: type[ContentForm],
    owner: Organisation,
    listing: Listing | None,
    *,
    content: Content | None,
    initial: Mapping[str, Any] | None = None,
) -> Page:
    """The form as it is opened: what the listing says now or, if any, what was typed and not saved."""
    kept = kept_of(owner.pk, listing.pk if listing else None, key, actor=request.actor)
    form = form_class(
        owner=owner,
        content=content,
        places=place_choices(request.actor, owner),
        initial=initial,
    )
    edition, opened = listing.edition if listing else 0, write_opened(content)
    if (
        kept is not None
        and content is not None
        and _says_nothing_new(request, form_class, owner, content, kept)
    ):
        kept = None
    if kept is not None:
        form.initial = {**form.initial, **raw(form, kept.data)}
        # What was typed was typed over what the form showed then.
        edition, opened = edition_in(kept.data, edition), kept.data.get("opened", "")
    return Page(key, form, kept, edition, opened)


def _says_nothing_new(
    request: Request, form_class: type[ContentForm], owner: Organisation, content: Content, kept: Kept
) -> bool:
    """Whether what was kept has been saved: a script sends what it holds also as the button is pressed."""
    form = bind(request, form_class, owner, content=content, data=kept.data)
    return form.is_valid() and form.content(content) == content


def raw(form: ContentForm, data: QueryDict) -> dict[str, Any]:
    """What was typed, field by field, as the widgets show it again; what was not chosen is not told."""
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form.fields.items()
        if name in data or isinstance(field, BooleanField | MultipleChoiceField)
    }


def bind(
    request: Request,
    form_class: type[ContentForm],
    owner: Organisation,
    *,
    content: Content | None,
    data: QueryDict | None = None,
) -> ContentForm:
    """The form over what was sent."""
    return form_class(
        request.POST if data is None else data,
        owner=owner,
        content=content,
        places=place_choices(request.actor, owner),
    )


def edition_in(data: QueryDict, otherwise: int) -> int:
    """The edition that a form was opened with."""
    given = data.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else otherwise


def pages_of(listing: Listing) -> dict[str, str]:
    """The addresses of a listing's own pages for its organisers."""
    names = (
        "edit",
        "preview",
        "picture",
        "send",
        "copy",
        "cancel",
        "delete",
        "dates",
        "change",
        "take-back",
        "undo",
    )
    return {name.replace("-", "_"): reverse(f"post-{name}", args=[listing.slug]) for name in names}


def is_htmx(request: HttpRequest) -> bool:
    """Whether a script of the page asks, and wants a part of it."""
    return request.headers.get("HX-Request") == "true"


__all__ = [
    "Page",
    "bind",
    "edition_in",
    "is_htmx",
    "open_page",
    "own_listing",
    "own_organisation",
    "pages_of",
    "proposal_of",
    "read_opened",
    "write_opened",
]
