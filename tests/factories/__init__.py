"""Invented people, groups, schools, places and listings, made the way the hub makes them."""
