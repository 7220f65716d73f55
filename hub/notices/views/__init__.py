"""The demo's outbox, for looking at."""
