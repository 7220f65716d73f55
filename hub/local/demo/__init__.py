"""An invented Kings Heath, so that every page has something to show."""
