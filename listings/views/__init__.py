"""Pages and feeds of what is on."""
