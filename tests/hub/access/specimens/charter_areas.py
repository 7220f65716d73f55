"""The rows that the matrix asks about, of the charter’s areas."""
