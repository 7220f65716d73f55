"""The rows that the matrix asks about: a file for each app or room, which registers its models."""

from tests.hub.access.specimens import files, listings, moderation, people, places, posting  # isort: skip
from tests.hub.access.specimens import (  # isort: skip
    charter_consultation,
    charter_answering,
    charter_originals,
    charter_review,
    charter_analysis,
    charter_decisions,
    charter_signing,
    charter_areas,
)

__all__ = [
    "charter_analysis",
    "charter_answering",
    "charter_areas",
    "charter_consultation",
    "charter_decisions",
    "charter_originals",
    "charter_review",
    "charter_signing",
    "files",
    "listings",
    "moderation",
    "people",
    "places",
    "posting",
]
