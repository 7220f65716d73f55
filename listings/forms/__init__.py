"""Forms about listings: each takes what people type, and says in words what to put right."""

from __future__ import annotations

from typing import Any, ClassVar

from hub.files.forms import PictureFormMixin
from listings.actions.content import Content
from listings.forms.base import Groups
from listings.forms.parts import WhatPart, WherePart, WhoPart
from listings.forms.when import OncePart, WhenPart
from listings.models import Cost

__all__ = ["OnceForm", "PictureForm", "WhatForm", "WhenForm", "WhoForm", "WholeForm"]


class OnceForm(WhatPart, OncePart, WherePart, WhoPart):
    """All of an event that happens once, on one page."""

    GROUPS: ClassVar[Groups] = (*WhatPart.GROUPS, *OncePart.GROUPS, *WherePart.GROUPS, *WhoPart.GROUPS)


class WhatForm(WhatPart, WherePart):
    """The first step of a series: what and where."""

    GROUPS: ClassVar[Groups] = (*WhatPart.GROUPS, *WherePart.GROUPS)


class WhenForm(WhenPart):
    """The second step: when, how often, until when."""


class WhoForm(WhoPart):
    """The fourth step: who it is for and what it costs."""

    def filled(self, content: Content) -> dict[str, Any]:
        """No cost is chosen beforehand while nothing was said: families filter by it."""
        nothing = content.cost == Cost.UNKNOWN and content.age_from is None and content.age_to is None
        return {**super().filled(content), **({"cost": None} if nothing else {})}


class WholeForm(WhatPart, WhenPart, WherePart, WhoPart):
    """All of a listing on one page, to change what is there."""

    GROUPS: ClassVar[Groups] = (*WhatPart.GROUPS, *WhenPart.GROUPS, *WherePart.GROUPS, *WhoPart.GROUPS)


class PictureForm(PictureFormMixin):
    """A listing's picture."""
