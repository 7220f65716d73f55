"""Pages on which organisers write what is on."""
