"""Pages of hub.files."""
