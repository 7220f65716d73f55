"""The charter itself: begun once, and what it is called."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.looking import check_edition
from charter.models import Charter
from hub.access import hold
from hub.people.actor import Actor
from hub.web.pagecache import clear_pages

LONGEST_SLUG = 80


@transaction.atomic
def begin_charter(organisation: int, *, title: str, summary: str, by: Actor) -> Charter:
    """Begin the charter, which has no text yet. `organisation` is the steward's, locked: two begin one.

    Raises NotAllowed, and ValidationError by field or where there is one already.
    """
    hold(by, rules.begin_charter, organisation)
    if Charter.objects.exists():
        raise ValidationError(_("The charter was begun meanwhile. What you typed is still here."))
    charter = Charter(title=title, summary=summary)
    charter.slug = slugify(title)[:LONGEST_SLUG].strip("-") or "charter"
    charter.full_clean()
    charter.save()
    clear_pages()
    return charter


@transaction.atomic
def name_charter(pk: int, *, title: str, summary: str, edition: int, by: Actor) -> Charter:
    """Say what the charter is called; everyone reads it at once. Its address stays.

    Raises NotAllowed, Meanwhile, and ValidationError by field.
    """
    charter = hold(by, rules.edit_charter, pk)
    check_edition(charter.edition, edition)
    charter.title, charter.summary = title, summary
    charter.full_clean()
    charter.edition += 1
    charter.save(update_fields=["title", "summary", "edition"])
    clear_pages()
    return charter
