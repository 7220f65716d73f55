"""Forms of the charter part."""
