"""A series as people say it: how often, until when, except when; and the dates that this makes."""
