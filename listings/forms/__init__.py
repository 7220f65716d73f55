"""Forms about listings: each takes what people type, and says in words what to put right."""

from __future__ import annotations

from typing import ClassVar

from hub.files.forms import PictureFormMixin
from listings.forms.base import Groups
from listings.forms.parts import WhatPart, WherePart, WhoPart
from listings.forms.when import OncePart, WhenPart

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


class WholeForm(WhatPart, WhenPart, WherePart, WhoPart):
    """All of a listing on one page, to change what is there."""

    GROUPS: ClassVar[Groups] = (*WhatPart.GROUPS, *WhenPart.GROUPS, *WherePart.GROUPS, *WhoPart.GROUPS)


class PictureForm(PictureFormMixin):
    """A listing's picture."""
