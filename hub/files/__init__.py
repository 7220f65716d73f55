"""Uploads: checked by content, re-encoded, kept under names of the hub's own."""
