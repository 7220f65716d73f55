"""The pages about the hub itself, by the last part of their address."""

PAGES = ("privacy", "cookies", "safety", "moderation", "accessibility", "terms")
PATHS = tuple(f"/about/{page}/" for page in PAGES)
