"""What a page of results is narrowed to or split by: all of it in the address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from charter.queries.results_shown import CHANNEL, GROUPS, KIND, UNSAID, Words

BY: tuple[str, ...] = (KIND, CHANNEL)
SORT, IMPORTANCE = "sort", "importance"


@dataclass(frozen=True)
class Filter:
    """`by`: split by "kind" or "channel", else "". `only`: (by, group's key) of the one group shown, or None.

    One group at a time: two filters at once would make tables so fine that they tell about single people
    (rules.md D10).
    """

    by: str = ""
    only: tuple[str, str] | None = None
    importance: bool = False

    @property
    def query(self) -> str:
        """As it stands in an address, with its "?"; "" for no filter."""
        given = {}
        if self.only:
            given[self.only[0]] = self.only[1] or UNSAID
        elif self.by:
            given["by"] = self.by
        if self.importance:
            given[SORT] = IMPORTANCE
        return f"?{urlencode(given)}" if given else ""

    @property
    def label(self) -> Words:
        """Whose answers are shown."""
        return GROUPS[self.only[0]][self.only[1]] if self.only else _("Everyone")


def chosen(query: QueryDict) -> Filter:
    """What an address asks for; what makes no sense is left out."""
    importance = query.get(SORT) == IMPORTANCE
    for by in BY:
        key = query.get(by, "")
        key = "" if key == UNSAID and by == KIND else key or " "
        if key in GROUPS[by]:
            return Filter(only=(by, key), importance=importance)
    by = query.get("by", "")
    return Filter(by=by if by in BY else "", importance=importance)


def links(now: Filter, path: str) -> dict[str, list[dict[str, object]]]:
    """The links that lead from a page to it otherwise narrowed: {"split": …, "kind": …, "channel": …}."""

    def link(label: Words, there: Filter) -> dict[str, object]:
        return {"label": label, "url": path + there.query, "on": there == now}

    def of(by: str = "", only: tuple[str, str] | None = None) -> Filter:
        return Filter(by, only, now.importance)

    return {
        "split": [
            link(_("Everyone together"), of()),
            link(_("By who answered"), of(KIND)),
            link(_("By how it came"), of(CHANNEL)),
        ],
        **{by: [link(name, of(only=(by, key))) for key, name in GROUPS[by].items()] for by in BY},
    }
