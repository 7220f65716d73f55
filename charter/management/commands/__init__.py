"""Commands of the charter part."""
