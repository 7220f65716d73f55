"""What the parts of the hub show on an organisation's page. Each part registers its own panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hub.people.actor import Actor
from hub.people.models import Organisation


@dataclass(frozen=True)
class Panel:
    """A template and what it shows; the template also gets `organisation`."""

    template: str
    context: dict[str, Any]


MakesPanel = Callable[[Actor, Organisation], Panel | None]
_makers: list[MakesPanel] = []
_last: list[MakesPanel] = []


def register_panel(maker: MakesPanel, *, last: bool = False) -> None:
    """Add a panel, in the order of the floors: lower parts first; with `last`, after all the others."""
    makers = _last if last else _makers
    if maker not in makers:
        makers.append(maker)


def panels_for(actor: Actor, organisation: Organisation) -> list[Panel]:
    """The panels that have something to show to this actor."""
    return [panel for maker in (*_makers, *_last) if (panel := maker(actor, organisation)) is not None]
