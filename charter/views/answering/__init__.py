"""Pages on which the public answers a consultation."""
