"""Where things are: postcode districts, places, addresses, distance."""
