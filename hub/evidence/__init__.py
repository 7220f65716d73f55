"""What counts as evidence for an area of the charter: each part of the hub registers what it has.

In `AppConfig.ready()`: `register_provider(Provider(key="listings", areas={3}, title=_("What’s on"),
figures=…, examples=…))`. A page asks `evidence_for(3)`.
"""

from hub.evidence.registry import (
    AREAS,
    Evidence,
    Example,
    Figure,
    Provider,
    evidence_for,
    register_provider,
)

__all__ = ["AREAS", "Evidence", "Example", "Figure", "Provider", "evidence_for", "register_provider"]
