"""Messages that the charter part sends."""
