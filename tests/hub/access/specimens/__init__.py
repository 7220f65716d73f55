"""The rows that the matrix asks about: a file for each app, which registers its models."""

from tests.hub.access.specimens import listings, people, places

__all__ = ["listings", "people", "places"]
