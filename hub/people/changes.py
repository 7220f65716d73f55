"""What higher parts of the hub do when an organisation changes. Each registers it in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable

from hub.web.pagecache import clear_pages

OnChange = Callable[[int], None]
OnMove = Callable[[int, int], None]
UsesPlace = Callable[[int, int], bool]
_changes: list[OnChange] = []
_moves: list[OnMove] = []
_uses: list[UsesPlace] = []


def register_organisation_change(act: OnChange) -> None:
    """Add what to do once an organisation, given by its key, was renamed, suspended, restored or moved."""
    if act not in _changes:
        _changes.append(act)


def register_organisation_move(act: OnMove) -> None:
    """Add what to do when an organisation leaves a place: it gets both keys, and runs before the rest."""
    if act not in _moves:
        _moves.append(act)


def register_place_use(uses: UsesPlace) -> None:
    """Add what tells, for a place and an organisation, whether something of others is at that place."""
    if uses not in _uses:
        _uses.append(uses)


def organisation_changed(pk: int) -> None:
    """Tell everyone, inside the change's transaction; public pages are drawn anew once that is committed."""
    for act in _changes:
        act(pk)
    clear_pages()


def organisation_moved(pk: int, left: int) -> None:
    """Tell those who keep something at the place that was left. `organisation_changed` follows."""
    for act in _moves:
        act(pk, left)


def others_use(place: int, organisation: int) -> bool:
    """Whether a higher part has something at a place that is not this organisation's."""
    return any(uses(place, organisation) for uses in _uses)
