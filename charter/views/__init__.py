"""Pages of the charter part."""
