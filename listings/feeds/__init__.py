"""What's on, as other people's calendars read it."""
