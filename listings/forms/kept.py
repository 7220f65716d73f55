"""What somebody typed and did not save, as the form shows it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from hub.calendar.london import to_wall
from hub.calendar.words import say_date, say_time
from hub.people.actor import Actor
from listings.actions.unsaved import kept_typed


@dataclass(frozen=True)
class Kept:
    """What was typed, as a browser sent it, and when in words."""

    data: QueryDict
    when: str


def kept_of(organisation: int, listing: int | None, page: str, *, actor: Actor) -> Kept | None:
    """What this person typed on one page and did not save."""
    found = kept_typed(organisation, listing, page, actor=actor)
    if found is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in found["typed"].items():
        data.setlist(name, values)
    at = datetime.fromisoformat(found["at"])
    when = _("%(day)s, %(time)s") % {"day": say_date(to_wall(at).date()), "time": say_time(at)}
    return Kept(data, when)
