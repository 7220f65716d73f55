"""The rows that the matrix asks about: a file for each app, which registers its models."""

from tests.hub.access.specimens import files, listings, moderation, people, places, posting

__all__ = ["files", "listings", "moderation", "people", "places", "posting"]
